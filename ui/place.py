"""The point at which the page looks at f; in the link as `at`, in more than two variables with the plane as `axes`."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

import numerics as nm
from figures.text import variable
from numerics.language import GREEK
from numerics.numbers import format_point
from ui.function_input import Function, Window, window_input
from ui.landscape import choose_axes
from ui.links import linked_numbers, set_linked

FARTHEST = 1e6


@dataclass(frozen=True)
class Place:
    """A function, a point of it, and the part of a line or plane through the point that pictures show.

    Attributes:
        f: the function.
        at: the point (n,).
        axes: the one or two variables along which pictures run.
        window: an interval for each of them.
    """

    f: nm.Objective
    at: tuple[float, ...]
    axes: tuple[int, ...]
    window: Window

    @property
    def seen(self) -> tuple[float, ...]:
        """The coordinates of the point along the axes."""
        return tuple(self.at[axis] for axis in self.axes)

    @property
    def gradient(self) -> NDArray[np.float64]:
        """∇f along the axes."""
        return np.asarray(self.f.gradient(self.at))[list(self.axes)]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the axes as charts print them."""
        return tuple(variable(self.f.variables[axis]) for axis in self.axes)

    @property
    def values(self) -> dict[str, float]:
        """A number for every name in the formula, parameters too."""
        return dict(zip(self.f.variables, self.at, strict=True)) | dict(self.f.parameters)

    def move(self, to: Sequence[float]) -> None:
        """Take the point elsewhere along the axes, to four digits (in a callback)."""
        point = list(self.at)
        for axis, value in zip(self.axes, to, strict=False):
            point[axis] = float(f"{value:.4g}")
        set_linked("at", point)


def plain(name: str) -> str:
    """A variable's name in a sentence."""
    return GREEK.get(name, name)


def pick_place(function: Function) -> Place:
    """Draw the boxes of the point, the choice of a plane in more than two variables, and the window."""
    f = function.objective
    labels = [f"{plain(name)} of the point" for name in f.variables]
    at = linked_numbers(labels, "at", function.start, min_value=-FARTHEST, max_value=FARTHEST, format="%.6g")
    axes: tuple[int, ...] = (0,) if f.dimension == 1 else (0, 1)
    if f.dimension > 2:
        axes = choose_axes(f.variables)
        st.caption("The pictures show the plane through the point along these two variables.")
    with st.expander("Window"):
        window = window_input(function)
    if window is None:
        st.warning("The window has no width: its lower ends must lie below its upper ends. The default is shown.")
    place = Place(f, at, axes, window or function.window)
    if not np.isfinite([f(at), *f.gradient(at)]).all():
        st.warning(f"f or its gradient is not a finite number at {format_point(at)}. Click the picture, or move it.")
    return place
