"""The graph of a computation: each operation once, in an order in which it can be carried out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from numerics.autodiff.local import local_derivative
from numerics.autodiff.sweeps import Backward, Forward, backward, forward
from numerics.errors import NumericsError
from numerics.formats import Format

Seed = str | Mapping[str, Any] | Sequence[Any] | NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Node:
    """One number of the computation.

    Attributes:
        operation: `number`, `constant` or `variable` for a leaf; else the name of the operation, as in the typed tree.
        label: the text of a leaf (`x`, `0.1`, `pi`); the operation's name otherwise.
        inputs: the places of the arguments in `Graph.nodes`, all before this node; one used twice stands twice.
        value: the result, rounded to the format; an array if the variables have arrays as values.
        active: whether it depends on a variable: only such nodes have tangents and adjoints.
    """

    operation: str
    label: str
    inputs: tuple[int, ...]
    value: Any
    active: bool


@dataclass(frozen=True, eq=False)
class Graph:
    """A computation at one point, from the variables x ∈ ℝⁿ to the outputs f(x) ∈ ℝᵐ.

    Attributes:
        nodes: in topological order: every node after its inputs, equal subexpressions once.
        outputs: the places of the m results.
        variables: the n names, in the order in which they were given; each has a node, used or not.
        format: the number format to which every operation is rounded.
    """

    nodes: tuple[Node, ...]
    outputs: tuple[int, ...]
    variables: tuple[str, ...]
    format: Format

    @property
    def values(self) -> tuple[Any, ...]:
        """The m results."""
        return tuple(self.nodes[at].value for at in self.outputs)

    @property
    def value(self) -> Any:
        """f(x), of a graph with one output. NumericsError if there are several."""
        if len(self.outputs) > 1:
            raise NumericsError(f"This computation has {len(self.outputs)} results: ask for `values`.")
        return self.values[0]

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The place of each variable in `nodes`."""
        return {node.label: at for at, node in enumerate(self.nodes) if node.operation == "variable" and node.active}

    @cached_property
    def local_derivatives(self) -> tuple[tuple[Any, ...], ...]:
        """Of every node, its derivative by each input; None by an input that depends on no variable."""
        with np.errstate(all="ignore"):
            return tuple(tuple(self._local(node, at) for at in range(len(node.inputs))) for node in self.nodes)

    def _local(self, node: Node, at: int) -> Any:
        if not self.nodes[node.inputs[at]].active:
            return None
        arguments = [self.nodes[argument].value for argument in node.inputs]
        return local_derivative(node.operation, at, arguments, self.format)

    def forward(self, seed: Seed) -> Forward:
        """Carry a direction along with the values: forward mode, the Jacobian times the direction.

        Args:
            seed: the direction: a number for each variable, in their order or by name (left out: 0); or the name of
                one variable, for the derivative by it.

        Raises:
            NumericsError: there is no such variable, or not one number for each.
        """
        return forward(self, _weights(seed, self.variables, "direction"))

    def reverse(self, weights: Sequence[Any] | NDArray[np.float64] | None = None, overwrite: bool = False) -> Backward:
        """Pass adjoints back from the outputs in reverse topological order: the weights times the Jacobian.

        Args:
            weights: a number for each output; None is the 1 of a single output. With [0, 1] the gradient is that of
                the second of two outputs.
            overwrite: commit the classic mistake of writing `=` for `+=`: what arrives at a node replaces what had
                arrived on another way, instead of being added to it. For lessons and tests only.

        Raises:
            NumericsError: there are several outputs and no weights, or not one weight for each.
        """
        count = len(self.outputs)
        if weights is None and count > 1:
            raise NumericsError(f"This computation has {count} results: give the adjoint of each, such as [1, 0].")
        names = tuple(map(str, range(count)))
        known = _weights([1.0] if weights is None else weights, names, "adjoint")
        return backward(self, tuple(known.values()), overwrite)

    def jacobian(self, mode: str = "reverse") -> NDArray[np.float64]:
        """∂fᵢ/∂xⱼ by n forward sweeps or m reverse ones (`mode`); shape (m, n), after that of the values.

        Raises NumericsError for any other mode.
        """
        if mode not in ("forward", "reverse"):
            raise NumericsError('The mode is "forward" or "reverse".')
        if mode == "forward":
            entries = [self.forward(name).derivatives for name in self.variables]  # columns
        else:
            units = np.eye(len(self.outputs))
            entries = [tuple(self.reverse(row).gradient.values()) for row in units]  # rows
        shape = np.broadcast_shapes(*(np.shape(node.value) for node in self.nodes))
        table = np.array([[np.broadcast_to(entry, shape) for entry in row] for row in entries], np.float64)
        return np.swapaxes(table, 0, 1) if mode == "forward" else table


def _weights(given: Seed, names: tuple[str, ...], what: str) -> dict[str, Any]:
    """One number for each name."""
    if isinstance(given, str):
        given = {given: 1.0}
    if isinstance(given, Mapping):
        if unknown := set(given) - set(names):
            raise NumericsError(f"There is no variable {min(unknown)}; there are {', '.join(names)}.")
        given = [given.get(name, 0.0) for name in names]
    if len(given) != len(names):
        raise NumericsError(f"The {what} needs {len(names)} numbers, one for each; there are {len(given)}.")
    try:
        return {name: np.asarray(number, np.float64)[()] for name, number in zip(names, given, strict=True)}
    except (TypeError, ValueError):
        raise NumericsError(f"The {what} is made of real numbers.") from None
