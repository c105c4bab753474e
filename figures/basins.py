"""The map of basins: where a method ends from every start, a colour for each attractor, darker for more steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from figures.drawing import Drawing, drawable
from figures.marks import Trace, path_traces, start_trace
from figures.painted import CLEAR, GREY, PALE, hatched, painted, rank, shade_bar, shades, swatch
from figures.paths import Path, looks
from figures.text import number, variable
from figures.theme import INK, PALETTE, PAPER, figure, window_axis
from numerics.basins import DIVERGED, LEFT_DOMAIN, UNDER_WAY
from numerics.curvature import Kind

if TYPE_CHECKING:
    from numerics.basins import Basins

SHADES = 32  # of each colour
LISTED = 6  # attractors in the legend: those with the largest basins
NEAR = (1, 4, 16)  # cells: basins that lie so close should not have the same colour
FAILURES = {UNDER_WAY: ("under way", PALE), LEFT_DOMAIN: ("undefined", GREY), DIVERGED: ("diverged", CLEAR)}
KINDS = {
    Kind.MINIMUM: ("minimum", "star"),
    Kind.SADDLE: ("saddle", "x"),
    Kind.MAXIMUM: ("maximum", "triangle-up"),
    Kind.UNDECIDED: ("flat", "diamond"),
}


def basins_map(
    basins: Basins,
    names: Sequence[str] = ("x", "y"),
    *,
    paths: Sequence[Path] = (),
    start: Sequence[float] | None = None,
    colors: Sequence[str] | None = None,
) -> Drawing:
    """Draw the basins with a mark at every attractor, and the `paths` over them; `names` are all variables of f.

    Hatched: the start diverged. Grey: it stepped to where f is undefined. Faint: it was still under way after the
    last step. `colors` (k,) of the attractors are chosen so that neighbours differ, unless given.
    """
    i, j = basins.axes
    label, steps = basins.label, basins.steps_taken
    x_range, y_range = (float(basins.x[0]), float(basins.x[-1])), (float(basins.y[0]), float(basins.y[-1]))
    colors = attractor_colors(label) if colors is None else colors
    place, ticks, texts = rank(steps[label >= 0])
    codes = np.empty(label.shape, dtype=np.int64)
    of_color = np.array([PALETTE.index(color) for color in colors], dtype=np.int64)
    codes[label >= 0] = of_color[label[label >= 0]] * SHADES + np.round(place * (SHADES - 1)).astype(int)
    scale = [shade for color in PALETTE for shade in shades(color, SHADES)]
    told = np.array([str(n + 1) for n in range(len(colors))] + [name for name, _ in FAILURES.values()], dtype=object)
    for code, (_, color) in FAILURES.items():
        codes[label == code] = len(scale)
        scale.append(color)
    hover = f"{_place(names, i, j)}<br>ends at: %{{text}}<br>steps: %{{customdata}}"
    # The failures, -1, -2, -3, are the last entries of the texts.
    cells = painted(basins.x, basins.y, codes, scale, told[label], steps, hover)

    traces: list[Trace] = [cells]
    if basins.share(DIVERGED):
        traces.insert(0, hatched(x_range, y_range, failure_name(basins, DIVERGED)))
    listed = largest(basins)[:LISTED]
    shown = np.array([basins.share(n) > 0 for n in range(len(colors))], dtype=bool)
    traces += [_attractor(basins, n, colors[n], names) for n in listed]
    others = np.flatnonzero(shown & ~np.isin(np.arange(len(colors)), listed))
    if len(others):
        traces.append(_others(basins, others, colors, names))
    for code in (LEFT_DOMAIN, UNDER_WAY):
        if basins.share(code):
            traces.append(swatch(failure_name(basins, code), FAILURES[code][1]))
    traces += over_traces(basins, names, paths, start)
    if len(texts) > 1:
        traces.append(shade_bar("steps", ["#E8E8E8", "#888888", "#303030"], ticks, texts))
    flat = {"showgrid": False, "constrain": "domain"}
    return Drawing(
        figure(
            traces,
            xaxis=window_axis(variable(names[i]), x_range, **flat),
            yaxis=window_axis(variable(names[j]), y_range, **flat),
        )
    )


def over_traces(
    basins: Basins, names: Sequence[str], paths: Sequence[Path], start: Sequence[float] | None
) -> list[Trace]:
    """Return what is drawn over a map of basins: paths, and the start that they follow."""
    i, j = basins.axes
    x_range, y_range = (float(basins.x[0]), float(basins.x[-1])), (float(basins.y[0]), float(basins.y[-1]))
    traces: list[Trace] = []
    for path, look in zip(paths, looks(paths), strict=True):
        at = drawable(path.x[:, i], path.x[:, j], x_range, y_range)
        traces += path_traces(path, look, at, _place(names, i, j))
    if start is not None:
        traces.append(start_trace(np.array([start[i]]), np.array([start[j]])))
    return traces


def attractor_colors(label: np.ndarray) -> list[str]:
    """Return a colour for every attractor of the labels (ny, nx): neighbours differ as far as seven colours allow."""
    count = int(label.max(initial=-1)) + 1
    if count <= len(PALETTE):
        return list(PALETTE[:count])
    first, neighbours, border = _borders(label, count)
    chosen, used = np.full(count, -1), np.zeros(len(PALETTE), dtype=int)
    for n in np.argsort(-np.bincount(label[label >= 0], minlength=count), kind="stable"):
        beside = slice(first[n], first[n + 1])
        colored = chosen[neighbours[beside]] >= 0
        taken, length = chosen[neighbours[beside]][colored], border[beside][colored]
        chosen[n] = np.lexsort((used, np.bincount(taken, length, minlength=len(PALETTE))))[0]
        used[chosen[n]] += 1
    return [PALETTE[color] for color in chosen]


def _borders(label: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the neighbours of every basin n and how long the borders are: those in the places first[n] … first[n + 1].

    There may be thousands of basins, but each has few neighbours.
    """
    pairs, lengths = [], []
    for apart in NEAR:
        for one, other in ((label[:, apart:], label[:, :-apart]), (label[apart:], label[:-apart])):
            touching = (one != other) & (one >= 0) & (other >= 0)
            for near, far in ((one, other), (other, one)):
                pairs.append(near[touching].astype(np.int64) * count + far[touching])
                lengths.append(np.full(len(pairs[-1]), 1 / apart))
    pair, place = np.unique(np.concatenate(pairs), return_inverse=True)
    border = np.bincount(place, np.concatenate(lengths), minlength=len(pair))
    return np.searchsorted(pair, np.arange(count + 1) * count), pair % count, border


