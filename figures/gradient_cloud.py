"""The gradients of single examples, of batches and of all examples, in the plane of two weights."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from figures.drawing import compact
from figures.marks import Trace
from figures.text import escape
from figures.theme import INK, LINE_WIDTH, NEUTRAL, ORANGE, SKY, STAR, Look, axis, figure

WITHOUT, WITH = Look(ORANGE, "solid", "circle"), Look(SKY, "dash", "diamond")
Ellipse = tuple[str, Look, np.ndarray]  # name, look, (k, 2) points round it


def gradient_cloud(
    singles: np.ndarray, batches: np.ndarray, full: np.ndarray, ellipses: Sequence[Ellipse], names: Sequence[str]
) -> go.Figure:
    """Draw gradients of `singles` (n, 2), of `batches` (d, 2) and the `full` one (2,), with `ellipses`.

    `names` are of the two weights. Both axes have the same unit; the window holds the ellipses and nine in ten of the
    single gradients.
    """
    offset = np.abs(singles - full).max(axis=1)
    reach = max([float(np.quantile(offset, 0.9)), *(1.25 * float(np.abs(at - full).max()) for _, _, at in ellipses)])
    window = [[float(middle) - (reach or 1.0), float(middle) + (reach or 1.0)] for middle in full]
    across, up = (f"∂<i>ℓ</i> / ∂<i>θ</i> of {escape(name)}" for name in names)
    hover = "(%{x:.4~g}, %{y:.4~g})"
    traces: list[Trace] = [
        {
            "type": "scatter", "mode": "markers", "name": name, "x": compact(at[:, 0]), "y": compact(at[:, 1]),
            "marker": {"color": color, "size": size, "opacity": 0.6}, "hovertemplate": f"{hover}<extra>{name}</extra>",
        }
        for name, at, color, size in (("one example", singles, NEUTRAL, 5), ("one batch", batches, WITHOUT.color, 5))
    ]  # fmt: skip
    traces += [
        {
            "type": "scatter", "mode": "lines", "name": name, "x": compact(at[:, 0]), "y": compact(at[:, 1]),
            "line": {"color": look.color, "width": LINE_WIDTH + 0.5, "dash": look.dash}, "hoverinfo": "skip",
        }
        for name, look, at in ellipses
    ]  # fmt: skip
    traces += [
        {
            "type": "scatter", "mode": "markers", "name": name, "x": [float(at[0])], "y": [float(at[1])],
            "marker": {"symbol": symbol, "size": 15, "color": color, "line": {"color": edge, "width": 1.5}},
            "hovertemplate": f"{hover}<extra>{name}</extra>",
        }
        for name, at, symbol, color, edge in (
            ("all examples", full, "star", STAR, INK), ("zero", np.zeros(2), "cross-thin", INK, NEUTRAL),
        )
    ]  # fmt: skip
    return figure(
        traces,
        xaxis=axis(across, range=window[0], constrain="domain"),
        yaxis=axis(up, range=window[1], scaleanchor="x", constrain="domain"),
    )
