"""What is the derivative of a map with many inputs and outputs?"""

import streamlit as st

from numerics.language import name_latex
from ui.experiments import experiments, running_experiment
from ui.frame import frame
from ui.jacobian.chains import after_another, order_of_multiplication
from ui.jacobian.maps import DEFAULT_MAP, pick_point, typed_map
from ui.jacobian.pictures import in_symbols, small_square
from ui.jacobian.symmetry import symmetry
from ui.lessons.jacobian import EXPERIMENTS, QUESTIONS
from ui.quiz import quiz

with frame("jacobian"):
    head = st.container()
    typed, matrix = st.columns(2, gap="medium")
    with typed:
        F = typed_map("Map F", "F", DEFAULT_MAP, "Up to 4 components, separated by commas, of up to 4 variables.")
        st.latex(rf"F({', '.join(map(name_latex, F.variables))}) = {F.latex}")
        at = pick_point(F, DEFAULT_MAP)
    with head:
        running_experiment("jacobian", F=F.text)
    with matrix:
        J = in_symbols(F, at)
    if F.shape == (2, 2):
        small_square(F, at, J)
    else:
        st.caption("With two components of two variables there is a picture of what J does to a small square.")
    after_another(F, at)
    order_of_multiplication()
    symmetry()

    experiments("jacobian", EXPERIMENTS)
    quiz("jacobian", QUESTIONS)
