"""What is climbed, on which grid, and how; every choice is in the link."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

import numerics as nm
from numerics.hill_climbing import Climber
from numerics.methods import Method
from numerics.numbers import format_number
from ui.function_input import Function, Window, window_input
from ui.landscape import choose_axes
from ui.links import linked, linked_numbers
from ui.method_picker import pick_method
from ui.place import plain
from ui.starts import FARTHEST

FEWEST, MOST = 5, 41  # whole numbers along a side of the window for which the spacing begins at 1
ABOUT = 20  # points along a side otherwise
RULES = {"steepest": "The lowest of all", "first": "The first that is lower"}
MOST_STEPS, MOST_RESTARTS = 1000, 50
FINEST, COARSEST = 1e-6, 1e6


@dataclass(frozen=True)
class Setting:
    """A climb and a descent from the same start.

    Attributes:
        f: the function, of one variable or two; of more, the slice through the start along two of them.
        held: the variables that the slice holds, with their values.
        spacing: of the grid, one number for each variable.
        restarts, seed: how many further climbs begin at random points, and which.
        method, steps: the descent beside it.
        card: where the controls of that descent are, with room for what came of it.
    """

    f: nm.Objective
    held: dict[str, float]
    window: Window
    spacing: tuple[float, ...]
    start: tuple[float, ...]
    climber: Climber
    restarts: int
    seed: int
    method: Method
    steps: int
    card: DeltaGenerator


def pick_setting(function: Function) -> Setting:
    """Draw the controls."""
    names = function.objective.variables
    bounds = {"min_value": -FARTHEST, "max_value": FARTHEST, "format": "%.6g"}
    start = linked_numbers([f"start {plain(name)}" for name in names], "start", function.start, **bounds)
    axes = choose_axes(names) if len(names) > 2 else tuple(range(len(names)))
    spacing_place = st.container()
    climber = _climber(len(axes))
    with st.expander("Random restarts"):
        restarts = linked(st.slider, "Restarts", "restarts", 0, min_value=0, max_value=MOST_RESTARTS)
        seed = linked(st.number_input, "Seed", "seed", 0, min_value=0, max_value=10**6, step=1)
    card = st.container(border=True)
    with card:
        method = pick_method("A descent beside it", "method", "gradient_descent", function)
        steps = linked(st.slider, "Steps", "steps", MOST_STEPS, min_value=1, max_value=MOST_STEPS)
    with st.expander("Window"):
        window = window_input(function)
        if window is None:
            st.warning("The window has no width: its lower ends must lie below its upper ends. The default is shown.")
    shown = window or function.window
    with spacing_place:
        spacing = linked_numbers(
            [f"spacing {plain(names[axis])}" for axis in axes],
            "spacing",
            [usual_spacing(interval) for interval in shown],
            min_value=FINEST,
            max_value=COARSEST,
            format="%.6g",
            help="The grid has the whole multiples of this number. 1: the whole numbers.",
        )
    f, held = _slice(function.objective, axes, start)
    at = tuple(start[axis] for axis in axes)
    return Setting(f, held, shown, spacing, at, climber, restarts, seed, method, steps, card)


def usual_spacing(interval: Sequence[float]) -> float:
    """1 where the interval holds a handful of whole numbers, else a round number for about twenty points."""
    low, high = interval
    if FEWEST <= math.floor(high) - math.ceil(low) + 1 <= MOST:
        return 1.0
    wanted = (high - low) / ABOUT
    power = 10.0 ** math.floor(math.log10(wanted))
    nearest = min((1, 2, 5, 10), key=lambda mark: abs(math.log(mark * power / wanted)))
    return float(np.clip(float(format_number(nearest * power)), FINEST, COARSEST))


def _climber(dimension: int) -> Climber:
    diagonal = (
        dimension > 1
        and linked(
            st.segmented_control,
            "Neighbours",
            "neighbours",
            4,
            options=[4, 8],
            help="4: one step along an axis. 8: along the diagonals too.",
            required=True,
        )
        == 8
    )
    rule = linked(
        st.segmented_control,
        "Go to",
        "rule",
        "steepest",
        options=list(RULES),
        format_func=RULES.__getitem__,
        help="All neighbours are looked at, or one after the other until one is lower.",
        required=True,
    )
    doubling = linked(
        st.toggle,
        "Double the stride after a success",
        "doubling",
        False,
        help="After a move the next look is twice as far away; where nothing is lower the stride is halved, down to 1.",
    )
    return Climber(diagonal, rule, doubling)


def _slice(f: nm.Objective, axes: Sequence[int], start: Sequence[float]) -> tuple[nm.Objective, dict[str, float]]:
    """f along the axes, the other variables held as at the start."""
    if len(axes) == f.dimension:
        return f, {}
    held = {name: float(start[k]) for k, name in enumerate(f.variables) if k not in axes}
    kept = [f.variables[axis] for axis in axes]
    return nm.Objective.parse(f.text, variables=kept, parameters={**f.parameters, **held}), held
