"""What does a step lose, and gain, when it sees only some of the examples?"""

import streamlit as st

from ui.experiments import experiments, running_experiment
from ui.frame import frame
from ui.lessons.stochastic import EXPERIMENTS, QUESTIONS, THEORY
from ui.quiz import quiz
from ui.stochastic.data import pick_data
from ui.stochastic.model import pick_model
from ui.stochastic.noise_view import gradient_noise
from ui.stochastic.penalty_view import penalty_sweep
from ui.stochastic.pictures import learned, losses
from ui.stochastic.training import noticed, pick_plan, train

with frame("stochastic"):
    notice = st.container()
    picture, controls = st.columns([5, 3], gap="medium")
    with controls:
        batches, examples, seen = st.tabs(["Batches", "Data", "Model"])
        with examples:
            data = pick_data()
        with seen:
            model = pick_model(data)
        with batches:
            plan = pick_plan(model.train.examples)
        trained = train(data, model, plan)
    with notice:
        running_experiment("stochastic", **data.link)
    with picture:
        learned(data, model, trained, plan.epochs)
        if trained:
            losses(trained, model, plan.epochs)
    if trained:
        for sentence in noticed(trained, model, plan):
            st.markdown(sentence)
        st.header("A noisy walk", anchor="noise")
        gradient_noise(trained, model, plan, data.seed)
    st.header("Data term and penalty", anchor="penalty")
    penalty_sweep(model)
    with st.expander("The theory, and what it needs"):
        st.markdown(THEORY)

    experiments("stochastic", EXPERIMENTS)
    quiz("stochastic", QUESTIONS)
