"""How fast methods get there: f, the gradient and the step length against the step, on logarithmic axes."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from figures.drawing import Drawing
from figures.marks import Trace, heads_trace, path_traces
from figures.paths import Path, frame_steps, heads, looks
from figures.text import number
from figures.theme import NEUTRAL, SYMBOLS, axis, figure

ROWS = ("value", "gradient_norm", "step_length")


def convergence(
    paths: Sequence[Path], *, lowest: float | None = None, rows: Sequence[str] = ("value", "gradient_norm")
) -> Drawing:
    """Draw one row per quantity (of `ROWS`), one line per path, on a shared axis of steps; heads move in every row.

    f itself is drawn where it is positive and no minimum other than 0 is known; otherwise its distance to the best
    value known, the smaller of `lowest` and the lowest f of all paths, which the axis title names. A value of zero is
    drawn at the foot of the chart, on a line that says so; values beyond a million times the start leave the chart.
    """
    steps, moving = frame_steps(paths), {}
    styles = looks(paths)
    base = _base(paths, lowest)
    traces: list[Trace] = []
    layout: dict[str, Any] = {"shapes": [], "annotations": []}
    for row, quantity in enumerate(rows):
        series = [path.f - base if quantity == "value" else getattr(path, quantity) for path in paths]
        low, high = _decades(series)
        foot = 10.0**low
        axes = {"xaxis": "x", "yaxis": f"y{row + 1 if row else ''}", "cliponaxis": False}
        shown = [np.maximum(values, foot) for values in series]  # NaN stays NaN: a gap
        for path, look, values in zip(paths, styles, shown, strict=True):
            at = {"x": np.arange(len(values), dtype=np.int32), "y": values}
            line, end = path_traces(path, look, at, halo=False, **axes)
            traces += [line, end if row == 0 else end | {"showlegend": False}]
        if paths:
            x = heads([np.arange(path.steps + 1) for path in paths], steps).astype(np.int32)
            moving[len(traces)] = {"x": x, "y": heads(shown, steps)}
            traces.append(heads_trace(moving[len(traces)], styles, **axes))
        if any((values <= foot).any() for values in series):
            _mark_zero(layout, axes["yaxis"], foot)
        title = _value_title(base) if quantity == "value" else SYMBOLS[quantity]
        height, gap = 1 / len(rows), 0.04 * (len(rows) > 1)
        layout["yaxis" + axes["yaxis"][1:]] = axis(
            title, type="log", range=[low, high], dtick=max(1, round((high - low) / 5)),
            domain=[1 - (row + 1) * height + gap * (row < len(rows) - 1), 1 - row * height - gap * (row > 0)],
        )  # fmt: skip
    last = max(int(steps[-1]), 1)
    bottom = f"y{len(rows) if len(rows) > 1 else ''}"
    layout["xaxis"] = axis(f"step {SYMBOLS['step']}", range=[-0.02 * last, 1.02 * last], anchor=bottom)
    return Drawing(figure(traces, **layout), moving, steps)


def _base(paths: Sequence[Path], lowest: float | None) -> float:
    """Return what is subtracted from f so that its logarithm exists."""
    values = np.concatenate([path.f for path in paths] or [np.empty(0)])
    smallest = float(values[np.isfinite(values)].min(initial=np.inf))
    if lowest is not None:
        return float(min(lowest, smallest))
    return 0.0 if smallest > 0 else smallest


def _value_title(base: float) -> str:
    f, best = SYMBOLS["value"], f"{SYMBOLS['value']}*"
    return f if base == 0 else f"{f} − {best}, {best} = {number(base)}"


def _decades(series: Sequence[np.ndarray]) -> tuple[int, int]:
    """Return the ends of the logarithmic axis for all `series` as powers of ten, with room for zeros at the foot."""
    values = np.concatenate([*series, np.empty(0)])
    positive = values[(values > 0) & np.isfinite(values)]
    if not len(positive):
        return -16, 0
    begin = max((s[0] for s in series if 0 < s[0] < np.inf), default=positive.max())
    top = min(np.log10(positive.max()), np.log10(begin) + 6)
    foot = max(np.log10(positive.min()), top - 25)
    low = int(np.floor(foot)) - bool((values == 0).any())
    return low, max(int(np.ceil(top)), low + 1)


def _mark_zero(layout: dict[str, Any], yaxis: str, foot: float) -> None:
    layout["shapes"].append(
        {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "yref": yaxis, "y0": foot, "y1": foot,
         "line": {"color": NEUTRAL, "width": 1.5, "dash": "dot"}}
    )  # fmt: skip
    layout["annotations"].append(
        {"xref": "paper", "x": 1, "xanchor": "right", "yref": yaxis, "y": float(np.log10(foot)), "yanchor": "bottom",
         "text": "zero, or too small for the scale", "showarrow": False, "font": {"size": 11}}
    )  # fmt: skip
