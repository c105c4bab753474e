"""Symbols to insert at the caret of the function input, and the grammar on one card."""

from pathlib import Path

import streamlit as st

from numerics.language import CONSTANTS, FUNCTIONS

_here = Path(__file__)
_keys = st.components.v2.component(
    "palette",
    html='<div role="toolbar" aria-label="Insert a symbol"></div>',
    css=_here.with_suffix(".css").read_text("utf-8"),
    js=_here.with_suffix(".js").read_text("utf-8"),
)

# What a key shows → what it inserts; the caret ends where `|` stands.
SYMBOLS = {
    "x²": "²", "xⁿ": "^(|)", "x₁": "₁", "√": "√(|)", "|x|": "abs(|)", "π": "π", "e": "e", "θ": "θ", "·": "·",
    "÷": "/(|)", "exp": "exp(|)", "ln": "ln(|)", "sin": "sin(|)", "cos": "cos(|)", "tanh": "tanh(|)",
    "max": "max(|, )", "norm": "norm(|, )", "where": "where(| < 0, , )", "Σ": "sum(|, i, 1, 3)",
}  # fmt: skip

GRAMMAR = """
| you write | it means |
| --- | --- |
| `2x y`, `3 sin(x)`, `(x+1)(y-1)` | products need no sign |
| `x^2`, `x**2`, `x²`, `2^-x` | powers; `-x^2` is −(x²), `x^2^3` is x^(2³) |
| `x1`, `x_1`, `x₁` | indexed variables, up to ten of them |
| `sqrt(x)`, `√(x)`, `abs(x)`, `sin²(x)` | functions take brackets; bars mean abs(x) too |
| `where(x < 0, -x, x²)` | a function with two cases; `0 < x < 1` works too |
| `sum((x_i - i)^2, i, 1, 4)` | a sum written out, with `x_i`, `x_(i+1)` |
| `a x^2 + b` | other letters become sliders |
"""


def palette() -> None:
    """Draw the button that opens symbols and syntax help."""
    with st.popover("Symbols and help"):
        _keys(key="_palette", data={"label": "Function f", "symbols": SYMBOLS})
        st.markdown(GRAMMAR)
        functions = " · ".join(
            f"`{name}`" + (f" (`{'`, `'.join(function.aliases)}`)" if function.aliases else "")
            for name, function in FUNCTIONS.items()
        )
        st.markdown(f"**Functions:** {functions}")
        st.markdown(f"**Constants:** {' · '.join(f'`{name}`' for name in CONSTANTS)}")
