"""How does a program differentiate a program?"""

import streamlit as st

from ui.autodiff.setting import DEFAULT, pick_setting
from ui.autodiff.tables import agreement, classic_bug, counted
from ui.autodiff.views import met, sweeps, tape
from ui.experiments import experiments, running_experiment
from ui.frame import frame
from ui.function_input import function_input
from ui.lessons.autodiff import EXPERIMENTS, QUESTIONS, THEORY
from ui.quiz import quiz

with frame("autodiff"):
    function = function_input(DEFAULT)
    running_experiment("autodiff", f=function.objective.text)
    setting = pick_setting(function)
    if setting:
        sweeps(setting)
        met(setting)
        left, right = st.columns([3, 2], gap="medium")
        with left:
            st.header("Both modes beside the formula", anchor="agreement")
            agreement(setting)
        with right:
            st.header("The classic bug", anchor="bug")
            classic_bug(setting)
        st.header("The tape", anchor="tape")
        tape(setting)
        st.header("What does it cost?", anchor="costs")
        counted(setting)
    st.header("From here to backpropagation", anchor="backpropagation")
    st.markdown(THEORY)

    experiments("autodiff", EXPERIMENTS)
    quiz("autodiff", QUESTIONS)
