"""What does a derivative say, and how well can a computer find it?"""

import streamlit as st

from ui.derivatives.accuracy import accuracy
from ui.derivatives.one import tangent_picture, tangent_story
from ui.derivatives.rules import pick_variable, rules
from ui.derivatives.signs import signs
from ui.derivatives.taylor import taylor
from ui.derivatives.two import cuts, direction_story, field_picture, pick_direction
from ui.experiments import experiments, running_experiment
from ui.frame import frame
from ui.function_input import function_input
from ui.lessons.derivatives import EXPERIMENTS, QUESTIONS
from ui.place import pick_place
from ui.quiz import quiz

with frame("derivatives"):
    function = function_input()
    running_experiment("derivatives", f=function.objective.text)

    picture, controls = st.columns([5, 3], gap="medium")
    with controls:
        place = pick_place(function)
        if len(place.axes) == 1:
            tangent_story(place)
        else:
            angle = pick_direction()
            direction_story(place, angle)
    with picture:
        if len(place.axes) == 1:
            tangent_picture(place)
        else:
            field_picture(place, angle)
    if len(place.axes) == 2:
        st.header("Partial derivatives: the mountain, cut along each axis", anchor="cuts")
        cuts(place)

    st.header("The derivation, rule by rule", anchor="rules")
    by = pick_variable(place)
    rules(place, by)
    st.header("How good is a numeric derivative?", anchor="numeric")
    accuracy(place, by)
    st.header("Is this gradient right? The Taylor test", anchor="taylor")
    taylor(place, by)
    st.header("Only the sign: steps along sign ∇f beside steps along ∇f", anchor="signs")
    signs(place)

    experiments("derivatives", EXPERIMENTS)
    quiz("derivatives", QUESTIONS)
