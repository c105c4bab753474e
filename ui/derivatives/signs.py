"""Steps along the sign of the derivative beside steps along the gradient itself."""

from collections.abc import Mapping

import numpy as np
import streamlit as st

import numerics as nm
from figures.log_lines import LogLine, log_lines
from figures.paths import Path
from figures.theme import Look, method_look
from numerics.curvature import safe_learning_rate
from numerics.differentiation import OneStep, gradient_step, sign_descent, sign_step
from numerics.numbers import format_number
from ui.landscape import picture
from ui.links import linked
from ui.livechart import livechart
from ui.place import Place

STEPS = 20
SIZES = np.geomspace(1e-8, 10, 181)
SIGN, GRADIENT = "−ε sign ∇f", "−ε ∇f"


def signs(place: Place) -> None:
    """Draw one step of every size both ways, and a walk of several steps of the chosen size."""
    f = place.f
    start = np.array(place.at)
    if not np.isfinite([f(start), *f.gradient(start)]).all():
        st.info("f has no gradient here. Move the point.")
        return
    default = safe_learning_rate(f, start) or 0.1
    with st.container(horizontal=True, vertical_alignment="bottom"):
        rate = linked(
            st.number_input,
            "Step size ε",
            "rate",
            default,
            min_value=float(SIZES[0]),
            max_value=float(SIZES[-1]),
            format="%.6g",
            width=200,
        )
        steps = linked(st.slider, "Steps", "steps", STEPS, min_value=1, max_value=100, width=320)
    one, walk = st.columns([1, 1], gap="medium")
    found = {SIGN: sign_step(f, start, SIZES), GRADIENT: gradient_step(f, start, SIZES)}
    with one:
        st.markdown("**One step**: how far f falls")
        lines = [line for label, look in LOOKS.items() for line in _lines(label, look, found[label])]
        livechart(
            log_lines(lines, across="step size ε", up="fall of f", marked=rate).figure,
            key="fall",
            alt="The fall of f in one step along the sign and one along the gradient, against the step size",
            height=430,
        )
    with walk:
        st.markdown(f"**{steps} steps** of size ε = {format_number(rate)}")
        along_sign = nm.minimize(f, start, sign_descent(rate), steps=steps, tolerance=None)
        along = nm.minimize(f, start, "gradient_descent", steps=steps, tolerance=None, learning_rate=rate)
        runs = {SIGN: along_sign, GRADIENT: along}
        paths = [Path.of(run, label) for label, run in runs.items()]
        picture(f, place.window, paths, [place.at], axes=(place.axes[0], place.axes[-1]))
    _story(found, f.gradient(start), {label: float(run.f[-1]) for label, run in runs.items()})


def _lines(label: str, look: Look, step: OneStep) -> list[LogLine]:
    """The fall of f where there is one, and what the slope promises."""
    fall = np.where(step.change < 0, -step.change, np.nan)
    promised = LogLine(
        f"{label}, promised", look._replace(dash="dot"), step.epsilon, -step.slope * step.epsilon, thin=True
    )
    return [LogLine(label, look, step.epsilon, fall), promised]


def _story(found: Mapping[str, OneStep], gradient: np.ndarray, ends: Mapping[str, float]) -> None:
    if not gradient.any():
        st.markdown("The gradient is 0: neither step moves.")
        return
    promised = {label: format_number(-step.slope) for label, step in found.items()}
    st.markdown(
        f"**Small enough steps go down both ways**: by ε‖∇f‖₁ = {promised[SIGN]} ε along the sign, by "
        f"ε‖∇f‖₂² = {promised[GRADIENT]} ε along the gradient (the dotted lines). A curve that ends is where the step "
        "climbs. The sign step is as long however flat f is, so near the bottom it walks to and fro; the "
        "gradient step shrinks with the slope."
    )
    st.markdown(
        f"After the walk f is {format_number(ends[SIGN])} along the sign and {format_number(ends[GRADIENT])} along the "
        "gradient."
    )


LOOKS = {SIGN: method_look("custom"), GRADIENT: method_look("gradient_descent")}
