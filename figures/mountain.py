"""The mountain of f cut along both axes: the surface with the two curves whose slopes are the partial derivatives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from figures.drawing import Drawing, compact
from figures.levels import levels, spans_widely
from figures.marks import Trace
from figures.surface import surface
from figures.text import variable
from figures.theme import BLUE, INK, ORANGE, PAPER

if TYPE_CHECKING:
    from numerics.sampling import Grid, Line

COLORS = (BLUE, ORANGE)
_EYE = {"x": -1.2, "y": -1.65, "z": 1.2}  # from so far that a narrow picture holds all of it
_LIFT = 0.015  # over the surface, as a part of its height


def mountain(grid: Grid, cuts: tuple[Line, Line], at: Sequence[float], value: float, names: Sequence[str]) -> Drawing:
    """Draw the surface `grid` with its two `cuts` through the point `at` (2,), where f has this `value`.

    The first cut runs along the first axis of the grid, the second along the second; each has the colour that its
    own picture has. Heights are linear unless a few values dwarf all others.
    """
    kind = "logarithmic" if spans_widely(grid.z) else "linear"
    relief = levels(grid.z, kind)
    lift = _LIFT * max(relief.high - relief.low, 1.0)
    base = surface(grid, names=names, height=kind, starts=np.empty((0, len(names))))
    base.figure.update_layout(scene_camera_eye=_EYE)
    added: list[tuple[Trace, dict[str, np.ndarray]]] = []
    for place, cut in enumerate(cuts):
        held = np.full_like(cut.x, at[1 - place])
        x, y = (cut.x, held) if place == 0 else (held, cut.x)
        way = {
            name: compact(values)[None]
            for name, values in zip("xyz", (x, y, relief.position(cut.z) + lift), strict=True)
        }
        added.append((_cut(variable(names[cut.axis]), COLORS[place]), way))
    top = (at[0], at[1], float(relief.position(np.array([value]))[0]) + lift)
    added.append((_point(), {name: np.array([[value]]) for name, value in zip("xyz", top, strict=True)}))
    return base.plus(added)


def _cut(name: str, color: str) -> Trace:
    return {
        "type": "scatter3d", "mode": "lines", "name": f"cut along {name}", "hoverinfo": "skip",
        "line": {"color": color, "width": 8},
    }  # fmt: skip


def _point() -> Trace:
    return {
        "type": "scatter3d", "mode": "markers", "name": "point", "showlegend": False, "hoverinfo": "skip",
        "marker": {"color": PAPER, "size": 6, "line": {"color": INK, "width": 2}},
    }  # fmt: skip
