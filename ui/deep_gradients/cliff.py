"""Descent over a cliff: with the gradient as it is, clipped to a length, and clipped coordinate by coordinate."""

from dataclasses import dataclass
from functools import partial

import numpy as np
import streamlit as st

import numerics as nm
from figures.paths import Path
from numerics.methods import Method, choose_method
from numerics.numbers import format_number, format_point
from numerics.outcome import Outcome
from numerics.rules.templates import TEMPLATES
from numerics.run import Run
from ui.function_input import Function, function_input
from ui.landscape import landscape, picture, progress
from ui.links import linked, linked_numbers
from ui.open_run import open_run
from ui.run_views import run_of
from ui.starts import FARTHEST, place_start

CLIFF = nm.GALLERY["cliff"]
SOURCES = {"cliff": "The cliff", "function": "My function"}
WAYS = {"none": "Not clipped", "norm": "Clipped by norm", "value": "Clipped by value"}
RULES = {"norm": TEMPLATES["Clipped gradient"], "value": TEMPLATES["Clipped by value"]}
DEFAULT_RATE, DEFAULT_LENGTH, DEFAULT_STEPS, MOST_STEPS = 0.9, 0.3, 60, 300
LARGEST_LENGTH = 10.0  # as far as a knob of a typed rule goes
CLIFF_START = (2.0, 1.5)  # from where the descent that is thrown back stays in the window


@dataclass(frozen=True)
class Descent:
    """A run, and how its gradients were clipped."""

    way: str
    run: Run

    @property
    def path(self) -> Path:
        """The run as charts draw it."""
        return Path.of(self.run, WAYS[self.way])


def clipping() -> None:
    """Draw the controls, the paths, and what clipping does to one gradient."""
    source = linked(
        st.segmented_control, "Descend on", "of", "cliff", options=list(SOURCES), format_func=SOURCES.__getitem__
    )
    if source == "cliff":
        function = Function.of(nm.Objective.parse(CLIFF.text))
        st.latex(f"f(x, y) = {function.objective.latex}")
        st.caption(f"{CLIFF.teaches} *{CLIFF.source}.*")
    else:
        function = function_input()
    drawn, controls = st.columns([5, 3], gap="medium")
    with controls:
        descents, length = _pick(function)
    paths, start = [descent.path for descent in descents], tuple(descents[0].run.x[0].tolist())
    with drawn:
        if source == "cliff":  # in its own window: the one in the link belongs to the visitor's function
            place = partial(place_start, start, (0, 1))
            picture(function.objective, function.window, paths, [start], minima=function.minima, place=place)
        else:
            landscape(function, paths, [start])
    st.header("What to notice", anchor="notice")
    for descent in descents:
        st.markdown(f"- {_told(descent, length)}")
    progress(function, paths)
    st.markdown(
        "**By norm**, $g \\cdot \\min(1, c/\\|g\\|)$ keeps the direction and cuts the length to c. **By value**, "
        "$\\max(-c, \\min(c, g_i))$ cuts every coordinate by itself, which turns the step towards a diagonal; its "
        "length may be up to $c\\sqrt n$. Where every gradient is shorter than c, clipping does nothing at all: it "
        "is no smaller learning rate, but a bound on how far one bad gradient may throw."
    )
    clipped = next((descent for descent in descents if descent.way != "none"), None)
    if clipped:
        shared = {"f": [function.objective.text], "rule": [RULES[clipped.way]]}
        open_run(clipped.run, shared)
        st.caption(f"{WAYS[clipped.way]}, as an update rule that you can change there: `{RULES[clipped.way]}`")


def descend(f: nm.Objective, way: str, start: tuple[float, ...], rate: float, length: float, steps: int) -> Run:
    """The descent with gradients clipped in one of the WAYS to `length`."""
    method: Method = choose_method("gradient_descent", None, learning_rate=rate)
    if way != "none":
        method = choose_method(nm.parse_rule(RULES[way])(), None, learning_rate=rate, c=length)
    return run_of(f, method, start, steps, None)


def _pick(function: Function) -> tuple[list[Descent], float]:
    f = function.objective
    ways = linked(
        st.pills,
        "Gradient",
        "ways",
        ["none", "norm"],
        options=list(WAYS),
        selection_mode="multi",
        format_func=WAYS.__getitem__,
    ) or ["none"]
    length = linked(
        st.number_input,
        "Longest gradient c",
        "c",
        DEFAULT_LENGTH,
        min_value=1e-3,
        max_value=LARGEST_LENGTH,
        step=0.1,
        format="%.6g",
        help="A longer gradient is cut to this length (by norm), or each of its coordinates to this size (by value).",
    )
    rate = linked(
        st.number_input,
        "Learning rate η",
        "rate",
        DEFAULT_RATE,
        min_value=1e-6,
        max_value=10.0,
        step=0.1,
        format="%.6g",
    )
    steps = linked(st.slider, "Steps", "steps", DEFAULT_STEPS, min_value=1, max_value=MOST_STEPS)
    bounds = {"min_value": -FARTHEST, "max_value": FARTHEST, "format": "%.6g"}
    begin = CLIFF_START if function.known is CLIFF else function.start
    start = linked_numbers([f"start {name}" for name in f.variables], "start", begin, **bounds)
    gradient = f.gradient(start)
    st.markdown(_one_gradient(gradient, length))
    return [Descent(way, descend(f, way, start, rate, length, steps)) for way in ways], length


def _one_gradient(gradient: np.ndarray, length: float) -> str:
    """What clipping makes of the gradient at the start."""
    by_norm, by_value = nm.clip_by_norm(gradient, length), nm.clip_by_value(gradient, length)
    rows = [("∇f at the start", gradient), ("clipped by norm", by_norm), ("clipped by value", by_value)]
    table = "\n".join(
        f"| {name} | {format_point(g, 3)} | {format_number(float(np.linalg.norm(g)))} |" for name, g in rows
    )
    return f"| | vector | length |\n| --- | --- | --: |\n{table}"


def _told(descent: Descent, length: float) -> str:
    """How far the longest step went, how many gradients were clipped, and where the run ended."""
    run, way = descent.run, descent.way
    sizes = np.abs(run.gradient).max(axis=1) if way == "value" else run.gradient_norm
    longest = int(np.argmax(run.step_length)) if run.steps else 0
    told = f"**{WAYS[way]}:** "
    if run.outcome is Outcome.UNDEFINED_START:
        return f"{told}f is not defined at the start, or its gradient is not. Choose another start."
    if run.steps:
        told += (
            f"the longest step is number {longest + 1}, of length {format_number(float(run.step_length[longest]), 3)}; "
        )
    if way != "none":
        told += f"{int((sizes[:-1] > length).sum())} of {run.steps} gradients were clipped; "
    ended = "" if run.outcome is Outcome.STEP_LIMIT else f" ({run.outcome.name.lower().replace('_', ' ')})"
    return f"{told}the last f is {format_number(float(run.f[-1]))}{ended}."
