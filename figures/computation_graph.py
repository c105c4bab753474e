"""The graph of a computation in layers, inputs at the bottom, with a sweep over it that can be played."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from figures.drawing import Drawing
from figures.marks import Trace
from figures.text import escape, number, variable
from figures.theme import BLUE, DIVERGING, INK, NEUTRAL, ORANGE, PAPER, figure
from numerics.graph_layout import Layout, layered

CIRCLE, RING = 30, 40  # pixels
MARGIN = 0.5  # on each side, where a node is 1 wide
LABEL = 0.5  # room for the numbers to the right of the last node
EDGE_LABEL_AT = 0.42  # of the way up an edge
Layer = tuple[Trace, dict[str, np.ndarray]]  # a trace, and the coordinates (K, m) that it takes if it moves
DIGITS = 3  # of the numbers beside the nodes
CLEAR = "rgba(0,0,0,0)"
FILLS = {"variable": (BLUE, PAPER), "number": (DIVERGING[3], INK), "operation": (PAPER, INK)}


@dataclass(frozen=True)
class Vertex:
    """A node to draw.

    Attributes:
        symbol: what stands in it, plain text.
        name: what stands beside it, a variable's name such as `v1`; "" for nothing.
        told: what it says when pointed at, plain text in lines.
        kind: `variable`, `number` or `operation`.
        inputs: the places of its inputs, all before it.
        is_output: whether it gets a second rim.
    """

    symbol: str
    name: str
    told: str
    kind: str
    inputs: tuple[int, ...] = ()
    is_output: bool = False


@dataclass(frozen=True)
class Edge:
    """What stands on an edge (`label`, in Plotly's dialect) and what it says when pointed at (`told`, plain text)."""

    label: str
    told: str


@dataclass(frozen=True)
class Frame:
    """One step of a sweep.

    Attributes:
        node: the one that receives something; it gets a ring.
        edges: the edges along which it comes, by their place in node-by-node, input-by-input order.
        carries: whether derivatives run along them, not values alone.
        shows: by node, the numbers that stand beside it from now on: its value, and its derivative or None.
    """

    node: int
    edges: tuple[int, ...]
    carries: bool
    shows: Mapping[int, tuple[float, float | None]] = field(default_factory=dict)


def arrangement(nodes: Sequence[Vertex]) -> Layout:
    """Where the nodes and edges stand."""
    return layered([node.inputs for node in nodes], [node.kind == "variable" for node in nodes])


def computation_graph(
    nodes: Sequence[Vertex], edges: Sequence[Edge], frames: Sequence[Frame], *, color: str, mark: str, labelled: bool
) -> Drawing:
    """Draw the graph with the numbers of the last frame, and the sweep as its animation.

    Args:
        nodes: in topological order.
        edges: one for each input of each node, in order.
        frames: the sweep, at least one step.
        color: of what carries derivatives.
        mark: what stands before every derivative, in that colour.
        labelled: whether the edges' labels are always there; otherwise they are told when pointed at.
    """
    layout = arrangement(nodes)
    size = layout.at.max(axis=0)
    low, high = np.array([-MARGIN, -0.55]), size + np.array([MARGIN + LABEL, 0.55])
    hidden = {"visible": False, "fixedrange": True}
    revision = f"{len(nodes)} {size[0]:.3g} {size[1]:.3g}"
    done = [tuple(at for frame in frames[: k + 1] if frame.carries for at in frame.edges) for k in range(len(frames))]
    values, derivatives = (
        [frame.edges if frame.carries is carries else () for frame in frames] for carries in (False, True)
    )
    layers: list[Layer] = [
        (_lines(layout.edges), {}),
        (_moving_line(color, 2.5), _along(layout, done)),
        (_moving_line(BLUE, 6), _along(layout, values)),
        (_moving_line(color, 6), _along(layout, derivatives)),
        (_circles(nodes, layout), {}),
        (_rims(nodes, layout), {}),
        (_ring(), {name: layout.at[[frame.node for frame in frames], i][:, None] for i, name in enumerate("xy")}),
        (_names(nodes, layout), {}),
        (_edge_labels(edges, layout, labelled), {}),
        _numbers(layout, frames, f"<span style='color:{color}'><b>{mark}</b></span> "),
    ]
    return Drawing(
        figure(
            [{**trace, **{name: places[-1] for name, places in at.items()}} for trace, at in layers],
            xaxis={**hidden, "range": [low[0], high[0]], "uirevision": revision},
            yaxis={**hidden, "range": [low[1], high[1]], "uirevision": revision},
        ),
        {place: at for place, (_, at) in enumerate(layers) if at and at["x"].shape[1]},
        np.arange(len(frames)),
    )


def _lines(edges: Sequence[np.ndarray]) -> Trace:
    x, y = _chained(edges).T
    return {
        "type": "scatter", "mode": "lines", "x": x, "y": y, "hoverinfo": "skip", "showlegend": False,
        "line": {"color": NEUTRAL, "width": 1.5},
    }  # fmt: skip


def _chained(edges: Sequence[np.ndarray]) -> np.ndarray:
    """The corners of the edges one after the other, a gap after each."""
    gap = np.full((1, 2), np.nan)
    return np.concatenate([part for corners in edges for part in (corners, gap)]) if edges else np.zeros((0, 2))


def _along(layout: Layout, shown: Sequence[Sequence[int]]) -> dict[str, np.ndarray]:
    """The coordinates (K, m) of a line that runs along the edges `shown` in each frame."""
    rows = [_chained([layout.edges[at] for at in edges]) for edges in shown]
    most = max(map(len, rows))
    points = np.full((len(rows), most, 2), np.nan, np.float32)
    for at, row in enumerate(rows):
        points[at, : len(row)] = row
    return {"x": points[..., 0], "y": points[..., 1]}


def _moving_line(color: str, width: float) -> Trace:
    line = {"color": color, "width": width}
    return {"type": "scatter", "mode": "lines", "hoverinfo": "skip", "showlegend": False, "line": line, "opacity": 0.75}


def _ring() -> Trace:
    return {
        "type": "scatter", "mode": "markers", "hoverinfo": "skip", "showlegend": False,
        "marker": {"symbol": "circle-open", "size": RING, "color": ORANGE, "line": {"color": ORANGE, "width": 4}},
    }  # fmt: skip


def _circles(nodes: Sequence[Vertex], layout: Layout) -> Trace:
    fills, inks = zip(*(FILLS[node.kind] for node in nodes), strict=True)
    return {
        "type": "scatter", "mode": "markers+text", "x": layout.at[:, 0], "y": layout.at[:, 1], "showlegend": False,
        "text": [variable(node.symbol) if node.kind == "variable" else escape(node.symbol) for node in nodes],
        "customdata": ["<br>".join(map(escape, node.told.split("\n"))) for node in nodes],
        "textfont": {"color": inks, "size": [max(9, 15 - len(node.symbol)) for node in nodes]},
        "hovertemplate": "%{customdata}<extra></extra>",
        "marker": {"opacity": 1, "size": CIRCLE, "color": fills, "line": {"color": NEUTRAL, "width": 1.5}},
    }  # fmt: skip


def _rims(nodes: Sequence[Vertex], layout: Layout) -> Trace:
    at = layout.at[[place for place, node in enumerate(nodes) if node.is_output]]
    return {
        "type": "scatter", "mode": "markers", "x": at[:, 0], "y": at[:, 1], "hoverinfo": "skip", "showlegend": False,
        "marker": {"symbol": "circle-open", "size": CIRCLE + 8, "color": NEUTRAL, "line": {"width": 1.5}},
    }  # fmt: skip


def _names(nodes: Sequence[Vertex], layout: Layout) -> Trace:
    return {
        "type": "scatter", "mode": "markers+text", "x": layout.at[:, 0], "y": layout.at[:, 1], "hoverinfo": "skip",
        "showlegend": False, "text": [variable(node.name) if node.name else "" for node in nodes],
        "textposition": "top left", "textfont": {"size": 12}, "marker": {"size": CIRCLE, "color": CLEAR},
    }  # fmt: skip


def _edge_labels(edges: Sequence[Edge], layout: Layout, labelled: bool) -> Trace:
    at = np.array([_on_the_way(corners, EDGE_LABEL_AT) for corners in layout.edges]).reshape(-1, 2)
    return {
        "type": "scatter", "mode": "markers+text", "x": at[:, 0], "y": at[:, 1], "showlegend": False,
        "text": [edge.label if labelled else "" for edge in edges], "textfont": {"size": 12},
        "textposition": "middle right",
        "customdata": [escape(edge.told) for edge in edges], "hovertemplate": "%{customdata}<extra></extra>",
        "marker": {"size": 7, "color": NEUTRAL},
    }  # fmt: skip


def _on_the_way(corners: np.ndarray, share: float) -> np.ndarray:
    """The point at a share of a polyline's length."""
    lengths = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(corners, axis=0).T))])
    return np.array([np.interp(share * lengths[-1], lengths, coordinate) for coordinate in corners.T])


def _numbers(layout: Layout, frames: Sequence[Frame], mark: str) -> Layer:
    """The numbers beside the nodes: every text that a node ever has stands at its place, in its own frames only."""
    texts: list[str] = []
    spans: list[tuple[int, int, int]] = []  # node, first frame, frame after the last
    current: dict[int, int] = {}
    for k, frame in enumerate(frames):
        for node, (value, derivative) in frame.shows.items():
            if node in current:
                spans[current[node]] = (node, spans[current[node]][1], k)
            current[node] = len(spans)
            spans.append((node, k, len(frames)))
            second = "" if derivative is None else f"<br>{mark}<b>{number(derivative, DIGITS)}</b>"
            texts.append(number(value, DIGITS) + second)
    x, y = (np.full((len(frames), len(spans)), np.nan, np.float32) for _ in "xy")
    for at, (node, first, after) in enumerate(spans):
        x[first:after, at], y[first:after, at] = layout.at[node]
    trace: Trace = {
        "type": "scatter", "mode": "markers+text", "text": texts, "textposition": "middle right", "showlegend": False,
        "hoverinfo": "skip", "textfont": {"size": 13}, "marker": {"size": 34, "color": CLEAR},
    }  # fmt: skip
    return trace, {"x": x, "y": y}
