"""The connections as a picture of where ideas go, and as cards, a few at a time."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from figures.flow import flow, name_at
from ui import outline
from ui.connections.rows import AREAS, CONNECTIONS, Connection
from ui.experiments import ICON, begin, experiment_link
from ui.frame import part
from ui.links import linked, set_linked
from ui.livechart import livechart

HERE = "connections"
ALL = "All"
TOPICS = tuple(group for group in outline.groups() if any(row.topic == group for row in CONNECTIONS))
COUNTS = np.array([[sum((row.topic, row.area) == (t, a) for row in CONNECTIONS) for a in AREAS] for t in TOPICS])
COLUMNS = 3
HEIGHT = 440


def chosen_rows(topic: str, area: str) -> list[Connection]:
    """The connections of a topic and an area; `ALL` stands for every one."""
    return [row for row in CONNECTIONS if topic in (ALL, row.topic) and area in (ALL, row.area)]


@part
def overview() -> None:
    """Draw the picture, the choice of a part of it, and the cards."""
    place, choice = st.columns([5, 3], gap="medium", vertical_alignment="center")
    with choice:
        pills = {"required": True, "wrap": True}
        topic = linked(st.pills, "From the chapter", "topic", TOPICS[0], options=[ALL, *TOPICS], **pills)
        area = linked(st.pills, "To deep learning", "area", ALL, options=[ALL, *AREAS], **pills)
        rows = chosen_rows(topic, area)
        st.caption(
            f"{len(rows)} of {len(CONNECTIONS)} connections. Each opens an experiment that shows the idea at work."
        )
    with place:
        _picture(topic, area)
    if not rows:
        st.info(f"No idea of *{topic}* is listed for *{area}*. Choose *{ALL}* in one of the two rows.")
    _cards(rows)


def _picture(topic: str, area: str) -> None:
    lit = np.array([[topic in (ALL, t) and area in (ALL, a) for a in AREAS] for t in TOPICS])
    livechart(
        flow(TOPICS, AREAS, COUNTS, lit),
        key="flow",
        alt=f"{len(CONNECTIONS)} ideas of the chapter, by topic on the left, and where each returns in deep learning, "
        "on the right",
        height=HEIGHT,
        on_click=lambda x, y: _choose(x, y, topic, area),
    )
    st.caption("Click or tap a name on the left or on the right to see its connections.")


def _choose(x: float, y: float, topic: str, area: str) -> None:
    """Choose the name at a place of the picture, or all again if it was chosen (in a callback)."""
    name, present, names, counts = (
        ("topic", topic, TOPICS, COUNTS.sum(1)) if x < 0.5 else ("area", area, AREAS, COUNTS.sum(0))
    )
    found = name_at(counts, y)
    if found is not None:
        set_linked(name, ALL if names[found] == present else names[found])


def _cards(rows: Sequence[Connection]) -> None:
    for first in range(0, len(rows), COLUMNS):
        for column, row in zip(st.columns(COLUMNS), rows[first : first + COLUMNS], strict=False):
            with column.container(border=True, height="stretch", gap="small"):
                st.markdown(f"{row.idea} → **{row.returns}**")
                st.markdown(row.why)
                st.caption(row.source)
                _open(row)


def _open(row: Connection) -> None:
    """The way to the experiment: a link to its page, or a button if it is one of this page."""
    if row.page != HERE:
        experiment_link(row.page, row.experiment)
    elif st.button(row.title, icon=ICON, type="tertiary", on_click=begin, args=(HERE, row.experiment)):
        st.rerun()  # the whole page, not this part alone
