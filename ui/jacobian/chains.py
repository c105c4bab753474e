"""The chain rule as a product of Jacobians, and the order in which a long chain is multiplied."""

import math

import streamlit as st

import numerics as nm
from numerics.composition import chain_rule, orders
from numerics.errors import NumericsError
from numerics.number_list import read_numbers
from numerics.numbers import format_number
from ui.errors import show_error
from ui.formulas import numbers_latex
from ui.jacobian.maps import typed_map
from ui.links import linked

DEFAULT_OUTER = "u^2 + v^2, u v"
DEFAULT_SIZES = "1000, 100, 50, 1"
MOST_MAPS = 12
LARGEST = 10**9


def after_another(F: nm.VectorMap, at: tuple[float, ...]) -> None:
    """A second map after F: both Jacobians, their product, and the Jacobian of the whole."""
    st.header("The chain rule is a product of Jacobians", anchor="chain")
    G = typed_map(
        "Outer map G, after F",
        "g",
        DEFAULT_OUTER,
        "Its letters, in alphabetical order, stand for the components of F: u for the first, v for the second.",
    )
    try:
        rule = chain_rule(G, F, at)
    except NumericsError as error:
        show_error(error)
        return
    st.latex(r"J_{G \circ F}(x) = J_G(F(x))\, J_F(x)")
    st.latex(rf"{numbers_latex(rule.outer)} {numbers_latex(rule.inner)}")
    st.latex(rf"= {numbers_latex(rule.product)}")
    if math.isnan(rule.apart):
        st.warning("At this point a derivative is undefined or infinite, so there is nothing to multiply.")
        return
    st.markdown(
        "Derived as one formula and evaluated, the Jacobian of the composition is the same, up to "
        f"**{format_number(rule.apart, 3)} ulps** of its largest entry: the product rounds in another order."
    )


def order_of_multiplication() -> None:
    """What forward, reverse and best order of a long chain cost."""
    st.header("Forward or in reverse?", anchor="order")
    text = linked(
        st.text_input,
        "Sizes along the chain",
        "sizes",
        DEFAULT_SIZES,
        max_chars=200,
        help="Numbers of inputs, of intermediate values, and of outputs at the end: 1000, 100, 50, 1 are three maps.",
    )
    st.caption(
        "A chain of maps takes the first number of values to the second, and so on to the last. Its Jacobian is the "
        "product of theirs, which may be multiplied from the inputs on (forward) or from the outputs back (reverse)."
    )
    try:
        numbers = read_numbers(text, MOST_MAPS + 1)
        sizes = [int(number) for number in numbers if number == number and 1 <= number <= LARGEST]
        if len(sizes) < len(numbers) or any(size != number for size, number in zip(sizes, numbers, strict=True)):
            raise NumericsError("Sizes are whole numbers from 1 to 1 000 000 000.")
        found = orders(sizes)
    except NumericsError as error:
        show_error(error)
        return
    least = found[-1].multiplications
    st.dataframe(
        [
            {
                "order": order.name,
                "multiplications": f"{order.multiplications:,}".replace(",", " "),
                "times the best": format_number(order.multiplications / least, 4),
                "product": order.brackets,
            }
            for order in found
        ],
        hide_index=True,
    )
    forward, reverse, _ = found
    if sizes[-1] == 1:
        told = (
            "The chain ends in **one number**, as a loss does: from the output on, every product is a row times a "
            "matrix. That is backpropagation, and why a gradient costs only a few times as much as the loss itself."
        )
    elif sizes[0] == 1:
        told = "The chain begins with **one number**: forward, every product is a matrix times a column."
    else:
        told = "Neither end is one number: which order is better depends on all sizes."
    ratio = max(forward.multiplications, reverse.multiplications) / min(
        forward.multiplications, reverse.multiplications
    )
    worse = "forward" if reverse.multiplications < forward.multiplications else "reverse"
    st.markdown(
        f"{told} Here {worse} order takes {format_number(ratio, 3)} times as many multiplications as the other."
        if ratio > 1
        else f"{told} Here both orders cost the same."
    )
