"""The graph of a function of one variable, with the iterates and their tangents on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from figures.drawing import Drawing, compact
from figures.levels import upper_end
from figures.marks import (
    FEW,
    Minimum,
    Trace,
    heads_trace,
    minima_trace,
    path_traces,
    start_trace,
    undefined_trace,
)
from figures.paths import Path, frame_steps, heads, looks
from figures.text import escape, variable
from figures.theme import LINE_WIDTH, NEUTRAL, SYMBOLS, axis, figure

if TYPE_CHECKING:
    from numerics.sampling import Line

_SHORT, _LONG = 0.04, 0.16  # half the length of a tangent, as a part of the picture


def curve(
    line: Line,
    paths: Sequence[Path] = (),
    *,
    names: Sequence[str] = ("x",),
    minima: Sequence[Minimum] = (),
    start: tuple[float, float] | None = None,
) -> Drawing:
    """Draw f over the window of `line`, the iterates of `paths`, a short tangent at each, and moving heads.

    Every head is a marker with a long tangent; at rest they show the last step. `start` (x, f) marks a point when
    there is no path yet. Where f is undefined the window is hatched.
    """
    name = variable(names[line.axis])
    x_range, y_range = [float(line.x[0]), float(line.x[-1])], _range(line.z)
    size = x_range[1] - x_range[0], y_range[1] - y_range[0]
    styles = looks(paths)

    boxes = [(x0, x1, *y_range) for x0, x1 in undefined_spans(line.x, line.z)]
    traces: list[Trace] = [undefined_trace(boxes)] if boxes else []
    traces.append(
        {
            "type": "scatter",
            "mode": "lines",
            "x": line.x,
            "y": line.z,
            "name": f"{SYMBOLS['value']}({name})",
            "line": {"color": NEUTRAL, "width": 3},
            "showlegend": False,
            "hovertemplate": f"{name} = %{{x:.5~g}}<br>{SYMBOLS['value']} = %{{y:.6~g}}<extra></extra>",
        }  # fmt: skip
    )
    for path, look in zip(paths, styles, strict=True):
        at = {"x": path.x[:, line.axis], "y": path.f}
        traces += path_traces(path, look, at, f"{name} = %{{x:.6~g}}", halo=False)
        if path.steps <= FEW:
            x, y = tangents(at["x"], at["y"], path.gradient[:, line.axis], size, _SHORT)
            gap = np.full((len(x), 1), np.nan)
            ends = {"x": np.hstack([x, gap]).ravel(), "y": np.hstack([y, gap]).ravel()}
            traces.append(_tangent_trace(path, look.color, 1.5) | ends)
    if minima:
        points = np.array([point[line.axis] for point, _ in minima], dtype=np.float64)
        traces.append(minima_trace(minima, points, np.array([value for _, value in minima]), names))
    starts = np.array([(path.x[0, line.axis], path.f[0]) for path in paths] if start is None else [start])
    if len(starts):
        traces.append(start_trace(*np.unique(starts, axis=0).T))

    steps, moving = frame_steps(paths), {}
    for path, look in zip(paths, styles, strict=True):
        here = (
            heads([values], steps)[:, 0]
            for values in (path.x[:, line.axis], path.f, path.gradient[:, line.axis])
        )
        x, y = tangents(*here, size, _LONG)
        moving[len(traces)] = {"x": compact(x, size[0]), "y": compact(y, size[1])}
        traces.append(_tangent_trace(path, look.color, LINE_WIDTH) | {"x": x[-1], "y": y[-1]})
    if paths:
        x, y = (
            heads([path.x[:, line.axis] for path in paths], steps),
            heads([path.f for path in paths], steps),
        )
        moving[len(traces)] = {"x": compact(x, size[0]), "y": compact(y, size[1])}
        traces.append(heads_trace(moving[len(traces)], styles))
    return Drawing(
        figure(traces, xaxis=axis(name, range=x_range), yaxis=axis(SYMBOLS["value"], range=y_range)),
        moving,
        steps,
    )


def tangents(
    x: np.ndarray, y: np.ndarray, slope: np.ndarray, size: tuple[float, float], half: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return both ends of the tangents at (x, y), (k, 2) each, all equally long in a picture of width and height `size`."""
    with np.errstate(all="ignore"):
        reach = half * size[0] / np.hypot(1, slope * size[0] / size[1])
        return np.stack([x - reach, x + reach], axis=-1), np.stack(
            [y - slope * reach, y + slope * reach], axis=-1
        )


def undefined_spans(x: np.ndarray, z: np.ndarray) -> list[tuple[float, float]]:
    """Return the intervals of `x` over which `z` is NaN, up to the middle between defined and undefined samples."""
    missing = np.concatenate([[False], np.isnan(z), [False]])
    edges = np.concatenate([[x[0]], (x[1:] + x[:-1]) / 2, [x[-1]]])
    first, last = np.diff(missing.astype(np.int8)).nonzero()[0].reshape(-1, 2).T
    return list(zip(edges[first].tolist(), edges[last].tolist(), strict=True))


def _range(z: np.ndarray) -> list[float]:
    """Return the window in f: all of it, unless a few huge values would flatten the rest."""
    finite = np.sort(z[np.isfinite(z)]).clip(-1e300, 1e300)
    if not len(finite):
        return [-1.0, 1.0]
    low, high = float(finite[0]), upper_end(finite)
    margin = 0.06 * (high - low) or max(1.0, abs(low)) / 2
    return [low - margin, high + margin]


def _tangent_trace(path: Path, color: str, width: float) -> Trace:
    name = escape(path.label)
    return {
        "type": "scatter", "mode": "lines", "name": name, "legendgroup": name, "showlegend": False,
        "hoverinfo": "skip", "line": {"color": color, "width": width}, "opacity": 0.8,
    }  # fmt: skip
