"""The Taylor test of a gradient, which the visitor may break."""

import numpy as np
import streamlit as st
from plotly.graph_objects import Figure

from figures.log_lines import LogLine, log_lines
from figures.theme import BLUE, NEUTRAL, ORANGE, VERMILLION, Look
from numerics.differentiation import TaylorTest, taylor_test
from numerics.numbers import format_number
from ui.links import linked
from ui.livechart import livechart
from ui.place import Place, plain

BREAKS = (0.0, 1e-8, 1e-6, 1e-4, 1e-2, 0.1, 1.0)
RIGHT, WRONG = 1.8, 1.2  # slopes from which on, and up to which, the verdict is given


def taylor(place: Place, by: str) -> None:
    """Draw the remainder of the linear model against the step, with the gradient as it is or broken."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        broken = linked(
            st.select_slider,
            f"Break the gradient: add to ∂f/∂{plain(by)} this part of ‖∇f‖ (of 1 where that is 0)",
            "broken",
            0.0,
            options=list(BREAKS),
            format_func=lambda part: f"{part:g}",
        )
        seed = linked(st.number_input, "Direction (seed)", "seed", 0, min_value=0, max_value=9999, step=1, width=160)
    f, at = place.f, np.array(place.at)
    if not np.isfinite([f(at), *f.gradient(at)]).all():
        st.info("f has no gradient here. Move the point.")
        return
    found = tested(place, by, broken, seed)
    livechart(
        _picture(found),
        key="taylor",
        alt="The remainder of the first-order Taylor model against the step, both on logarithmic axes",
        height=400,
    )
    _verdict(found, broken)
    st.latex(
        r"R(t) = \bigl| f(x + t\,d) - f(x) - t\; g \cdot d \bigr| \approx \tfrac{t^2}{2}\, |d^T H d|"
        r"\quad\text{only if } g = \nabla f(x)"
    )
    st.caption(
        "By Taylor's theorem, where f has continuous second derivatives and dᵀHd ≠ 0. The direction d is random, of "
        "length 1. If only numbers of f are at hand, this tells a right gradient from a wrong one far better than a "
        "single difference does."
    )


def tested(place: Place, by: str, broken: float, seed: int) -> TaylorTest:
    """The test along the random direction of a seed, with one entry of the gradient off by a part of its length."""
    f, at = place.f, np.array(place.at)
    claimed = f.gradient(at).copy()
    claimed[f.variables.index(by)] += broken * (float(np.hypot.reduce(claimed)) or 1.0)
    direction = np.random.default_rng(seed).standard_normal(f.dimension)
    return taylor_test(f, at, direction, claimed)


def _picture(found: TaylorTest) -> Figure:
    t = found.t
    top = t[-1]
    anchor = float(found.remainder[-1]) if np.isfinite(found.remainder[-1]) and found.remainder[-1] > 0 else 1.0
    lines = [
        LogLine("change of f, no gradient used", Look(NEUTRAL, "solid", "circle"), t, found.change),
        LogLine("remainder R(t)", Look(VERMILLION, "solid", "square"), t, found.remainder),
        LogLine("slope 2", Look(BLUE, "dot", "circle"), t, anchor * (t / top) ** 2, thin=True),
        LogLine("slope 1", Look(ORANGE, "dot", "circle"), t, anchor * (t / top), thin=True),
        LogLine("size of rounding errors", Look(NEUTRAL, "dash", "circle"), t, t * 0 + found.noise, thin=True),
    ]
    return log_lines(lines, across="step t", up="|·|").figure


def _verdict(found: TaylorTest, broken: float) -> None:
    if found.slope is None:
        st.info(
            "The remainder is nothing but rounding: f is linear along this direction, or nearly so, and the gradient "
            "is right to what can be seen."
        )
        return
    slope = format_number(found.slope, 3)
    if found.slope >= RIGHT:
        told = "like t² or faster: **the gradient is right**, as far as the steps above rounding can tell."
        st.success(f"The remainder falls with slope **{slope}**, {told}")
    elif found.slope <= WRONG:
        why = "as it must once it is broken" if broken else "so something is wrong, or f has a kink here"
        st.error(f"The remainder falls only with slope **{slope}**, like t: **the gradient is wrong**, {why}.")
    else:
        st.warning(
            f"The remainder falls with slope **{slope}**, between 1 and 2: at large t the curve of f is seen, at small "
            "t the error of the gradient."
        )
