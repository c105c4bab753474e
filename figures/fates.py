"""Where a function lives and dies: for each format, what becomes of f(x) along the axis of x."""

from collections.abc import Sequence

import numpy as np

from figures.drawing import Drawing
from figures.marks import Trace
from figures.text import number
from figures.theme import FATE_COLORS, INK, PAPER, axis, figure
from numerics.formats import Format
from numerics.thresholds import ELEMENTARY, Band, Fate, bands

SIGNED = (-1100.0, 1100.0)
POSITIVE = (5e-324, 1e308)
_WORDS = {
    Fate.ZERO: "0: underflow",
    Fate.SUBNORMAL: "subnormal: digits are lost",
    Fate.NORMAL: "a normal number",
    Fate.INFINITE: "±∞: overflow or pole",
    Fate.UNDEFINED: "NaN",
}


def place(x: float, positive: bool) -> float:
    """Where a number stands on the axis: log₁₀ x for functions of positive numbers, else ±log₁₀(1 + |x|)."""
    if positive:
        return float(np.log10(max(x, POSITIVE[0])))
    return float(np.copysign(np.log10(1 + abs(x)), x))


def number_at(place: float, positive: bool) -> float:
    """The number that stands at a place of the axis."""
    if positive:
        return float(10.0 ** np.clip(place, *np.log10(POSITIVE)))
    return float(np.copysign(10 ** abs(place) - 1, place))


def fates(name: str, formats: Sequence[Format], x: float) -> Drawing:
    """Draw a row of coloured bands for each format, and x as a line across them."""
    function = ELEMENTARY[name]
    between = POSITIVE if function.positive else SIGNED
    rows = [(row, band) for row, format in enumerate(formats) for band in bands(name, format, between)]
    titles = [format.title for format in formats]
    traces = [
        _bands(fate, rows, titles, function.positive) for fate in Fate if any(band.fate is fate for _, band in rows)
    ]
    at = place(x, function.positive)
    ends = [place(end, function.positive) for end in between]
    marks = [-300, -200, -100, 0, 100, 200, 300] if function.positive else [-1000, -100, -10, 0, 10, 100, 1000]
    ticks = [10.0**mark for mark in marks] if function.positive else marks
    layout = {
        "margin": {"l": 8, "r": 8, "t": 8, "b": 48},
        "barmode": "overlay", "bargap": 0.25,
        "xaxis": axis(
            "", range=ends, uirevision=name, tickangle=0, tickvals=[place(tick, function.positive) for tick in ticks],
            ticktext=[number(tick) for tick in ticks],
        ),
        "yaxis": axis(
            "", range=[len(formats) - 0.5, -0.5], showgrid=False, tickvals=list(range(len(formats))), ticktext=titles
        ),
        "shapes": [
            {
                "type": "line", "x0": at, "x1": at, "yref": "paper", "y0": 0, "y1": 1,
                "line": {"color": color, "width": width},
            }
            for color, width in ((PAPER, 5), (INK, 2))
        ],
        "annotations": [
            {
                "x": at, "xanchor": ("left", "center", "right")[min(int(3 * (at - ends[0]) / (ends[1] - ends[0])), 2)],
                "yref": "paper", "y": 0, "yanchor": "top", "yshift": -22, "text": f"<i>x</i> = {number(x, 6)}",
                "showarrow": False, "bgcolor": INK, "font": {"color": PAPER, "size": 12},
            }
        ],
    }  # fmt: skip
    return Drawing(figure(traces, **layout))


def _bands(fate: Fate, rows: Sequence[tuple[int, Band]], titles: Sequence[str], positive: bool) -> Trace:
    shown = [(row, band) for row, band in rows if band.fate is fate]
    starts = np.array([place(band.low, positive) for _, band in shown])
    ends = np.array([place(band.high, positive) for _, band in shown])
    told = [f"<b>{titles[row]}</b><br>{_WORDS[fate]}<br><i>x</i> from {_between(band)}" for row, band in shown]
    return {
        "type": "bar", "orientation": "h", "name": _WORDS[fate], "y": [row for row, _ in shown],
        "base": starts, "x": ends - starts, "marker": {"color": FATE_COLORS[fate.name], "line": {"width": 0}},
        "hovertext": told, "hovertemplate": "%{hovertext}<extra></extra>",
    }  # fmt: skip


def _between(band: Band) -> str:
    return f"{number(band.low, 10)} to {number(band.high, 10)}"
