"""The number that the lesson on formats is about: typed, or chosen among those that every format has."""

import math

import streamlit as st

from numerics.errors import NumericsError
from numerics.formats import Decoded, Format, Mode, decode
from numerics.formats.conversion import Conversion, convert, text_of
from ui.errors import show_error
from ui.links import linked, set_linked

LONGEST = 1300  # characters; a float64 written out in full has up to 1077


def typed_number(default: str, format: Format, mode: Mode, via: Format | None) -> tuple[str, Conversion | None]:
    """Ask for a number; return the text and what becomes of it; None, with the reason shown, where it is no number."""
    text = linked(
        st.text_input,
        "Number",
        "x",
        default,
        max_chars=LONGEST,
        help="A decimal such as 0.1 or 1e-8, a fraction such as 1/3, a power such as 2^-24, inf, nan; or the bits "
        "of the format themselves, such as 0x3f800000 or 0b0 01111 0000000000. It is taken exactly, and rounded "
        "once.",
    )
    try:
        return text, convert(text, format, mode, via)
    except NumericsError as error:
        show_error(error)
        return text, None


def go_to(number: Decoded) -> None:
    """Make this number of the format the typed one (in a callback)."""
    set_linked("x", text_of(number))


def landmarks(format: Format) -> None:
    """Buttons for the numbers that every format has."""
    numbers = {
        "0": 0,
        "−0": -0.0,
        "smallest": format.smallest_subnormal,
        "smallest normal": format.smallest_normal,
        "1": 1,
        "after 1": 1 + format.epsilon,
        "largest": format.largest,
        "∞": math.inf,
        "NaN": math.nan,
    }
    with st.container(horizontal=True, gap="small"):
        for name, value in numbers.items():
            if format.infinities or value != math.inf:
                st.button(name, key=f"_landmark.{name}", on_click=go_to, args=(decode(value, format),))
