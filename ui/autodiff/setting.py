"""What is differentiated: the outputs, the point, a direction, weights of the outputs, a format; all of it linked."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import streamlit as st
from numpy.typing import NDArray

import numerics as nm
from numerics.autodiff import Backward, Forward, Graph
from numerics.errors import NumericsError
from numerics.language import parse_expressions, variable_names
from ui.errors import show_error
from ui.format_picker import pick_format
from ui.function_input import Function
from ui.links import linked, linked_numbers
from ui.place import plain

DEFAULT, DEFAULT_AT = "x*y + x", (2.0, 3.0)
MOST_OUTPUTS, MOST_VARIABLES = 4, 10
FARTHEST = 1e6
FEW_EDGES = 14  # up to here their local derivatives stand on them at once


@dataclass(frozen=True, eq=False)
class Setting:
    """One computation with its sweeps.

    Attributes:
        text: the outputs, separated by commas.
        graph: the computation at the point, in the format.
        seed: the direction (n,) of forward mode.
        weights: the adjoints (m,) of the outputs that reverse mode begins with.
        overwrite: whether the reverse sweep that is shown commits the classic mistake.
        labelled: whether local derivatives stand on the edges of the picture.
        symbolic: the Jacobian (m, n) from the derived formulas, in float64 at the point as it is stored in the format;
            None where no formulas could be derived.
    """

    text: str
    graph: Graph
    seed: tuple[float, ...]
    weights: tuple[float, ...]
    overwrite: bool
    labelled: bool
    symbolic: NDArray[np.float64] | None

    @cached_property
    def forward(self) -> Forward:
        """The sweep along the direction."""
        return self.graph.forward(self.seed)

    @cached_property
    def reverse(self) -> Backward:
        """The right sweep back."""
        return self.graph.reverse(self.weights)

    @cached_property
    def shown(self) -> Backward:
        """The sweep back that is shown, with the mistake if it is chosen."""
        return self.graph.reverse(self.weights, overwrite=self.overwrite)

    @property
    def outputs(self) -> tuple[str, ...]:
        """What the outputs are called: f, or f1, f2, …"""
        count = len(self.graph.outputs)
        return ("f",) if count == 1 else tuple(f"f{k + 1}" for k in range(count))


def pick_setting(function: Function) -> Setting | None:
    """Draw the controls; None, with a sentence, where they describe no computation."""
    f = function.objective
    left, right = st.columns(2, gap="medium")
    with left:
        text, variables = _outputs(function)
    count = 1 if text == f.text else len(parse_expressions(text, (*variables, *f.parameters)))
    usual = DEFAULT_AT if f.text == DEFAULT else function.start
    usual = (*usual, *(1.0,) * len(variables))[: len(variables)]
    letters = [plain(name) for name in variables]
    with right:
        format = pick_format("Number format of every operation", default="float64")
    bounds = {"min_value": -FARTHEST, "max_value": FARTHEST, "format": "%.6g"}
    with left:
        at = linked_numbers([f"at {letter}" for letter in letters], "at", usual, **bounds)
    with right:
        first = tuple(float(k == 0) for k in range(len(variables)))
        seed = linked_numbers([f"direction {letter}" for letter in letters], "direction", first, **bounds)
    weights: tuple[float, ...] = (1.0,)
    if count > 1:
        labels = [f"adjoint of f{k + 1}" for k in range(count)]
        weights = linked_numbers(labels, "weights", tuple(float(k == 0) for k in range(count)), **bounds)
    try:
        graph = nm.trace(text, dict(zip(variables, at, strict=True)), f.parameters, format)
    except NumericsError as error:
        show_error(error)
        return None
    few = sum(len(node.inputs) for node in graph.nodes) <= FEW_EDGES
    with st.container(horizontal=True):
        overwrite = linked(
            st.toggle,
            "Commit the classic bug: write = for +=",
            "bug",
            False,
            help="What arrives at a node then replaces what had arrived before, in the reverse sweep that is drawn.",
        )
        labelled = linked(
            st.toggle,
            "Local derivatives on the edges",
            "local",
            few,
            help="Off, each is told when you point at the dot on its edge.",
        )
    return Setting(text, graph, seed, weights, overwrite, labelled, _symbolic(text, graph, f))


def _outputs(function: Function) -> tuple[str, tuple[str, ...]]:
    """The text of all outputs and the variables; further outputs that cannot be read are told and left out."""
    f = function.objective
    more = linked(
        st.text_input,
        "Further outputs",
        "more",
        "",
        max_chars=1000,
        placeholder="none: one output, f",
        help="Formulas separated by commas, such as `sin(x*y), x`. What they share with f is computed once.",
    )
    if not more.strip():
        return f.text, f.variables
    try:
        trees = parse_expressions(more)
        found = [name for tree in trees for name in variable_names(tree) if name not in f.parameters]
        variables = tuple(dict.fromkeys((*f.variables, *found)))
        if len(trees) >= MOST_OUTPUTS:
            raise NumericsError(f"At most {MOST_OUTPUTS} outputs fit on the page, f among them.")
        if len(variables) > MOST_VARIABLES:
            raise NumericsError(f"All outputs together may have at most {MOST_VARIABLES} variables.")
    except NumericsError as error:
        show_error(error)
        st.caption("Until then f is the only output.")
        return f.text, f.variables
    return f"{f.text}, {more}", variables


def _symbolic(text: str, graph: Graph, f: nm.Objective) -> NDArray[np.float64] | None:
    stored = {name: float(nm.round_to(value, graph.format)) for name, value in f.parameters.items()}
    try:
        derived = nm.VectorMap.parse(text, graph.variables, stored)
    except NumericsError:
        return None
    return derived.jacobian([float(graph.nodes[graph.places[name]].value) for name in graph.variables])
