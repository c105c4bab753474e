"""Performance and data profiles as step curves, each in its method's colours, its right end written beside it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from figures.marks import Trace
from figures.text import escape
from figures.theme import LINE_WIDTH, PAPER, axis, figure, method_look
from numerics.profiles import Profile

_APART = 0.055  # between the texts at the right end, as a part of the height
_MARGIN = 0.04  # below 0 and above 1, so that a curve along the edge is seen


@dataclass(frozen=True, eq=False)
class Curve:
    """One method's profile: `label` names it in the legend, `method` decides the look."""

    label: str
    method: str
    profile: Profile


def performance(curves: Sequence[Curve]) -> go.Figure:
    """Draw performance profiles: what share each method solves at up to α times the cheapest cost, α from 1 on.

    A marker stands where a method begins to solve: at α = 1, on the share of which it is the cheapest, if there is any.
    """
    return _steps(
        curves,
        begin=1.0,
        title="α = cost ÷ the cheapest method's cost",
        told="solves %{y:.0%} at no more than<br>%{x:.3~g} times the cheapest cost",
    )


def data(curves: Sequence[Curve]) -> go.Figure:
    """Draw data profiles: what share each method solves for up to α (n + 1) evaluations of f."""
    firsts = [float(curve.profile.at[0]) for curve in curves if len(curve.profile.at)]
    return _steps(
        curves,
        begin=2.0 ** math.floor(math.log2(min(firsts, default=1.0))),
        title="α = cost ÷ (n + 1), in evaluations of <i>f</i>",
        told="solves %{y:.0%} for<br>%{x:.3~g} (n + 1) evaluations of <i>f</i>",
    )


def _steps(curves: Sequence[Curve], begin: float, title: str, told: str) -> go.Figure:
    last = max((float(curve.profile.at[-1]) for curve in curves if len(curve.profile.at)), default=begin)
    # Two doublings at least, and some way beyond the last step, where nothing changes any more.
    high = max(math.log2(last / begin) * 1.06, 2.0)
    end = begin * 2**high
    traces = [trace for curve in curves for trace in _curve(curve, begin, end, told)]
    across = (math.log10(begin) - 0.02 * high * math.log10(2), math.log10(end))
    doublings = max(1, round(high / 8))
    ticks = [begin * 2.0**power for power in range(0, int(high) + 1, doublings)]
    return figure(
        traces,
        xaxis=axis(title, type="log", range=list(across), tickvals=ticks, ticktext=[f"{tick:g}" for tick in ticks]),
        yaxis=axis("share of the runs solved", range=[-_MARGIN, 1 + _MARGIN], tickformat=".0%", dtick=0.25),
        annotations=_ends(curves),
        margin={"l": 8, "r": 52, "t": 8, "b": 8},
        hovermode="closest",
    )


def _curve(curve: Curve, begin: float, end: float, told: str) -> list[Trace]:
    """The line, and a marker where it leaves the floor, which stands in the legend with the line's dash."""
    look, name = method_look(curve.method), escape(curve.label)
    inner = curve.profile.at[curve.profile.at > begin]
    x = np.concatenate([[begin], inner, [end]])
    y = curve.profile(x)
    line = {"color": look.color, "width": LINE_WIDTH, "dash": look.dash, "shape": "hv"}
    common = {"type": "scatter", "name": name, "legendgroup": name, "line": line, "cliponaxis": False}
    hover = f"<b>{name}</b> {told}<extra></extra>"
    first = max(begin, float(curve.profile.at[0])) if len(curve.profile.at) and not y[0] else begin
    marker = {"color": look.color, "symbol": look.symbol, "size": 10, "line": {"color": PAPER, "width": 1}}
    return [
        {**common, "mode": "lines", "x": x, "y": y, "showlegend": False, "hovertemplate": hover},
        {
            **common,
            "mode": "lines+markers",
            "x": [first],
            "y": curve.profile([first]),
            "marker": marker,
            "hovertemplate": hover,
        },
    ]


def _ends(curves: Sequence[Curve]) -> list[Trace]:
    """The shares at the right end in the colours of the curves, moved apart where they would overlap."""
    shares = [curve.profile.solved for curve in curves]
    order = np.argsort(shares, kind="stable")
    places = spread([shares[k] for k in order], _APART)
    return [
        {
            "xref": "paper", "x": 1, "xanchor": "left", "xshift": 4, "yref": "y", "y": place, "showarrow": False,
            "text": f"<b>{shares[k]:.0%}</b>", "font": {"color": method_look(curves[k].method).color, "size": 13},
        }
        for k, place in zip(order, places, strict=True)
    ]  # fmt: skip


def spread(values: Sequence[float], apart: float) -> list[float]:
    """Return ascending `values` moved as little as needed to lie `apart`; groups stay centred, in 0 … 1 if they fit."""
    groups: list[list[float]] = []  # each a run of neighbours, moved together
    for value in values:
        groups.append([value])
        while len(groups) > 1 and _centre(groups[-1], apart)[0] - _centre(groups[-2], apart)[-1] < apart * (1 - 1e-9):
            groups[-2:] = [groups[-2] + groups[-1]]
    return [place for group in groups for place in _centre(group, apart)]


def _centre(group: Sequence[float], apart: float) -> list[float]:
    """Places for a group: `apart` from each other around its mean, pushed back between 0 and 1."""
    width = apart * (len(group) - 1)
    first = min(max(float(np.mean(group)) - width / 2, 0.0), 1.0 - width)
    return [first + apart * k for k in range(len(group))]
