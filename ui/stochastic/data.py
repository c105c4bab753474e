"""The data to learn from: generated, pasted or uploaded, and split into examples to train on and to test on."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from numerics.errors import NumericsError
from numerics.learning import GENERATORS, Data, from_table, generated
from numerics.learning.data import FEWEST, MOST, Task, sparse_weights
from numerics.table import Table, read_table
from ui.errors import show_error
from ui.links import linked, set_linked
from ui.table_input import pasted_table, pick_column, uploaded_table

SOURCES = {"generated": "Generated", "pasted": "Pasted", "uploaded": "CSV file"}
TASKS: dict[Task, str] = {"classification": "one of two classes", "regression": "a number"}
DEFAULT_SET, DEFAULT_POINTS, DEFAULT_SEED, DEFAULT_SHARE = "moons", 200, 1, 0.3
DEFAULT_NOISE = {"moons": 0.25, "blobs": 1.0, "spirals": 0.1, "sparse": 0.0, "line": 0.5}
MOST_NOISE = 10.0
PASTED = (
    "hours,sleep,passed\n1,5,0\n2,8,0\n2.5,6,0\n3,4,0\n3.5,8,1\n4,5,0\n4.5,7,1\n5,6,1\n5.5,4,0\n6,8,1\n6.5,6,1\n7,5,1"
)


@dataclass(frozen=True, eq=False)
class Chosen:
    """What is to be learned.

    Attributes:
        train, test: the examples on both sides.
        seed: of everything random on the page.
        truth: (k,) the weights that drew the labels, where they are known.
        link: the texts of the controls that make them these data, by their names in the link.
    """

    train: Data
    test: Data
    seed: int
    truth: NDArray[np.float64] | None = None
    link: Mapping[str, str] = field(default_factory=dict)

    @property
    def rare(self) -> bool:
        """Whether the features are mostly 0, so that their frequencies are the point of it."""
        return self.truth is not None


def pick_data() -> Chosen:
    """Draw the choice of a source with its controls and of the test set, and return the data."""
    source = linked(
        st.segmented_control, "Data", "source", "generated", options=list(SOURCES), format_func=SOURCES.__getitem__
    )
    body = st.container()
    with st.container(horizontal=True):
        share = linked(
            st.number_input, "Kept for testing", "test", DEFAULT_SHARE, min_value=0.05, max_value=0.95, step=0.05,
            format="%.2f", width=150, help="The share of the examples that no method is shown.",
        )  # fmt: skip
        seed = linked(
            st.number_input, "Seed", "seed", DEFAULT_SEED, min_value=0, max_value=9999, width=150,
            help="Decides the noise, the test set and the order of the batches: the same seed, the same numbers.",
        )  # fmt: skip
    with body:
        if source == "generated":
            name, data = _generated(seed)
        else:
            name, data = "", _of_table(_table(source))
    train, test = data.split(share, seed)
    link = {"source": source, **({"set": name} if name else {})}
    return Chosen(train, test, seed, sparse_weights() if name == "sparse" else None, link)


def _generated(seed: int) -> tuple[str, Data]:
    name = linked(
        st.selectbox,
        "Set",
        "set",
        DEFAULT_SET,
        options=list(GENERATORS),
        format_func=lambda option: GENERATORS[option].title,
    )
    with st.container(horizontal=True):
        points = linked(
            st.number_input, "Examples", "points", DEFAULT_POINTS, min_value=FEWEST, max_value=MOST, width=150
        )
        noise = linked(
            st.number_input, "Noise", "noise", DEFAULT_NOISE[name], min_value=0.0, max_value=MOST_NOISE, step=0.05,
            format="%.3g", width=150, help=f"The {GENERATORS[name].noise}.",
        )  # fmt: skip
    return name, generated(name, points, noise, seed)


def _table(source: str) -> Table:
    if source == "pasted":
        return pasted_table("data", "Rows of features and a target", PASTED, _usable)
    return uploaded_table("data", _usable, lambda: set_linked("source", "pasted")) or read_table(PASTED)


def _usable(table: Table) -> None:
    """Raise NumericsError for a table from which nothing can be learned, whatever its columns are."""
    from_table(table, table.values.shape[1] - 1, "regression")


def _of_table(table: Table) -> Data:
    target = pick_column("target", "Column to predict", table)
    two = len(np.unique(table.values[:, target])) == 2
    task = linked(
        st.segmented_control,
        "It is",
        "task",
        "classification" if two else "regression",
        options=list(TASKS),
        format_func=TASKS.__getitem__,
    )
    try:
        return from_table(table, target, task)
    except NumericsError as error:
        show_error(error)
        st.caption("Until then it is taken as a number.")
        return from_table(table, target, "regression")
