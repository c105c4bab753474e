"""One architecture, layer by layer: how activations and gradients grow or fade, and what theory says of it."""

from dataclasses import replace

import numpy as np
import streamlit as st

from figures.layer_profile import Profile, layer_profile
from figures.theme import BLUE, GREEN, ORANGE, PURPLE, VERMILLION, Look
from numerics.errors import NumericsError
from numerics.network import Signals, jacobian_spectrum
from numerics.numbers import format_number
from ui.deep_gradients.charts import HEIGHT, NEARBY, TOO_LONG, backward_chart, forward_chart, measured, predicted
from ui.deep_gradients.setting import Setting, pick_networks
from ui.deep_gradients.story import story
from ui.errors import escape_markdown
from ui.links import linked
from ui.livechart import livechart
from ui.patience import TooLongError, patiently

QUANTILES = (
    ("largest", 0.0, Look(VERMILLION, "solid", "circle")),
    ("upper tenth", 0.1, Look(ORANGE, "dash", "square")),
    ("upper quarter", 0.25, Look(GREEN, "dashdot", "diamond")),
    ("median", 0.5, Look(BLUE, "longdash", "cross")),
    ("smallest", 1.0, Look(PURPLE, "dot", "x")),
)


def layers() -> None:
    """Draw the controls and the pictures."""
    controls, picture = st.columns([3, 5], gap="medium")
    with controls:
        setting = pick_networks()
    if setting is None:
        return
    with picture:
        found = measured(setting)
        if found is None:
            return
        st.caption(
            "Networks before any training, their weights drawn by chance. In its plainest form a layer is "
            "$h_l = \\varphi(W_l h_{l-1})$; ℓ is a loss at the end. Change the scale s, or choose another φ: do "
            "gradients still reach layer 1?"
        )
        nearby = _nearby(setting)
        forward_chart(setting, found, nearby)
        backward_chart(setting, found, nearby)
    st.header("What to notice", anchor="notice")
    for sentence in story(setting, found, predicted(setting.architecture)):
        st.markdown(f"- {sentence}")
    st.header("The product of all Jacobians", anchor="jacobian")
    _spectrum(setting)
    _equations()


def _nearby(setting: Setting) -> dict[float, Signals]:
    """One network each with weights a little smaller and larger, if wanted, by the factor."""
    if not linked(st.toggle, "Also with weights times 0.8 and 1.25", "around", True):
        return {}
    found = {}
    for factor in NEARBY:
        scaled = replace(setting.architecture, scale=factor * setting.architecture.scale)
        other = measured(replace(setting, architecture=scaled, seeds=1))
        if other:
            found[factor] = other
    return found


def _spectrum(setting: Setting) -> None:
    """Singular values of ∂h_l/∂h_0 against depth."""
    architecture = setting.architecture
    try:
        found = patiently(
            "Singular values",
            ("spectrum", architecture, setting.first_seed),
            lambda progress: jacobian_spectrum(architecture, setting.first_seed, progress),
        )
    except NumericsError as error:
        st.info(escape_markdown(str(error)))
        return
    except TooLongError as error:
        error.tell(TOO_LONG)
        return
    n = architecture.width
    lines = {name: found.values[:, min(int(share * n), n - 1)] for name, share, _ in QUANTILES}
    profiles = [
        Profile(f"{name} singular value", look, found.layers, lines[name])
        for name, share, look in QUANTILES
        if share == 0 or np.isfinite(lines[name]).any()
    ]
    livechart(
        layer_profile(profiles, across="layer l", up="singular values").figure,
        key="spectrum",
        alt="Singular values of the Jacobian of the first l layers against l, on a logarithmic axis",
        height=HEIGHT,
    )
    top = found.values[-1]
    seen = int(np.isfinite(top).sum())
    told = (
        f"After {architecture.depth} layers the longest direction is stretched by {format_number(top[0], 3)}, and "
        f"{seen} of the {n} singular values can be told from 0. The others are 0, or smaller than the rounding of the "
        "largest, n ε σ₁; where that happens a line ends."
        if seen
        else "After the last layer no singular value is a finite number that differs from 0."
    )
    st.markdown(
        "$\\partial h_L/\\partial h_0 = J_L \\cdots J_1$ is a product of as many matrices as there are layers, so its "
        "singular values drift apart exponentially, even where their root mean square keeps its level: some directions "
        f"of the input are lost. {told} With orthogonal weights and a linear φ they would all stay 1."
    )


def _equations() -> None:
    with st.expander("The equations"):
        st.latex(
            r"""\begin{aligned}
            u_l &= W_l h_{l-1} + b_l, \qquad z_l = u_l \;\text{ or }\; \frac{u_l - \mathrm{mean}}{\sqrt{\mathrm{var} +
            10^{-5}}}, \qquad h_l = \varphi(z_l) \;\text{ or }\; h_{l-1} + \varphi(z_l) \\
            \frac{\partial \ell}{\partial u_l} &= \Big(\frac{\partial z_l}{\partial u_l}\Big)^{\!\top} \varphi'(z_l)
            \odot \frac{\partial \ell}{\partial h_l}, \qquad \frac{\partial \ell}{\partial W_l} = \frac{\partial
            \ell}{\partial u_l}\, h_{l-1}^\top, \qquad \frac{\partial \ell}{\partial h_{l-1}} = W_l^\top \frac{\partial
            \ell}{\partial u_l} \;\Big(+ \frac{\partial \ell}{\partial h_l}\Big) \end{aligned}"""
        )
        st.markdown(
            "Mean and variance are taken over the units of an example (layer norm) or over the batch (batch norm). "
            "**Theory** follows the variances of an infinitely wide network with independent weights: "
            "$q_l = v\\,\\mathrm{E}\\,h_{l-1}^2$ with $v = n \\operatorname{Var} W$, $\\mathrm{E}\\,h_l^2 = "
            "\\mathrm{E}\\,\\varphi(\\sqrt{q_l} Z)^2$, and a squared gradient is multiplied by "
            "$\\chi_l = v\\,\\mathrm{E}\\,\\varphi'(\\sqrt{q_l} Z)^2$. It has no answer for batch norm, where examples "
            "depend on each other, nor for the gradients of plain residual networks whose φ has a mean other than 0. "
            "Work is limited to depth · width² · batch · networks = 2·10⁹ multiplications forward, twice that backward."
        )
