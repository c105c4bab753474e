"""Rows of lines over one shared axis of steps, each with heads that show the player's step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from figures.drawing import Drawing
from figures.marks import Trace, heads_trace
from figures.theme import NEUTRAL, SYMBOLS, Look, axis, figure

GAP = 0.08  # between rows, as a part of the picture


@dataclass(frozen=True, eq=False)
class Scale:
    """The vertical axis of a row: its `title`, further properties of the axis, and where a value of zero is drawn.

    Attributes:
        zero: a power of ten, on a logarithmic axis on which zeros are drawn at the foot.
    """

    title: str
    axis: Mapping[str, Any] = field(default_factory=dict)
    zero: int | None = None


@dataclass(frozen=True, eq=False)
class Row:
    """One row: `traces` without axes, the places (K, m) of its heads and how each looks, and lines at `marks`."""

    scale: Scale
    traces: Sequence[Trace]
    heads: Mapping[str, np.ndarray]
    looks: Sequence[Look]
    marks: Sequence[tuple[float, str]] = ()


def stack(
    rows: Sequence[Row], steps: np.ndarray, last: int | None = None, across: str = f"step {SYMBOLS['step']}"
) -> Drawing:
    """Draw the rows one under the other, with frames for `steps` (K,); the axis of steps, `across`, ends at `last`."""
    height = (1 + GAP) / len(rows)
    moving: dict[int, dict[str, np.ndarray]] = {}
    traces: list[Trace] = []
    layout: dict[str, Any] = {"shapes": [], "annotations": []}
    for place, row in enumerate(rows):
        suffix = str(place + 1) if place else ""
        axes: dict[str, Any] = {"xaxis": "x", "yaxis": f"y{suffix}", "cliponaxis": False}
        traces += [{**trace, **axes} for trace in row.traces]
        if row.looks:
            moving[len(traces)] = dict(row.heads)
            traces.append(heads_trace(row.heads, row.looks, **axes))
        if row.scale.zero is not None:
            mark(layout, axes["yaxis"], 10.0**row.scale.zero, row.scale.zero, "zero, or too small for the scale")
        for value, text in row.marks:
            logarithmic = row.scale.axis.get("type") == "log"
            mark(layout, axes["yaxis"], value, np.log10(value) if logarithmic else value, text)
        top = 1 - place * height
        layout[f"yaxis{suffix}"] = axis(row.scale.title, domain=[max(top - height + GAP, 0), top], **row.scale.axis)
    end = max(int(steps[-1]) if last is None else last, 1)
    layout["xaxis"] = axis(across, range=[-0.02 * end, 1.02 * end], anchor=f"y{suffix}")
    return Drawing(figure(traces, **layout), moving, steps)


def logarithmic(
    title: str, series: Sequence[np.ndarray], rise: float = 6, fall: float = 25
) -> tuple[Scale, list[np.ndarray]]:
    """Return a logarithmic axis for all `series`, and the series with zeros at its foot; NaN stays a gap.

    What rises by more than `rise` decades above every beginning leaves the axis; what is more than `fall` decades below
    its top is drawn at the foot too.
    """
    low, high = _decades(series, rise, fall)
    foot = 10.0**low
    dtick = "D2" if high - low <= 2 else max(1, round((high - low) / 5))  # D2: 1, 2 and 5 in every decade
    properties = {"type": "log", "range": [low, high], "dtick": dtick}
    zero = low if any((values < foot).any() for values in series) else None
    return Scale(title, properties, zero), [np.maximum(values, foot) for values in series]


def _decades(series: Sequence[np.ndarray], rise: float, fall: float) -> tuple[int, int]:
    """Return the ends of the logarithmic axis for all `series` as powers of ten, with room for zeros."""
    values = np.concatenate([*series, np.empty(0)])
    positive = values[(values > 0) & np.isfinite(values)]
    if not len(positive):
        return -16, 0
    begin = max((s[0] for s in series if 0 < s[0] < np.inf), default=positive.max())
    top = min(np.log10(positive.max()), np.log10(begin) + rise)
    foot = max(np.log10(positive.min()), top - fall, -300)
    low = int(np.floor(foot - 1e-9)) - bool((values == 0).any())  # a line along the foot would not be seen
    return low, max(int(np.ceil(top)), low + 1)


def mark(layout: dict[str, Any], yaxis: str, value: float, place: float, text: str) -> None:
    """Add a dotted line at `value` with its `text`, which Plotly wants at the logarithm on a logarithmic axis."""
    layout["shapes"].append(
        {
            "type": "line", "xref": "paper", "x0": 0, "x1": 1, "yref": yaxis, "y0": value, "y1": value,
            "line": {"color": NEUTRAL, "width": 1.5, "dash": "dot"},
        }
    )  # fmt: skip
    layout["annotations"].append(
        {
            "xref": "paper", "x": 1, "xanchor": "right", "yref": yaxis, "y": place, "yanchor": "bottom",
            "text": text, "showarrow": False, "font": {"size": 11},
        }
    )  # fmt: skip
