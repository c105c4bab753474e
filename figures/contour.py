"""The map of a function of two variables (or of a slice through more) with the paths of methods on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from figures.drawing import Drawing, compact, drawable
from figures.levels import Levels, levels
from figures.marks import Minimum, Trace, heads_trace, minima_trace, path_traces, start_trace, undefined_trace
from figures.paths import Path, frame_steps, heads, looks, starting_points
from figures.text import variable
from figures.theme import SEQUENTIAL, SYMBOLS, colorscale, figure, window_axis

if TYPE_CHECKING:
    from numerics.sampling import Grid


def contour(
    grid: Grid,
    paths: Sequence[Path] = (),
    *,
    names: Sequence[str] = ("x", "y"),
    scale: str = "logarithmic",
    minima: Sequence[Minimum] = (),
    lowest: float | None = None,
    starts: ArrayLike | None = None,
    equal: bool = False,
    cells: bool = False,
    value: str = SYMBOLS["value"],
) -> Drawing:
    """Draw contour lines of `grid`, the `paths` projected on its axes, and one trace of moving heads.

    `names` are all variables of f; `scale` is the kind of levels; `lowest` a known minimum of f, the base
    of logarithmic levels (default: the lowest of `minima`); `starts` (k, n) are marked, in place of the
    paths' own; `equal` gives both axes the same unit. With `cells` every point of the grid is a square of its own
    in place of the contour lines. `value` is what the height is called, in Plotly's dialect. The axes are fixed to the
    window of the grid: what leaves it is cut off.
    """
    i, j = grid.axes
    if lowest is None:
        lowest = min((value for _, value in minima), default=None)
    x_name, y_name = variable(names[i]), variable(names[j])
    x_range, y_range = (_ends(along, cells) for along in (grid.x, grid.y))
    place = f"{x_name} = %{{x:.5~g}}<br>{y_name} = %{{y:.5~g}}"

    traces: list[Trace] = []
    if np.isnan(grid.z).any():
        traces.append(undefined_trace([(x_range, y_range)]) | {"zorder": -2})
    traces.append(_landscape(grid, levels(grid.z, scale, lowest=lowest), place, cells, value))
    for path, look in zip(paths, looks(paths), strict=True):
        at = drawable(path.x[:, i], path.x[:, j], x_range, y_range)
        traces += path_traces(path, look, at, place)
    if minima:
        points = np.array([point for point, _ in minima], dtype=np.float64)
        traces.append(minima_trace(minima, points[:, i], points[:, j], names))
    marked = starting_points(paths, starts, grid.axes)
    if len(marked):
        traces.append(start_trace(*marked.T))

    steps, moving = frame_steps(paths), {}
    if paths:
        x, y = (heads([path.x[:, k] for path in paths], steps) for k in (i, j))
        moving[len(traces)] = drawable(x, y, x_range, y_range)
        traces.append(heads_trace(moving[len(traces)], looks(paths)))
    flat = {"showgrid": False, "constrain": "domain"}
    return Drawing(
        figure(
            traces,
            xaxis=window_axis(x_name, x_range, **flat),
            yaxis=window_axis(y_name, y_range, **flat, **({"scaleanchor": "x"} if equal else {})),
        ),
        moving,
        steps,
    )


def _ends(along: np.ndarray, cells: bool) -> tuple[float, float]:
    """The part of an axis that the points of a grid take up, with half a square on both sides if they are squares."""
    half = (along[1] - along[0]) / 2 if cells else 0.0
    return float(along[0] - half), float(along[-1] + half)


def _landscape(grid: Grid, chosen: Levels, place: str, cells: bool, value: str) -> Trace:
    positions, texts = chosen.ticks()
    last = len(chosen.values) - 1
    # A constant has no lines: the one level lies where the function is not, and all is one colour.
    lines = {"start": 0, "end": last, "size": 1} if last >= 0 else {"start": 1, "end": 1, "size": 1}
    kind: Trace = (
        {"type": "heatmap", "xgap": 1, "ygap": 1}
        if cells
        else {"type": "contour", "contours": lines, "line": {"width": 0.6, "color": "rgba(255,255,255,0.45)"}}
    )
    return {
        **kind, "name": "", "zorder": -1,
        "x": grid.x, "y": grid.y, "z": compact(chosen.position(grid.z)), "customdata": compact(grid.z),
        "zmin": chosen.low, "zmax": max(chosen.high, chosen.low + 1), "colorscale": colorscale(SEQUENTIAL),
        "hovertemplate": f"{place}<br>{value} = %{{customdata:.6~g}}<extra></extra>",
        "colorbar": {
            "title": {"text": value}, "tickvals": positions, "ticktext": texts,
            "thickness": 12, "outlinewidth": 0, "ticks": "outside", "ticklen": 3, "xpad": 4, "ypad": 0,
        },
    }  # fmt: skip
