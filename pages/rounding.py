"""What number does the computer really keep?"""

import streamlit as st

from numerics.formats import FORMATS
from ui.experiments import experiments, running_experiment
from ui.format_picker import format_title, pick_format, pick_mode
from ui.frame import frame
from ui.lessons.rounding import DEFAULT_FORMAT, DEFAULT_NUMBER, EXPERIMENTS, QUESTIONS, SURPRISES
from ui.links import linked
from ui.quiz import quiz
from ui.rounding.arithmetic_views import comparison
from ui.rounding.bit_switches import bit_switches
from ui.rounding.format_views import all_formats, digits, whole_format
from ui.rounding.number_input import go_to, landmarks, typed_number
from ui.rounding.number_views import facts, formula, line, story, twice

DIRECTLY = "nothing"

with frame("rounding"):
    controls = st.columns([3, 2, 2, 2])
    with controls[1]:
        format = pick_format(default=DEFAULT_FORMAT)
    with controls[2]:
        mode = pick_mode()
    with controls[3]:
        detour = linked(
            st.selectbox,
            "First rounded to",
            "via",
            DIRECTLY,
            options=[DIRECTLY, *FORMATS],
            format_func=lambda name: name if name == DIRECTLY else format_title(name),
        )
    via = FORMATS.get(detour)
    with controls[0]:
        text, conversion = typed_number(DEFAULT_NUMBER, format, mode, via)
    running_experiment("rounding", x=text)
    landmarks(format)

    if conversion:
        bit_switches(conversion.stored, key="bits", on_flip=go_to)
        meaning, numbers = st.columns([3, 2], gap="medium")
        with meaning:
            formula(conversion.stored)
            story(conversion)
            if via:
                twice(conversion, via)
        with numbers:
            facts(conversion)

        st.header("On the number line", anchor="line")
        line(conversion)
        st.header("The same number in every format", anchor="formats")
        all_formats(conversion.exact, format, mode, via)

    st.header("Range and density", anchor="density")
    whole_format(format, conversion and conversion.stored)
    if conversion:
        st.header("How many digits it takes", anchor="digits")
        digits(conversion.stored)
    st.header("Arithmetic: what happens on the way", anchor="arithmetic")
    comparison(format, mode, SURPRISES)

    experiments("rounding", EXPERIMENTS)
    quiz("rounding", QUESTIONS)
