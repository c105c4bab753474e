"""How much does an expression lose to rounding, where, whose fault is it, and what to write instead?"""

import streamlit as st

from ui.experiments import experiments, running_experiment
from ui.frame import frame
from ui.function_input import function_input
from ui.lessons.microscope import EXPERIMENTS, METHOD, QUESTIONS
from ui.microscope.rewrites import offers
from ui.microscope.sequences import sequences
from ui.microscope.setting import pick_setting
from ui.microscope.tree import tree
from ui.microscope.views import look, pick_point, picture, point_tables, verdict
from ui.quiz import quiz

with frame("microscope"):
    function = function_input()
    running_experiment("microscope", f=function.objective.text)

    picture_column, controls = st.columns([5, 3], gap="medium")
    with controls:
        setting = pick_setting(function)
    if setting:
        with picture_column:
            examined = look(setting)
        if examined.defined.any():
            lens = st.container()
            with lens:
                st.header("One point, operation by operation", anchor="point")
                point = pick_point(setting, examined)
                point_tables(setting, point)
            with picture_column:
                picture(setting, examined, point)
                verdict(setting, examined, EXPERIMENTS[0].link)
            st.header("Which operation is guilty?", anchor="guilty")
            tree(setting)
            st.header("What to write instead", anchor="rewrites")
            offers(setting, examined)
        st.header("Errors that grow from step to step", anchor="sequences")
        sequences(setting.format)
    with st.expander("How it is measured"):
        st.markdown(METHOD)

    experiments("microscope", EXPERIMENTS)
    quiz("microscope", QUESTIONS)
