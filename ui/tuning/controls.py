"""Setting up a map of two knobs: the method, what varies and over which range; every choice is in the link."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st

from numerics.errors import NumericsError
from numerics.knobs import Knob
from numerics.methods import Method
from numerics.sweep import START, knob_values
from ui.errors import show_error
from ui.function_input import WIDEST, Function
from ui.links import linked, linked_numbers
from ui.method_picker import knobs_for, pick_method
from ui.starts import FARTHEST

SIDES = (10, 20, 30, 40, 60, 100)
DEFAULT_SIDE, DEFAULT_STEPS, MOST_STEPS = 40, 300, 1000
DEFAULT_METHOD = "momentum"
TOLERANCES = (1e-2, 1e-4, 1e-6, 1e-8)
DEFAULT_TOLERANCE = 1e-6
DECADES = 2  # of a logarithmic knob, to each side of where it begins


@dataclass(frozen=True)
class Axis:
    """What varies along one side of the map: a knob, or `start.` and a variable; its ends, scale and letter."""

    name: str
    low: float
    high: float
    knob: Knob | None

    @property
    def logarithmic(self) -> bool:
        """Whether its values lie evenly on a logarithmic scale."""
        return self.knob is not None and self.knob.log

    @property
    def symbol(self) -> str:
        """The letter of the knob in LaTeX."""
        return self.knob.symbol if self.knob else ""

    def values(self, count: int) -> tuple[float, ...]:
        """`count` values from end to end; raises NumericsError where the ends are none."""
        if self.knob:
            return tuple(knob_values(self.knob, self.low, self.high, count).tolist())
        if not self.low < self.high:
            raise NumericsError(f"the start needs two ends in ascending order, not {self.low:g}, {self.high:g}")
        return tuple(np.linspace(self.low, self.high, count).tolist())


@dataclass(frozen=True)
class Setup:
    """What was asked for; None in place of `axes` where they are none."""

    method: Method
    start: tuple[float, ...]
    axes: tuple[Axis, Axis] | None
    side: int
    steps: int
    tolerance: float


def set_up(function: Function) -> Setup:
    """Draw the controls."""
    left, middle, right = st.columns(3, gap="medium")
    with left.container(border=True, height="stretch"):
        method = pick_method("Method", "method", DEFAULT_METHOD, function)
    with middle.container(border=True, height="stretch"):
        axes = _pick_axes(method, function)
    with right.container(border=True, height="stretch"):
        return Setup(method, axes=axes, **_pick_runs(function))


def _pick_runs(function: Function) -> dict[str, Any]:
    """What all runs have in common."""
    names = function.objective.variables
    bounds = {"min_value": -FARTHEST, "max_value": FARTHEST, "format": "%.6g"}
    start = linked_numbers([f"start {name}" for name in names], "start", function.start, **bounds)
    side = linked(st.select_slider, "Values of each", "side", DEFAULT_SIDE, options=list(SIDES))
    steps = linked(
        st.slider, "Steps", "steps", DEFAULT_STEPS, min_value=1, max_value=MOST_STEPS, help="Of every run, at most."
    )
    tolerance = linked(
        st.select_slider,
        "Tolerance on $\\|\\nabla f\\|$",
        "tolerance",
        DEFAULT_TOLERANCE,
        options=list(TOLERANCES),
        format_func=lambda value: f"{value:.0e}",
        help="A run has converged when the gradient is no longer than this.",
    )
    return {"start": start, "side": side, "steps": steps, "tolerance": tolerance}


def _pick_axes(method: Method, function: Function) -> tuple[Axis, Axis] | None:
    knobs = {knob.name: knob for knob in knobs_for(type(method), function) if not isinstance(knob.default, bool)}
    options = [*knobs, *(f"{START}{name}" for name in function.objective.variables)]
    if len(options) < 2:
        st.info("This method has no knob, and the function only one variable: there is nothing for a second axis.")
        return None
    first = linked(st.selectbox, "Across", "across", options[0], options=options, format_func=axis_label)
    across = _ends(first, knobs.get(first), function)
    rest = [name for name in options if name != first]
    default = options[1] if first != options[1] else options[0]
    second = linked(st.selectbox, "Up", "up", default, options=rest, format_func=axis_label)
    axes = across, _ends(second, knobs.get(second), function)
    try:
        for axis in axes:
            axis.values(2)
    except NumericsError as error:
        show_error(error)
        return None
    return axes


def axis_label(name: str) -> str:
    """What varies along an axis, in words."""
    return name.replace(START, "start ").replace("_", " ")


def _ends(name: str, knob: Knob | None, function: Function) -> Axis:
    """Draw the two ends of an axis."""
    lowest, highest, default = (
        (knob.low, knob.high, _range(knob)) if knob else (-WIDEST, WIDEST, _window(name, function))
    )
    labels = [f"{axis_label(name)} {end}" for end in ("from", "to")]
    low, high = linked_numbers(
        labels, f"range.{name}", default, min_value=float(lowest), max_value=float(highest), format="%.6g"
    )
    return Axis(name, low, high, knob)


def _range(knob: Knob) -> tuple[float, float]:
    """The values of a knob worth seeing first."""
    if knob.log:
        factor = 10.0**DECADES
        return max(knob.low, knob.default / factor), min(knob.high, knob.default * factor)
    if isinstance(knob.default, int):
        return float(knob.low), float(min(knob.high, 3 * max(knob.default, 1)))
    return float(knob.low), float(min(knob.high, max(1.0, 3 * knob.default)))


def _window(name: str, function: Function) -> Sequence[float]:
    axis = function.objective.variables.index(name.removeprefix(START))
    return function.window[axis] if axis < len(function.window) else (-5.0, 5.0)
