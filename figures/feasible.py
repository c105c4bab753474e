"""Constraints over a map or a curve: what they forbid is veiled, boundaries are lines, forces pull at one point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from figures.curve import undefined_spans
from figures.drawing import Drawing, compact
from figures.marks import Trace, point_trace
from figures.text import escape
from figures.theme import GREEN, INK, OLIVE, ORANGE, PAPER, PURPLE, SKY, STAR, VERMILLION, Look

VEIL = "rgba(16,21,31,0.55)"
VEIL_ON_PAGE = "rgba(128,128,128,0.35)"  # where the page shines through, light or dark
FORCE = VERMILLION  # -∇f
BOUNDARIES = tuple(Look(color, dash, "") for dash in ("solid", "dash") for color in (ORANGE, SKY, PURPLE, GREEN, OLIVE))
REACH = 0.3  # of the picture: how long the longest force is drawn


@dataclass(frozen=True, eq=False)
class Boundary:
    """One constraint over the map or along the curve.

    Attributes:
        name: as typed; plain text.
        values: (ny, nx) or (nx,) c, which is 0 on the boundary and above 0 where an inequality fails.
        equality: whether it is an equation.
    """

    name: str
    values: np.ndarray
    equality: bool


@dataclass(frozen=True, eq=False)
class Forces:
    """The forces at one point, along the two axes of the map.

    Attributes:
        at: (2,) the point; on a curve x and f there, and the forces are (…, 0).
        down: (2,) -∇f of what is minimized.
        name: of that force.
        pushing: (m, 2) -λᵢ ∇cᵢ of every constraint, in the order of the boundaries.
    """

    at: np.ndarray
    down: np.ndarray
    pushing: np.ndarray
    name: str = "−∇f"


def with_constraints(
    drawing: Drawing, x: np.ndarray, y: np.ndarray, boundaries: Sequence[Boundary], forces: Forces | None
) -> Drawing:
    """Draw constraints over the map of f on `x` (nx,) and `y` (ny,), under its paths, and forces over them."""
    under: list[Trace] = []
    failing = [boundary.values > 0 for boundary in boundaries if not boundary.equality]
    if failing:
        forbidden = np.where(np.logical_or.reduce(failing), np.float32(1), np.float32(np.nan))
        under.append(
            {
                "type": "heatmap", "x": x, "y": y, "z": forbidden, "zmin": 0, "zmax": 1, "showscale": False,
                "colorscale": [[0, VEIL], [1, VEIL]], "hoverinfo": "skip", "name": "not feasible",
            }
        )  # fmt: skip
    looks = [look_of(number) for number in range(len(boundaries))]
    for boundary, look in zip(boundaries, looks, strict=True):
        under.append(_boundary(x, y, boundary, look))
    over: list[Trace] = []
    if forces is not None:
        over += _arrows(forces, (x[0], x[-1]), (y[0], y[-1]), looks)
        over.append(point_trace(float(forces.at[0]), float(forces.at[1]), "examined point"))
    after = 1 + max((n for n, trace in enumerate(drawing.figure.data) if trace.type == "contour"), default=-1)
    return _laid(drawing, after, under, over)


def with_constraints_on_line(
    drawing: Drawing, x: np.ndarray, boundaries: Sequence[Boundary], forces: Forces | None
) -> Drawing:
    """Draw constraints under the curve of f over `x` (nx,), and forces at one of its points."""
    bottom, top = drawing.figure.layout.yaxis.range
    under: list[Trace] = []
    failing = [boundary.values > 0 for boundary in boundaries if not boundary.equality]
    forbidden = np.logical_or.reduce(failing) if failing else np.zeros(x.shape, dtype=bool)
    spans = undefined_spans(x, np.where(forbidden, np.nan, 0.0))
    if spans:
        under.append(
            {
                "type": "scatter", "mode": "lines", "name": "not feasible", "hoverinfo": "skip", "fill": "toself",
                "x": [end for low, high in spans for end in (low, high, high, low, low, None)],
                "y": [bottom, bottom, top, top, bottom, None] * len(spans),
                "line": {"width": 0}, "fillcolor": VEIL_ON_PAGE, "showlegend": True,
            }
        )  # fmt: skip
    looks = [look_of(number) for number in range(len(boundaries))]
    for boundary, look in zip(boundaries, looks, strict=True):
        at = _zeros(x, boundary.values)
        under.append(
            {
                "type": "scatter", "mode": "lines", "name": escape(boundary.name), "hoverinfo": "skip",
                "x": [end for place in at for end in (place, place, None)] or [None],
                "y": [bottom, top, None] * len(at) or [None],
                "line": {"color": look.color, "width": 4 if boundary.equality else 2.5, "dash": look.dash},
            }
        )  # fmt: skip
    over: list[Trace] = []
    if forces is not None:
        over += _arrows(forces, (x[0], x[-1]), (bottom, top), looks)
        over.append(point_trace(float(forces.at[0]), float(forces.at[1]), "examined point"))
    return _laid(drawing, 0, under, over)


def with_points(drawing: Drawing, at: np.ndarray, texts: Sequence[str], best: Sequence[bool]) -> Drawing:
    """Mark KKT points at (k, 2), each with a text to hover; stars where f is best."""
    marker = {
        "symbol": ["star" if first else "diamond" for first in best], "size": [20 if first else 12 for first in best],
        "color": [STAR if first else PAPER for first in best], "line": {"color": INK, "width": 1.5},
    }  # fmt: skip
    trace: Trace = {
        "type": "scatter", "mode": "markers", "name": "KKT points", "x": at[:, 0], "y": at[:, 1], "marker": marker,
        "text": [escape(text) for text in texts], "hovertemplate": "%{text}<extra></extra>",
    }  # fmt: skip
    return drawing.over([trace])


def _laid(drawing: Drawing, after: int, under: Sequence[Trace], over: Sequence[Trace]) -> Drawing:
    """More traces: some after so many that are there, some on top."""
    data = [*drawing.figure.data[:after], *under, *drawing.figure.data[after:], *over]
    heads = {index + (len(under) if index >= after else 0): at for index, at in drawing.heads.items()}
    return Drawing(go.Figure(data, drawing.figure.layout, _validate=False), heads, drawing.steps)


def _zeros(x: np.ndarray, values: np.ndarray) -> list[float]:
    """Where values (nx,) over x are 0 or change their sign, by linear interpolation."""
    with np.errstate(all="ignore"):
        share = values[:-1] / (values[:-1] - values[1:])
        crosses = np.signbit(values[:-1]) != np.signbit(values[1:])
        crosses &= np.isfinite(share)
        between = (x[:-1] + share * np.diff(x))[crosses]
    return [float(place) for place in np.union1d(between, x[values == 0])]


def look_of(number: int) -> Look:
    """How the boundary of the constraint of this number is drawn, and the force of it."""
    return BOUNDARIES[number % len(BOUNDARIES)]


def _boundary(x: np.ndarray, y: np.ndarray, boundary: Boundary, look: Look) -> Trace:
    return {
        "type": "contour", "name": escape(boundary.name), "showlegend": True, "showscale": False,
        "x": x, "y": y, "z": compact(boundary.values), "hoverinfo": "skip",
        "contours": {"start": 0, "end": 0, "size": 1, "coloring": "none"},
        "line": {"color": look.color, "width": 4 if boundary.equality else 2.5, "dash": look.dash},
    }  # fmt: skip


def _arrows(forces: Forces, across: Sequence[float], up: Sequence[float], looks: Sequence[Look]) -> list[Trace]:
    """-∇f, and every push that is not 0, all on one scale; at a KKT point they add up to 0."""
    size = np.array([across[1] - across[0], up[1] - up[0]], dtype=np.float64)
    vectors = np.vstack([forces.down, forces.pushing])
    with np.errstate(all="ignore"):
        longest = float(np.linalg.norm(vectors / size, axis=1).max())
    if not 0 < longest < np.inf:
        return []
    ends = forces.at + vectors * (REACH / longest)
    traces = [_arrow(forces.at, ends[0], forces.name, FORCE)]
    for number, (end, push) in enumerate(zip(ends[1:], forces.pushing, strict=True)):
        if np.linalg.norm(push / size) > 1e-3 * longest:
            traces.append(_arrow(forces.at, end, f"−λ{number + 1}∇c{number + 1}", looks[number].color))
    return traces


def _arrow(start: np.ndarray, end: np.ndarray, name: str, color: str) -> Trace:
    return {
        "type": "scatter", "mode": "lines+markers", "name": name, "hoverinfo": "name",
        "x": [start[0], end[0]], "y": [start[1], end[1]],
        "line": {"color": color, "width": 4},
        "marker": {
            "symbol": "arrow", "size": [0, 16], "angleref": "previous", "color": color,
            "line": {"color": [INK, PAPER], "width": 1},
        },
    }  # fmt: skip
