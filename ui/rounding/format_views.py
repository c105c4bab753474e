"""What there is to see of a format: its range and density, the same number in all formats, its digits."""

import math

import streamlit as st

from figures.density import density_chart
from numerics.formats import FORMATS, Class, Decoded, Format, Mode, decode
from numerics.formats.casts import cast
from numerics.formats.conversion import convert
from numerics.formats.density import density, share_below_one
from numerics.formats.digits import format_exact, shortest, to_digits
from numerics.formats.exact import Exact
from numerics.numbers import superscript
from ui.livechart import livechart
from ui.rounding.number_words import digits_of, name_of, power_of_two


def whole_format(format: Format, stored: Decoded | None) -> None:
    """The range and the density of the format among the others, and its constants."""
    shown = list(dict.fromkeys([*FORMATS.values(), format]))
    mark = math.log2(abs(stored.value)) if stored and stored.exact else None
    livechart(
        density_chart({one: density(one) for one in shown}, format, mark),
        key="density",
        alt=f"How many numbers {format.title} and other formats have from one power of two to the next",
        height=360,
    )
    st.caption(
        "Width is range, height is precision. A binade reaches from one power of two to the next; a format has as "
        "many numbers from 1 to 2 as from 1024 to 2048; the stairs at its left end are the subnormal numbers."
    )
    st.markdown(
        f"| of {format.title} | value |\n| --- | --- |\n"
        + "\n".join(
            f"| {name} | {text} |"
            for name, text in {
                "bits": f"{format.bits}: 1 sign, {format.exponent_bits} exponent (bias {format.bias}), "
                f"{format.fraction_bits} fraction",
                "largest": digits_of(format.largest),
                "smallest normal": f"{power_of_two(format.smallest_normal)}",
                "smallest": f"{power_of_two(format.smallest_subnormal)}",
                "machine epsilon, from 1 to the next number": power_of_two(format.epsilon),
                "whole numbers are exact up to": f"2{superscript(format.precision)} = {2**format.precision}",
                "beyond the largest": "infinity" if format.infinities else "NaN (there is no infinity)",
                "of its positive numbers, at most 1": f"{100 * share_below_one(format):.1f} %",
            }.items()
        )
    )


def all_formats(typed: Exact, chosen: Format, mode: Mode, via: Format | None) -> None:
    """The typed number in every format, side by side, and what a library's cast makes of it."""
    rows = []
    for format in dict.fromkeys([*FORMATS.values(), chosen]):
        conversion = convert(typed, format, mode, via)
        stored, library = conversion.stored, cast(decode(typed, "float64").value, format)
        rows.append(
            {
                "format": format.title,
                "stored": digits_of(stored.value),
                "what happens": conversion.event.value,
                "error (ulps)": "–" if conversion.ulps is None else format_exact(conversion.ulps),
                "relative error": "–" if conversion.relative is None else format_exact(conversion.relative),
                "bits": f"0x{stored.hex}",
                "cast from float64": "–" if library is None else compared(library, stored),
            }
        )
    st.dataframe(rows, hide_index=True)
    st.caption(
        "The last column is what NumPy and ml_dtypes (used by JAX and TensorFlow) store when they cast the nearest "
        "float64, rounding to nearest. A cast to bfloat16 or to 8 bits goes through float32: where it differs, the "
        "number was rounded more than once."
    )


def compared(library: Decoded, stored: Decoded) -> str:
    """What a library stores, where it is another number."""
    same = library.value == stored.value or library.kind is stored.kind is Class.NAN
    return "the same" if same else digits_of(library.value)


def digits(stored: Decoded) -> None:
    """The stored number printed with fewer and with more digits, and whether each text is read as the same number."""
    format = stored.format
    if stored.exact is None:
        st.info("Digits are for finite numbers.")
        return
    enough = len(shortest_digits(stored))
    offered = sorted({count for count in (enough - 1, enough, format.digits10, format.max_digits10) if count >= 1})
    texts = {count: to_digits(stored, count) for count in offered}
    st.dataframe(
        {
            "digits": offered,
            "printed": list(texts.values()),
            "read again, it is": [
                "the same number" if decode(text, format).ordinal == stored.ordinal else name_of(decode(text, format))
                for text in texts.values()
            ],
        },
        hide_index=True,
    )
    st.markdown(
        f"A decimal of up to **{format.digits10}** digits survives the way into {format.title} and back; to tell every "
        f"number from its neighbours, **{format.max_digits10}** digits may be needed. "
        f"For this one {enough} {'is' if enough == 1 else 'are'} enough: `{shortest(stored)}`."
    )


def shortest_digits(stored: Decoded) -> str:
    """The significant digits of the shortest text."""
    mantissa = shortest(stored).lstrip("-").partition("e")[0].replace(".", "").lstrip("0")
    return mantissa.rstrip("0") or "0"
