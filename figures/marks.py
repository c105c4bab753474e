"""The traces that several charts share: paths with halo and end, starts, minima, heads, undefined areas."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from figures.drawing import compact
from figures.paths import Path
from figures.text import escape, number, variable
from figures.theme import HALO, HALO_WIDTH, INK, LINE_WIDTH, NEUTRAL, PAPER, STAR, SYMBOLS, VERMILLION, Look

Trace = dict[str, Any]
Minimum = tuple[Sequence[float], float]  # a point x (n,) and f there

FEW = 60  # steps up to which every step gets a dot of its own


def path_traces(
    path: Path, look: Look, at: Mapping[str, np.ndarray], place: str = "", halo: bool = True, **more: Any
) -> list[Trace]:
    """Return one path as traces of one legend group: halo, line, and end marker, which stands in the legend
    unless the path repeats another from a different start.

    `at` holds the coordinates x and y, each (T+1,); `place` is the part of the hover text that says where a
    point is; a `halo` sets the line off from a landscape; `more` goes to every trace (its axes).
    """
    name = escape(path.label)
    end = slice(path.last, path.last + 1)
    line = {"color": look.color, "width": LINE_WIDTH, "dash": look.dash}
    around = {
        "mode": "lines", "line": {"color": HALO, "width": HALO_WIDTH}, "hoverinfo": "skip",
        "showlegend": False, **at,
    }  # fmt: skip
    steps: Trace = {
        "mode": "lines+markers" if path.steps <= FEW else "lines", "line": line, "showlegend": False, **at,
        "marker": {"color": look.color, "size": 5, "line": {"color": PAPER, "width": 0.5 if halo else 0}},
        "customdata": compact(np.stack([path.f, path.gradient_norm], axis=-1)),
        "hovertemplate": f"<b>{name}</b>, step %{{pointNumber}}{place and '<br>'}{place}"
        f"<br>{SYMBOLS['value']} = %{{customdata[0]:.6~g}}"
        f"<br>{SYMBOLS['gradient_norm']} = %{{customdata[1]:.4~g}}<extra></extra>",
    }  # fmt: skip
    last = {
        "mode": "lines+markers", "line": line, "hoverinfo": "skip",
        **{key: values[end] for key, values in at.items()},
        "marker": {
            "color": look.color, "symbol": look.symbol, "size": 10, "line": {"color": PAPER, "width": 1},
        },
        **({"showlegend": False} if path.group else {}),
    }  # fmt: skip
    common = {"type": "scatter", "name": name, "legendgroup": escape(path.group or path.label)}
    return [{**common, **trace, **more} for trace in ([around] if halo else []) + [steps, last]]


def heads_trace(at: Mapping[str, np.ndarray], looks: Sequence[Look], **more: Any) -> Trace:
    """Return the moving markers of all paths as one trace, resting at the last frame of `at` (K, m)."""
    return {
        "type": "scatter", "mode": "markers", "name": "heads", "showlegend": False, "hoverinfo": "skip",
        "marker": {
            "color": [look.color for look in looks], "symbol": [look.symbol for look in looks],
            "size": 14, "line": {"color": PAPER, "width": 2},
        },
        **{key: frames[-1] for key, frames in at.items()}, **more,
    }  # fmt: skip


def start_trace(x: np.ndarray, y: np.ndarray) -> Trace:
    """Return the marker of the start points."""
    return {
        "type": "scatter", "x": x, "y": y, "mode": "markers", "name": "start", "hoverinfo": "skip",
        "marker": {"symbol": "circle", "size": 13, "color": PAPER, "line": {"color": INK, "width": 2.5}},
    }  # fmt: skip


def minima_trace(minima: Sequence[Minimum], x: np.ndarray, y: np.ndarray, names: Sequence[str]) -> Trace:
    """Return stars at known minima, each telling its coordinates and value when pointed at."""
    texts = []
    for point, value in minima:
        place = "<br>".join(f"{variable(n)} = {number(v, 6)}" for n, v in zip(names, point, strict=False))
        texts.append(f"<b>minimum</b><br>{place}<br>{SYMBOLS['value']} = {number(value, 6)}")
    return {
        "type": "scatter", "x": x, "y": y, "mode": "markers", "name": "minimum",
        "text": texts, "hovertemplate": "%{text}<extra></extra>",
        "marker": {"symbol": "star", "size": 20, "color": STAR, "line": {"color": INK, "width": 1.25}},
    }  # fmt: skip


def point_trace(x: float, y: float, name: str) -> Trace:
    """Return a ring round one point that the page tells more about."""
    return {
        "type": "scatter", "mode": "markers", "name": escape(name), "x": [x], "y": [y], "hoverinfo": "skip",
        "marker": {"symbol": "circle-open", "size": 13, "color": VERMILLION, "line": {"color": VERMILLION, "width": 3}},
    }  # fmt: skip


def undefined_trace(boxes: Sequence[tuple[tuple[float, float], tuple[float, float]]]) -> Trace:
    """Return hatched boxes ((x0, x1), (y0, y1)) for where f has no value; what is drawn later covers them."""
    (x0, x1), (y0, y1) = np.moveaxis(np.array(boxes, dtype=np.float64), 0, -1)
    gap = np.full_like(x0, np.nan)
    return {
        "type": "scatter", "mode": "lines", "name": "undefined", "hoverinfo": "skip", "fill": "toself",
        "x": np.stack([x0, x1, x1, x0, x0, gap], axis=-1).ravel(),
        "y": np.stack([y0, y0, y1, y1, y0, gap], axis=-1).ravel(),
        "line": {"width": 0, "color": NEUTRAL},
        "fillpattern": {
            "shape": "/", "size": 7, "solidity": 0.25, "fgcolor": NEUTRAL,
            "bgcolor": "rgba(128,128,128,0.12)",
        },
    }  # fmt: skip
