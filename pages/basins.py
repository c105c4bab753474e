"""Where does a method end? That depends on where it starts: basins of attraction."""

import streamlit as st

from ui.basins.controls import set_up
from ui.basins.views import attractors, basins_of, followed, needs_two_variables, notice, runs_of, show
from ui.experiments import experiments, running_experiment
from ui.frame import frame
from ui.function_input import function_input
from ui.lessons.basins import EXPERIMENTS, QUESTIONS
from ui.quiz import quiz

with frame("basins"):
    function = function_input()
    f = function.objective
    running_experiment("basins", f=f.text)

    if f.dimension < 2:
        needs_two_variables(f)
    else:
        picture, controls = st.columns([5, 3], gap="medium")
        with controls:
            setup = set_up(function)
        runs = runs_of(f, setup)
        with picture:
            found = basins_of(f, setup)
            if found:
                show(f, setup, found, runs)
        story, start = st.columns([5, 3], gap="medium")
        with start:
            followed(setup, runs)
        if found:
            with story:
                notice(setup, found)
            attractors(setup, found)

    experiments("basins", EXPERIMENTS)
    quiz("basins", QUESTIONS)
