"""Batch normalization as preconditioning, on a regression with two features."""

import numpy as np
import streamlit as st

from figures.theme import Look
from figures.timelines import Line, Panel, palette_look
from numerics.numbers import format_number
from numerics.quadratic.normalization import EXAMPLES, TREATMENTS, Regression, loss_model, regression
from numerics.quadratic.steps_needed import TOLERANCE, descent_steps
from ui.ill_conditioned_descent.pictures import timeline
from ui.ill_conditioned_descent.runs import tuned
from ui.links import linked
from ui.livechart import livechart
from ui.run_views import run_of

SCALES = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0]
DEFAULT_SCALE, DEFAULT_OFFSET, DEFAULT_CORRELATION = 10.0, 3.0, 0.5
SHOWN = 200
STEPS = "steps until the gradient is 1e-10 of the first"
LOOKS: dict[str, Look] = {treatment: palette_look(place) for place, treatment in enumerate(TREATMENTS)}


def normalization() -> Regression:
    """Draw the data's controls, the descents before and after the features are standardized, and κ of each.

    Return the data.
    """
    with st.container(horizontal=True):
        scale = linked(
            st.select_slider, "Width of feature 2 (of feature 1: 1)", "scale", DEFAULT_SCALE, options=SCALES,
            format_func=format_number, width=300,
        )  # fmt: skip
        offset = linked(
            st.slider, "Mean of both features", "offset", DEFAULT_OFFSET, min_value=0.0, max_value=10.0, step=0.5,
            width=300,
        )  # fmt: skip
        correlation = linked(
            st.slider, "Correlation of the features", "correlation", DEFAULT_CORRELATION, min_value=0.0,
            max_value=0.95, step=0.05, width=300,
        )  # fmt: skip
    data = regression(scale, offset, correlation)
    lines, conditions, steps = [], [], []
    for treatment in TREATMENTS:
        model, start = loss_model(data, treatment)
        gradient = float(np.linalg.norm(model.matrix @ start))
        run = run_of(
            model.objective, tuned("gradient_descent", model), tuple(start.tolist()), SHOWN, TOLERANCE * gradient
        )
        lines.append(Line(f"{treatment} features", np.arange(run.steps + 1), run.f, LOOKS[treatment]))
        conditions.append(model.condition)
        count = descent_steps("gradient_descent", model.eigenvalues, start=start @ model.bottom.directions)
        steps.append(f"{count:.0f}" if np.isfinite(count) else "more than 200 000")
    livechart(
        timeline(Panel("loss above its minimum", lines, log=True), max(int(line.x[-1]) for line in lines)).figure,
        key="normalized",
        alt="The loss above its minimum against the step for four treatments of the features, on a logarithmic axis",
        height=380,
    )
    st.dataframe(
        {"features": list(TREATMENTS), "κ of XᵀX/N": conditions, STEPS: steps},
        hide_index=True,
        column_config={"κ of XᵀX/N": st.column_config.NumberColumn(format="%.5g")},
    )
    st.markdown(
        f"The same {EXAMPLES} seeded examples each time, a line with a bias, the mean of ½ residual², gradient descent "
        f"at its best rate from zero weights. Standardizing takes κ from {format_number(conditions[0])} to "
        f"{format_number(conditions[2])}, which is (1 + r)/(1 − r) for the correlation r = {correlation:.4g}: scales "
        "and means no longer matter, correlation still does. Only whitening, the full preconditioner, makes κ = 1.\n\n"
        "Batch normalization does this to the inputs of every layer, with the mean and deviation of each minibatch, "
        "followed by a scale and shift that are learned. It changes the parametrization, and so the Hessian that "
        "descent sees; here, with one linear layer and all the data, it is exactly diagonal preconditioning after "
        "centring."
    )
    return data
