"""How can a network be trained in less memory, and how is a training interrupted without a trace?"""

import streamlit as st

from ui.checkpointing.memory_views import comparison, growth, on_real_layers, timeline, told
from ui.checkpointing.setting import pick_setting
from ui.checkpointing.training_setting import pick_training
from ui.checkpointing.training_views import courses, file, findings, table
from ui.experiments import experiments, running_experiment
from ui.frame import frame
from ui.lessons.checkpointing import COUNTING, DEPENDS, MEMORY, QUESTIONS, TRAINING
from ui.links import linked
from ui.quiz import quiz

PARTS = {"memory": "Within a backward pass, to save memory", "training": "Of a training, to resume it"}


def memory() -> None:
    """Checkpoints on a chain of layers: which values are held, and which are computed again."""
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


def training() -> None:
    """Checkpoints of a training: saved, interrupted, resumed."""
    notice = st.container()
    picture, controls = st.columns([5, 3], gap="medium")
    with controls:
        setting = pick_training()
        findings(setting)
    with notice:
        running_experiment("checkpointing", **setting.link)
    with picture:
        courses(setting)
    st.header("What each missing part does", anchor="parts")
    table(setting)
    with st.expander("Why these parts, and no others"):
        st.markdown(DEPENDS)
    st.header("The file", anchor="file")
    file(setting)


with frame("checkpointing"):
    part = linked(
        st.segmented_control,
        "The word has two meanings: checkpoints",
        "part",
        "memory",
        options=list(PARTS),
        format_func=PARTS.__getitem__,
    )
    if part == "memory":
        memory()
        experiments("checkpointing", MEMORY)
    else:
        training()
        experiments("checkpointing", TRAINING)
    quiz("checkpointing", QUESTIONS)
