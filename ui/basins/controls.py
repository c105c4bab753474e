"""Setting up a map of basins: one method or two, the window, and how fine; every choice is in the link."""

from dataclasses import dataclass

import streamlit as st

from numerics.methods import Method
from ui.function_input import Function, Window, window_input
from ui.landscape import choose_axes
from ui.links import linked, linked_numbers
from ui.method_picker import pick_method
from ui.starts import FARTHEST

RESOLUTIONS = (25, 50, 100, 150, 200, 300)
DEFAULT_RESOLUTION, DEFAULT_STEPS, MOST_STEPS = 200, 300, 1000
DEFAULT_METHOD, DEFAULT_OTHER = "newton", "gradient_descent"


@dataclass(frozen=True)
class Setup:
    """What was asked for; `methods` are one, or two to compare."""

    methods: tuple[Method, ...]
    start: tuple[float, ...]
    window: Window
    axes: tuple[int, int]
    resolution: int
    steps: int

    @property
    def titles(self) -> tuple[str, ...]:
        """What the methods are called beside each other."""
        titles = [method.title for method in self.methods]
        return tuple(titles) if len(set(titles)) == len(titles) else (f"{titles[0]} 1", f"{titles[1]} 2")


def set_up(function: Function) -> Setup:
    """Draw the controls for a function of two variables or more."""
    names = function.objective.variables
    with st.container(border=True):
        methods = [pick_method("Method", "method", DEFAULT_METHOD, function)]
    if linked(st.toggle, "Compare with a second method", "compare", False):
        with st.container(border=True):
            methods.append(pick_method("Second method", "other", DEFAULT_OTHER, function))
    boxes = st.container(horizontal=True)
    axes = choose_axes(names) if len(names) > 2 else (0, 1)
    resolution = linked(
        st.select_slider,
        "Starts along each side",
        "resolution",
        DEFAULT_RESOLUTION,
        options=list(RESOLUTIONS),
        help="The picture has as many starts as this number squared.",
    )
    steps = linked(
        st.slider, "Steps", "steps", DEFAULT_STEPS, min_value=1, max_value=MOST_STEPS, help="From each start, at most."
    )
    with st.expander("Window"):
        window = window_input(function)
        if not window:
            st.warning("The window has no width: its lower ends must lie below its upper ends. The default is shown.")
    shown = window or function.window
    bounds = {"min_value": -FARTHEST, "max_value": FARTHEST, "format": "%.6g"}
    labels = [f"start {name}" for name in names]
    start = linked_numbers(labels, "start", _start_within(shown, axes, function.start), row=boxes, **bounds)
    return Setup(tuple(methods), start, shown, axes, resolution, steps)


def _start_within(window: Window, axes: tuple[int, int], usual: tuple[float, ...]) -> tuple[float, ...]:
    """The usual start of the function, or one in the window where that is not."""
    start = list(usual)
    if not all(low <= usual[axis] <= high for axis, (low, high) in zip(axes, window, strict=True)):
        for axis, (low, high), share in zip(axes, window, (0.25, 0.7), strict=True):
            start[axis] = float(f"{low + share * (high - low):.3g}")
    return tuple(start)
