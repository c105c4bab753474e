"""Choosing a number format and a rounding direction; in the link as `format` (with `format.exponent`, …) and `mode`."""

import streamlit as st

from numerics.formats import FORMATS, Format, Mode
from numerics.formats.format import EXPONENT_BITS, FRACTION_BITS
from ui.links import linked

CUSTOM = "custom"
MODE_TITLES = {
    Mode.NEAREST_EVEN: "to nearest, ties to even",
    Mode.NEAREST_AWAY: "to nearest, ties away from zero",
    Mode.TOWARD_ZERO: "toward zero",
    Mode.UP: "up, toward +∞",
    Mode.DOWN: "down, toward −∞",
}


def pick_format(label: str = "Format", name: str = "format", default: str = "float32") -> Format:
    """Draw a choice of one format, with the widths of its fields where it is a custom one.

    `name` is its parameter in the link, `default` the name of a format of FORMATS.
    """
    choice = linked(st.selectbox, label, name, default, options=[*FORMATS, CUSTOM], format_func=format_title)
    if choice != CUSTOM:
        return FORMATS[choice]
    fields = (("exponent", EXPONENT_BITS), ("fraction", FRACTION_BITS))
    exponent, fraction = (
        linked(
            column.number_input,
            f"{field.capitalize()} bits",
            f"{name}.{field}",
            4,
            min_value=allowed[0],
            max_value=allowed[-1],
        )
        for column, (field, allowed) in zip(st.columns(2, gap="small"), fields, strict=True)
    )
    return Format.custom(exponent, fraction)


def pick_mode(label: str = "Rounding", name: str = "mode") -> Mode:
    """Draw a choice of one of the five rounding directions."""
    value = linked(
        st.selectbox,
        label,
        name,
        Mode.NEAREST_EVEN.value,
        options=[mode.value for mode in Mode],
        format_func=lambda option: MODE_TITLES[Mode(option)],
    )
    return Mode(value)


def format_title(name: str) -> str:
    """What the choices call a format."""
    return "custom" if name == CUSTOM else FORMATS[name].title
