"""The derivation of a partial derivative, one rule after the other."""

import streamlit as st

from numerics.differentiation import Derivation, Step, derivation
from numerics.errors import LimitError
from numerics.language import name_latex, to_latex
from ui.errors import show_error
from ui.links import linked
from ui.place import Place, plain

FIRST = 6  # steps that are shown without a click
LONG_QUESTION = 30  # characters of LaTeX that stand on one line with what follows
LONGEST_RESULT = 2000  # characters of LaTeX


def pick_variable(place: Place) -> str:
    """Draw the choice of the variable to differentiate by, if there are several; in the link as `by`."""
    names = place.f.variables
    if len(names) == 1:
        return names[0]
    return str(linked(st.segmented_control, "Differentiate by", "by", names[0], options=list(names), format_func=plain))


def rules(place: Place, by: str) -> None:
    """Draw every rule with its formula, what it is applied to, and what comes of it."""
    try:
        found = derivation(place.f.tree, by)
    except LimitError as error:
        show_error(error)
        st.info("The laboratory's own derivative is there all the same: it computes common parts once.")
        return
    x = name_latex(by)
    sign = rf"\frac{{d}}{{d{x}}}" if place.f.dimension == 1 else rf"\frac{{\partial}}{{\partial {x}}}"
    if not found.steps:
        st.markdown(f"{plain(by)} does not occur: everything counts as a constant, and the derivative is 0.")
        return
    st.markdown(f"From the inside out; $D$ stands for ${sign}$, and every other letter counts as a constant.")
    for number, step in enumerate(found.steps[:FIRST], 1):
        _step(number, step)
    if len(found.steps) > FIRST:
        with st.expander(f"{len(found.steps) - FIRST} further steps", expanded=len(found.steps) <= 2 * FIRST):
            for number, step in enumerate(found.steps[FIRST:], FIRST + 1):
                _step(number, step)
            if found.omitted:
                st.caption(f"{found.omitted} more steps are not shown.")
    _result(found, sign)


def _step(number: int, step: Step) -> None:
    with st.container(border=True, gap="small"):
        name, formula = st.columns([2, 3], vertical_alignment="center")
        name.markdown(f"**{number}.** {step.name}")
        formula.markdown(f"${step.formula}$")
        if step.applied or step.result != "1":
            st.latex(_equations(step))


def _equations(step: Step) -> str:
    """The chain from what is asked to the result; what is long has a line of its own, for narrow screens."""
    rows = [f"&= {part}" for part in (step.applied, step.result) if part]
    if len(step.question) > LONG_QUESTION:
        rows.insert(0, f"&{step.question}")
    else:
        rows[0] = f"{step.question} {rows[0]}"
    lines = r" \\[0.4em] ".join(rows)
    return rf"\begin{{aligned}} {lines} \end{{aligned}}\;"  # the space keeps its last pixels from scrolling


def _result(found: Derivation, sign: str) -> None:
    text = to_latex(found.result)
    if len(text) > LONGEST_RESULT:
        st.info("The result is too long to be read; it is used all the same where numbers are computed.")
        return
    st.markdown("**Together:**")
    st.latex(rf"{sign} f = {text}")
