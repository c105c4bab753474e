"""A small square and circle, and what a map of the plane and its Jacobian make of them."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from figures.drawing import compact
from figures.marks import Trace
from figures.text import variable
from figures.theme import BLUE, GREEN, INK, LINE_WIDTH, NEUTRAL, ORANGE, PAPER, axis, figure
from numerics.small_shapes import Images


def before(at: np.ndarray, size: float, window: float, names: Sequence[str]) -> go.Figure:
    """Draw the square of side `size` around a point (2,) with its circle, in a window of width `window`."""
    half = size / 2
    turn = np.linspace(0, 2 * np.pi, 181)
    square = at + half * np.array([[-1, -1], [1, -1], [1, 1], [-1, 1], [-1, -1]])
    circle = at + half * np.stack([np.cos(turn), np.sin(turn)], axis=-1)
    traces = [_line(square, "square", BLUE), _line(circle, "circle", GREEN), _dot(at, "point")]
    ranges = [[float(c - window / 2), float(c + window / 2)] for c in at]
    return figure(
        traces,
        xaxis=axis(variable(names[0]), range=ranges[0]),
        yaxis=axis(variable(names[1]), range=ranges[1], scaleanchor="x"),
    )


def after(images: Images, value: np.ndarray) -> go.Figure:
    """Draw the images of square and circle under the map, and dashed those under its Jacobian, around F(p) (2,)."""
    gap = np.full((len(images.grid), 1, 2), np.nan)
    lines = np.concatenate([images.grid, gap], axis=1).reshape(-1, 2)
    traces = [
        _line(lines, "grid under F", NEUTRAL, width=1),
        _line(images.square, "square under F", BLUE),
        _line(images.circle, "circle under F", GREEN),
        _line(images.linear_square, "square under J", ORANGE, "dash"),
        _line(images.linear_circle, "circle under J", ORANGE, "dot"),
        _dot(value, "F(point)"),
    ]
    return figure(traces, xaxis=axis("<i>F</i><sub>1</sub>"), yaxis=axis("<i>F</i><sub>2</sub>", scaleanchor="x"))


def _line(points: np.ndarray, name: str, color: str, dash: str = "solid", width: float = LINE_WIDTH) -> Trace:
    return {
        "type": "scatter", "mode": "lines", "name": name, "x": compact(points[:, 0]), "y": compact(points[:, 1]),
        "line": {"color": color, "width": width, "dash": dash}, "hoverinfo": "skip",
    }  # fmt: skip


def _dot(point: np.ndarray, name: str) -> Trace:
    return {
        "type": "scatter", "mode": "markers", "name": name, "x": [float(point[0])], "y": [float(point[1])],
        "marker": {"color": INK, "size": 11, "line": {"color": PAPER, "width": 2}},
        "hovertemplate": "(%{x:.5~g}, %{y:.5~g})<extra>" + name + "</extra>",
    }  # fmt: skip
