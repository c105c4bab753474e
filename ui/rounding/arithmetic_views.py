"""Two formulas compared in a format, every rounding on the way laid open."""

from collections.abc import Sequence
from fractions import Fraction

import streamlit as st

from numerics.errors import NumericsError
from numerics.formats import FORMATS, Class, Format, Mode
from numerics.formats.arithmetic import Step, evaluate, round_decimals
from numerics.formats.digits import format_exact
from ui.errors import escape_markdown, show_error
from ui.experiments import Experiment
from ui.links import linked, reset_linked, set_linked
from ui.rounding.number_words import name_of

NEVER, BEFORE, AFTER = "never", "before", "after"
ROUNDINGS = {NEVER: "no", BEFORE: "each number, before", AFTER: "both results, after"}
DEFAULTS = {"left": "0.1 + 0.2", "right": "0.3", "when": NEVER, "decimals": "1"}
LONGEST = 200  # characters of one side


def comparison(format: Format, mode: Mode, surprises: Sequence[Experiment]) -> None:
    """Ask for two formulas; say whether they are equal in the format, and show every step of both.

    The `surprises` set the two sides by a click; their claims are about float64 and rounding to nearest.
    """
    with st.container(horizontal=True):
        for surprise in surprises:
            st.button(surprise.title, key=f"_surprise.{surprise.title}", on_click=_set, args=(surprise,))
    sides = st.columns([3, 3, 2, 1], vertical_alignment="bottom")
    left = linked(sides[0].text_input, "Is", "left", DEFAULTS["left"], max_chars=LONGEST)
    right = linked(sides[1].text_input, "equal to", "right", DEFAULTS["right"], max_chars=LONGEST)
    when = linked(
        sides[2].selectbox,
        "Rounded to decimals?",
        "when",
        NEVER,
        options=[*ROUNDINGS],
        format_func=ROUNDINGS.__getitem__,
    )
    decimals = 1
    if when != NEVER:
        decimals = linked(sides[3].number_input, "Decimals", "decimals", 1, min_value=0, max_value=17)
    try:
        both = [steps_of(side, format, mode, when, decimals) for side in (left, right)]
    except NumericsError as error:
        show_error(error)
        return
    verdict(*(steps[-1] for steps in both))
    shown = {"left": left, "right": right, "when": when, "decimals": str(decimals)}
    if format == FORMATS["float64"] and mode is Mode.NEAREST_EVEN:
        for surprise in surprises:
            if DEFAULTS | dict(surprise.link) == shown:
                st.markdown(surprise.claim)
    step_table([step for steps in both for step in steps])


def steps_of(side: str, format: Format, mode: Mode, when: str, decimals: int) -> list[Step]:
    """The steps of one side, with the rounding to decimals where it belongs."""
    steps = evaluate(side, format, mode, decimals if when == BEFORE else None)
    if when == AFTER:
        round_decimals(steps[-1], decimals, steps)
    return steps


def verdict(left: Step, right: Step) -> None:
    """Whether two results are equal, and how far apart they are if not."""
    a, b = left.value, right.value
    name = a.format.title
    if a.kind is Class.NAN or b.kind is Class.NAN:
        st.warning("False: one side is NaN, and NaN equals nothing, not even itself.", icon=":material/close:")
    elif a.value == b.value:
        st.success(escape_markdown(f"True in {name}: both sides are stored as {name_of(a)}."), icon=":material/check:")
    else:
        places = abs(a.ordinal - b.ordinal) - 1
        between = f"{places} other numbers lie between them" if places else "they are neighbours"
        told = f"False in {name}: the left side is {name_of(a)}, the right side {name_of(b)}; {between}."
        st.warning(escape_markdown(told), icon=":material/close:")


def step_table(steps: list[Step]) -> None:
    """Every literal and operation: the exact result of what is stored, what is kept of it, and the bits."""
    st.dataframe(
        {
            "step": [step.text for step in steps],
            "exactly": [format_exact(step.conversion.exact, 24) for step in steps],
            "stored": [name_of(step.value) for step in steps],
            "stored, exactly": [format_exact(step.value.number, 24) for step in steps],
            "rounding": [_rounding(step) for step in steps],
            "bits": [step.value.bits for step in steps],
        },
        hide_index=True,
    )
    st.caption(
        "Each row is rounded once: *exactly* is the result of the stored numbers above it before rounding (to 24 "
        "digits), and *rounding* is what the rounding changed, in units in the last place."
    )


def _rounding(step: Step) -> str:
    """What the rounding of one step changed."""
    ulps = step.conversion.ulps
    if ulps is None:
        return step.conversion.event.value
    if ulps == 0:
        return "exact"
    tie = ", a tie" if abs(ulps) == Fraction(1, 2) else ""
    return f"{'+' if ulps > 0 else ''}{format_exact(ulps)} ulp{tie}"


def _set(surprise: Experiment) -> None:
    """Put a surprise into the controls (in a callback)."""
    reset_linked(*DEFAULTS)
    for name, text in surprise.link.items():
        set_linked(name, text)
