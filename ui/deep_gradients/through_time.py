"""The recurrent network: one matrix at every step, and the gradient on its way back in time."""

import numpy as np
import streamlit as st

from figures.layer_profile import Profile, layer_profile
from figures.theme import BLUE, NEUTRAL, ORANGE, VERMILLION, Look
from numerics.network import Recurrent, through_time
from numerics.network.recurrent import KINDS
from numerics.numbers import format_number
from ui.deep_gradients.setting import LARGEST_SEED, pick_activation
from ui.links import linked
from ui.livechart import livechart
from ui.patience import patiently

UNITS = (2, 4, 8, 16, 32, 64, 128)
MOST_STEPS, DEFAULT_STEPS = 500, 100


def recurrent() -> None:
    """Draw the controls, the picture and what there is to see in it."""
    controls, picture = st.columns([3, 5], gap="medium")
    with controls:
        net = _pick()
    found = patiently("Through time", ("through time", net), lambda _: through_time(net))
    back = np.arange(net.steps + 1)
    gradients = found.h_gradients[::-1]
    with np.errstate(all="ignore"):
        radius, bound = net.radius**back, (found.stretch * found.steepest) ** back.astype(float)
    with picture:
        livechart(
            layer_profile(
                [
                    Profile("‖∂ℓ/∂h‖", Look(VERMILLION, "solid", "square"), back, gradients),
                    Profile("part of ∂ℓ/∂W", Look(ORANGE, "dash", "diamond"), back[:-2], found.contributions[:0:-1]),
                    Profile("ρᵏ", Look(NEUTRAL, "dot", "line-ew"), back, radius, theory=True),
                    Profile("bound (σ₁ max |φ'|)ᵏ", Look(BLUE, "dashdot", "line-ew"), back, bound, theory=True),
                ],
                across="steps back in time, k = T − t",
                up="gradient",
            ).figure,
            key="time",
            alt="The norm of the gradient against the steps back in time, with the powers of the spectral radius",
            height=460,
        )
        st.caption(
            "$h_t = \\varphi(W h_{t-1} + x_t)$: the same W at every step. Time runs backwards: the loss "
            "$\\ell = c^\\top h_T$ is at the left, the first step at the right."
        )
    st.header("What to notice", anchor="notice")
    for sentence in _noticed(net, gradients, found.stretch, found.steepest):
        st.markdown(f"- {sentence}")
    with st.expander("The equations"):
        st.latex(
            r"h_t = \varphi(W h_{t-1} + x_t), \qquad \frac{\partial \ell}{\partial h_{t-1}} = W^\top \varphi'(z_t)"
            r"\odot \frac{\partial \ell}{\partial h_t}, \qquad \frac{\partial \ell}{\partial W} = \sum_{t=1}^T"
            r"\Big(\varphi'(z_t) \odot \frac{\partial \ell}{\partial h_t}\Big) h_{t-1}^\top"
        )
        st.markdown(
            "The same matrix enters T times. Without φ the gradient is $(W^\\top)^k c$, and by Gelfand's formula "
            "$\\|W^k\\|^{1/k} \\to \\rho$, the largest |eigenvalue|: **in the long run** ρ decides. On the way it may "
            "grow by up to σ₁, the largest singular value, at each step; σ₁ = ρ only for normal matrices. With "
            "$|\\varphi'| \\le 1$, σ₁ < 1 is enough for gradients to vanish, and σ₁ > 1 is necessary for them to "
            "explode (R. Pascanu, T. Mikolov, Y. Bengio, 2013)."
        )


def _pick() -> Recurrent:
    steps = linked(st.slider, "Steps T", "time", DEFAULT_STEPS, min_value=2, max_value=MOST_STEPS)
    units = linked(st.select_slider, "Units n", "units", 64, options=list(UNITS))
    kind = linked(st.selectbox, "Matrix W", "kind", "gaussian", options=list(KINDS), format_func=KINDS.__getitem__)
    radius = linked(
        st.slider,
        "Spectral radius ρ of W",
        "radius",
        0.9,
        min_value=0.1,
        max_value=2.0,
        step=0.01,
        help="The largest |eigenvalue| of W, which is scaled to have it.",
    )
    activation = pick_activation("time.phi", "tanh")
    drive = linked(
        st.slider,
        "Size of the inputs",
        "drive",
        0.1,
        min_value=0.0,
        max_value=2.0,
        step=0.05,
        help="Their standard deviation. Large inputs drive tanh into its flat ends.",
    )
    seed = linked(st.number_input, "Seed", "seed", 0, min_value=0, max_value=LARGEST_SEED)
    return Recurrent(steps, units, radius, kind, activation, drive, seed)


def _noticed(net: Recurrent, gradients: np.ndarray, stretch: float, steepest: float) -> list[str]:
    """Lengths at both ends, the rate between, and the two numbers of W that bear on it."""
    half = net.steps // 2
    first, middle = float(gradients[-1]), float(gradients[half])
    if np.isnan([first, steepest]).any():
        lost = int(np.isfinite(gradients).argmin())
        return [
            f"**The gradient is no number any more** {lost} step{'s' * (lost != 1)} back in time: at the sums that φ "
            "is given it, or its derivative, is not defined, or overflows even in float64. Choose another φ, or a "
            "smaller ρ or inputs."
        ]
    told = [f"A gradient of length 1 at step T arrives at the first step with length **{format_number(first, 3)}**."]
    if 0 < middle < np.inf and 0 < first < np.inf:
        rate = (first / middle) ** (1 / (net.steps - half))
        told.append(
            f"Over the second half of its way it is multiplied by {format_number(rate, 4)} a step. For a linear φ that "
            f"tends to ρ = {format_number(net.radius)}; where |φ'| < 1 it is less."
        )
    told.append(
        f"σ₁ = {format_number(stretch)}, ρ = {format_number(net.radius)}, max |φ'| = {format_number(steepest)}: no "
        f"step can stretch a gradient by more than {format_number(stretch * steepest)}."
    )
    peak = int(np.nanargmax(np.where(np.isfinite(gradients), gradients, -1)))
    if net.radius < 1 and float(gradients[peak]) > 2:
        told.append(
            f"Although every |eigenvalue| is at most {format_number(net.radius)}, the gradient **grows** at first, to "
            f"{format_number(float(gradients[peak]), 3)} after {peak} steps: the eigenvectors of W are far from "
            "orthogonal, and ρ speaks about the long run only."
        )
    return told
