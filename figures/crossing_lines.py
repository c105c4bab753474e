"""A 2×2 system as two lines that cross in the solution, before and after the right-hand side has changed."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from figures.drawing import compact
from figures.marks import Trace
from figures.text import number
from figures.theme import BLUE, INK, LINE_WIDTH, ORANGE, PAPER, VERMILLION, axis, figure


def crossing_lines(A: np.ndarray, b: np.ndarray, changed: np.ndarray, points: Sequence[np.ndarray]) -> go.Figure:
    """Draw the rows of A x = b, (2, 2) and (2,), as lines in the plane of x, and dashed those of A x = `changed`.

    `points` are the two solutions, none where A is singular. The window holds them and the origin.
    """
    low, high = np.min([*points, np.zeros(2)], axis=0), np.max([*points, np.zeros(2)], axis=0)
    width = max(float((high - low).max()), 1.0)
    middle, half = (low + high) / 2, 0.75 * width
    traces: list[Trace] = []
    for right, dash, what in ((b, "solid", "A x = b"), (changed, "dash", "A x = b + δb")):
        for i, color in enumerate((BLUE, ORANGE)):
            x, y = _line(A[i], float(right[i]), middle, half)
            traces.append(
                {
                    "type": "scatter", "mode": "lines", "name": f"row {i + 1} of {what}", "x": compact(x),
                    "y": compact(y), "hoverinfo": "skip", "line": {"color": color, "width": LINE_WIDTH, "dash": dash},
                }
            )  # fmt: skip
    for point, name, color, symbol in zip(
        points, ("solution of A x = b", "of A x = b + δb"), (INK, VERMILLION), ("circle", "diamond"), strict=False
    ):
        traces.append(
            {
                "type": "scatter", "mode": "markers", "name": f"{name}: ({number(point[0])}, {number(point[1])})",
                "x": [float(point[0])], "y": [float(point[1])],
                "marker": {"color": color, "symbol": symbol, "size": 13, "line": {"color": PAPER, "width": 1.5}},
                "hovertemplate": "x = (%{x:.6~g}, %{y:.6~g})<extra></extra>",
            }
        )  # fmt: skip
    ranges = [[float(c - half), float(c + half)] for c in middle]
    across = axis("<i>x</i><sub>1</sub>", range=ranges[0])
    up = axis("<i>x</i><sub>2</sub>", range=ranges[1], scaleanchor="x")
    return figure(traces, xaxis=across, yaxis=up)


def _line(row: np.ndarray, right: float, middle: np.ndarray, half: float) -> tuple[np.ndarray, np.ndarray]:
    """Two points of row · x = right beyond the window; none where the row is zero."""
    length = float(np.hypot(*row))
    if length == 0:
        return np.empty(0), np.empty(0)
    normal, along = row / length, np.array([-row[1], row[0]]) / length
    foot = middle + (right / length - float(normal @ middle)) * normal
    ends = foot + 4 * half * np.array([[-1.0], [1.0]]) * along
    return ends[:, 0], ends[:, 1]
