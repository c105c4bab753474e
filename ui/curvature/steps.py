"""One step of gradient descent: what gradient and model promise, what f gives, and the three signs of curvature."""

import numpy as np
import streamlit as st

import numerics as nm
from figures.local_model import decreases
from numerics.local_model import LocalModel, local_model
from numerics.numbers import format_number
from ui.links import linked
from ui.livechart import livechart
from ui.place import Place

CASES = {"-x^2": "−x², negative curvature", "2x": "2x, none", "x^2": "x², positive curvature"}


def best_step(place: Place, model: LocalModel) -> None:
    """Predicted and actual decrease along the gradient, ε*, and where descent climbs."""
    st.header("How far along the gradient?", anchor="step")
    if model.squared == 0:
        st.info("∇f = 0 at this point: gradient descent does not move. Move the point.")
        return
    best, climbing = model.best_step, model.climbing_step
    usual = best or (climbing / 2 if climbing else 1 / float(np.sqrt(model.squared)))
    shown = max(2.6 * usual, min(1.15 * climbing, 6 * usual) if climbing else 0.0)
    left, right = st.columns([5, 3], gap="medium")
    with right:
        share = linked(
            st.slider,
            "Step ε, in parts of " + ("ε*" if best else "the usual one"),
            "share",
            0.5,
            min_value=0.05,
            max_value=2.5,
            step=0.05,
        )
    epsilon = share * usual
    steps = np.linspace(0, shown, 241)
    with left:
        livechart(
            decreases(
                steps,
                model.linear_decrease(steps),
                model.predicted_decrease(steps),
                model.actual_decrease(steps),
                {"ε": epsilon, "ε*": best, "climbs": climbing},
            ),
            key="decrease",
            alt="The decrease of f along the negative gradient: promised by the gradient, by the model, and actual",
            height=380,
        )
    with right:
        row = st.container(horizontal=True, gap="medium")
        row.metric("gradient promises", format_number(float(model.linear_decrease(epsilon))), width="content")
        row.metric("model promises", format_number(float(model.predicted_decrease(epsilon))), width="content")
        row.metric("f gives", format_number(float(model.actual_decrease(epsilon))), width="content")
        if best is None:
            st.warning(
                f"gᵀHg = {format_number(model.bending)} is not positive: along −g the model falls for ever, so "
                "**there is no ε\\***. The model is not to be trusted far; a line search on f itself is."
            )
        else:
            st.markdown(
                f"**ε\\* = gᵀg / gᵀHg = {format_number(best)}** is best for the model, and there it promises "
                "half of what the gradient alone does. Along the eigenvector of λmax it is 1/λmax = "
                f"{format_number(1 / float(model.eigenvalues.max()))}, the shortest that it can be."
            )
        if climbing is None:
            st.markdown("Descent along −g has not climbed above f(x) as far as was looked (64 times that step).")
        else:
            told = f", {format_number(climbing / best, 3)} ε\\*" if best else ""
            exact = " On a quadratic it is exactly 2 ε\\*." if best else ""
            st.markdown(f"**Beyond ε = {format_number(climbing)}**{told}, the step climbs above where it began.{exact}")


def three_cases() -> None:
    """The same slope and the same step on three curvatures."""
    st.header("The same slope, three curvatures", anchor="cases")
    with st.container(horizontal=True):
        x = linked(st.number_input, "x", "case.x", 1.0, min_value=0.1, max_value=10.0, format="%.4g")
        epsilon = linked(st.number_input, "ε", "case.e", 0.1, min_value=0.001, max_value=1.0, format="%.4g")
    rows = []
    for text, title in CASES.items():
        # The slope of the straight line is that of the parabolas at x.
        f = nm.Objective.parse(text if text != "2x" else f"{2 * x!r} x", variables=("x",))
        model = local_model(f, [x])
        promised, given = float(model.linear_decrease(epsilon)), float(model.actual_decrease(epsilon))
        rows.append(
            {
                "f": title if text != "2x" else f"{format_number(2 * x)} x, no curvature",
                "|f′|": format_number(2 * x),
                "f″": format_number(float(model.hessian[0, 0])),
                "the gradient promises ε f′²": format_number(promised),
                "f gives": format_number(given),
                "that is": "more"
                if given > promised * (1 + 1e-9)
                else "less"
                if given < promised * (1 - 1e-9)
                else "as much",
            }
        )
    st.dataframe(rows, hide_index=True)
    st.caption(
        "Where f curves down a step gains more than its slope promises; without curvature exactly that; where f curves "
        "up it gains less, and with ε large enough it loses."
    )
