"""Where does all this return in deep learning, and how does one descend without slopes?"""

import streamlit as st

from ui.connections.climbing import climbing
from ui.connections.overview import overview
from ui.experiments import experiments, running_experiment
from ui.frame import frame
from ui.function_input import function_input
from ui.lessons.connections import EXPERIMENTS, QUESTIONS
from ui.quiz import quiz

with frame("connections"):
    head = st.container()
    overview()
    st.header("Hill climbing: descent without slopes", anchor="hill-climbing")
    st.markdown(
        "Some choices are whole numbers: how many layers, which bits, which word. There is no slope to follow, but "
        "there are **neighbours**: look at them, go to a lower one, and stop where none is lower. (Hill climbers speak "
        "of climbing; we look for low points, so ours goes down.)"
    )
    function = function_input()
    with head:
        running_experiment("connections", f=function.objective.text)
    climbing(function)

    experiments("connections", EXPERIMENTS)
    quiz("connections", QUESTIONS)
