"""Where descents begin: one start in boxes that a click on the picture moves, and others kept beside it."""

import math
from collections.abc import Sequence

import streamlit as st

from numerics.numbers import format_point
from ui.function_input import Function
from ui.links import linked, linked_numbers, set_linked, text_of, upcoming

FARTHEST = 1e6
MOST = 5  # kept starts

Start = tuple[float, ...]


def pick_starts(function: Function) -> list[Start]:
    """Draw the boxes of the start and the starts kept beside it; return them all, the one in the boxes first.

    In the link `start=1,2`, and `starts=1;2,3;4` for the kept ones.
    """
    names = function.objective.variables
    bounds = {"min_value": -FARTHEST, "max_value": FARTHEST, "format": "%.6g"}
    start = linked_numbers([f"start {name}" for name in names], "start", function.start, **bounds)
    # A list that belongs to a function of other variables says nothing about this one.
    texts = (upcoming("starts") or "").split(",")[:MOST]
    points = {text: point for text in texts if (point := _read(text, len(names)))}
    if points or upcoming("starts"):
        linked(
            st.multiselect,
            "Further starts",
            "starts",
            [],
            options=list(points),
            format_func=lambda text: format_point(points[text]),
            placeholder="None",
        )
    st.button(
        "Keep this start and place another",
        icon=":material/add_location_alt:",
        type="tertiary",
        disabled=len(points) >= MOST or _text(start) in points,
        help=f"Every method then also runs from here; up to {MOST} starts are kept.",
        on_click=lambda: set_linked("starts", [*points, _text(start)]),
    )
    kept = [point for point in points.values() if point != start]
    return [start, *kept]


def place_start(start: Sequence[float], axes: Sequence[int], at: Sequence[float]) -> None:
    """Move the start to the coordinates `at` along `axes`, to four digits (in a callback)."""
    point = list(start)
    for axis, value in zip(axes, at, strict=False):
        point[axis] = value
    set_linked("start", [float(f"{value:.4g}") for value in point])


def _text(point: Start) -> str:
    return ";".join(map(text_of, point))


def _read(text: str, dimension: int) -> Start | None:
    """The point that a text of the link names, if it is one of this dimension."""
    try:
        point = tuple(map(float, text.split(";")))
    except ValueError:
        return None
    usable = len(point) == dimension and all(math.isfinite(value) and abs(value) <= FARTHEST for value in point)
    return point if usable else None
