"""The two sweeps over a graph, each a few lines: tangents along the edges, adjoints against them.

A. Griewank, A. Walther, Evaluating Derivatives, 2nd ed., SIAM 2008, chapter 3.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from numerics.autodiff.local import passed_on
from numerics.microscope.rounded import carry_out

if TYPE_CHECKING:
    from numerics.autodiff.graph import Graph


@dataclass(frozen=True, eq=False)
class Forward:
    """A forward sweep.

    Attributes:
        tangents: of every node, the derivative of its value along the direction; 0 where nothing moves it.
        derivatives: those of the outputs: the Jacobian times the direction.
    """

    tangents: tuple[Any, ...]
    derivatives: tuple[Any, ...]


class Contribution(NamedTuple):
    """What one edge passes back: the adjoint of a node (`source`) times its local derivative by an input (`target`).

    Attributes:
        source, target: places of the two nodes.
        amount: what is passed.
        argument: which argument of the source the target is there.
        total: the target's adjoint once this has arrived.
    """

    source: int
    target: int
    amount: Any
    argument: int
    total: Any


@dataclass(frozen=True, eq=False)
class Backward:
    """A reverse sweep.

    Attributes:
        adjoints: of every node, the derivative of the (weighted) output by its value; 0 where nothing arrives.
        order: the places of the nodes in the order in which their adjoints were complete and passed on.
        contributions: what was passed along each edge, in that order. Those to one node add up to its adjoint (an
            output has its own weight besides).
        seeds: of each output, the adjoint of its node once its weight had arrived, before anything was passed on.
        gradient: the adjoints of the variables by name.
    """

    adjoints: tuple[Any, ...]
    order: tuple[int, ...]
    contributions: tuple[Contribution, ...]
    seeds: tuple[Any, ...]
    gradient: Mapping[str, Any]


def forward(graph: Graph, seed: Mapping[str, Any]) -> Forward:
    """Tangents: each node adds up local derivative × tangent over its inputs."""
    tangents: list[Any] = []  # None: nothing moves it
    with np.errstate(all="ignore"):
        for node, slopes in zip(graph.nodes, graph.local_derivatives, strict=True):
            total = None
            if node.active and node.operation == "variable" and np.any(seed[node.label]):
                total = carry_out("multiply", (1.0, seed[node.label]), graph.format)
            for argument, slope in zip(node.inputs, slopes, strict=True):
                if slope is not None and tangents[argument] is not None:
                    term = passed_on(slope, tangents[argument], graph.format)
                    total = term if total is None else carry_out("add", (total, term), graph.format)
            tangents.append(total)
    known = tuple(0.0 if tangent is None else tangent for tangent in tangents)
    return Forward(known, tuple(known[at] for at in graph.outputs))


def backward(graph: Graph, weights: Sequence[Any], overwrite: bool = False) -> Backward:
    """Adjoints: each node, once all that use it are done, passes adjoint × local derivative to each of its inputs.

    What arrives on several ways is added up; with `overwrite` the last to arrive wrongly replaces the others.
    """
    adjoints: list[Any] = [None] * len(graph.nodes)  # None: nothing has arrived
    order, contributions, seeds = [], [], []

    def arrive(at: int, amount: Any) -> None:
        before = adjoints[at]
        lost = before is None or overwrite
        adjoints[at] = amount if lost else carry_out("add", (before, amount), graph.format)

    with np.errstate(all="ignore"):
        for at, weight in zip(graph.outputs, weights, strict=True):
            arrive(at, carry_out("multiply", (1.0, weight), graph.format))
            seeds.append(adjoints[at])
        for at in reversed(range(len(graph.nodes))):
            node, adjoint = graph.nodes[at], adjoints[at]
            if adjoint is None or not node.active:
                continue
            order.append(at)
            for argument, (target, slope) in enumerate(zip(node.inputs, graph.local_derivatives[at], strict=True)):
                if slope is not None:
                    amount = passed_on(adjoint, slope, graph.format)
                    arrive(target, amount)
                    contributions.append(Contribution(at, target, amount, argument, adjoints[target]))
    known = tuple(0.0 if adjoint is None else adjoint for adjoint in adjoints)
    gradient = {name: known[graph.places[name]] for name in graph.variables}
    return Backward(known, tuple(order), tuple(contributions), tuple(seeds), gradient)
