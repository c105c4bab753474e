"""The map of f with the field of its gradient, and at one point the ways up, down, and in a chosen direction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from figures.compass import DOWN, TURNING, UP
from figures.contour import contour
from figures.drawing import Drawing, compact
from figures.marks import Trace
from figures.theme import INK, PAPER, SYMBOLS

if TYPE_CHECKING:
    from numerics.sampling import Grid

LENGTH = 0.16  # of the arrows at the point, as a part of the window
SQUARE = 4.0  # so many times longer one side may be for both axes to have the same unit


def gradient_field(
    grid: Grid,
    at: Sequence[float],
    gradient: np.ndarray,
    turn: np.ndarray,
    *,
    names: Sequence[str],
    field: tuple[np.ndarray, np.ndarray] | None = None,
    scale: str = "logarithmic",
) -> Drawing:
    """Draw the map `grid`, the point `at` (2,), and arrows along its gradient (2,), against it, and along u.

    u takes the directions `turn` (K, 2) of length 1. `field` has points (m, 2) and the gradients there (m, 2), which
    are drawn as arrows of one length. Where the window is about as high as wide both axes have the same unit, so that
    arrows stand at right angles to the contour lines.
    """
    size = np.array([grid.x[-1] - grid.x[0], grid.y[-1] - grid.y[0]])
    equal = bool(size.max() < SQUARE * size.min())
    base = contour(grid, names=names, scale=scale, starts=np.empty((0, len(names))), equal=equal)
    unit = np.full(2, size.min()) if equal else size
    here = np.asarray(at, dtype=np.float64)
    traces: list[tuple[Trace, dict[str, np.ndarray]]] = []
    if field is not None:
        points, slopes = field
        count = max(int(np.sqrt(len(points))), 1)
        ends = arrows(points, _normalised(slopes, unit) * unit * (0.7 / count), unit * (0.7 / count))
        traces.append((_line("field", INK, 1.4, 0.6) | {"showlegend": False}, ends))
    steepest = _normalised(gradient[None], unit) * unit * LENGTH
    for sign, color, name in ((1, UP, f"{SYMBOLS['gradient']}, up"), (-1, DOWN, f"−{SYMBOLS['gradient']}, down")):
        traces.append((_line(name, color, 4, 1.0), arrows(here[None], sign * steepest, unit * LENGTH)))
    directions = arrows(np.broadcast_to(here, turn.shape), turn * unit * LENGTH, unit * LENGTH, each=True)
    traces.append((_line("u", TURNING, 4, 1.0), directions))
    traces.append((_point(), {"x": here[:1][None], "y": here[1:][None]}))
    drawing = Drawing(base.figure, base.heads, np.arange(len(turn)))
    return drawing.plus(traces)


def arrows(tails: np.ndarray, along: np.ndarray, unit: np.ndarray, each: bool = False) -> dict[str, np.ndarray]:
    """Return the lines of arrows from `tails` (m, 2), each a shaft `along` (m, 2) and two barbs.

    `unit` (2,) is the length of a full arrow along each axis; barbs are a third of it. The coordinates are (1, 6m),
    with gaps, or with `each` (m, 6): one arrow a frame. An arrow without a direction is left out.
    """
    tips = tails + along
    forward = along / unit
    sideways = np.stack([-forward[:, 1], forward[:, 0]], axis=-1)
    barbs = [tips + (-0.32 * forward + sign * 0.16 * sideways) * unit for sign in (1, -1)]
    gap = np.full_like(tips, np.nan)
    ways = np.stack([tails, tips, barbs[0], tips, barbs[1], gap], axis=1)
    ways[~(np.isfinite(along).all(-1) & along.any(-1))] = np.nan
    x, y = np.moveaxis(ways, -1, 0)
    return (
        {"x": compact(x), "y": compact(y)} if each else {"x": compact(x.ravel())[None], "y": compact(y.ravel())[None]}
    )


def _normalised(vectors: np.ndarray, unit: np.ndarray) -> np.ndarray:
    """Return vectors of length 1 as seen in the picture; zero and undefined ones have no direction."""
    with np.errstate(all="ignore"):
        seen = vectors / np.abs(vectors).max(axis=-1, keepdims=True) / unit * unit.min()
        return np.nan_to_num(seen / np.hypot(*np.moveaxis(seen, -1, 0))[..., None])


def _line(name: str, color: str, width: float, opacity: float) -> Trace:
    return {
        "type": "scatter", "mode": "lines", "name": name, "hoverinfo": "skip", "opacity": opacity,
        "line": {"color": color, "width": width},
    }  # fmt: skip


def _point() -> Trace:
    return {
        "type": "scatter", "mode": "markers", "name": "point", "showlegend": False, "hoverinfo": "skip",
        "marker": {"color": PAPER, "size": 11, "line": {"color": INK, "width": 2.5}},
    }  # fmt: skip
