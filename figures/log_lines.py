"""Errors against a step, both logarithmic: curves, level lines, and steps that are marked."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from figures.drawing import Drawing
from figures.marks import Trace
from figures.rows import logarithmic, mark
from figures.text import escape, number
from figures.theme import LINE_WIDTH, NEUTRAL, PAPER, Look, axis, figure


@dataclass(frozen=True, eq=False)
class LogLine:
    """One curve `y` over `x` (k,): NaN leaves a gap, 0 is drawn at the foot of the chart.

    Attributes:
        name: as the legend has it.
        look: its colour, dash and symbol.
        best: a point (x, y) to ring on it, such as the least error.
        predicted: a point (x, y) of theory, drawn as an open diamond.
        thin: whether it is an aid to the eye, a slope or a level.
    """

    name: str
    look: Look
    x: np.ndarray
    y: np.ndarray
    best: tuple[float, float] | None = None
    predicted: tuple[float, float] | None = None
    thin: bool = False


def log_lines(lines: Sequence[LogLine], *, across: str, up: str, marked: float | None = None) -> Drawing:
    """Draw `lines` over axes called `across` and `up` (plain text), which hold every curve but not the aids.

    A dashed line stands at the step `marked`.
    """
    curves = [line for line in lines if not line.thin] or list(lines)
    scale, _ = logarithmic(up, [line.y for line in curves], rise=np.inf)
    low = scale.axis["range"][0]
    foot = 10.0**low
    ends = [float(np.log10(end)) for end in _ends([line.x for line in lines])]
    traces: list[Trace] = []
    for line in lines:
        traces.append(_curve(line, foot, across))
        for at, symbol, told in (
            (line.predicted, "diamond-open", "predicted best"),
            (line.best, "circle", "measured best"),
        ):
            if at is not None:
                traces.append(_point(line, (at[0], max(at[1], foot)), symbol, told, across))
    layout: dict = {
        "xaxis": axis(escape(across), type="log", range=ends, uirevision=str(ends), dtick=_every(ends)),
        "yaxis": axis(escape(up), **scale.axis),
        "shapes": [],
        "annotations": [],
    }
    if marked is not None:
        layout["shapes"].append(
            {
                "type": "line", "x0": marked, "x1": marked, "yref": "paper", "y0": 0, "y1": 1,
                "line": {"color": NEUTRAL, "width": 1.5, "dash": "dash"},
            }
        )  # fmt: skip
    if scale.zero is not None:
        mark(layout, "y", foot, low, "exact")
    return Drawing(figure(traces, **layout))


def _ends(columns: Sequence[np.ndarray]) -> tuple[float, float]:
    every = np.concatenate(columns) if columns else np.ones(1)
    return float(every.min()), float(every.max())


def _every(ends: Sequence[float]) -> int:
    """Decades between two labels."""
    return max(1, round((ends[1] - ends[0]) / 8))


def _curve(line: LogLine, foot: float, across: str) -> Trace:
    shown = np.where(np.isfinite(line.y), np.maximum(line.y, foot), np.nan)
    name = escape(line.name)
    return {
        "type": "scatter", "mode": "lines", "name": name, "x": line.x, "y": shown, "legendgroup": name,
        "line": {"color": line.look.color, "width": 1.5 if line.thin else LINE_WIDTH, "dash": line.look.dash},
        "opacity": 0.8 if line.thin else 1.0,
        "hovertemplate": f"<b>{name}</b><br>{escape(across)} = %{{x:.3~g}}<br>%{{y:.3~g}}<extra></extra>",
    }  # fmt: skip


def _point(line: LogLine, at: tuple[float, float], symbol: str, told: str, across: str) -> Trace:
    name = escape(line.name)
    text = f"<b>{name}</b>, {told}<br>{escape(across)} = {number(at[0])}<br>{number(at[1])}"
    edge = line.look.color if symbol.endswith("open") else PAPER
    return {
        "type": "scatter", "mode": "markers", "name": f"{name}, {told}", "x": [at[0]], "y": [at[1]],
        "legendgroup": name, "showlegend": False, "text": [text], "hovertemplate": "%{text}<extra></extra>",
        "marker": {"symbol": symbol, "size": 13, "color": line.look.color, "line": {"color": edge, "width": 2}},
    }  # fmt: skip
