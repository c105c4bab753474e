"""Where is f least if not every point is allowed, and how can one tell?"""

import streamlit as st

from ui.constraints.exact import exact_points
from ui.constraints.picture import picture
from ui.constraints.setting import pick_point, pick_setting, solution_of
from ui.constraints.views import conditions, multipliers, shadow_prices, told
from ui.experiments import experiments, running_experiment
from ui.frame import frame
from ui.function_input import function_input
from ui.lessons.constraints import EXPERIMENTS, QUESTIONS, THEORY
from ui.quiz import quiz

with frame("constraints"):
    function = function_input()
    running_experiment("constraints", f=function.objective.text)

    picture_column, controls = st.columns([5, 3], gap="medium")
    with controls:
        setting = pick_setting(function)
        solution = solution_of(setting) if setting else None
    if setting and solution:
        with controls:
            told(setting, solution)
            point = pick_point(setting, solution)
        certificate = setting.problem.kkt(point)
        conditions(certificate, solution)
        multipliers(setting, certificate)
        exact = exact_points(setting)
        shadow_prices(setting, solution)
        with picture_column:
            picture(function, setting, solution, certificate, exact.points)
    with st.expander("The theory, and what it needs"):
        st.markdown(THEORY)

    experiments("constraints", EXPERIMENTS)
    quiz("constraints", QUESTIONS)
