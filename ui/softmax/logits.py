"""Logits that a visitor types or pastes, scales and shifts, and the format they are stored in."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import streamlit as st

from numerics.errors import NumericsError
from numerics.formats import Format, round_to
from numerics.formats.exact import Exact
from numerics.number_list import read_numbers
from numerics.rounded import Floats
from ui.errors import show_error
from ui.format_picker import pick_format
from ui.links import linked

DEFAULT = "1000, 1001, 1002"
MOST = 200  # logits
LONGEST = 6000  # characters
TEMPERATURES = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0]
FARTHEST = Fraction(10) ** 1000  # the exponential of larger ones takes too long to enclose


@dataclass(frozen=True)
class Logits:
    """What goes into softmax.

    Attributes:
        text: as typed.
        exact: the logits after scale, shift and temperature, without any rounding.
        format: in which they are stored and everything is computed.
        label: the place of the right answer, for the cross-entropy.
    """

    text: str
    exact: tuple[Exact, ...]
    format: Format
    label: int

    @property
    def stored(self) -> Floats:
        """The logits as the format has them (n,)."""
        return round_to(np.array(self.exact, dtype=object), self.format)


def logits_input() -> Logits:
    """Draw the controls and return the logits; while the text cannot be read, the default ones."""
    text = linked(
        st.text_area,
        "Logits z",
        "z",
        DEFAULT,
        max_chars=LONGEST,
        height=100,
        help=f"Up to {MOST} numbers, between commas, blanks or new lines; a column of a spreadsheet can be pasted. "
        "Also 1e400, 1/3, 2^-24, inf.",
    )
    problem = st.container()
    power = linked(st.slider, "Scale: z × 10ᵏ, k", "k", 0, min_value=-4, max_value=6)
    with st.container(horizontal=True):
        shift = linked(st.number_input, "Shift: z +", "shift", 0.0, min_value=-1e6, max_value=1e6, format="%.6g")
        temperature = linked(
            st.select_slider,
            "Temperature: z / T",
            "temperature",
            1.0,
            options=TEMPERATURES,
            help="Small T makes softmax almost a maximum, large T almost uniform. Scale, shift and temperature are "
            "applied exactly, before anything is rounded.",
        )
    format = pick_format()
    try:
        exact = _prepared(read_numbers(text, MOST), power, shift, temperature)
    except NumericsError as error:
        with problem:
            show_error(error)
            st.caption(f"Until then the logits are {DEFAULT}.")
        exact = _prepared(read_numbers(DEFAULT, MOST), power, shift, temperature)
    label = linked(
        st.number_input,
        "The right class is logit number",
        "label",
        1,
        min_value=1,
        max_value=len(exact),
        help="For the cross-entropy, -log of its probability.",
    )
    return Logits(text, exact, format, label - 1)


def _prepared(numbers: Sequence[Exact], power: int, shift: float, temperature: float) -> tuple[Exact, ...]:
    """(z · 10^power + shift) / temperature in exact fractions, a decimal being what it is written as."""
    scale, offset, divisor = Fraction(10) ** power, Fraction(repr(shift)), Fraction(repr(temperature))
    prepared: list[Exact] = []
    for place, number in enumerate(numbers, 1):
        if isinstance(number, float):
            if not math.isfinite(number):
                prepared.append(number)
                continue
            number = Fraction(0)  # a typed -0
        value = (number * scale + offset) / divisor
        if abs(value) > FARTHEST:
            raise NumericsError(f"Logit number {place} is too large: keep scaled logits below 1e1000.")
        prepared.append(value)
    return tuple(prepared)
