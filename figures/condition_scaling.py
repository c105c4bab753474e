"""Steps to a tolerance against the condition number, on logarithmic axes: counts as markers, theory as lines."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from figures.marks import Trace
from figures.text import escape
from figures.theme import NEUTRAL, PAPER, SYMBOLS, axis, figure, method_look


@dataclass(frozen=True, eq=False)
class Counts:
    """The steps of one method at every condition number, `counted` and `predicted` (K,); NaN where not reached.

    `label` names the markers and `theory` the line in the legend; `method` decides the look.
    """

    label: str
    theory: str
    method: str
    counted: np.ndarray
    predicted: np.ndarray


def condition_scaling(conditions: np.ndarray, series: Sequence[Counts], marked: float | None = None) -> go.Figure:
    """Draw the `series` over the `conditions` (K,), ascending, with a dotted line at the condition number `marked`."""
    low, high = np.log10(conditions[[0, -1]])
    shown = np.concatenate([[1.0], *(each.counted for each in series), *(each.predicted for each in series)])
    top = float(np.log10(np.nanmax(shown)))
    inside = marked is not None and low - 0.1 <= np.log10(marked) <= high + 0.1
    shapes = [
        {
            "type": "line", "xref": "x", "x0": marked, "x1": marked, "yref": "paper", "y0": 0, "y1": 1,
            "line": {"color": NEUTRAL, "width": 1.5, "dash": "dot"},
        }
    ] if inside else []  # fmt: skip
    return figure(
        [trace for each in series for trace in _traces(conditions, each)],
        xaxis=axis(
            f"condition number {SYMBOLS['condition_number']}", type="log", range=[low - 0.1, high + 0.1], dtick=1
        ),
        yaxis=axis("steps", type="log", range=[-0.15, top + 0.2], dtick=1),
        shapes=shapes,
    )


def _traces(conditions: np.ndarray, series: Counts) -> list[Trace]:
    look, label = method_look(series.method), escape(series.label)
    common = {"type": "scatter", "x": conditions, "legendgroup": label}
    marker = {"color": look.color, "symbol": look.symbol, "size": 9, "line": {"color": PAPER, "width": 1}}
    place = f"{SYMBOLS['condition_number']} = %{{x:.4~g}}"
    return [
        {
            **common, "name": escape(series.theory), "mode": "lines", "y": series.predicted,
            "line": {"color": look.color, "width": 1.5, "dash": "dot"},
            "hovertemplate": f"{place}<br>theory: %{{y:.5~g}} steps<extra>{label}</extra>",
        },
        {
            **common, "name": label, "mode": "markers", "y": series.counted, "marker": marker,
            "hovertemplate": f"{place}<br>%{{y}} steps counted<extra>{label}</extra>",
        },
    ]  # fmt: skip
