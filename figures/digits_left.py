"""How many correct digits each number format has left of a solution."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from figures.marks import Trace
from figures.theme import BLUE, INK, NEUTRAL, VERMILLION, axis, figure


def digits_left(titles: Sequence[str], carried: np.ndarray, expected: np.ndarray, measured: np.ndarray) -> go.Figure:
    """Draw a bar a format: digits `carried`, those `expected` to survive, and a line at each `measured` (k, m) number.

    Of the m measured numbers a format the median is a diamond and the rest thin lines.
    """
    names = list(titles)
    middle = np.median(measured, axis=1)
    count = measured.shape[1]
    traces: list[Trace] = [
        {
            "type": "bar", "orientation": "h", "name": "carried by the format", "y": names, "x": carried, "width": 0.7,
            "marker": {"color": "rgba(128,128,128,0.25)", "line": {"color": NEUTRAL, "width": 1}},
            "hovertemplate": "%{y}<br>carries %{x:.1f} digits<extra></extra>",
        },
        {
            "type": "bar", "orientation": "h", "name": "expected: minus log₁₀ κ", "y": names, "x": expected,
            "width": 0.7, "marker": {"color": BLUE},
            "hovertemplate": "%{y}<br>expected %{x:.1f} digits<extra></extra>",
        },
        {
            "type": "scatter", "mode": "markers", "name": "measured, several right-hand sides",
            "y": [name for name in names for _ in range(count)], "x": measured.ravel(), "hoverinfo": "skip",
            "marker": {"symbol": "line-ns", "size": 14, "line": {"color": VERMILLION, "width": 1.5}},
        },
        {
            "type": "scatter", "mode": "markers", "name": "their median", "y": names, "x": middle,
            "marker": {"symbol": "diamond", "size": 12, "color": VERMILLION, "line": {"color": INK, "width": 1}},
            "hovertemplate": "%{y}<br>measured %{x:.1f} digits<extra></extra>",
        },
    ]  # fmt: skip
    across = axis("correct decimal digits of x", range=[-0.4, float(carried.max()) + 0.6])
    up = axis("", autorange="reversed", type="category")
    return figure(traces, xaxis=across, yaxis=up, barmode="overlay")
