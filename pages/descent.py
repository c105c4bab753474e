"""How do methods find the bottom of a landscape, and why do they fail?"""

import streamlit as st

from ui.experiments import experiments, running_experiment
from ui.frame import frame
from ui.function_input import function_input
from ui.landscape import landscape, progress
from ui.lessons.descent import DEFAULT_STEPS, DEFAULT_TOLERANCE, EXPERIMENTS, QUESTIONS
from ui.links import linked, linked_numbers
from ui.method_picker import pick_methods
from ui.quiz import quiz
from ui.run_views import derivation, outcome, run_of, step_table

DEFAULT_METHODS = ("gradient_descent", "momentum", "adam", "newton")
FARTHEST = 1e6
MOST_STEPS = 1000  # with the costliest method and formula, some seconds

with frame("descent"):
    function = function_input()
    f = function.objective
    running_experiment("descent", f.text)

    picture, controls = st.columns([5, 3], gap="medium")
    with controls:
        labels = [f"start {name}" for name in f.variables]
        bounds = {"min_value": -FARTHEST, "max_value": FARTHEST, "format": "%.6g"}
        start = linked_numbers(labels, "start", function.start, **bounds)
        steps = linked(st.slider, "Steps", "steps", DEFAULT_STEPS, min_value=1, max_value=MOST_STEPS)
        picks = pick_methods(DEFAULT_METHODS, function)
    runs = [run_of(f, method, start, steps, DEFAULT_TOLERANCE) for method, _ in picks]
    for run, (_, card) in zip(runs, picks, strict=True):
        with card:
            outcome(run)
    with picture:
        landscape(function, runs, start)
        if runs:
            progress(function, runs)

    if runs:
        st.header("Step by step", anchor="steps")
        step_table(runs)
    st.header("The derivation", anchor="derivation")
    derivation(f)

    experiments("descent", EXPERIMENTS)
    quiz("descent", QUESTIONS)
