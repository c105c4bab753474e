"""How fast methods get there: f, the gradient and the step length against the step, on logarithmic axes."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from figures.drawing import Drawing
from figures.marks import Trace, heads_trace, mark_zero, path_traces
from figures.paths import Path, frame_steps, heads, looks
from figures.text import number
from figures.theme import SYMBOLS, axis, figure

ROWS = ("value", "gradient_norm", "step_length")
_GAP = 0.08  # between rows, as a part of the picture


def convergence(
    paths: Sequence[Path], *, lowest: float | None = None, rows: Sequence[str] = ("value", "gradient_norm")
) -> Drawing:
    """Draw one row per quantity (of `ROWS`), one line per path, on the shared axis of steps, heads in every row.

    f itself is drawn if it is positive and no minimum other than 0 is known; otherwise its distance to the
    best value known, the smaller of `lowest` and the lowest f of all paths, and the axis title says so. When a
    path falls without end, no best value means anything: then the axis of f is linear. A value of zero is
    drawn at the foot of the chart, on a line that says so; values beyond a million times the start leave it.
    """
    steps, moving = frame_steps(paths), {}
    styles = looks(paths)
    height = (1 + _GAP) / len(rows)
    traces: list[Trace] = []
    layout: dict[str, Any] = {"shapes": [], "annotations": []}
    for place, quantity in enumerate(rows):
        row = _value_row(paths, lowest) if quantity == "value" else _norm_row(paths, quantity)
        suffix = str(place + 1) if place else ""
        axes: dict[str, Any] = {"xaxis": "x", "yaxis": f"y{suffix}", "cliponaxis": False}
        for path, look, values in zip(paths, styles, row.series, strict=True):
            at = {"x": np.arange(len(values), dtype=np.int32), "y": values}
            line, end = path_traces(path, look, at, halo=False, **axes)
            traces += [line, end if place == 0 else end | {"showlegend": False}]
        if paths:
            taken = heads([np.arange(path.steps + 1) for path in paths], steps)
            moving[len(traces)] = {"x": taken.astype(np.float32), "y": heads(row.series, steps)}
            traces.append(heads_trace(moving[len(traces)], styles, **axes))
        if row.zero is not None:
            mark_zero(layout, axes["yaxis"], row.zero)
        top = 1 - place * height
        layout[f"yaxis{suffix}"] = axis(row.title, domain=[max(top - height + _GAP, 0), top], **row.scale)
    last = max(int(steps[-1]), 1)
    layout["xaxis"] = axis(f"step {SYMBOLS['step']}", range=[-0.02 * last, 1.02 * last], anchor=f"y{suffix}")
    return Drawing(figure(traces, **layout), moving, steps)


class _Row(NamedTuple):
    """One quantity as drawn: one of `series` per path, the `scale` of its axis, and where `zero` is drawn."""

    title: str
    series: list[np.ndarray]
    scale: dict[str, Any]
    zero: int | None = None  # a power of ten


def _value_row(paths: Sequence[Path], lowest: float | None) -> _Row:
    symbol, best = SYMBOLS["value"], f"{SYMBOLS['value']}*"
    values = np.concatenate([*(path.f for path in paths), np.empty(0)])
    smallest = float(values[np.isfinite(values)].min(initial=np.inf))
    begin = max((abs(path.f[0]) for path in paths if np.isfinite(path.f[0])), default=0.0) or 1.0
    if lowest is None and smallest < -1000 * begin:
        scale = {"range": [-10 * begin, 3 * begin]}
        return _Row(symbol, [path.f.clip(-1e4 * begin, 1e4 * begin) for path in paths], scale)
    base = min(lowest, smallest) if lowest is not None else min(smallest, 0.0)
    title = f"{symbol} − {best}, {best} = {number(base)}" if base else symbol
    return _logarithmic_row(title, [path.f - base for path in paths])


def _norm_row(paths: Sequence[Path], quantity: str) -> _Row:
    return _logarithmic_row(SYMBOLS[quantity], [getattr(path, quantity) for path in paths])


def _logarithmic_row(title: str, series: list[np.ndarray]) -> _Row:
    low, high = _decades(series)
    foot = 10.0**low
    return _Row(
        title,
        [np.maximum(values, foot) for values in series],  # NaN stays NaN: a gap
        {"type": "log", "range": [low, high], "dtick": max(1, round((high - low) / 5))},
        low if any((values <= foot).any() for values in series) else None,
    )


def _decades(series: Sequence[np.ndarray]) -> tuple[int, int]:
    """Return the ends of the logarithmic axis for all `series` as powers of ten, with room for zeros."""
    values = np.concatenate([*series, np.empty(0)])
    positive = values[(values > 0) & np.isfinite(values)]
    if not len(positive):
        return -16, 0
    begin = max((s[0] for s in series if 0 < s[0] < np.inf), default=positive.max())
    top = min(np.log10(positive.max()), np.log10(begin) + 6)
    foot = max(np.log10(positive.min()), top - 25, -300)
    low = int(np.floor(foot)) - bool((values == 0).any())
    return low, max(int(np.ceil(top)), low + 1)
