"""A row of switches, one a bit of a number: sign, exponent and fraction in their colours."""

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from figures.theme import BIT_COLORS
from numerics.formats import Decoded

_here = Path(__file__)
_switches = st.components.v2.component(
    "bit_switches",
    html='<div class="fields" role="group"></div>',
    css=_here.with_suffix(".css").read_text("utf-8"),
    js=_here.with_suffix(".js").read_text("utf-8"),
)


def bit_switches(number: Decoded, *, key: str, on_flip: Callable[[Decoded], None]) -> None:
    """Draw the bits of `number`; a click on one calls `on_flip` with what the flipped pattern means.

    `key` is unique on the page.
    """
    format = number.format

    def flipped() -> None:
        place = st.session_state[key].flip
        if isinstance(place, int) and 0 <= place < format.bits:
            on_flip(Decoded(format, number.pattern ^ 1 << (format.bits - 1 - place)))

    widths = {"sign": 1, "exponent": format.exponent_bits, "fraction": format.fraction_bits}
    _switches(
        key=key,
        data={
            "label": f"The {format.bits} bits of {format.title}; each can be flipped",
            "bits": number.bits,
            "fields": [
                {"name": name, "width": width, "color": BIT_COLORS[name], "first": first}
                for (name, width), first in zip(
                    widths.items(), (None, format.exponent_bits - 1, -1), strict=True
                )  # `first`: the power of two of the field's first bit
            ],
        },
        on_flip_change=flipped,
    )
