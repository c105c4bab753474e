"""The model: which functions are combined to fit the data."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from numerics.errors import NumericsError
from numerics.language import to_text
from numerics.numbers import format_number
from numerics.vector_map import VectorMap
from ui.errors import show_error
from ui.least_squares.data import Data
from ui.links import linked

MODELS = {"line": "Line", "polynomial": "Polynomial", "typed": "Typed", "certified": "NIST's"}
DEFAULT_BASIS = "1, x, sin(x)"
MOST_DEGREE = 12
MOST_FUNCTIONS = MOST_DEGREE + 1


@dataclass(frozen=True, eq=False)
class Model:
    """Functions φ₀, …, φₙ₋₁ of the predictors; the fit is Σ wⱼφⱼ.

    Attributes:
        functions: all of them, as one map.
        design: (m, n) their values at the data: the matrix A.
        link: the text of the control that chose them, by its name in the link.
    """

    functions: VectorMap
    design: NDArray[np.float64]
    link: Mapping[str, str]

    @property
    def labels(self) -> tuple[str, ...]:
        """The functions as text."""
        return tuple(to_text(tree) for tree in self.functions.trees)

    @property
    def names(self) -> tuple[str, ...]:
        """What the coefficients are called: w0, w1, …"""
        return tuple(f"w{place}" for place in range(self.design.shape[1]))


def pick_model(data: Data) -> Model:
    """Draw the choice of a model with its controls; return it with its design matrix."""
    single = data.x.shape[1] == 1
    options = [name for name in MODELS if (single or name != "polynomial") and (data.regression or name != "certified")]
    kind = linked(
        st.segmented_control,
        "Model",
        "model",
        "certified" if data.regression else "line",
        options=options,
        format_func=lambda name: "Linear" if name == "line" and not single else MODELS[name],
    )
    line = ", ".join(("1", *data.variables))
    text = line
    if kind == "polynomial":
        degree = linked(st.slider, "Degree", "degree", 2, min_value=0, max_value=MOST_DEGREE)
        text = ", ".join(["1", "x", *(f"x^{power}" for power in range(2, MOST_DEGREE + 1))][: degree + 1])
    elif kind == "typed":
        text = linked(
            st.text_input,
            "Functions, with commas between",
            "basis",
            DEFAULT_BASIS if single else line,
            max_chars=500,
            help=f"Up to {MOST_FUNCTIONS} functions of {', '.join(data.variables)}, such as `1, x, sin(x)`. Each gets "
            "a coefficient.",
        )
    elif kind == "certified" and data.regression:
        text = data.regression.basis
    try:
        return _model(kind, text, data)
    except NumericsError as error:
        show_error(error)
        st.caption(f"Until then the functions are {line}.")
        return _model(kind, line, data)


def _model(kind: str, text: str, data: Data) -> Model:
    """The model; NumericsError where the text means nothing or a function has no value at the data."""
    functions = VectorMap.parse(text, variables=data.variables)
    if functions.shape[0] > MOST_FUNCTIONS:
        raise NumericsError(f"At most {MOST_FUNCTIONS} functions are taken, and these are {functions.shape[0]}.")
    design = functions(data.x)
    if not np.isfinite(design).all():
        row, column = np.argwhere(~np.isfinite(design))[0]
        at = ", ".join(f"{v} = {format_number(float(p))}" for v, p in zip(data.variables, data.x[row], strict=True))
        raise NumericsError(f"{to_text(functions.trees[column])} has no finite value at {at}.")
    return Model(functions, design, {"model": kind})
