"""The graph of a function of one variable, with the iterates and their tangents on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from figures.drawing import Drawing, drawable
from figures.levels import upper_end
from figures.marks import (
    Minimum,
    Trace,
    heads_trace,
    minima_trace,
    path_traces,
    start_trace,
    undefined_trace,
)
from figures.paths import Path, frame_steps, heads, looks, starting_points
from figures.text import escape, variable
from figures.theme import LINE_WIDTH, NEUTRAL, SYMBOLS, figure, window_axis

if TYPE_CHECKING:
    from numerics.sampling import Line

_SHORT, _LONG = 0.04, 0.16  # half the length of a tangent, as a part of the picture
_TANGENTS = 20  # steps up to which every iterate keeps its tangent


def curve(
    line: Line,
    paths: Sequence[Path] = (),
    *,
    name: str = "x",
    minima: Sequence[Minimum] = (),
    starts: ArrayLike | None = None,
) -> Drawing:
    """Draw f over the window of `line`, the iterates of `paths`, short tangents (if few), and moving heads.

    Every head is a marker with a long tangent; at rest they show the last step. `name` is the variable along
    the line; `starts` (k, n) are marked on the curve, in place of the paths' own. Where f is undefined the
    window is hatched.
    """
    title = variable(name)
    x_range, y_range = (float(line.x[0]), float(line.x[-1])), value_range(line.z)
    size = x_range[1] - x_range[0], y_range[1] - y_range[0]
    styles = looks(paths)

    undefined = undefined_spans(line.x, line.z)
    traces: list[Trace] = [undefined_trace([(span, y_range) for span in undefined])] if undefined else []
    traces.append(_graph(line, title))
    for path, look in zip(paths, styles, strict=True):
        x, y = path.x[:, line.axis], path.f
        at = drawable(x, y, x_range, y_range)
        traces += path_traces(path, look, at, f"{title} = %{{x:.6~g}}", halo=False)
        if path.steps <= _TANGENTS:
            x, y = tangents(x, y, path.gradient[:, line.axis], size, _SHORT)
            x, y = (np.pad(ends, ((0, 0), (0, 1)), constant_values=np.nan).ravel() for ends in (x, y))
            traces.append(_tangent_trace(path, look.color, 1.5) | drawable(x, y, x_range, y_range))
    if minima:
        points = np.array([point[line.axis] for point, _ in minima], dtype=np.float64)
        values = np.array([value for _, value in minima], dtype=np.float64)
        traces.append(minima_trace(minima, points, values, [name]))
    marked = starting_points(paths, starts, [line.axis])[:, 0]
    if len(marked):
        traces.append(start_trace(marked, np.interp(marked, line.x, line.z, left=np.nan, right=np.nan)))

    steps, moving = frame_steps(paths), {}
    for path, look in zip(paths, styles, strict=True):
        here = np.minimum(steps, path.steps)
        x, y = tangents(path.x[here, line.axis], path.f[here], path.gradient[here, line.axis], size, _LONG)
        moving[len(traces)] = drawable(x, y, x_range, y_range)
        last = {axis: ends[-1] for axis, ends in moving[len(traces)].items()}
        traces.append(_tangent_trace(path, look.color, LINE_WIDTH) | last)
    if paths:
        x, y = (
            heads([path.x[:, line.axis] for path in paths], steps),
            heads([path.f for path in paths], steps),
        )
        moving[len(traces)] = drawable(x, y, x_range, y_range)
        traces.append(heads_trace(moving[len(traces)], styles))
    axes = {"xaxis": window_axis(title, x_range), "yaxis": window_axis(SYMBOLS["value"], y_range)}
    return Drawing(figure(traces, **axes), moving, steps)


def tangents(
    x: np.ndarray, y: np.ndarray, slope: np.ndarray, size: tuple[float, float], half: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return both ends of the tangents at (x, y), (k, 2) each, all equally long in a picture of this `size`."""
    with np.errstate(all="ignore"):
        reach = half * size[0] / np.hypot(1, slope * size[0] / size[1])
        ends = x - reach, x + reach, y - slope * reach, y + slope * reach
    return np.stack(ends[:2], axis=-1), np.stack(ends[2:], axis=-1)


def undefined_spans(x: np.ndarray, z: np.ndarray) -> list[tuple[float, float]]:
    """Return the intervals of `x` over which `z` is NaN, each up to half-way to the next defined sample."""
    missing = np.concatenate([[False], np.isnan(z), [False]])
    edges = np.concatenate([[x[0]], (x[1:] + x[:-1]) / 2, [x[-1]]])
    first, last = np.diff(missing.astype(np.int8)).nonzero()[0].reshape(-1, 2).T
    return [(float(low), float(high)) for low, high in zip(edges[first], edges[last], strict=True)]


def value_range(z: np.ndarray) -> tuple[float, float]:
    """Return the window in f: all of it, unless a few huge values would flatten the rest."""
    finite = np.sort(z[np.isfinite(z)]).clip(-1e300, 1e300)
    if not len(finite):
        return -1.0, 1.0
    low, high = float(finite[0]), upper_end(finite)
    margin = 0.06 * (high - low) or max(1.0, abs(low)) / 2
    return low - margin, high + margin


def _graph(line: Line, title: str) -> Trace:
    return {
        "type": "scatter", "mode": "lines", "x": line.x, "y": line.z, "showlegend": False,
        "name": f"{SYMBOLS['value']}({title})", "line": {"color": NEUTRAL, "width": 3},
        "hovertemplate": f"{title} = %{{x:.5~g}}<br>{SYMBOLS['value']} = %{{y:.6~g}}<extra></extra>",
    }  # fmt: skip


def _tangent_trace(path: Path, color: str, width: float) -> Trace:
    return {
        "type": "scatter", "mode": "lines", "name": escape(path.label), "showlegend": False, "hoverinfo": "skip",
        "legendgroup": escape(path.group or path.label), "line": {"color": color, "width": width}, "opacity": 0.8,
    }  # fmt: skip
