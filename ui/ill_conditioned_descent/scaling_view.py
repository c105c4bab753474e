"""Steps against κ: the counts of four methods with the lines of theory under them."""

import numpy as np
import streamlit as st

from figures.condition_scaling import Counts, condition_scaling
from numerics.methods import METHODS
from numerics.quadratic.quadratic import Quadratic
from numerics.quadratic.steps_needed import TOLERANCE, Scaling, scaling
from ui.links import linked
from ui.livechart import livechart
from ui.patience import patiently

CONDITIONS = np.geomspace(10, 1e4, 13)
DEFAULT_VARIABLES, MOST_VARIABLES = 20, 50
SPREADS = {"log": "evenly in the logarithm", "even": "evenly", "ends": "only 1 and κ"}
THEORY = {
    "gradient_descent": "ln 10¹⁰ / ln((κ+1)/(κ−1)), ∝ κ",
    "momentum": "(1+(1+ρ)t) ρᵗ = 10⁻¹⁰, ∝ √κ",
    "conjugate_gradient": "different eigenvalues (exact arithmetic)",
    "newton": "1",
}


def against_condition(quadratic: Quadratic) -> None:
    """Draw the controls, the picture and what there is to see in it."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        n = linked(st.slider, "Variables n", "n", DEFAULT_VARIABLES, min_value=2, max_value=MOST_VARIABLES, width=320)
        spread = linked(
            st.segmented_control,
            "Eigenvalues between 1 and κ",
            "spread",
            "log",
            options=list(SPREADS),
            format_func=SPREADS.__getitem__,
        )
    found = patiently(
        "Counting steps", ("ill_conditioned_descent", n, spread), lambda _: scaling(CONDITIONS, n, spread)
    )
    series = [
        Counts(METHODS[name].title, f"theory: {THEORY[name]}", name, found.counts[name], found.predicted[name])
        for name in THEORY
    ]
    livechart(
        condition_scaling(CONDITIONS, series, quadratic.condition),
        key="scaling",
        alt="Steps to the tolerance against the condition number for four methods, on logarithmic axes",
        height=520,
    )
    st.markdown(_noticed(found, n))
    st.caption(
        f"A step count ends when ‖g‖ ≤ {TOLERANCE:.0e} ‖g₀‖, g = Ax. The start has the component 1 along every "
        "eigenvector. Gradient descent has the best rate 2/(λmin + λmax), momentum its best pair; their steps are "
        "carried out in the eigenbasis. Conjugate gradient and Newton's method work on a matrix turned by a random "
        "rotation, so that rounding shows."
        + (" The dotted vertical line is the κ of the quadratic above." if 10 <= quadratic.condition <= 1e4 else "")
    )


def _noticed(found: Scaling, n: int) -> str:
    slopes = {name: f"{found.slope(name):.3f}" for name in ("gradient_descent", "momentum")}
    conjugate, bound = found.counts["conjugate_gradient"], int(found.predicted["conjugate_gradient"][-1])
    told = (
        f"**Measured slopes:** gradient descent {slopes['gradient_descent']} (theory 1), momentum "
        f"{slopes['momentum']} (theory ½; the transient t·ρᵗ adds the rest). At κ = 10⁴ they take "
        f"{found.counts['gradient_descent'][-1]:.0f} and {found.counts['momentum'][-1]:.0f} steps. "
    )
    if not np.isfinite(conjugate).all():
        return told + "Conjugate gradient does not arrive for every κ: rounding has spoiled its directions."
    last = int(conjugate[-1])
    kinds = f"{bound} different eigenvalues" if bound < n else f"n = {n}"
    if conjugate.max() <= bound:
        return told + f"Conjugate gradient needs at most {int(conjugate.max())}, within the bound {kinds}."
    return told + (
        f"Conjugate gradient needs {last} at κ = 10⁴, more than the bound {kinds} of exact arithmetic: its directions "
        "lose their conjugacy to rounding, the sooner the larger κ."
    )
