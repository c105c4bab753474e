"""What a method sees at each step, laid over the map or the curve: arrows, models, regions, simplices, all moving."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from figures.drawing import Drawing, Range, drawable
from figures.marks import Trace
from figures.text import variable
from figures.theme import (
    BLUE,
    GREEN,
    HALO,
    INK,
    OLIVE,
    ORANGE,
    PAPER,
    PURPLE,
    SKY,
    VERMILLION,
    figure,
    window_axis,
)
from numerics.inside.conic import level_line
from numerics.inside.views import Arrow, Ball, Model, Polygon, Steps, View

if TYPE_CHECKING:
    from numerics.inside.views import Role

ROLES: dict[Role, str] = {"gradient": ORANGE, "memory": PURPLE, "step": VERMILLION, "other": BLUE}
MODELS = (GREEN, OLIVE)  # of the method's own models, in order
SCALED = 0.14  # the length of an arrow without a length, as a part of the picture
CIRCLE = np.exp(2j * np.pi * np.linspace(0, 1, 33))
PARABOLA = 65  # points of a model on a curve
APART = 0.035  # arrows on a curve lie this far above each other, as a part of the picture
CLOSE = 3.0  # the close-up shows so many steps' lengths to every side

Drawn = Arrow | Model | Ball | Polygon
Points = tuple[np.ndarray, np.ndarray]  # x and y, (K, m) each; (1, m) where x never changes
Moving = tuple[Trace, dict[str, np.ndarray]]


def look(view: Drawn, views: Sequence[View]) -> tuple[str, str]:
    """Return the colour and the dash of a view among all `views`."""
    if isinstance(view, Arrow | Polygon):
        return ROLES[view.role], "solid"
    if isinstance(view, Model):
        own = [each for each in views if isinstance(each, Model) and not each.exact]
        return (GREEN, "dash") if view.exact else (MODELS[own.index(view) % len(MODELS)], "solid")
    return SKY, "solid"


def over_map(base: Drawing, steps: Steps, views: Sequence[View], axes: tuple[int, int]) -> Drawing:
    """Lay what a method sees over a map of f along the variables `axes`, whose frames are `steps`.

    In more than two variables vectors are projected on the plane, and models and regions cut by the plane through
    the iterate.
    """
    window = base.figure.layout.xaxis.range, base.figure.layout.yaxis.range
    size = np.array([[high - low for low, high in window]])
    moving = []
    for view in drawn(views):
        x, y = np.moveaxis(_in_plane(view, steps, list(axes), size), -1, 0)
        moving += _traces(view, views, (x, y), window, edged=True)
    return base.plus(moving)


def close_up(steps: Steps, views: Sequence[View], axes: tuple[int, int], names: Sequence[str]) -> Drawing:
    """Draw what a method sees about every iterate, in units of the length of its own step: all steps fit the frame."""
    plane = list(axes)
    with np.errstate(all="ignore"):
        unit = np.linalg.norm(steps.step[:, plane], axis=-1, keepdims=True)
    unit = np.where(unit > 0, unit, np.nan)
    window = ((-CLOSE, CLOSE), (-CLOSE, CLOSE))
    moving = []
    for view in drawn(views):
        points = _in_plane(view, steps, plane, 2 * CLOSE * unit)
        x, y = np.moveaxis((points - steps.x[:, None, plane]) / unit[:, None], -1, 0)
        moving += _traces(view, views, (x, y), window)
    here: Trace = {
        "type": "scatter", "mode": "markers", "name": "this iterate", "x": [0.0], "y": [0.0], "hoverinfo": "skip",
        "marker": {"color": PAPER, "size": 11, "line": {"color": INK, "width": 2}},
    }  # fmt: skip
    titles = [f"{variable(names[axis])}, in steps" for axis in axes]
    layout = {
        "xaxis": window_axis(titles[0], window[0], constrain="domain"),
        "yaxis": window_axis(titles[1], window[1], constrain="domain", scaleanchor="x"),
    }
    return Drawing(figure([here], **layout), steps=steps.t).plus(moving)


def over_curve(base: Drawing, steps: Steps, views: Sequence[View]) -> Drawing:
    """Lay what a method sees over the curve of a function of one variable: models are parabolas, vectors lie flat."""
    window = base.figure.layout.xaxis.range, base.figure.layout.yaxis.range
    (left, right), (bottom, top) = window
    x, f = steps.x, steps.f[:, None]
    moving, flights = [], 0
    for view in drawn(views):
        points: Points
        if isinstance(view, Arrow):
            vector = view.vector
            if view.scaled:
                vector = np.sign(vector) * SCALED * (right - left)
            flights += 1
            height = f + flights * APART * (top - bottom)
            points = view.tail + np.hstack([0 * vector, vector]), np.hstack([height, height])
        elif isinstance(view, Model):
            along = np.linspace(left, right, PARABOLA)[None]
            y = f + view.gradient * (along - x) + view.matrix[:, 0] * (along - x) ** 2 / 2
            points = along, y.clip(bottom - 100 * (top - bottom), top + 100 * (top - bottom))
        elif isinstance(view, Ball):
            gap = np.full_like(x, np.nan)
            ends = [x - view.radius[:, None]] * 2 + [gap] + [x + view.radius[:, None]] * 2
            points = np.hstack(ends), np.tile([bottom, top, np.nan, bottom, top], (len(x), 1))
        else:
            points = view.corners[..., 0], view.values
        moving += _traces(view, views, points, window)
    return base.plus(moving)


def drawn(views: Sequence[View]) -> list[Drawn]:
    """Return what of `views` is drawn in the plane, models first: arrows lie on top."""
    return sorted((view for view in views if isinstance(view, Drawn)), key=lambda view: isinstance(view, Arrow))


def _in_plane(view: Drawn, steps: Steps, plane: list[int], size: np.ndarray) -> np.ndarray:
    """The points (K, m, 2) of a view in a plane, for pictures of `size` (K, 2), or one (1, 2) for all."""
    here = steps.x[:, None, plane]
    if isinstance(view, Arrow):
        vector = view.vector[:, plane]
        if view.scaled:
            with np.errstate(all="ignore"):
                vector = SCALED * size * (vector / size) / np.linalg.norm(vector / size, axis=-1, keepdims=True)
        return np.asarray(view.tail[:, None, plane] + np.stack([np.zeros_like(vector), vector], axis=1))
    if isinstance(view, Model):
        # In units of the picture, so that lengths and angles are those that are seen.
        size = np.broadcast_to(size, (len(here), 2))
        with np.errstate(all="ignore"):
            matrix = view.matrix[:, plane][:, :, plane] * size[:, :, None] * size[:, None, :]
            return np.asarray(here + level_line(view.gradient[:, plane] * size, matrix, 1.0) * size[:, None])
    if isinstance(view, Ball):
        return np.asarray(here + view.radius[:, None, None] * np.stack([CIRCLE.real, CIRCLE.imag], axis=-1))
    return np.concatenate([view.corners, view.corners[:, :1]], axis=1)[..., plane]


def _traces(
    view: Drawn, views: Sequence[View], points: Points, window: tuple[Range, Range], edged: bool = False
) -> list[Moving]:
    """The moving traces of one view, perhaps with a light edge, to be seen on any ground."""
    if np.isnan(points[0]).all():
        return []
    at = drawable(*points, *window)
    at["x"] = at["x"][: len(points[0])]  # once, where it never changes
    color, dash = look(view, views)
    arrow = isinstance(view, Arrow)
    common: Trace = {"type": "scatter", "mode": "lines", "hoverinfo": "skip", "legendgroup": view.title}
    edge = {**common, "line": {"color": HALO, "width": 5.5 if arrow else 4}, "showlegend": False}
    line = {**common, "name": view.title, "line": {"color": color, "width": 2.75 if arrow else 2, "dash": dash}}
    if arrow:
        head = {"symbol": "arrow", "angleref": "previous", "size": [0, 15], "color": color}
        line |= {"mode": "lines+markers", "marker": head | {"line": {"color": PAPER, "width": 1}}}
    return [(edge, at), (line, at)] if edged else [(line, at)]
