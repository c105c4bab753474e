"""Bits of error against one variable: a dot for each sample, and the running median of each expression."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from figures.drawing import compact
from figures.marks import Trace, point_trace
from figures.sample_axis import SampleAxis
from figures.text import escape
from figures.theme import LINE_WIDTH, NEUTRAL, Look, axis, figure

BINS, PER_BIN = 60, 12  # parts of the axis, and samples in each at least
MOST_DOTS = 1500


@dataclass(frozen=True, eq=False)
class ErrorCurve:
    """The bits of error `bits` (N,) of one expression at the samples of the chart, NaN where there is none."""

    label: str
    look: Look
    bits: np.ndarray


def error_curve(
    x: np.ndarray,
    curves: Sequence[ErrorCurve],
    *,
    name: str,
    logarithmic: bool,
    most: int,
    floor: np.ndarray | None = None,
    marked: tuple[float, float] | None = None,
) -> go.Figure:
    """Draw bits of error over the samples `x` (N,) of the variable `name`.

    Args:
        x: the samples.
        curves: of one or several expressions; of the first the samples are drawn as dots too.
        name: of the variable.
        logarithmic: whether the axis has powers of ten.
        most: the bits of the format, those of a result that is not a number.
        floor: (N,) bits that the condition number costs; drawn as a running median.
        marked: a point to ring: the value of the variable, and the bits of error there.
    """
    ruler = SampleAxis.of(x, logarithmic)
    place = ruler.place(x)
    traces: list[Trace] = [_dots(x, place, curve) for curve in curves[:1]]
    if floor is not None:
        traces.append(_median_trace(place, floor, "lost by the problem itself", Look(NEUTRAL, "dash", "circle"), most))
    traces += [_median_trace(place, curve.bits, curve.label, curve.look, most) for curve in curves]
    if marked is not None:
        traces.append(point_trace(float(ruler.place(marked[0])), marked[1], "the point below"))
    seen = np.concatenate([curve.bits for curve in curves])
    highest = float(np.nanmax(seen, initial=3.0))
    top = most if highest > most / 2 else min(most, highest + 1)
    up = axis("bits of error", range=[-0.03 * top, 1.04 * top], uirevision=f"{top:.3g}")
    return figure(traces, xaxis=ruler.layout(name), yaxis=up)


def running_median(place: np.ndarray, bits: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The middles of equal parts of the axis, and the median of the bits in each; NaN in a part without any.

    `place` (N,) is where the samples stand on the axis, `bits` (N,) are their errors, NaN where there is none.
    """
    bins = min(BINS, max(5, int((~np.isnan(bits)).sum()) // PER_BIN))
    low, high = float(place.min()), float(place.max())
    edges = np.linspace(low, high, bins + 1) if high > low else np.array([low - 0.5, low + 0.5])
    part = np.clip(np.searchsorted(edges, place, side="right") - 1, 0, len(edges) - 2)
    part = np.where(np.isnan(bits), -1, part)
    medians = np.full(len(edges) - 1, np.nan)
    for which in np.unique(part[part >= 0]):
        medians[which] = np.median(bits[part == which])
    return (edges[1:] + edges[:-1]) / 2, medians


def _dots(x: np.ndarray, place: np.ndarray, curve: ErrorCurve) -> Trace:
    shown = np.flatnonzero(~np.isnan(curve.bits))[:MOST_DOTS]
    return {
        "type": "scatter", "mode": "markers", "name": "samples", "showlegend": False,
        "x": compact(place[shown]), "y": compact(curve.bits[shown]), "customdata": x[shown],
        "marker": {"color": curve.look.color, "size": 4, "opacity": 0.35},
        "hovertemplate": "%{customdata:.6~g}<br>%{y:.1f} bits of error<extra></extra>",
    }  # fmt: skip


def _median_trace(place: np.ndarray, bits: np.ndarray, label: str, look: Look, most: int) -> Trace:
    middles, medians = running_median(place, np.minimum(bits, most))
    return {
        "type": "scatter", "mode": "lines", "name": escape(label), "x": compact(middles), "y": compact(medians),
        "line": {"color": look.color, "dash": look.dash, "width": LINE_WIDTH},
        "hovertemplate": "median %{y:.1f} bits<extra>%{fullData.name}</extra>",
    }  # fmt: skip
