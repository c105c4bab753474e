"""Singular values and sizes of eigenvalues of a matrix, largest first."""

from collections.abc import Mapping

import numpy as np
import plotly.graph_objects as go

from figures.drawing import compact
from figures.rows import logarithmic
from figures.theme import BLUE, LINE_WIDTH, ORANGE, axis, figure


def spectrum(series: Mapping[str, np.ndarray]) -> go.Figure:
    """Draw each of at most two series (n,) against its index, on a logarithmic axis; zeros lie at its foot."""
    scale, heights = logarithmic("size", list(series.values()), rise=400)
    traces = [
        {
            "type": "scatter", "mode": "lines+markers", "name": name, "x": np.arange(1, len(values) + 1),
            "y": compact(height), "customdata": compact(values),
            "line": {"color": color, "width": LINE_WIDTH, "dash": dash},
            "marker": {"color": color, "size": 9, "symbol": symbol},
            "hovertemplate": "number %{x}: %{customdata:.6~g}<extra>" + name + "</extra>",
        }
        for (name, values), height, color, dash, symbol in zip(
            series.items(), heights, (BLUE, ORANGE), ("solid", "dot"), ("circle", "diamond"), strict=False
        )
    ]  # fmt: skip
    count = max(map(len, series.values()))
    across = axis("number, largest first", range=[0.5, count + 0.5], dtick=1)
    return figure(traces, xaxis=across, yaxis=axis(scale.title, **scale.axis))
