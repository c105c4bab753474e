"""Which coefficients fit the data best, and how many of their digits can be trusted?"""

import streamlit as st

from ui.experiments import experiments, running_experiment
from ui.frame import frame
from ui.least_squares.ball import norm_ball
from ui.least_squares.certified import certified
from ui.least_squares.data import pick_data
from ui.least_squares.fit import fit, told
from ui.least_squares.model import pick_model
from ui.least_squares.ways import five_ways
from ui.lessons.least_squares import EXPERIMENTS, QUESTIONS, THEORY
from ui.quiz import quiz

with frame("least_squares"):
    notice = st.container()
    picture, controls = st.columns([5, 3], gap="medium")
    with controls:
        data = pick_data()
        model = pick_model(data)
    with notice:
        running_experiment("least_squares", **data.link, **model.link)
    with picture:
        solution = fit(data, model)
    told(data, model, solution)

    st.header("Five ways side by side", anchor="ways")
    five_ways(model, data.y)
    st.header("Held in a ball: ridge and weight decay", anchor="ball")
    norm_ball(model, data.y)
    certified()
    with st.expander("The theory, and what it needs"):
        st.markdown(THEORY)

    experiments("least_squares", EXPERIMENTS)
    quiz("least_squares", QUESTIONS)
