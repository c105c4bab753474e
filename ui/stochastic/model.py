"""The model: which features of an example it sees, and what its weights are held back by."""

from dataclasses import dataclass
from hashlib import sha256

import streamlit as st

from numerics.errors import NumericsError
from numerics.learning import LOGISTIC, SQUARED, FeatureMap, Risk, polynomial, waves
from numerics.learning.features import MOST_DEGREE, MOST_WAVES
from ui.errors import show_error
from ui.links import linked
from ui.stochastic.data import Chosen

SEEN = {"plain": "the features", "polynomial": "their products", "waves": "random waves"}
STRENGTHS = (0.0, 1e-5, 1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
PENALTIES = {"l2": "L2: ½‖θ‖²", "l1": "L1: ‖θ‖₁"}
DEFAULT_DEGREE, DEFAULT_WAVES, DEFAULT_WIDTH = 3, 40, 0.5


@dataclass(frozen=True, eq=False)
class Model:
    """A risk on the examples to train on, the same on those to test on, and the features that both see.

    Attributes:
        key: of all this, for what is remembered.
    """

    train: Risk
    test: Risk
    features: FeatureMap
    key: bytes


def pick_model(data: Chosen) -> Model:
    """Draw the controls and return the model; what cannot be built is told, and the plain features take its place."""
    train, test = data.train, data.test
    features = _features(data)
    with st.container(horizontal=True):
        strength = linked(
            st.select_slider, "Strength λ", "lambda", 0.0, options=list(STRENGTHS),
            format_func=lambda value: f"{value:g}", width=220,
            help="J(θ) = mean loss + λR(θ). The bias is free.",
        )  # fmt: skip
        penalty = linked(
            st.segmented_control, "Penalty R(θ)", "penalty", "l2", options=list(PENALTIES),
            format_func=PENALTIES.__getitem__,
        )  # fmt: skip
    loss = LOGISTIC if train.task == "classification" else SQUARED
    risks = [
        Risk(features(side.features), side.targets, loss, strength, penalty, features.penalized, features.names)
        for side in (train, test)
    ]
    digest = sha256(f"{loss.name} {strength!r} {penalty}".encode())
    for risk in risks:
        digest.update(repr(risk.design.shape).encode() + risk.design.tobytes() + risk.targets.tobytes())
    return Model(risks[0], risks[1], features, digest.digest())


def _features(data: Chosen) -> FeatureMap:
    x, names = data.train.features, data.train.names[:-1]
    default = "polynomial" if x.shape[1] == 2 and data.train.task == "classification" else "plain"
    seen = linked(
        st.segmented_control, "The model sees", "seen", default, options=list(SEEN), format_func=SEEN.__getitem__
    )
    degree, standardize = 1, True
    try:
        match seen:
            case "polynomial":
                degree = linked(st.slider, "Up to degree", "degree", DEFAULT_DEGREE, min_value=1, max_value=MOST_DEGREE)
            case "waves":
                with st.container(horizontal=True):
                    count = linked(
                        st.number_input, "Waves", "waves", DEFAULT_WAVES, min_value=1, max_value=MOST_WAVES, width=150
                    )
                    width = linked(
                        st.number_input, "Width", "width", DEFAULT_WIDTH, min_value=0.05, max_value=20.0, step=0.1,
                        format="%.3g", width=150,
                        help="The length, in deviations of the features, over which the model may turn.",
                    )  # fmt: skip
                return waves(x, count, width, data.seed)
            case _:
                standardize = linked(
                    st.toggle, "Bring every feature to mean 0, deviation 1", "standardize", not data.rare,
                )  # fmt: skip
        return polynomial(x, names, degree, standardize)
    except NumericsError as error:
        show_error(error)
        return polynomial(x, names)
