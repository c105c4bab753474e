"""The natural gradient on logistic regression, beside the plain one."""

import numpy as np
import streamlit as st

from figures.theme import BLUE, GREEN, Look
from figures.timelines import Line, Panel
from numerics.quadratic.natural_gradient import classification, losses
from numerics.quadratic.normalization import Regression
from ui.ill_conditioned_descent.pictures import timeline
from ui.livechart import livechart

SHOWN, ENOUGH = 40, 60  # steps; after so many the natural gradient stands at the least loss, to rounding
ROUNDING = 1e-15  # differences of losses below this are none
LOOKS = {
    ("raw", False): Look(BLUE, "solid", "circle"),
    ("standardized", False): Look(BLUE, "dash", "square"),
    ("raw", True): Look(GREEN, "solid", "diamond"),
    ("standardized", True): Look(GREEN, "dash", "cross"),
}


def natural_gradient(data: Regression) -> None:
    """Draw the loss of both gradients, on the raw features and on standardized ones."""
    st.markdown(
        "Make classes of the targets and fit them by logistic regression. The Hessian now changes with the weights, "
        "and the natural preconditioner is the **Fisher matrix** "
        "$F = \\frac1N X^\\top \\mathrm{diag}(p(1-p))\\,X$: it measures how far a step moves the *predicted "
        "probabilities*, not the weights."
    )
    lines, t = [], np.arange(SHOWN + 1)
    for (treatment, natural), look in LOOKS.items():
        problem = classification(data, treatment)
        found = losses(problem, ENOUGH if natural else SHOWN, natural)
        least = float(losses(problem, ENOUGH, natural=True).min())
        above = np.maximum(found[: SHOWN + 1] - least, ROUNDING)
        lines.append(Line(f"{'natural' if natural else 'plain'} gradient, {treatment} features", t, above, look))
    livechart(
        timeline(Panel("loss above its minimum", lines, log=True), SHOWN).figure,
        key="natural",
        alt="The logistic loss above its minimum against the step, plain and natural gradient, logarithmic axis",
        height=380,
    )
    raw, standard, own = (float(line.values[10]) for line in lines[:3])
    st.markdown(
        f"**After 10 steps** the plain gradient is {raw:.1e} above the least loss on raw features and "
        f"{standard:.1e} on standardized ones; the natural gradient {own:.1e} on both (1e-15 is rounding). "
        "Its two lines coincide: units, means and correlations of the features do not change what it does, because F "
        "changes with them. Here F is also the Hessian, so this is Newton's method; for deep networks it is "
        "not, and F, unlike a Hessian, is "
        "never indefinite. It takes a step of size 1; the plain gradient one of 1/L, L a bound on every curvature."
    )
