"""Numbers of a run over its steps, in panels one under the other, with heads at the player's step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from figures.drawing import compact
from figures.marks import Trace
from figures.rows import Row, Scale, logarithmic
from figures.theme import LINE_WIDTH, PALETTE, Look

SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross", "x", "star")


@dataclass(frozen=True, eq=False)
class Line:
    """One line: `values` (K,) at the steps `x` (K,); `look` decides its colour and dash.

    `label` is in Plotly's dialect: what a visitor may have typed must be escaped. A line with a
    head shows where the player is; one without is a yardstick and drawn thin.
    """

    label: str
    x: np.ndarray
    values: np.ndarray
    look: Look
    head: bool = True


@dataclass(frozen=True, eq=False)
class Panel:
    """Lines that share an axis: logarithmic or cut to a `span`, with lines at `marks`."""

    title: str
    lines: Sequence[Line]
    log: bool = False
    span: tuple[float, float] | None = None
    marks: Sequence[tuple[float, str]] = ()


def palette_look(place: int, dash: str = "solid") -> Look:
    """Return the look of the line number `place` of a panel."""
    return Look(PALETTE[place % len(PALETTE)], dash, SYMBOLS[place % len(SYMBOLS)])


def rows_of(panels: Sequence[Panel], steps: np.ndarray, unit: str = "step") -> list[Row]:
    """Return the panels as rows with heads at `steps` (K,), each a `unit`; a label stands in the legend once."""
    told: set[str] = set()
    return [_row(panel, steps, told, unit) for panel in panels]


def _row(panel: Panel, steps: np.ndarray, told: set[str], unit: str) -> Row:
    series = [line.values for line in panel.lines]
    if panel.log:
        scale, series = logarithmic(panel.title, series)
    else:
        scale = Scale(panel.title, {"range": list(panel.span or _span(series, panel.marks))})
    traces: list[Trace] = []
    for line, values in zip(panel.lines, series, strict=True):
        name = line.label
        traces.append(
            {
                "type": "scatter", "mode": "lines", "name": name, "legendgroup": name, "showlegend": name not in told,
                "x": line.x, "y": compact(values),
                "line": {"color": line.look.color, "dash": line.look.dash, "width": LINE_WIDTH if line.head else 1.5},
                "hovertemplate": f"<b>{name}</b>, {unit} %{{x}}<br>%{{y:.5~g}}<extra></extra>",
            }
        )  # fmt: skip
        told.add(name)
    led = [(line, values) for line, values in zip(panel.lines, series, strict=True) if line.head]
    frames = [np.searchsorted(line.x, steps, side="right") - 1 for line, _ in led]
    heads = {
        "x": np.stack([line.x[at] for (line, _), at in zip(led, frames, strict=True)], axis=-1).astype(np.float32),
        "y": compact(np.stack([values[at] for (_, values), at in zip(led, frames, strict=True)], axis=-1)),
    } if led else {}  # fmt: skip
    return Row(scale, traces, heads, [line.look for line, _ in led], panel.marks)


def _span(series: Sequence[np.ndarray], marks: Sequence[tuple[float, str]]) -> tuple[float, float]:
    values = np.concatenate([*series, [value for value, _ in marks]])
    values = values[np.isfinite(values)]
    low, high = (float(values.min()), float(values.max())) if len(values) else (0.0, 1.0)
    margin = 0.08 * (high - low) or max(abs(low), 1.0) / 10
    return low - margin, high + margin
