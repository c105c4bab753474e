"""The landscape in three dimensions, with the paths of methods lying on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from figures.drawing import Drawing, compact
from figures.ground import Ground, Points3
from figures.levels import Levels, levels, spans_widely
from figures.marks import Minimum, Trace
from figures.paths import Path, frame_steps, heads, looks, starting_points
from figures.text import escape, number, variable
from figures.theme import (
    DASHES,
    INK,
    LINE_WIDTH,
    NEUTRAL,
    PAPER,
    SEQUENTIAL,
    STAR,
    SYMBOLS,
    Look,
    bands,
    figure,
)

if TYPE_CHECKING:
    from numerics.sampling import Grid

# Paths and marks float above the surface by this part of its height, so as not to sink into it.
_LIFT, _MARK_LIFT = 0.02, 0.05
_HEIGHTS = {"linear": "", "logarithmic": " (logarithmic)", "quantile": " (by rank)"}
_SOLIDS = dict(
    zip(DASHES, ("circle", "square", "diamond", "cross", "x", "circle-open"), strict=True)
)  # WebGL has few symbols


def surface(
    grid: Grid,
    paths: Sequence[Path] = (),
    *,
    names: Sequence[str] = ("x", "y"),
    scale: str = "logarithmic",
    height: str | None = None,
    minima: Sequence[Minimum] = (),
    lowest: float | None = None,
    starts: ArrayLike | None = None,
) -> Drawing:
    """Draw `grid` as a surface, the `paths` on it (what leaves the window is not drawn) and moving heads.

    Colours are those of the contour map with the same `scale`. `height` decides how the height follows f:
    `linear`, `logarithmic` or `quantile`; its axis is labelled in units of f all the same and says so. None
    takes linear heights unless a few values dwarf all others. Values beyond the range of the levels are cut
    to a plateau; NaN leaves a hole. The other arguments are as for `contour`.
    """
    if lowest is None:
        lowest = min((value for _, value in minima), default=None)
    colors = levels(grid.z, scale, lowest=lowest)
    relief = levels(grid.z, height or ("logarithmic" if spans_widely(grid.z) else "linear"), lowest=lowest)
    heights = relief.position(grid.z)
    rise = max(relief.high - relief.low, 1.0)
    near = Ground(grid.x, grid.y, heights + _LIFT * rise)
    above = Ground(grid.x, grid.y, heights + _MARK_LIFT * rise)
    shown = list(grid.axes)
    place = "<br>".join(f"{variable(names[k])} = %{{{axis}:.5~g}}" for k, axis in zip(shown, "xy", strict=True))

    traces = [_landscape(grid, heights, colors, place)]
    styles = looks(paths)
    for path, look in zip(paths, styles, strict=True):
        traces += _path_traces(path, look, near.drape(path.x[:, shown]), above, shown)
    if minima:
        at = above.at(np.array([point for point, _ in minima], dtype=np.float64)[:, shown])
        texts = [f"minimum, {SYMBOLS['value']} = {number(value, 6)}" for _, value in minima]
        traces.append(_marks("minimum", at, STAR, "diamond", 5) | {"text": texts, "hoverinfo": "text"})
    marked = starting_points(paths, starts, grid.axes)
    if len(marked):
        traces.append(_marks("start", above.at(marked), PAPER, "circle", 6))

    steps, moving = frame_steps(paths), {}
    if paths:
        frames = above.at(np.stack([heads([path.x[:, k] for path in paths], steps) for k in shown], axis=-1))
        x, y, z = map(compact, frames)
        moving[len(traces)] = {"x": x, "y": y, "z": z}
        solids = [_SOLIDS[look.dash] for look in styles]
        traces.append(
            _marks("heads", (x[-1], y[-1], z[-1]), [look.color for look in styles], solids, 7) | {"showlegend": False}
        )
    nowhere = {"text": "undefined in this window", "x": 0.5, "y": 0.5, "showarrow": False}
    layout = {"annotations": [nowhere]} if np.isnan(grid.z).all() else {}
    return Drawing(figure(traces, scene=_scene(grid, names, relief), **layout), moving, steps)


def _landscape(grid: Grid, heights: np.ndarray, colors: Levels, place: str) -> Trace:
    width = max(colors.high - colors.low, 1.0)
    shades = (colors.position(grid.z) - colors.low) / width
    edges = (np.arange(len(colors.values)) - colors.low) / width
    return {
        "type": "surface", "name": "", "showscale": False,
        "x": grid.x, "y": grid.y, "z": compact(heights), "customdata": compact(grid.z),
        "surfacecolor": (np.nan_to_num(shades) * 65535).astype(np.uint16), "cmin": 0, "cmax": 65535,
        "colorscale": bands(SEQUENTIAL, edges),
        "lighting": {"ambient": 0.75, "diffuse": 0.5, "specular": 0.05, "roughness": 0.9},
        "hovertemplate": f"{place}<br>{SYMBOLS['value']} = %{{customdata:.6~g}}<extra></extra>",
    }  # fmt: skip


def _path_traces(path: Path, look: Look, way: Points3, above: Ground, shown: list[int]) -> list[Trace]:
    name, group = escape(path.label), escape(path.group or path.label)
    x, y, z = map(compact, way)
    line = {
        "type": "scatter3d", "mode": "lines", "x": x, "y": y, "z": z, "name": name, "legendgroup": group,
        "line": {"color": look.color, "width": 2.5 * LINE_WIDTH, "dash": look.dash}, "hoverinfo": "skip",
        "showlegend": False,
    }  # fmt: skip
    last = above.at(path.x[path.last : path.last + 1, shown])
    end = _marks(name, last, look.color, _SOLIDS[look.dash], 5) | {
        "mode": "lines+markers", "line": line["line"], "legendgroup": group,
        "hoverinfo": "text",
        "text": f"{name}, step {path.last}: {SYMBOLS['value']} = {number(path.f[path.last], 6)}",
        **({"showlegend": False} if path.group else {}),
    }  # fmt: skip
    return [line, end]


def _marks(name: str, at: Points3, color: str | list[str], symbol: str | list[str], size: int) -> Trace:
    x, y, z = at
    return {
        "type": "scatter3d", "mode": "markers", "name": name, "x": x, "y": y, "z": z, "hoverinfo": "skip",
        "marker": {
            "color": color, "symbol": symbol, "size": size, "line": {"color": INK, "width": 1}, "opacity": 1,
        },
    }  # fmt: skip


def _scene(grid: Grid, names: Sequence[str], chosen: Levels) -> dict[str, Any]:
    positions, texts = chosen.ticks()
    every = -(-len(positions) // 6)  # at most six labels
    common = {
        "gridcolor": NEUTRAL,
        "gridwidth": 0.5,
        "showbackground": False,
        "zeroline": False,
        "showspikes": False,
    }
    x, y = (variable(names[k]) for k in grid.axes)
    return {
        "xaxis": {"title": {"text": x}, "range": [grid.x[0], grid.x[-1]], "nticks": 6, **common},
        "yaxis": {"title": {"text": y}, "range": [grid.y[0], grid.y[-1]], "nticks": 6, **common},
        "zaxis": {
            "title": {"text": SYMBOLS["value"] + _HEIGHTS[chosen.kind]},
            "tickvals": positions[::every], "ticktext": texts[::every],
            "range": [chosen.low, max(chosen.high, chosen.low + 1) + 0.3], **common,
        },
        "aspectmode": "manual", "aspectratio": {"x": 1, "y": 1, "z": 0.6},
        "camera": {"eye": {"x": -0.94, "y": -1.3, "z": 1.15}, "center": {"x": 0, "y": 0, "z": -0.15}},
        "bgcolor": "rgba(0,0,0,0)",
    }  # fmt: skip
