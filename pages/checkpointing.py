"""How can a network be trained in less memory, and what does that cost?"""

import streamlit as st

from ui.checkpointing.memory_views import comparison, growth, on_real_layers, timeline, told
from ui.checkpointing.setting import pick_setting
from ui.experiments import experiments, running_experiment
from ui.frame import frame
from ui.lessons.checkpointing import COUNTING, EXPERIMENTS, QUESTIONS
from ui.quiz import quiz

with frame("checkpointing"):
    notice = st.container()
    picture, controls = st.columns([5, 3], gap="medium")
    with controls:
        setting = pick_setting()
    with notice:
        running_experiment("checkpointing", **setting.link)
    with picture:
        timeline(setting)
    with controls:
        told(setting)
        with st.expander("What is counted"):
            st.markdown(COUNTING)

    st.header("Memory against recomputation", anchor="curve")
    comparison(setting)
    on_real_layers(setting)
    with st.expander("How it grows with the number of layers"):
        growth()

    experiments("checkpointing", EXPERIMENTS)
    quiz("checkpointing", QUESTIONS)
