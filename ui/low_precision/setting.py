"""The controls of a run in low precision: what is kept in which format, how it is rounded, how the loss is scaled."""

from dataclasses import dataclass

import streamlit as st

from numerics.formats import FORMATS
from numerics.low_precision import LossScaling, Precision, precision
from numerics.low_precision.precision import LARGEST_SEED
from numerics.low_precision.scaling import HIGHEST, LONGEST, LOWEST
from numerics.methods import Method
from ui.format_picker import format_title
from ui.function_input import Function
from ui.links import linked, linked_numbers
from ui.method_picker import pick_method
from ui.starts import FARTHEST

DEFAULT_FORMAT, DEFAULT_METHOD, DEFAULT_STEPS = "bfloat16", "momentum", 500
MOST_STEPS = 1000
NONE = "none"
MASTERS = (NONE, "float32", "float64")
SCALINGS = {"off": "Off", "static": "Static", "dynamic": "Dynamic"}
DEFAULT_POWER, DEFAULT_EVERY = 10, 20


@dataclass(frozen=True)
class Setting:
    """What a visitor chose for one run."""

    method: Method
    precision: Precision
    scaling: LossScaling
    start: tuple[float, ...]
    steps: int


def pick_setting(function: Function) -> Setting:
    """Draw the controls and return what they say."""
    chosen = pick_precision()
    scaling = pick_scaling()
    names = function.objective.variables
    bounds = {"min_value": -FARTHEST, "max_value": FARTHEST, "format": "%.6g"}
    start = linked_numbers([f"start {name}" for name in names], "start", function.start, **bounds)
    steps = linked(st.slider, "Steps", "steps", DEFAULT_STEPS, min_value=1, max_value=MOST_STEPS)
    method = pick_method("Method", "method", DEFAULT_METHOD, function)
    return Setting(method, chosen, scaling, start, steps)


def pick_precision() -> Precision:
    """Draw the choices of the formats, of a master copy, and of rounding by chance."""
    (left, right), (below, beside) = st.columns(2, gap="small"), st.columns(2, gap="small")
    with left:
        weights = _pick_format(
            "Weights", "weights", DEFAULT_FORMAT, "What f is computed with, and what updates are added to."
        )
    with right:
        gradients = _pick_format(
            "Gradients", "gradients", weights, "f and its gradient are computed in it, every operation rounded."
        )
    with below:
        state = _pick_format(
            "Method's memory", "state", weights, "What the method remembers: velocity, moments. Not all methods do."
        )
    with beside:
        master = linked(
            st.selectbox,
            "Master copy",
            "master",
            NONE,
            options=list(MASTERS),
            help="A second copy of the weights in a wider format: updates are added to it, and the weights are rounded "
            "from it before every step.",
        )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        stochastic = linked(
            st.toggle,
            "Stochastic rounding",
            "stochastic",
            False,
            help="Weight plus update is rounded up or down by chance, up the more likely the nearer it is.",
        )
        seed = 0
        if stochastic:
            seed = linked(st.number_input, "Seed", "seed", 0, min_value=0, max_value=LARGEST_SEED, width=140)
    return precision(weights, gradients, state, None if master == NONE else master, stochastic, seed)


def pick_scaling() -> LossScaling:
    """Draw the choice of a loss scale: none, a static one, or one that looks for itself."""
    kind = linked(
        st.segmented_control,
        "Loss scaling",
        "scaling",
        "off",
        options=list(SCALINGS),
        format_func=SCALINGS.__getitem__,
        help="The loss is multiplied by 2^k before it is differentiated, and the gradient divided by it again before "
        "the step: on their way small gradients stay clear of 0.",
    )
    if kind == "off":
        return LossScaling()
    left, right = st.columns(2, gap="small")
    power = linked(
        left.number_input,
        "k of 2^k" if kind == "static" else "k at first",
        "k",
        DEFAULT_POWER,
        min_value=LOWEST,
        max_value=HIGHEST,
    )
    if kind == "static":
        return LossScaling(power)
    every = linked(
        right.number_input,
        "Doubles after",
        "every",
        DEFAULT_EVERY,
        min_value=1,
        max_value=LONGEST,
        help="So many good steps in a row and k grows by 1; an overflow skips the step and takes 1 away.",
    )
    return LossScaling(power, every)


def _pick_format(label: str, name: str, default: str, help: str) -> str:
    chosen: str = linked(st.selectbox, label, name, default, options=list(FORMATS), format_func=format_title, help=help)
    return chosen
