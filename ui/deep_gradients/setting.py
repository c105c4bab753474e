"""Which networks the page looks at; every choice is in the link."""

from dataclasses import dataclass

import streamlit as st

from numerics.errors import NumericsError
from numerics.network import ACTIVATIONS, INITIALIZATIONS, LOSSES, Architecture, activation_of
from numerics.numbers import format_number
from ui.errors import show_error
from ui.links import linked

DEFAULT_DEPTH, DEEPEST = 50, 300
WIDTHS = (8, 16, 32, 64, 128, 256, 512)
DEFAULT_WIDTH = 128
BATCHES = (1, 2, 4, 8, 16, 32, 64)
DEFAULT_BATCH = 16
DEFAULT_SEEDS, MOST_SEEDS = 5, 15
LARGEST_SEED = 9999
SCALE_BOUNDS = {"min_value": 1e-3, "max_value": 100.0, "format": "%.6g"}
TYPED, TYPED_DEFAULT = "typed", "z sigmoid(2z)"
LONGEST_LATEX = 160
NORMALIZATION_TITLES = {"none": "None", "layer": "Layer norm", "batch": "Batch norm"}


@dataclass(frozen=True)
class Setting:
    """Networks of one architecture, how many, with which batch and loss."""

    architecture: Architecture
    batch: int
    seeds: int
    first_seed: int
    loss: str


def pick_networks() -> Setting | None:
    """Draw the controls; None, with a sentence drawn, where they ask for more than a network may have."""
    depth = linked(st.slider, "Depth L, layers", "depth", DEFAULT_DEPTH, min_value=1, max_value=DEEPEST)
    width = linked(st.select_slider, "Width n, units a layer", "width", DEFAULT_WIDTH, options=list(WIDTHS))
    activation = pick_activation("phi", "relu")
    initialization, scale = _pick_weights(width)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        normalization = linked(
            st.segmented_control,
            "Normalization",
            "norm",
            "none",
            options=list(NORMALIZATION_TITLES),
            format_func=NORMALIZATION_TITLES.__getitem__,
        )
        residual = linked(st.toggle, "Residual connections", "residual", False)
    with st.expander("Batch, loss and seeds"):
        batch = linked(st.select_slider, "Examples in the batch", "batch", DEFAULT_BATCH, options=list(BATCHES))
        loss = linked(
            st.selectbox, "Loss ℓ", "loss", "probe", options=list(LOSSES), format_func=lambda name: LOSSES[name].title
        )
        st.caption(f"{LOSSES[loss].formula}. Inputs ~ N(0, 1).")
        seeds = linked(st.slider, "Networks drawn", "seeds", DEFAULT_SEEDS, min_value=1, max_value=MOST_SEEDS)
        first = linked(st.number_input, "First seed", "seed", 0, min_value=0, max_value=LARGEST_SEED)
    try:
        architecture = Architecture(depth, width, activation, initialization, scale, residual, normalization)
        architecture.check_work(batch, seeds)
    except NumericsError as error:
        show_error(error)
        return None
    return Setting(architecture, batch, seeds, first, loss)


def pick_activation(name: str, default: str) -> str:
    """Draw the choice of φ, in the link as `name`, with a box for a typed one; return its name or its formula."""
    chosen = linked(
        st.selectbox,
        "Activation φ",
        name,
        default,
        options=[*ACTIVATIONS, TYPED],
        format_func=lambda option: "Your own …" if option == TYPED else ACTIVATIONS[option][0],
    )
    if chosen == TYPED:
        chosen = linked(
            st.text_input,
            "φ(z) =",
            f"{name}.formula",
            TYPED_DEFAULT,
            max_chars=200,
            help="In one variable, as on paper: `z sigmoid(2z)`, `max(z, 0.2z)`, `sin(z)`. Then press Enter.",
        )
    try:
        st.caption(_in_latex(chosen))
    except NumericsError as error:
        show_error(error)
        st.info(f"The rest of the page shows {ACTIVATIONS[default][0]} instead.")
        chosen = default
        st.caption(_in_latex(chosen))
    return chosen


def _in_latex(activation: str) -> str:
    """φ and the derivative that was found (Markdown); what is too long for a line is left out."""
    formula = activation_of(activation).formula
    name = formula.variables[0]
    sides = {f"\\varphi({name})": formula.latex, f"\\varphi'({name})": formula.gradient_entries_latex[0]}
    return "  \n".join(f"${left} = {right}$" for left, right in sides.items() if 0 < len(right) <= LONGEST_LATEX)


def _pick_weights(width: int) -> tuple[str, float]:
    initialization = linked(
        st.selectbox,
        "Initialization of W",
        "init",
        "he",
        options=list(INITIALIZATIONS),
        format_func=lambda name: f"{INITIALIZATIONS[name].title}: {INITIALIZATIONS[name].formula}",
        help="N(0, v): normal, with mean 0 and variance v. n_in and n_out: how many inputs and outputs a layer has.",
    )
    scale = linked(
        st.number_input,
        "Scale s, which multiplies W",
        "scale",
        natural_scale(initialization, width),
        step=0.05,
        help="The standard deviation of the weights where they are plain normal.",
        **SCALE_BOUNDS,
    )
    return initialization, scale


def natural_scale(initialization: str, width: int) -> float:
    """1, or for plain normal weights the deviation near He's √(2/n)."""
    return float(format_number((2 / width) ** 0.5, 2)) if initialization == "normal" else 1.0
