"""How much does a linear system enlarge the errors of its data?"""

import streamlit as st

from ui.conditioning.pictures import picture, story, two_by_two
from ui.conditioning.setting import pick_system
from ui.conditioning.tables import condition_table, digits, refinement, scaling
from ui.experiments import experiments, running_experiment
from ui.frame import frame
from ui.lessons.conditioning import EXPERIMENTS, QUESTIONS
from ui.quiz import quiz

with frame("conditioning"):
    head = st.container()
    picture_column, controls = st.columns([5, 3], gap="medium")
    with controls:
        system = pick_system()
    with head:
        running_experiment("conditioning", **system.link)
    with picture_column:
        picture(system)
        story(system)
    if len(system.matrix) == 2:
        two_by_two(system)
    condition_table(system)
    digits(system)
    refinement(system)
    scaling(system)

    experiments("conditioning", EXPERIMENTS)
    quiz("conditioning", QUESTIONS)
