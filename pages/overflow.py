"""When does a result overflow, underflow, or lose all its digits, and which formula survives?"""

import streamlit as st

from ui.experiments import experiments, running_experiment
from ui.frame import frame
from ui.lessons.overflow import EXPERIMENTS, QUESTIONS
from ui.links import linked
from ui.overflow.error_views import formulas, sums
from ui.overflow.views import functions, products
from ui.quiz import quiz

PARTS = {
    "functions": ("exp, log, powers", functions),
    "products": ("Products of probabilities", products),
    "formulas": ("Formulas, naive and stable", formulas),
    "sums": ("Sums", sums),
}

with frame("overflow"):
    part = linked(
        st.segmented_control,
        "What dies?",
        "part",
        "functions",
        options=list(PARTS),
        format_func=lambda part: PARTS[part][0],
    )
    running_experiment("overflow", part=part)
    _, draw = PARTS[part]
    draw()

    experiments("overflow", EXPERIMENTS)
    quiz("overflow", QUESTIONS)
