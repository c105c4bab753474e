"""What becomes of a descent when every number is kept in 16 or 8 bits, and what rescues it?"""

from functools import partial

import streamlit as st

from ui.experiments import experiments, running_experiment
from ui.frame import frame, part
from ui.function_input import Function, function_input
from ui.landscape import landscape, progress
from ui.lessons.low_precision import EXPERIMENTS, QUESTIONS
from ui.low_precision.setting import pick_setting
from ui.low_precision.theory import theory
from ui.low_precision.training import training_part
from ui.low_precision.views import comparison, gradients, marks_of, paths_of, run_in_formats, updates
from ui.quiz import quiz


@part
def play(function: Function) -> None:
    """One run: its formats and its method, and round them what they do."""
    f = function.objective
    picture, controls = st.columns([5, 3], gap="medium")
    with controls:
        setting = pick_setting(function)
    with picture:
        record = run_in_formats(f, setting)
        if record is None:
            return
        paths = paths_of(f, setting, record)
        landscape(function, paths, [setting.start], marks=partial(marks_of, record, f.variables))
    comparison(f, setting, record, paths[1])
    st.header("How large each update is", anchor="updates")
    updates(function, record)
    st.header("Gradients in the range of their format", anchor="range")
    gradients(record)
    progress(function, paths)


@part
def train() -> None:
    """A small training in several formats."""
    training_part()


with frame("low_precision"):
    function = function_input()
    running_experiment("low_precision", f=function.objective.text)
    play(function)
    st.header("A real training", anchor="training")
    train()
    st.header("Why, and when", anchor="theory")
    theory()
    experiments("low_precision", EXPERIMENTS)
    quiz("low_precision", QUESTIONS)
