"""How fast f and its gradient can change in the window, at most, and the learning rate that follows."""

import math
from collections.abc import Iterable

import streamlit as st

import numerics as nm
from numerics.certify import Lipschitz
from numerics.numbers import format_number, format_point
from ui.function_input import Function, Window
from ui.links import address_of, text_of
from ui.patience import TooLongError, patiently


def lipschitz_bounds(function: Function, window: Window) -> None:
    """Tell the proven bounds beside the largest sampled values."""
    st.header("Lipschitz constants: a learning rate that is safe", anchor="lipschitz")
    f = function.objective
    try:
        found: Lipschitz = patiently("Bounding", ("lipschitz", f, window), lambda _: nm.lipschitz(f, window))
    except TooLongError as error:
        error.tell("This function is too costly to be bounded. Make the window smaller, or the formula shorter.")
        return
    rows = [
        _row("‖∇f‖, the Lipschitz constant of f", found.slope, found.sampled_slope, found.steepest),
        _row("‖H‖, the Lipschitz constant L of ∇f", found.curvature, found.sampled_curvature, found.most_curved),
    ]
    st.dataframe(rows, hide_index=True)
    if not math.isfinite(found.curvature):
        st.warning(
            "No bound on ‖H‖ could be proven in this window: f has a kink, a pole or a vertical slope there, or varies "
            "too wildly. Then no learning rate is safe by this theorem."
        )
        return
    rate = found.safe_learning_rate
    if not math.isfinite(rate):
        st.markdown("The gradient does not change in this window: no step along it can overshoot, whatever its length.")
        return
    st.markdown(
        f"**Any learning rate below 2/L = {format_number(rate)} is safe**: as long as the iterates stay in the window, "
        "no step of gradient descent raises f, because f(x − η∇f) ≤ f(x) − η(1 − Lη/2)‖∇f‖². The bound is for the "
        "worst place of the window; elsewhere larger rates may do. At exactly 2/L the promise is only that f does not "
        "rise: on x² the iterates then jump between 3 and −3 for ever."
    )
    if f.dimension <= 2:
        st.page_link(
            "pages/descent.py",
            label="Run gradient descent at half of it",
            icon=":material/arrow_forward:",
            query_params=address_of("descent")
            | {"methods": ["gradient_descent"], "gradient_descent.learning_rate": [text_of(float(f"{rate / 2:.3g}"))]},
        )


def _row(what: str, bound: float, sampled: float, where: Iterable[float]) -> dict[str, str]:
    return {
        "quantity": what,
        "at most, proven": format_number(bound, 6),
        "largest sampled": format_number(sampled, 6),
        "there": format_point(where),
    }
