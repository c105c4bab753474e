"""The two sweeps over a graph as frames of its picture, each with a sentence of what happens in it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from figures.computation_graph import Edge, Frame, Vertex
from figures.text import number
from numerics.autodiff import Backward, Forward, Graph, Node
from numerics.autodiff.notation import formulas, names
from numerics.numbers import format_number
from ui.microscope.tree import SYMBOLS

LONGEST_SYMBOL = 6


@dataclass(frozen=True)
class Story:
    """A sweep: its frames on the nodes of the graph, and what happens in each, as plain text."""

    frames: tuple[Frame, ...]
    told: tuple[str, ...]

    def drawn(self, places: Sequence[int]) -> list[Frame]:
        """The frames on the vertices of the picture, where the nodes stand at `places`."""
        return [
            replace(frame, node=places[frame.node], shows={places[at]: numbers for at, numbers in frame.shows.items()})
            for frame in self.frames
        ]


def vertices(graph: Graph) -> tuple[list[Vertex], list[int]]:
    """The nodes as they are drawn, and for each node of the graph its place among them.

    A number has a vertex of its own for every use: shared ones would only draw long edges that nothing flows along.
    """
    named, written = names(graph), formulas(graph)
    drawn: list[Vertex] = []
    places: list[int] = []

    def draw(at: int, inputs: tuple[int, ...] = ()) -> int:
        node = graph.nodes[at]
        kind = "operation" if node.inputs else "variable" if node.active else "number"
        name = node.operation if node.inputs else node.label
        line = f"{named[at]} = {written[at]}" if node.inputs else named[at]
        drawn.append(
            Vertex(
                _shortened(SYMBOLS.get(name, name)),
                named[at] if node.inputs else "",
                f"{line}\nvalue {told(node.value)}",
                kind,
                inputs,
                at in graph.outputs,
            )
        )
        return len(drawn) - 1

    used = {argument for node in graph.nodes for argument in node.inputs}
    for at, node in enumerate(graph.nodes):
        if _is_number(node) and at in used and at not in graph.outputs:
            places.append(-1)  # is drawn with its users
            continue
        inputs = tuple(draw(to) if places[to] < 0 else places[to] for to in node.inputs)
        places.append(draw(at, inputs))
    return drawn, places


def _is_number(node: Node) -> bool:
    return node.operation in ("number", "constant")


def _shortened(symbol: str) -> str:
    return symbol if len(symbol) <= LONGEST_SYMBOL else symbol[: LONGEST_SYMBOL - 1] + "…"


def edges(graph: Graph) -> list[Edge]:
    """The edges with their local derivatives, node by node, input by input."""
    named = names(graph)
    found = []
    for at, node in enumerate(graph.nodes):
        for argument, slope in zip(node.inputs, graph.local_derivatives[at], strict=True):
            if slope is None:
                found.append(Edge("", f"{named[argument]} depends on no variable: nothing is passed here"))
            else:
                found.append(Edge(number(slope, 3), f"∂{named[at]}/∂{named[argument]} = {told(slope)}"))
    return found


def forward_story(graph: Graph, sweep: Forward) -> Story:
    """Values and tangents together, in the order of the computation."""
    named, written, first = names(graph), formulas(graph), _first_edges(graph)
    frames, lines = [_leaves(graph, sweep)], ["the variables have their values and the direction as tangents"]
    for at, node in enumerate(graph.nodes):
        if not node.inputs:
            continue
        arriving = tuple(range(first[at], first[at] + len(node.inputs)))
        tangent = float(sweep.tangents[at]) if node.active else None
        frames.append(Frame(at, arriving, node.active, {at: (float(node.value), tangent)}))
        terms = " + ".join(
            f"{_factor(slope)} · {_factor(sweep.tangents[argument])}"
            for argument, slope in zip(node.inputs, graph.local_derivatives[at], strict=True)
            if slope is not None
        )
        line = f"{named[at]} = {written[at]} = {told(node.value)}"
        lines.append(f"{line}; tangent {terms} = {told(tangent)}" if tangent is not None else line)
    return Story(tuple(frames), tuple(lines))


def reverse_story(graph: Graph, sweep: Backward, sign: str) -> Story:
    """First all values; then the adjoints, edge by edge; `sign` is how they are said to arrive, `+=` or `=`."""
    named, written, first = names(graph), formulas(graph), _first_edges(graph)
    frames, lines = [_leaves(graph)], ["the variables have their values"]
    for at, node in enumerate(graph.nodes):
        if node.inputs:
            arriving = tuple(range(first[at], first[at] + len(node.inputs)))
            frames.append(Frame(at, arriving, False, {at: (float(node.value), None)}))
            lines.append(f"{named[at]} = {written[at]} = {told(node.value)}")
    for at, seed in zip(graph.outputs, sweep.seeds, strict=True):
        frames.append(Frame(at, (), True, {at: (float(graph.nodes[at].value), float(seed))}))
        lines.append(f"the output {named[at]} has the adjoint {told(seed)}")
    for passed in sweep.contributions:
        source, target = passed.source, passed.target
        shows = {target: (float(graph.nodes[target].value), float(passed.total))}
        frames.append(Frame(target, (first[source] + passed.argument,), True, shows))
        slope = graph.local_derivatives[source][passed.argument]
        lines.append(
            f"adjoint of {named[target]} {sign} {_factor(sweep.adjoints[source])} · {_factor(slope)} "
            f"along {named[source]}, now {told(passed.total)}"
        )
    return Story(tuple(frames), tuple(lines))


def _leaves(graph: Graph, sweep: Forward | None = None) -> Frame:
    shows = {}
    for at, node in enumerate(graph.nodes):
        if node.operation == "variable":
            tangent = float(sweep.tangents[at]) if sweep and node.active else None
            shows[at] = (float(node.value), tangent)
    return Frame(graph.places[graph.variables[0]], (), False, shows)


def _first_edges(graph: Graph) -> list[int]:
    """Of each node, the place of its first edge among all."""
    return [0, *accumulate(len(node.inputs) for node in graph.nodes)]


def told(value: object) -> str:
    """A number as it stands in a sentence under the pictures."""
    text = format_number(float(value))  # type: ignore[arg-type]
    return text.replace("-", "−").replace("inf", "∞").replace("nan", "undefined")


def _factor(value: object) -> str:
    text = told(value)
    return f"({text})" if text.startswith("−") else text
