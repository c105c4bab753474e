"""f along the line of a step, with what its slope promises, the lengths that were tried and the one that was taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from figures.drawing import Drawing, compact
from figures.marks import Trace
from figures.theme import BLUE, GREEN, INK, LINE_WIDTH, NEUTRAL, ORANGE, PAPER, SYMBOLS, VERMILLION, axis, figure

if TYPE_CHECKING:
    from numerics.inside.profile import Profile

ACROSS, UP = (-0.5, 2.5), (-1.25, 0.75)


def slice_along(seen: Profile, steps: np.ndarray) -> Drawing:
    """Draw the line of every one of `steps` (K,) in units of its own step, so that all fit the same axes."""
    ends = np.array([ACROSS])
    slope = seen.slope[:, None]
    moving: list[tuple[Trace, dict[str, np.ndarray]]] = [
        (_line("tangent", ORANGE, "dash"), _at(ends, slope * ends)),
        (_line(f"{SYMBOLS['value']} along the line", BLUE, "solid"), _at(seen.length[None], seen.change)),
    ]
    if seen.sufficient is not None:
        below = _line("Armijo's line: a length must end below", GREEN, "dashdot")
        moving.insert(1, (below, _at(ends, seen.sufficient * slope * ends)))
    if seen.tried.shape[1]:
        moving.append((_dots("tried", PAPER, VERMILLION, 9), _at(*_filled(seen))))
    moving.append((_dots("taken", VERMILLION, PAPER, 13), _at(seen.taken[:, None], seen.taken_change[:, None])))
    here: Trace = _dots("this iterate", PAPER, INK, 11) | {"x": [0.0], "y": [0.0]}
    level = {"color": NEUTRAL, "width": 1}
    axes = {
        "xaxis": axis("length ÷ that of the step", range=list(ACROSS)),
        "yaxis": axis(f"Δ{SYMBOLS['value']} ÷ what is promised", range=list(UP)),
        "shapes": [{"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": 0, "y1": 0, "line": level}],
    }
    return Drawing(figure([here], **axes), steps=steps).plus(moving)


def _filled(seen: Profile) -> tuple[np.ndarray, np.ndarray]:
    """The trials, with the last of each step repeated for as many as others have: a dot on a dot is not seen."""
    known = np.isfinite(seen.tried)
    last = np.maximum.accumulate(np.where(known, np.arange(known.shape[1]), 0), axis=1)
    return np.take_along_axis(seen.tried, last, 1), np.take_along_axis(seen.tried_change, last, 1)


def _at(x: np.ndarray, y: np.ndarray) -> dict[str, np.ndarray]:
    far = 1e4 * (UP[1] - UP[0])  # browsers fail at coordinates like 1e30
    return {"x": compact(x.clip(-far, far)), "y": compact(y.clip(-far, far))}


def _line(name: str, color: str, dash: str) -> Trace:
    return {
        "type": "scatter", "mode": "lines", "name": name, "hoverinfo": "skip",
        "line": {"color": color, "width": LINE_WIDTH, "dash": dash},
    }  # fmt: skip


def _dots(name: str, color: str, edge: str, size: int) -> Trace:
    return {
        "type": "scatter", "mode": "markers", "name": name, "hoverinfo": "skip",
        "marker": {"color": color, "size": size, "line": {"color": edge, "width": 2}},
    }  # fmt: skip
