"""Which learning rate, which momentum? A map of two knobs, with a run for every pair of their values."""

import streamlit as st

from ui.experiments import experiments, running_experiment
from ui.frame import frame
from ui.function_input import function_input
from ui.lessons.tuning import EXPERIMENTS, QUESTIONS
from ui.quiz import quiz
from ui.tuning.controls import set_up
from ui.tuning.views import beside, notice, run_shown, show, sweep_of

with frame("tuning"):
    function = function_input()
    f = function.objective
    running_experiment("tuning", f=f.text)

    pictures = st.container()
    setup = set_up(function)
    with pictures:
        picture, run = st.columns(2, gap="medium")
    if setup.axes:
        with picture:
            found = sweep_of(f, setup, setup.axes)
        if found:
            with picture:
                shown = show(found, setup.axes)
            with run:
                beside(function, run_shown(found, shown))
            notice(found)

    experiments("tuning", EXPERIMENTS)
    quiz("tuning", QUESTIONS)
