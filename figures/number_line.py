"""The real line through a microscope: the numbers of a format around one of them, and what is rounded to it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import plotly.graph_objects as go

from figures.text import number
from figures.theme import GRID, LINE_WIDTH, NEUTRAL, ORANGE, PURPLE, VERMILLION, axis, figure, format_look
from numerics.formats.exact import is_nan
from numerics.formats.rounding import Mode

if TYPE_CHECKING:
    from numerics.formats import Decoded
    from numerics.formats.conversion import Conversion, Span

    Trace = dict[str, Any]

_FAR = Fraction(10**300)  # in units of the last place: where infinity stands, and what is too far for a float
_MANY = 40  # numbers, above which the half-way points are left out


def number_line(
    conversion: Conversion, centre: Decoded, around: list[Decoded], origins: Span, overflow: Sequence[Span] = ()
) -> go.Figure:
    """Draw the numbers `around` the number `centre`, and what of `conversion` lies among them.

    The axis counts units in the last place of the centre, from the centre: a chart's own coordinates are float64
    and could not tell neighbouring float64 numbers apart. One band holds the real numbers that are rounded to the
    centre, its `origins`; others what would `overflow`. The triangle is the number as typed, the disc the stored one.
    """
    zero, unit = Fraction(centre.value), Fraction(centre.ulp)

    def place(x: Fraction | float) -> float:
        if x in (math.inf, -math.inf):
            return math.copysign(float(_FAR), x)
        return float(max(-_FAR, min(_FAR, (Fraction(x) - zero) / unit)))

    places = np.array([place(one.value) for one in around])
    reach = float(places[-1] - places[0])
    typed = None if is_nan(conversion.exact) else place(conversion.exact)
    wanted = [place(end) for span in overflow for end in (span.low, span.high)] + ([] if typed is None else [typed])
    shown = [*places.tolist(), *(x for x in wanted if places[0] - reach <= x <= places[-1] + reach)]
    ends = [min(shown) - 0.08 * reach, max(shown) + 0.08 * reach]
    traces = [_band(place(origins.low), place(origins.high), ends, f"all of this becomes {_name(centre)}", ORANGE)]
    seen = [span for span in overflow if place(span.low) < ends[1] and place(span.high) > ends[0]]
    for span in seen:
        band = _band(place(span.low), place(span.high), ends, "overflow", PURPLE)
        traces.append(band | {"showlegend": span is seen[0]})
    nearest = conversion.mode in (Mode.NEAREST_EVEN, Mode.NEAREST_AWAY)
    if nearest and len(around) <= _MANY:
        traces.append(_marks((places[1:] + places[:-1]) / 2, "half-way points", NEUTRAL, 12, hoverinfo="skip"))
    color = format_look(centre.format.name).color
    width = LINE_WIDTH if len(around) <= _MANY else 1.0
    for subnormal, name in ((False, centre.format.title), (True, "subnormal numbers")):
        chosen = [at for at, one in enumerate(around) if (one.exponent == 0) == subnormal]
        if chosen:
            words = [f"{one.value!r}<br>{_grouped(one)}" for one in (around[at] for at in chosen)]
            hover: Trace = {"customdata": words, "hovertemplate": "%{customdata}<br>%{x:~g} ulp<extra></extra>"}
            traces.append(_marks(places[chosen], name, color, 22 if subnormal else 34, width, **hover))
    if typed is not None and ends[0] <= typed <= ends[1]:
        traces.append(_point(typed, 0.55, "typed", VERMILLION, "triangle-down"))
    if conversion.stored.exact is not None:
        traces.append(_point(place(conversion.stored.value), 0.0, "stored", color, "circle"))
    return figure(
        traces,
        xaxis=axis(
            f"distance from {_name(centre)}, in ulps",
            range=ends,
            uirevision=f"{centre.format.name} {len(around)} {ends}",
        ),
        yaxis={"visible": False, "range": [-1, 1], "fixedrange": True},
        shapes=[{"type": "line", "x0": 0, "x1": 1, "xref": "x domain", "y0": 0, "y1": 0, "line": {"color": GRID}}],
    )


def _band(low: float, high: float, ends: list[float], name: str, color: str) -> Trace:
    """An interval of real numbers, cut at the ends of the picture."""
    low, high = (max(ends[0], min(ends[1], end)) for end in (low, high))
    return {
        "type": "scatter", "mode": "lines", "fill": "toself", "line": {"width": 0}, "hoverinfo": "skip",
        "x": np.array([low, low, high, high]), "y": np.array([-0.3, 0.3, 0.3, -0.3]), "fillcolor": color,
        "opacity": 0.35, "name": name,
    }  # fmt: skip


def _name(centre: Decoded) -> str:
    return number(centre.value, 9)


def _marks(x: np.ndarray, name: str, color: str, height: float, width: float = 1.0, **more: Any) -> Trace:
    line = {"color": color, "width": width}
    return {
        "type": "scatter", "mode": "markers", "name": name, "x": x, "y": np.zeros(len(x)),
        "marker": {"symbol": "line-ns-open", "size": height, "color": color, "line": line}, **more,
    }  # fmt: skip


def _point(x: float, y: float, name: str, color: str, symbol: str) -> Trace:
    return {
        "type": "scatter", "mode": "markers", "name": name, "x": np.array([x]), "y": np.array([y]),
        "marker": {"symbol": symbol, "size": 13, "color": color},
        "hovertemplate": f"{name}: %{{x:.4~g}} ulp<extra></extra>",
    }  # fmt: skip


def _grouped(one: Decoded) -> str:
    """The bits, field by field."""
    ends = 1, 1 + one.format.exponent_bits
    return f"{one.bits[: ends[0]]} {one.bits[ends[0] : ends[1]]} {one.bits[ends[1] :]}"
