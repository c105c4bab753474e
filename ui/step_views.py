"""A recorded computation to look at: its map, what happened in words, and the numbers of one column."""

import math
from collections.abc import Sequence

import streamlit as st

from figures.steps import steps
from numerics.numbers import format_number
from numerics.recording import Recording, Step, tell
from ui.errors import escape_markdown
from ui.livechart import livechart

MOST_TOLD = 6


def step_map(recording: Recording, columns: Sequence[str], key: str) -> None:
    """Draw every step as a row of cells, one for each of the named columns."""
    livechart(
        steps(recording, columns).figure,
        key=key,
        alt="Every step of the computation: which numbers are sound, zero, infinite or NaN, and where that begins",
        height=110 + 42 * len(recording.steps),
    )
    st.caption("★ marks where an infinity, a NaN or a false zero is born; blank cells have no part in the result.")


def story(recording: Recording) -> None:
    """Say in words where numbers died, as far as the result depends on them."""
    told = tell(recording)
    for sentence in told[:MOST_TOLD]:
        st.markdown(f":material/skull: {escape_markdown(sentence)}")
    if not told:
        st.markdown(
            ":material/check_circle: No number dies: every step stays finite, and nothing is lost to underflow."
        )


def step_table(recording: Recording, column: int) -> None:
    """List the numbers of one column: in the format, exactly, and how far apart they are."""
    rows = [_numbers(step, column) for step in recording.steps]
    st.dataframe(
        {
            "step": range(1, len(rows) + 1),
            "quantity": [step.name for step in recording.steps],
            f"in {recording.format.title}": [row[0] for row in rows],
            "exactly": [row[1] for row in rows],
            "relative error": [row[2] for row in rows],
            "error in ulps": [row[3] for row in rows],
            "what happens": [row[4] for row in rows],
        },
        hide_index=True,
        column_config={"quantity": st.column_config.TextColumn(width="medium")},
    )


def _numbers(step: Step, column: int) -> tuple[str, str, str, str, str]:
    flat = min(column, step.values.size - 1)
    place = (*([0] * (step.values.ndim - 1)), flat) if step.values.ndim else ()
    if not step.used[place]:
        return "", "", "", "", "not used"
    born = "; ".join(f"{birth.operation}: {birth.death.value}" for birth in step.births if birth.place == place)
    return (
        shown(step.values[place], 9),
        step.exact(*place, digits=9),
        shown(step.relative_error[place], 3),
        ulps(step.values[place], step.ulps[place]),
        born,
    )


def shown(value: float, digits: int = 6) -> str:
    """A number as tables have it."""
    return format_number(float(value), digits).replace("nan", "NaN")


def ulps(value: float, error: float) -> str:
    """An error in ulps as tables have it; NaN for a result that is none, "–" where there is nothing to compare with."""
    if math.isnan(error):
        return "–"
    return "NaN" if math.isnan(value) else shown(error, 4)
