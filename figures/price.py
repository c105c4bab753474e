"""The best value as a constraint is moved, beside the straight line that its multiplier predicts."""

import numpy as np
import plotly.graph_objects as go

from figures.marks import Trace
from figures.theme import BLUE, LINE_WIDTH, NEUTRAL, ORANGE, SYMBOLS, axis, figure


def price(changes: np.ndarray, f: np.ndarray, predicted: np.ndarray) -> go.Figure:
    """Draw f* (k,) and its prediction (k,) against the changes ε (k,); gaps where f* is NaN."""
    place = "ε = %{x:.4~g}<br><i>f</i>* = %{y:.6~g}"
    traces: list[Trace] = [
        {
            "type": "scatter", "mode": "lines", "name": "predicted by λ", "x": changes, "y": predicted,
            "line": {"color": ORANGE, "width": LINE_WIDTH, "dash": "dash"}, "hovertemplate": place + "<extra></extra>",
        },
        {
            "type": "scatter", "mode": "lines+markers", "name": "solved again", "x": changes, "y": f,
            "line": {"color": BLUE, "width": LINE_WIDTH}, "marker": {"color": BLUE, "size": 6},
            "hovertemplate": place + "<extra></extra>",
        },
        {
            "type": "scatter", "mode": "lines", "name": "as typed", "x": [0, 0], "hoverinfo": "skip",
            "showlegend": False, "line": {"color": NEUTRAL, "width": 1, "dash": "dot"},
            "y": _ends(np.append(f, predicted)),
        },
    ]  # fmt: skip
    return figure(
        traces,
        xaxis=axis("loosened by ε"),
        yaxis=axis(f"best {SYMBOLS['value']}"),
    )


def _ends(values: np.ndarray) -> list[float]:
    finite = values[np.isfinite(values)]
    return [float(finite.min()), float(finite.max())] if finite.size else [0.0, 0.0]
