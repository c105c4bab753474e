"""Bits of error over two variables: one sample in each cell."""

import numpy as np
import plotly.graph_objects as go

from figures.drawing import compact
from figures.marks import Trace, point_trace, undefined_trace
from figures.sample_axis import SampleAxis
from figures.theme import ERROR_RAMP, colorscale, figure

LOWEST_TOP = 8.0  # bits that the darkest colour stands for at least: a last place is nothing to shout about


def error_map(
    x: np.ndarray,
    y: np.ndarray,
    bits: np.ndarray,
    *,
    names: tuple[str, str],
    logarithmic: bool,
    most: int,
    cells: int,
    marked: tuple[float, float] | None = None,
) -> go.Figure:
    """Draw the bits of error (N,) at the samples `x`, `y` (N,): the mean in each cell, hatched where there is none.

    `names` are of the two variables; `cells` go along each side; `logarithmic` and `most` are as for the error curve;
    `marked` is a point to ring.
    """
    rulers = SampleAxis.of(x, logarithmic), SampleAxis.of(y, logarithmic)
    (across, column), (up, row) = _cells(rulers[0], x, cells), _cells(rulers[1], y, cells)
    shape = len(up) - 1, len(across) - 1
    counted = ~np.isnan(bits)
    flat = np.ravel_multi_index((row[counted], column[counted]), shape)
    counts = np.bincount(flat, minlength=shape[0] * shape[1])
    sums = np.bincount(flat, bits[counted], minlength=shape[0] * shape[1])
    with np.errstate(invalid="ignore"):
        means = (sums / counts).reshape(shape)
    traces: list[Trace] = []
    if np.isnan(means).any():
        traces.append(undefined_trace([((across[0], across[-1]), (up[0], up[-1]))]) | {"zorder": -2})
    traces.append(_heatmap(across, up, means, most))
    if marked is not None:
        x_place, y_place = (float(ruler.place(value)) for ruler, value in zip(rulers, marked, strict=True))
        traces.append(point_trace(x_place, y_place, "the point below"))
    axes = {"xaxis": rulers[0].layout(names[0]), "yaxis": rulers[1].layout(names[1])}
    return figure(traces, **axes)


def _cells(ruler: SampleAxis, values: np.ndarray, most: int) -> tuple[np.ndarray, np.ndarray]:
    """Edges of cells along an axis with equally many samples in each, the `most` of them, and the cell of each sample.

    The samples are stratified, so these are the strata, and a map of them has no empty cells.
    """
    place = ruler.place(values)
    edges = np.unique(np.quantile(place, np.linspace(0, 1, most + 1)))
    if len(edges) < 2:
        edges = edges[0] + np.array([-0.5, 0.5])
    return edges, np.clip(np.searchsorted(edges, place, side="right") - 1, 0, len(edges) - 2)


def _heatmap(x: np.ndarray, y: np.ndarray, means: np.ndarray, most: int) -> Trace:
    highest = float(np.nanmax(means, initial=LOWEST_TOP))
    return {
        "type": "heatmap", "x": x, "y": y, "z": compact(means), "zmin": 0,
        "zmax": most if highest > most / 2 else highest,
        "colorscale": colorscale(ERROR_RAMP), "zorder": -1, "name": "error",
        "colorbar": {"title": {"text": "bits of error", "side": "right"}, "thickness": 14, "outlinewidth": 0},
        "hovertemplate": "%{z:.1f} bits of error<extra></extra>",
    }  # fmt: skip
