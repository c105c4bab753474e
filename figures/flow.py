"""Where ideas return: two columns of names, joined by bands as wide as the number of ideas between them."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from figures.marks import Trace
from figures.text import escape
from figures.theme import NEUTRAL, PALETTE, figure

GAP = 0.6  # between neighbouring names, in ideas
BAR = 0.025  # the width of a name's bar; the bands are 1 wide
ROOM = 0.55  # for the names on either side; they belong to the plane, where clicks are heard
_ALONG = np.linspace(0, 1, 25)
_SMOOTH = _ALONG**2 * (3 - 2 * _ALONG)
Names = Sequence[str]


def flow(left: Names, right: Names, counts: np.ndarray, highlighted: np.ndarray | None = None) -> go.Figure:
    """Draw bands from each name of `left` (l) to each of `right` (r), as wide as `counts` (l, r), whole numbers.

    The bands of the cells that are `highlighted` (l, r) stand out; None: all do. Names with nothing are left out.
    The plane is 1 wide; at what height a name stands, `places` tells.
    """
    lit = np.ones(counts.shape, dtype=bool) if highlighted is None else highlighted
    tops = [places(counts.sum(1)), places(counts.sum(0))]
    traces: list[Trace] = []
    used = [tops[0][:, 0].copy(), tops[1][:, 0].copy()]
    for i, j in zip(*np.nonzero(counts), strict=True):
        color, count = PALETTE[i % len(PALETTE)], int(counts[i, j])
        traces.append(_band(used[0][i], used[1][j], count, color, f"{left[i]} → {right[j]}", bool(lit[i, j])))
        used[0][i] += count
        used[1][j] += count
    colors = [PALETTE[i % len(PALETTE)] for i in range(len(left))]
    traces += _bars(tops[0], -BAR, colors) + _bars(tops[1], 1, [NEUTRAL] * len(right))
    traces += [_names(left, tops[0], -2 * BAR, "middle left"), _names(right, tops[1], 1 + 2 * BAR, "middle right")]
    height = max(float(ends.max(initial=1.0)) for ends in tops)
    hidden = {"visible": False, "fixedrange": True}
    return figure(
        traces,
        xaxis={**hidden, "range": [-ROOM, 1 + ROOM]},
        yaxis={**hidden, "range": [height + 0.2, -0.2]},
        showlegend=False,
    )


def places(counts: np.ndarray) -> np.ndarray:
    """Return the upper and lower end (k, 2) of the bar of each of k names, as high as its count; y grows downward."""
    gaps = np.where(counts > 0, GAP, 0.0)
    top = np.cumsum(counts + gaps) - counts - gaps
    return np.stack([top, top + counts], axis=-1)


def name_at(counts: np.ndarray, y: float) -> int | None:
    """Return which of the names with these `counts` (k,) is nearest to the height `y`, if any is there."""
    ends = places(counts)
    away = np.where(counts > 0, np.maximum(ends[:, 0] - y, y - ends[:, 1]), np.inf)
    return int(away.argmin()) if away.min(initial=np.inf) <= GAP else None


def _band(top: float, to: float, count: int, color: str, told: str, lit: bool) -> Trace:
    upper = top + (to - top) * _SMOOTH
    red, green, blue = (int(color[k : k + 2], 16) for k in (1, 3, 5))
    return {
        "type": "scatter", "mode": "lines", "fill": "toself", "hoveron": "fills", "name": "",
        "x": np.concatenate([_ALONG, _ALONG[::-1]]), "y": np.concatenate([upper, upper[::-1] + count]),
        "line": {"width": 0}, "fillcolor": f"rgba({red},{green},{blue},{0.55 if lit else 0.1})",
        "text": f"{escape(told)}: {count}", "hoverinfo": "text",
    }  # fmt: skip


def _bars(ends: np.ndarray, x: float, colors: Sequence[str]) -> list[Trace]:
    return [
        {
            "type": "scatter", "mode": "lines", "fill": "toself", "hoverinfo": "skip", "fillcolor": color,
            "x": [x, x + BAR, x + BAR, x], "y": [top, top, low, low], "line": {"width": 0},
        }
        for (top, low), color in zip(ends, colors, strict=True)
        if low > top
    ]  # fmt: skip


def _names(names: Names, ends: np.ndarray, x: float, side: str) -> Trace:
    shown = [k for k, (top, low) in enumerate(ends) if low > top]
    return {
        "type": "scatter", "mode": "text", "hoverinfo": "skip", "textposition": side, "textfont": {"size": 13},
        "x": [x] * len(shown), "y": ends.mean(1)[shown], "text": [_in_lines(names[k]) for k in shown],
    }  # fmt: skip


def _in_lines(name: str) -> str:
    """A name of several words in two lines, so that a narrow picture has room for it."""
    first, _, rest = name.partition(" ")
    return f"{escape(first)}<br>{escape(rest)}" if rest else escape(first)
