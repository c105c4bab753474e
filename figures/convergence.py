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
_GAP = 0.08  # between rows, as a part of the picture


def convergence(
    paths: Sequence[Path], *, lowest: float | None = None, rows: Sequence[str] = ("value", "gradient_norm")
) -> Drawing:
    """Draw one row per quantity (of `ROWS`), on the shared axis of steps, heads in every row.

    f itself is drawn if it is positive and no minimum other than 0 is known; otherwise its distance to the
    best value known, the smaller of `lowest` and the lowest f of all paths, and the axis title says so. A
    value of zero is drawn at the foot of the chart, on a line that says so; values beyond a million times the
    start leave the chart.
    """
    steps, moving = frame_steps(paths), {}
    styles = looks(paths)
    base = _base(paths, lowest)
    height = (1 + _GAP) / len(rows)
    traces: list[Trace] = []
    layout: dict[str, Any] = {"shapes": [], "annotations": []}
    for row, quantity in enumerate(rows):
        suffix = str(row + 1) if row else ""
        axes: dict[str, Any] = {"xaxis": "x", "yaxis": f"y{suffix}", "cliponaxis": False}
        series = [path.f - base if quantity == "value" else getattr(path, quantity) for path in paths]
        low, high = _decades(series)
        shown = [np.maximum(values, 10.0**low) for values in series]  # NaN stays NaN: a gap
        for path, look, values in zip(paths, styles, shown, strict=True):
            at = {"x": np.arange(len(values), dtype=np.int32), "y": values}
            line, end = path_traces(path, look, at, halo=False, **axes)
            traces += [line, end if row == 0 else end | {"showlegend": False}]
        if paths:
            taken = heads([np.arange(path.steps + 1) for path in paths], steps)
            moving[len(traces)] = {"x": taken.astype(np.float32), "y": heads(shown, steps)}
            traces.append(heads_trace(moving[len(traces)], styles, **axes))
        if any((values <= 10.0**low).any() for values in series):
            _mark_zero(layout, axes["yaxis"], low)
        title = _value_title(base) if quantity == "value" else SYMBOLS[quantity]
        top = 1 - row * height
        layout[f"yaxis{suffix}"] = axis(
            title, type="log", range=[low, high], dtick=max(1, round((high - low) / 5)),
            domain=[max(top - height + _GAP, 0), top],
        )  # fmt: skip
    last = max(int(steps[-1]), 1)
    layout["xaxis"] = axis(f"step {SYMBOLS['step']}", range=[-0.02 * last, 1.02 * last], anchor=f"y{suffix}")
    return Drawing(figure(traces, **layout), moving, steps)


def _base(paths: Sequence[Path], lowest: float | None) -> float:
    """Return what is subtracted from f so that its logarithm exists."""
    values = np.concatenate([*(path.f for path in paths), np.empty(0)])
    smallest = float(values[np.isfinite(values)].min(initial=np.inf))
    if lowest is not None:
        return float(min(lowest, smallest))
    return 0.0 if smallest > 0 else smallest


def _value_title(base: float) -> str:
    f, best = SYMBOLS["value"], f"{SYMBOLS['value']}*"
    return f if base == 0 else f"{f} − {best}, {best} = {number(base)}"


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


def _mark_zero(layout: dict[str, Any], yaxis: str, low: int) -> None:
    layout["shapes"].append(
        {
            "type": "line", "xref": "paper", "x0": 0, "x1": 1,
            "yref": yaxis, "y0": 10.0**low, "y1": 10.0**low,
            "line": {"color": NEUTRAL, "width": 1.5, "dash": "dot"},
        }
    )  # fmt: skip
    layout["annotations"].append(
        {
            "xref": "paper", "x": 1, "xanchor": "right", "yref": yaxis, "y": low, "yanchor": "bottom",
            "text": "zero, or too small for the scale", "showarrow": False, "font": {"size": 11},
        }
    )  # fmt: skip
