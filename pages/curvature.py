"""How does f bend, and what does that do to a step?"""

import streamlit as st

from ui.curvature.model import model_at, numbers, picture, rose
from ui.curvature.steps import best_step, three_cases
from ui.experiments import experiments, running_experiment
from ui.frame import frame
from ui.function_input import function_input
from ui.lessons.curvature import EXPERIMENTS, QUESTIONS
from ui.place import pick_place
from ui.quiz import quiz

with frame("curvature"):
    function = function_input()
    running_experiment("curvature", f=function.objective.text)

    picture_column, controls = st.columns([5, 3], gap="medium")
    with controls:
        place = pick_place(function)
    model = model_at(place)
    if model.finite:
        with controls:
            numbers(place, model)
        with picture_column:
            picture(place, model)
        rose(place, model)
        best_step(place, model)
    else:
        with picture_column:
            st.info(
                "At this point f, its gradient or its Hessian is not a finite number, so there is no model. Move it."
            )
    three_cases()

    experiments("curvature", EXPERIMENTS)
    quiz("curvature", QUESTIONS)
