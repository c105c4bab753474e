"""Why does gradient descent zig-zag, and what makes it stop?"""

import streamlit as st

from numerics.numbers import format_number
from ui.experiments import experiments, running_experiment
from ui.frame import frame
from ui.ill_conditioned_descent.natural_view import natural_gradient
from ui.ill_conditioned_descent.normalization_view import normalization
from ui.ill_conditioned_descent.pictures import eigenbasis, rates, zigzag
from ui.ill_conditioned_descent.preconditioning_views import bfgs, compare
from ui.ill_conditioned_descent.runs import pick_methods, set_up
from ui.ill_conditioned_descent.scaling_view import against_condition
from ui.ill_conditioned_descent.setting import pick_quadratic
from ui.lessons.ill_conditioned_descent import EXPERIMENTS, QUESTIONS
from ui.quiz import quiz

with frame("ill_conditioned_descent"):
    running_experiment("ill_conditioned_descent")
    picture, controls = st.columns([5, 3], gap="medium")
    with picture:
        names = pick_methods()
    with controls:
        quadratic = pick_quadratic()
        st.metric("κ = λmax / λmin", format_number(quadratic.condition))
        setup = set_up(quadratic, names)
    runs = setup.runs(quadratic)
    with picture:
        zigzag(quadratic, setup, runs)
        if runs:
            st.header("The same run in the eigenbasis", anchor="eigenbasis")
            eigenbasis(quadratic, runs)

    if runs:
        st.header("Predicted and measured speed", anchor="speed")
        rates(quadratic, setup, runs)
    st.header("Steps against κ", anchor="scaling")
    against_condition(quadratic)

    st.header("Preconditioning", anchor="preconditioning")
    compare(quadratic, setup)
    st.header("BFGS learns the inverse Hessian", anchor="bfgs")
    bfgs(quadratic, setup)
    st.header("Batch normalization is preconditioning", anchor="normalization")
    data = normalization()
    st.header("The natural gradient", anchor="natural")
    natural_gradient(data)

    experiments("ill_conditioned_descent", EXPERIMENTS)
    quiz("ill_conditioned_descent", QUESTIONS)
