"""The terms of a recurrence: exact ones, and what a format makes of them."""

import numpy as np
import plotly.graph_objects as go

from figures.drawing import compact, drawable
from figures.theme import LINE_WIDTH, NEUTRAL, VERMILLION, axis, figure


def sequence_chart(computed: np.ndarray, true: np.ndarray, title: str) -> go.Figure:
    """Draw the terms (T + 1,) of both against their numbers; computed ones far away leave the picture.

    `title` is of the axis of terms. The window holds all exact terms and those computed ones that are not more than
    twenty times as large.
    """
    n = np.arange(len(true), dtype=np.float64)
    near = computed[np.isfinite(computed) & (np.abs(computed) <= 20 * np.abs(true).max())]
    shown = np.concatenate([true, near])
    margin = 0.06 * float(np.ptp(shown)) or 1.0
    window = float(shown.min()) - margin, float(shown.max()) + margin
    across = -0.5, len(true) - 0.5
    traces = [
        {
            "type": "scatter", "mode": "lines+markers", "name": name, "line": {"color": color, "width": LINE_WIDTH},
            "marker": {"color": color, "size": 6, "symbol": symbol}, **drawable(n, values, across, window),
            "customdata": compact(values),
            "hovertemplate": "n = %{x}<br>%{customdata:.9~g}<extra>%{fullData.name}</extra>",
        }
        for name, values, color, symbol in (
            ("exact", true, NEUTRAL, "circle"), ("computed", computed, VERMILLION, "diamond"),
        )
    ]  # fmt: skip
    axes = {"xaxis": axis("<i>n</i>", range=list(across)), "yaxis": axis(title, range=list(window))}
    return figure(traces, **axes)
