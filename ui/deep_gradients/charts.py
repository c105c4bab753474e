"""What was measured of networks, layer by layer, as charts: the activations going forward, the gradients going back."""

from collections.abc import Mapping
from functools import partial

import numpy as np
import streamlit as st

from figures.layer_profile import Profile, layer_profile
from figures.theme import BLUE, NEUTRAL, ORANGE, PURPLE, SKY, VERMILLION, Look
from numerics.formats import FORMATS
from numerics.network import Architecture, Prediction, Signals, predict, signals
from ui.deep_gradients.setting import Setting
from ui.livechart import livechart
from ui.patience import TooLongError, patiently

FORWARD, BACKWARD = Look(BLUE, "solid", "circle"), Look(VERMILLION, "solid", "square")
WEIGHTS, THEORY = Look(ORANGE, "dash", "diamond"), Look(NEUTRAL, "dot", "line-ew")
NEARBY = {0.8: Look(SKY, "dashdot", "triangle-down"), 1.25: Look(PURPLE, "longdash", "triangle-up")}
"""By which factors the weights of the networks to compare with differ, and how these are drawn."""
HEIGHT = 330
TOO_LONG = "This takes too long: choose fewer layers, a smaller width, or fewer networks."


def measured(setting: Setting) -> Signals | None:
    """The norms, computed with patience; None, with a sentence drawn, where they take too long."""
    work = partial(signals, setting.architecture, setting.seeds, setting.batch, setting.loss, setting.first_seed)
    try:
        return patiently("Networks", ("signals", setting), lambda progress: work(progress=progress))
    except TooLongError as error:
        error.tell(TOO_LONG)
        return None


def predicted(architecture: Architecture) -> Prediction | None:
    """What theory says, remembered; None where it has no answer."""
    if architecture.normalization == "batch":
        return None
    return patiently("Theory", ("theory", architecture), lambda _: predict(architecture))


def forward_chart(setting: Setting, found: Signals, nearby: Mapping[float, Signals]) -> None:
    """Draw the size of the activations; `nearby` are networks with other weights, by the factor."""
    at = np.arange(setting.architecture.depth + 1)
    profiles = [_profile("activations, root mean square", FORWARD, at, found.activations)]
    profiles += [_profile(_times(k), NEARBY[k], at, other.activations) for k, other in nearby.items()]
    theory = predicted(setting.architecture)
    if theory is not None:
        profiles.append(Profile("theory for n → ∞", THEORY, at, theory.activations, theory=True))
    marks = [(FORMATS["float16"].largest, "the largest number of float16")]
    st.markdown("**Forward:** the size of the activations")
    livechart(
        layer_profile(profiles, across="layer", up="activations", marks=marks).figure,
        key="forward",
        alt="The root mean square of the activations at every layer, on a logarithmic axis",
        height=HEIGHT,
    )


def backward_chart(setting: Setting, found: Signals, nearby: Mapping[float, Signals]) -> None:
    """Draw the length of the gradients; `nearby` as above."""
    at = np.arange(setting.architecture.depth + 1)
    profiles = [
        _profile("‖∂ℓ/∂h‖", BACKWARD, at, found.h_gradients),
        _profile("‖∂ℓ/∂W‖", WEIGHTS, at[1:], found.weight_gradients),
    ]
    profiles += [_profile(f"‖∂ℓ/∂h‖, {_times(k)}", NEARBY[k], at, other.h_gradients) for k, other in nearby.items()]
    theory = predicted(setting.architecture)
    if theory is not None and np.isfinite(theory.h_gradients).any():
        with np.errstate(all="ignore"):
            expected = np.median(found.h_gradients[:, -1]) * theory.h_gradients
        profiles.append(Profile("theory of ‖∂ℓ/∂h‖ for n → ∞", THEORY, at, expected, theory=True))
    st.markdown("**Backward:** the length of the gradient, from the last layer to the first")
    livechart(
        layer_profile(profiles, across="layer", up="gradient").figure,
        key="backward",
        alt="The norms of the gradients at every layer, on a logarithmic axis",
        height=HEIGHT,
    )


def _times(factor: float) -> str:
    return f"weights × {factor:g}"


def _profile(name: str, look: Look, at: np.ndarray, values: np.ndarray) -> Profile:
    """The median of all networks, shaded from the least to the greatest."""
    with np.errstate(all="ignore"):
        middle, low, high = np.median(values, axis=0), values.min(axis=0), values.max(axis=0)
    spread = (low, high) if len(values) > 1 else (None, None)
    return Profile(name, look, at, middle, *spread)
