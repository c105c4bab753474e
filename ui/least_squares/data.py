"""The data to fit: generated from a known function, pasted, uploaded, or of NIST's certified sets."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from numerics.errors import NumericsError
from numerics.least_squares.nist import Regression, regressions, variables_of
from numerics.least_squares.samples import noisy_samples
from numerics.table import Table, read_table
from ui.errors import escape_markdown, show_error
from ui.links import linked, linked_numbers, set_linked
from ui.table_input import pasted_table, pick_column, uploaded_table

SOURCES = {"generated": "Generated", "pasted": "Pasted", "uploaded": "CSV file", "nist": "NIST"}
DEFAULT_TRUTH = "1 + 2x"
DEFAULT_INTERVAL = (0.0, 4.0)
DEFAULT_COUNT, MOST_COUNT = 100, 500
FURTHEST = 1e6
MOST_PREDICTORS = 10  # the variables that a typed formula may have
PASTED = "hours,score\n1,52\n2,55\n3,61\n4,60\n5,68\n6,71\n7,70\n8,79\n9,84\n10,83"

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Data:
    """What is to be fitted.

    Attributes:
        x: (m, k) predictors.
        y: (m,) observations.
        names: of the predictors and of y, as the visitor's table has them.
        truth: the text of the function that generated them.
        regression: the set of NIST's that they are.
        link: the texts of the controls that make them these data, by their names in the link.
    """

    x: Floats
    y: Floats
    names: tuple[str, ...]
    truth: str | None = None
    regression: Regression | None = None
    link: Mapping[str, str] = field(default_factory=dict)

    @property
    def variables(self) -> tuple[str, ...]:
        """What the predictors are called in formulas: x, or x1, x2, …"""
        return variables_of(self.x.shape[1])


def pick_data() -> Data:
    """Draw the choice of a source with its controls, and return its data."""
    source = linked(
        st.segmented_control, "Data", "source", "generated", options=list(SOURCES), format_func=SOURCES.__getitem__
    )
    match source:
        case "pasted":
            return _of_table(pasted_table("data", "Rows of x and y", PASTED, _usable))
        case "uploaded":
            return _of_table(uploaded_table("data", _usable, _turn_to_the_box) or read_table(PASTED))
        case "nist":
            return _certified()
        case _:
            return _generated()


def _turn_to_the_box() -> None:
    set_linked("source", "pasted")


def _usable(table: Table) -> None:
    rows, columns = table.values.shape
    if columns < 2:
        raise NumericsError("The table has one column, and two are needed: x and y.")
    if columns > MOST_PREDICTORS + 1:
        raise NumericsError(
            f"The table has {columns} columns, and at most {MOST_PREDICTORS + 1} are used: {MOST_PREDICTORS} "
            "predictors and y. Leave some out."
        )
    if rows < 2:
        raise NumericsError("The table has one row, and two are needed at least.")


def _of_table(table: Table) -> Data:
    columns = table.values.shape[1]
    last = pick_column("y", "Column of y", table) if columns > 2 else columns - 1
    others = [place for place in range(columns) if place != last]
    names = tuple(table.names[place] for place in (*others, last))
    data = Data(table.values[:, others], table.values[:, last], names, link={"source": "table"})
    if len(others) > 1:
        told = ", ".join(f"{v} is {escape_markdown(name)}" for v, name in zip(data.variables, names, strict=False))
        st.caption(f"In formulas {told}.")
    return data


def _certified() -> Data:
    sets = regressions()
    name = linked(
        st.selectbox,
        "Set",
        "set",
        "Longley",
        options=list(sets),
        format_func=lambda name: f"{name} ({sets[name].difficulty} difficulty)",
        help="Linear regressions of NIST's Statistical Reference Datasets, with coefficients certified to 15 digits.",
    )
    chosen = sets[name]
    names = (*chosen.variables, "y")
    return Data(chosen.predictors, chosen.observations, names, regression=chosen, link={"source": "nist", "set": name})


def _generated() -> Data:
    text = linked(
        st.text_input,
        "Truth: y =",
        "truth",
        DEFAULT_TRUTH,
        max_chars=500,
        help="A function of x, such as `1 + 2x + 3x²` or `sin(x)`. Noise is added to its values.",
    )
    problem = st.container()
    low, high = linked_numbers(
        ["x from", "x to"], "interval", DEFAULT_INTERVAL, min_value=-FURTHEST, max_value=FURTHEST, format="%.6g"
    )
    with st.container(horizontal=True):
        count = linked(st.number_input, "Points", "points", DEFAULT_COUNT, min_value=2, max_value=MOST_COUNT)
        noise = linked(
            st.number_input,
            "Noise σ",
            "noise",
            1.0,
            min_value=0.0,
            max_value=FURTHEST,
            step=0.1,
            format="%.6g",
            help="Standard deviation of the normal numbers that are added to y.",
        )
        seed = linked(st.number_input, "Seed", "seed", 1, min_value=0, max_value=9999)
    try:
        if not high > low:
            raise NumericsError("The interval is empty: x has to run from a smaller number to a larger one.")
        x, y = noisy_samples(text, (low, high), count, noise, seed)
    except NumericsError as error:
        with problem:
            show_error(error)
            st.caption(f"Until then the data are those of {DEFAULT_TRUTH}.")
        text = DEFAULT_TRUTH
        x, y = noisy_samples(text, DEFAULT_INTERVAL, count, noise, seed)
    return Data(x, y, ("x", "y"), truth=text, link={"source": "generated", "truth": text})
