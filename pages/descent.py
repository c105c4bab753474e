"""How do methods find the bottom of a landscape, and why do they fail?"""

from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ui.descent.closer import look_closer
from ui.descent.rule_input import rule_input
from ui.descent.take_away import take_away
from ui.experiments import experiments, running_experiment
from ui.frame import frame, part
from ui.function_input import Function, function_input
from ui.landscape import landscape, progress
from ui.lessons.descent import DEFAULT_STEPS, DEFAULT_TOLERANCE, EXPERIMENTS, QUESTIONS
from ui.links import linked
from ui.method_picker import Pick, methods_for, pick_methods
from ui.quiz import quiz
from ui.run_views import courses, derivation, step_table
from ui.starts import pick_starts

DEFAULT_METHODS = ("gradient_descent", "momentum", "adam", "newton")
MOST_STEPS = 1000  # with the costliest method and formula, some seconds


@part
def setting(function: Function) -> None:
    """The methods with their knobs, and round them what they do."""
    picture, controls = st.columns([5, 3], gap="medium")
    with controls:
        head = st.container()
        rule_input(DEFAULT_METHODS)
        picks = pick_methods(DEFAULT_METHODS, methods_for(function))
    play(function, picks, picture, head)


@part
def play(function: Function, picks: Sequence[Pick], picture: DeltaGenerator, head: DeltaGenerator) -> None:
    """The runs: where they begin and how long they are, at the head of the controls; the picture; what to read."""
    with head:
        starts = pick_starts(function)
        steps = linked(st.slider, "Steps", "steps", DEFAULT_STEPS, min_value=1, max_value=MOST_STEPS)
    runs = courses(function.objective, picks, starts, steps, DEFAULT_TOLERANCE)
    paths = [path for course in runs for path in course.paths]
    with picture:
        shown = landscape(function, paths, starts)
        if runs:
            progress(function, paths)
    if runs:
        look_closer(function, runs, shown)
        st.header("Step by step", anchor="steps")
        step_table(runs)
        take_away(function, runs)


with frame("descent"):
    function = function_input()
    running_experiment("descent", f=function.objective.text)
    setting(function)
    st.header("The derivation", anchor="derivation")
    derivation(function.objective)
    experiments("descent", EXPERIMENTS)
    quiz("descent", QUESTIONS)
