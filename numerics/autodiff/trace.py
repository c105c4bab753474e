"""From typed text to the graph of its computation at a point."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from numerics.autodiff.graph import Graph, Node
from numerics.differentiation.steps import two_by_two
from numerics.errors import NumericsError
from numerics.formats import Format, format_of, round_to
from numerics.language import parse_expressions
from numerics.microscope.operations import COMPARISONS
from numerics.microscope.rounded import carry_out, constant
from numerics.microscope.tape import Step, Tape, tape_of
from numerics.symbolic.declared import declared


def trace(
    text: str,
    values: Mapping[str, ArrayLike],
    parameters: Mapping[str, float] | None = None,
    format: str | Format = "float64",
) -> Graph:
    """Carry out a typed computation and keep every operation: the graph of automatic differentiation.

    Nothing is simplified: `x/x` at 0 is NaN, and so is its derivative. NaN and infinity are values. At kinks the
    derivatives are those of `Objective`.

    >>> import numerics as nm
    >>> graph = nm.trace("x*y + x", {"x": 2, "y": 3})
    >>> float(graph.value), {name: float(slope) for name, slope in graph.reverse().gradient.items()}
    (8.0, {'x': 4.0, 'y': 2.0})

    Args:
        text: a formula; several, separated by commas, are the outputs of one graph, with what they share in it once.
        values: a number for each variable, or arrays of shapes that broadcast: then everything is done for all of
            their entries at once. Variables that the text does not use have the derivative 0.
        parameters: names with values that are not derived by.
        format: the number format to which the values, every operation and every sweep are rounded.

    Raises:
        ExpressionError: the text has no meaning, uses a name without a value, or there are not 1 to 10 variables.
        NumericsError: a value is no real number, shapes do not fit, or there is no such format.
    """
    target = format_of(format)
    names, constants = declared(values, parameters)
    columns = _columns(dict(zip(names or (), values.values(), strict=True)), target)
    trees = parse_expressions(text, (*columns, *constants))
    return computation(tape_of(*map(two_by_two, trees)), columns, constants, target)


def computation(tape: Tape, columns: Mapping[str, Any], parameters: Mapping[str, float], format: Format) -> Graph:
    """The graph of a tape (of trees `two_by_two`), where the variables have values in the format."""
    given = {**columns, **{name: round_to(value, format)[()] for name, value in parameters.items()}}
    used = {step.leaf for step in tape.steps if step.kind == "variable"}
    unused = [Step("variable", name, ()) for name in columns if name not in used]
    nodes: list[Node] = []
    with np.errstate(all="ignore"):
        for step in (*tape.steps, *unused):
            nodes.append(_node(step, nodes, given, columns, format))
    return Graph(tuple(nodes), tape.outputs, tuple(columns), format)


def _node(
    step: Step, nodes: list[Node], given: Mapping[str, Any], variables: Mapping[str, Any], format: Format
) -> Node:
    if step.kind == "variable":
        name = str(step.leaf)
        return Node(step.kind, name, (), given[name], name in variables)
    if step.leaf is not None:
        text = step.text if isinstance(step.leaf, Fraction) else step.leaf
        return Node(step.kind, text, (), constant(step.leaf, format), active=False)
    inputs = [nodes[at] for at in step.arguments]
    active = step.kind not in COMPARISONS and step.kind != "all_of" and any(node.active for node in inputs)
    value = carry_out(step.kind, [node.value for node in inputs], format)
    return Node(step.kind, step.kind, step.arguments, np.asarray(value)[()], active)


def _columns(values: Mapping[str, ArrayLike], format: Format) -> dict[str, Any]:
    try:
        arrays = {name: np.asarray(value, np.float64) for name, value in values.items()}
        np.broadcast_shapes(*(array.shape for array in arrays.values()))
    except (TypeError, ValueError):
        raise NumericsError("The values of the variables are real numbers, or arrays of shapes that fit.") from None
    return {name: round_to(array, format)[()] for name, array in arrays.items()}
