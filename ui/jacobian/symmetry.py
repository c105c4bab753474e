"""When the Hessian is symmetric: both mixed derivatives as difference quotients."""

import numpy as np
import streamlit as st

import numerics as nm
from numerics.errors import NumericsError
from numerics.mixed_partials import PEANO, mixed_partials
from numerics.numbers import format_number
from ui.errors import show_error
from ui.links import linked, linked_numbers


def symmetry() -> None:
    """Draw a function of x and y, a point, and both quotients over ever smaller steps."""
    st.header("Does the order of differentiation matter?", anchor="symmetry")
    st.markdown(
        "The Hessian is the Jacobian of the gradient. It is symmetric wherever the second derivatives are "
        "**continuous** (Schwarz, Clairaut). The function below has all second derivatives everywhere, but they are "
        "not continuous at the origin, and there both orders give different numbers."
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = linked(st.text_input, "A function of x and y", "s", PEANO, max_chars=1000)
        at = linked_numbers(
            ["x of its point", "y of its point"],
            "point",
            (0.0, 0.0),
            row=st,
            min_value=-1e6,
            max_value=1e6,
            format="%.6g",
        )
    try:
        f = nm.Objective.parse(text, variables=("x", "y"))
    except NumericsError as error:
        show_error(error)
        return
    found = mixed_partials(f, at)
    st.dataframe(
        [
            {
                "h": f"{h:.0e}",
                "∂/∂y of ∂f/∂x, quotient": format_number(by_y, 7),
                "∂/∂x of ∂f/∂y, quotient": format_number(by_x, 7),
            }
            for h, by_y, by_x in zip(*(column.tolist() for column in found), strict=True)
        ],
        hide_index=True,
    )
    last = found.by_y[-1], found.by_x[-1]
    if not np.isfinite(last).all():
        st.warning("A first derivative is undefined at this point or beside it.")
    elif abs(last[0] - last[1]) > 1e-3 * (1 + abs(last[0]) + abs(last[1])):
        st.markdown(
            f"The quotients go to **{format_number(round(last[0], 6))}** and **{format_number(round(last[1], 6))}**: "
            "the Hessian is not symmetric at this point."
        )
    else:
        st.markdown(
            f"Both go to **{format_number(float(np.mean(last)), 5)}**: symmetric here, as far as the steps show."
        )
