"""Sequences whose rounding errors grow by themselves."""

import streamlit as st

from figures.sequence_chart import sequence_chart
from numerics.formats import Format
from numerics.microscope.recurrences import RECURRENCES, run_recurrence
from ui.links import linked
from ui.livechart import livechart

MOST_STEPS = 60


def sequences(format: Format) -> None:
    """Draw a recurrence in the format beside its exact terms."""
    left, right = st.columns([3, 2], gap="medium")
    with right:
        name = linked(
            st.selectbox,
            "Sequence",
            "sequence",
            "muller",
            options=list(RECURRENCES),
            format_func=lambda name: RECURRENCES[name].title,
        )
        recurrence = RECURRENCES[name]
        steps = linked(st.slider, "Terms", "terms", 25, min_value=5, max_value=MOST_STEPS)
        for line in recurrence.latex:
            st.latex(line)
        st.markdown(recurrence.lesson)
        st.caption(f"*{recurrence.source}*")
    terms = run_recurrence(recurrence, steps, format)
    with left:
        livechart(
            sequence_chart(terms.computed, terms.true, "term"),
            key="sequence",
            alt=f"The terms of {recurrence.title}, computed in {format.title} and exact",
            height=380,
        )
        last = f"{terms.computed[-1]:.6g}"
        st.markdown(f"Term {steps} in {format.title}: **{last}**; exactly **{terms.true[-1]:.6g}**.")
