"""An expression as a tree of operations, each coloured by the error that it makes of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from figures.marks import Trace
from figures.text import escape
from figures.theme import ERROR_RAMP, INK, NEUTRAL, PAPER, VERMILLION, colorscale, figure

LOWEST_TOP = 8.0  # bits that the darkest colour stands for at least
LIGHT = 0.45  # part of the ramp up to which the ink on it is dark


@dataclass(frozen=True)
class TreeNode:
    """One node to draw.

    Attributes:
        step: which operation of the expression it is; one that occurs twice is drawn twice.
        symbol: what stands in it.
        told: what it says when pointed at, plain text in lines.
        error: bits of error of its own; NaN for a leaf.
        children: its arguments, from left to right.
    """

    step: int
    symbol: str
    told: str
    error: float
    children: tuple["TreeNode", ...] = ()


@dataclass(frozen=True, eq=False)
class TreeDrawing:
    """The figure, and where its operations stand: `at` (operations, 2), and the `steps` that they are."""

    figure: go.Figure
    at: np.ndarray
    steps: tuple[int, ...]

    def nearest(self, x: float, y: float) -> int:
        """The step of the operation nearest to a point of the chart, heights counted double."""
        return self.steps[int(np.argmin(np.hypot(self.at[:, 0] - x, 2 * (self.at[:, 1] - y))))]


def expression_tree(root: TreeNode, *, guilty: int | None, selected: int | None = None) -> TreeDrawing:
    """Draw the tree, its root at the top, with rings round the `guilty` step and round the `selected` one."""
    nodes, at, edges = _layout(root)
    traces: list[Trace] = [_edges(at, edges), _circles(nodes, at)]
    for step, name, width in ((selected, "chosen", 2), (guilty, "loses the most", 4)):
        rings = np.array([place for node, place in zip(nodes, at, strict=True) if node.step == step])
        if len(rings):
            traces.append(_rings(rings, name, width))
    hidden = {"visible": False, "fixedrange": True}
    low, high = at.min(axis=0) - 0.7, at.max(axis=0) + 0.7
    size = f"{len(nodes)} {low[0]:.3g} {high[0]:.3g}"
    drawn = figure(
        traces,
        xaxis={**hidden, "range": [low[0], high[0]], "uirevision": size},
        yaxis={**hidden, "range": [low[1], high[1]], "uirevision": size},
    )
    inner = [place for place, node in enumerate(nodes) if node.children]
    return TreeDrawing(drawn, at[inner], tuple(nodes[place].step for place in inner))


def _layout(root: TreeNode) -> tuple[list[TreeNode], np.ndarray, list[tuple[int, int]]]:
    """The nodes, their places (leaves side by side, parents above the middle of their children), and the edges."""
    nodes: list[TreeNode] = []
    edges: list[tuple[int, int]] = []
    depths: list[int] = []
    pending: list[tuple[TreeNode, int, int]] = [(root, -1, 0)]
    while pending:
        node, parent, depth = pending.pop()
        if parent >= 0:
            edges.append((parent, len(nodes)))
        pending += [(child, len(nodes), depth + 1) for child in reversed(node.children)]
        nodes.append(node)
        depths.append(depth)
    across = np.zeros(len(nodes))
    leaves = [at for at, node in enumerate(nodes) if not node.children]
    across[leaves] = np.arange(len(leaves))
    inner = {
        at: [child for parent, child in edges if parent == at] for at in range(len(nodes)) if at not in set(leaves)
    }
    for at in sorted(inner, reverse=True):  # children come after their parents
        across[at] = np.mean(across[inner[at]])
    return nodes, np.stack([across, -np.array(depths, dtype=np.float64)], axis=-1), edges


def _edges(at: np.ndarray, edges: Sequence[tuple[int, int]]) -> Trace:
    ends = [np.stack([at[a], at[b], [np.nan, np.nan]]) for a, b in edges]
    x, y = np.concatenate(ends).T if ends else np.zeros((2, 0))
    return {
        "type": "scatter", "mode": "lines", "x": x, "y": y, "hoverinfo": "skip", "showlegend": False,
        "line": {"color": NEUTRAL, "width": 1.5},
    }  # fmt: skip


def _circles(nodes: Sequence[TreeNode], at: np.ndarray) -> Trace:
    errors = np.array([node.error for node in nodes])
    highest = float(np.nanmax(errors, initial=LOWEST_TOP))
    level = np.nan_to_num(errors) / highest
    wide = [max(26, 12 + 8 * len(node.symbol)) for node in nodes]
    return {
        "type": "scatter", "mode": "markers+text", "x": at[:, 0], "y": at[:, 1], "showlegend": False,
        "text": [escape(node.symbol) for node in nodes],
        "customdata": ["<br>".join(map(escape, node.told.split("\n"))) for node in nodes],
        "textfont": {"color": [INK if value < LIGHT else PAPER for value in level], "size": 13},
        "hovertemplate": "%{customdata}<extra></extra>",
        "marker": {
            "opacity": 1, "size": wide, "color": level * highest, "cmin": 0, "cmax": highest,
            "colorscale": colorscale(ERROR_RAMP),
            "line": {"color": NEUTRAL, "width": 1},
            "colorbar": {"title": {"text": "bits lost here", "side": "right"}, "thickness": 14, "outlinewidth": 0},
        },
    }  # fmt: skip


def _rings(at: np.ndarray, name: str, width: float) -> Trace:
    line = {"color": VERMILLION, "width": width}
    return {
        "type": "scatter", "mode": "markers", "x": at[:, 0], "y": at[:, 1], "name": name, "hoverinfo": "skip",
        "marker": {"symbol": "circle-open", "size": 38, "color": VERMILLION, "line": line},
    }  # fmt: skip
