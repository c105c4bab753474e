"""Why does a formula that is right on paper give NaN?"""

import streamlit as st

from ui.experiments import experiments, running_experiment
from ui.frame import frame
from ui.lessons.softmax import EXPERIMENTS, QUESTIONS
from ui.quiz import quiz
from ui.softmax.logits import logits_input
from ui.softmax.views import (
    derived_quantities,
    probability_bars,
    probability_table,
    trace,
    verdicts,
    what_subtracting_does,
)

with frame("softmax"):
    told = st.container()
    controls, picture = st.columns([3, 5], gap="medium")
    with controls:
        logits = logits_input()
    with told:
        running_experiment("softmax", z=logits.text)
    with picture:
        verdicts(logits)
        probability_bars(logits)
    probability_table(logits)

    st.header("Step by step", anchor="steps")
    trace(logits)

    st.header("What subtracting the maximum does", anchor="shift")
    what_subtracting_does(logits)

    st.header("Log-sum-exp and cross-entropy", anchor="loss")
    st.markdown(
        "A classifier is trained on the logarithm of a softmax. Taken from the logits it is an ordinary number, even "
        "where the probability is 0 in the format; taken from the probability it is infinite there."
    )
    derived_quantities(logits)

    experiments("softmax", EXPERIMENTS)
    quiz("softmax", QUESTIONS)
