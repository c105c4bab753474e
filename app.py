"""The home page: what this is, one live picture, and the way to every lesson."""

import streamlit as st

from figures.paths import Path
from numerics.methods import METHODS
from ui.frame import frame
from ui.function_input import function_input
from ui.landscape import landscape
from ui.lessons.descent import DEFAULT_STEPS, DEFAULT_TOLERANCE
from ui.links import address_of
from ui.method_picker import starting_method
from ui.outline import groups
from ui.run_views import outcome, run_of

SHOWN = ("gradient_descent", "momentum", "newton")

with frame("home"):
    st.markdown(
        "Type a function of your own. The laboratory derives its gradient and Hessian, lets methods of optimization "
        "run on it, and shows what they do: how they converge, why they diverge, and what rounding does to them. "
        "Take **one function through the whole chapter** on numerical computation; every experiment is a link."
    )
    function = function_input()
    runs = [
        run_of(
            function.objective,
            starting_method(METHODS[name], function),
            function.start,
            DEFAULT_STEPS,
            DEFAULT_TOLERANCE,
        )
        for name in SHOWN
    ]
    picture, story = st.columns([5, 3], gap="medium")
    with picture:
        landscape(function, [Path.of(run) for run in runs], [function.start], clickable=False)
    with story:
        st.markdown("Press **play** under the picture to see them go.")
        for run in runs:
            with st.container(border=True, gap="small"):
                st.markdown(f"**{run.method.title}**")
                outcome(run)
    st.header("Lessons")
    for group, lessons in groups().items():
        if group:
            st.subheader(group, anchor=False)
        for column, lesson in zip(
            st.columns(3) * 3, (entry for entry in lessons if entry.page != "home"), strict=False
        ):
            with column.container(border=True):
                st.page_link(lesson.path, label=f"**{lesson.title}**", query_params=address_of(lesson.page))
                st.markdown(lesson.summary)
