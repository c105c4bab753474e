"""Where does the gradient vanish, and are these all?"""

import streamlit as st

from ui.critical_points.bounds import lipschitz_bounds
from ui.critical_points.findings import pick_window, picture, report_of, table, verdict
from ui.critical_points.newton import cost, newton_basins
from ui.experiments import experiments, running_experiment
from ui.frame import frame
from ui.function_input import function_input
from ui.lessons.critical_points import EXPERIMENTS, METHOD, QUESTIONS
from ui.quiz import quiz

with frame("critical_points"):
    function = function_input()
    running_experiment("critical_points", f=function.objective.text)

    picture_column, controls = st.columns([5, 3], gap="medium")
    with controls:
        window = pick_window(function)
    report = None
    if window:
        with picture_column:
            report = report_of(function.objective, window)
            if report:
                picture(function.objective, window, report)
    if window and report:
        with controls:
            verdict(report)
        table(report)
        newton_basins(function, window, report)
        lipschitz_bounds(function, window)
    cost()
    with st.expander("How it is proven"):
        st.markdown(METHOD)

    experiments("critical_points", EXPERIMENTS)
    quiz("critical_points", QUESTIONS)