def largest(basins: Basins) -> list[int]:
    """Return the attractors whose basins are not empty, the largest first."""
    areas = np.bincount(basins.label[basins.label >= 0], minlength=len(basins.attractors))
    return [int(n) for n in np.argsort(-areas, kind="stable") if areas[n]]


def attractor_name(basins: Basins, n: int) -> str:
    """Return what the legend says of an attractor: its number, kind, coordinates, f and share."""
    kind = KINDS[basins.found.kinds[n]][0]
    i, j = basins.axes
    width = max(basins.x[-1] - basins.x[0], basins.y[-1] - basins.y[0])
    x, y = (number(_clean(basins.attractors[n, axis], width)) for axis in (i, j))
    return f"{n + 1}: {kind} ({x}, {y}), <i>f</i> = {number(attractor_value(basins, n))}, {percent(basins.share(n))}"


def attractor_value(basins: Basins, n: int) -> float:
    """Return f at an attractor, without rounding dust."""
    return _clean(basins.found.f[n], max(1.0, float(np.abs(basins.found.f).max())))


def failure_name(basins: Basins, code: int) -> str:
    """Return what the legend says of the starts that end nowhere."""
    return f"{FAILURES[code][0]}, {percent(basins.share(code))}"


def percent(share: float) -> str:
    """Return a share 0 … 1 in per cent, with a digit more for small ones; 0 and 100 only where it is exact."""
    digits = 0 if 0.1 <= share <= 0.99 else 1 if 0.001 <= share <= 0.999 else 2
    text = f"{100 * share:.{digits}f}"
    if share > 0 and float(text) == 0:
        text = "<0.01"
    if share < 1 and float(text.lstrip("<")) == 100:
        text = ">99.99"
    return ("0" if share == 0 else "100" if share == 1 else text).replace("<", "&lt;").replace(">", "&gt;") + " %"


def _clean(value: float, scale: float) -> float:
    """A number without rounding dust: 0 where it is nothing against the scale."""
    return 0.0 if abs(value) < 1e-9 * scale else float(value)


def _place(names: Sequence[str], i: int, j: int) -> str:
    return f"{variable(names[i])} = %{{x:.5~g}}<br>{variable(names[j])} = %{{y:.5~g}}"


def _mark(basins: Basins, which: Sequence[int], names: Sequence[str]) -> Trace:
    """Marks at attractors: their symbol says of what kind they are."""
    i, j = basins.axes
    texts = []
    for n in which:
        values = zip(names, basins.attractors[n], strict=True)
        place = "<br>".join(f"{variable(name)} = {number(value, 6)}" for name, value in values)
        texts.append(f"<b>{attractor_name(basins, n)}</b><br>{place}")
    at = basins.attractors[list(which)]
    return {
        "type": "scatter", "mode": "markers", "x": at[:, i], "y": at[:, j], "text": texts,
        "hovertemplate": "%{text}<extra></extra>",
    }  # fmt: skip


def _attractor(basins: Basins, n: int, color: str, names: Sequence[str]) -> Trace:
    marker = {"symbol": KINDS[basins.found.kinds[n]][1], "size": 15, "color": color}
    return _mark(basins, [n], names) | {
        "name": attractor_name(basins, n),
        "mode": "markers+text", "texttemplate": str(n + 1), "textposition": "top right",
        "textfont": {"color": PAPER, "size": 14, "shadow": f"0 0 3px {INK}, 0 0 3px {INK}"},
        "marker": {**marker, "line": {"color": PAPER, "width": 2}},
    }  # fmt: skip


def _others(basins: Basins, which: np.ndarray, colors: Sequence[str], names: Sequence[str]) -> Trace:
    share = sum(basins.share(int(n)) for n in which)
    symbols = [KINDS[basins.found.kinds[n]][1] for n in which]
    marker = {"symbol": symbols, "size": 8, "color": [colors[n] for n in which]}
    return _mark(basins, which.tolist(), names) | {
        "name": f"{len(which)} more, {percent(share)}",
        "marker": {**marker, "line": {"color": PAPER, "width": 1}},
    }  # fmt: skip
