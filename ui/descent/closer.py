"""The sections that look closer at the runs of the descent page; only the one that is chosen is computed."""

from collections.abc import Sequence

import streamlit as st

from ui.descent.inside import inside
from ui.descent.theory import theory
from ui.function_input import Function
from ui.landscape import Shown
from ui.links import linked
from ui.run_views import Course

SECTIONS = {"none": "Closed", "inside": "Inside a method", "theory": "Theory over the run"}


def look_closer(function: Function, courses: Sequence[Course], shown: Shown) -> None:
    """Draw the choice of a section, and the section; `shown` is what the map above shows."""
    st.header("Look closer", anchor="closer")
    chosen = linked(
        st.segmented_control,
        "Look closer",
        "look",
        "none",
        options=list(SECTIONS),
        format_func=SECTIONS.__getitem__,
        label_visibility="collapsed",
    )
    if chosen == "none":
        st.caption("See what a method sees at each step, or lay the theory of quadratics over the runs.")
    elif chosen == "inside":
        inside(function, courses, shown)
    else:
        theory(function, courses)
