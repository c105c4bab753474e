"""What there is to see of one number in a format: its formula, its exact value and error, its neighbours."""

import math
from fractions import Fraction

import numpy as np
import streamlit as st

from figures.number_line import number_line
from numerics.formats import Class, Decoded, Format, Mode, decode, read_exact
from numerics.formats.conversion import Conversion, Event, convert, origins, overflowing
from numerics.formats.decoding import at_ordinal, neighbours
from numerics.formats.digits import format_exact, shortest
from numerics.formats.exact import is_nan
from ui.errors import escape_markdown
from ui.links import linked
from ui.livechart import livechart
from ui.rounding.number_input import go_to
from ui.rounding.number_words import digits_of, name_of, power_of_two

NEIGHBOURS = [2, 4, 8, 16, 32, 64, 128, 256]


def formula(number: Decoded) -> None:
    """The fields put into the format's formula."""
    format = number.format
    sign = rf"(-1)^{{{number.sign}}}"
    part = rf"\frac{{{number.fraction}}}{{2^{{{format.fraction_bits}}}}}"
    size, short = Fraction(number.significand, 2**format.fraction_bits), digits_of(number.value)
    if len(short) > 12:
        short = shortest(number)
    about = format_exact(size, 8)
    equals = "=" if read_exact(about) == size else r"\approx"
    last = "=" if equals == "=" and read_exact(short) == number.number else r"\approx"
    minus = "-" * number.sign
    value = rf"{equals} {minus}2^{{{number.power}}} \cdot {_latex(about)} {last} {_latex(short)}"
    match number.kind:
        case Class.NORMAL:
            _two_lines(rf"{sign} \cdot 2^{{{number.exponent} - {format.bias}}} \cdot \left(1 + {part}\right)", value)
        case Class.SUBNORMAL | Class.ZERO:
            _two_lines(rf"{sign} \cdot 2^{{1 - {format.bias}}} \cdot \left(0 + {part}\right)", value)
            st.caption(
                "The exponent field is 0: the leading bit is 0 instead of 1, and the power of two stays that of "
                "the smallest normal number."
            )
        case Class.INFINITY:
            st.latex(rf"{sign} \cdot \infty")
            st.caption("The exponent field is all ones and the fraction is 0.")
        case Class.NAN:
            st.latex(r"\text{NaN}")
            st.caption(
                "Not a number: the exponent field is all ones and the fraction is not 0."
                if format.infinities
                else "Not a number: in this format only the pattern of all ones, whatever the sign. There is no "
                "infinity."
            )


def story(conversion: Conversion) -> None:
    """In one sentence what became of the typed number, and its exact value in full."""
    stored, format = conversion.stored, conversion.stored.format
    match conversion.event:
        case Event.EXACT:
            words = f"{format.title} has this number: nothing is lost."
        case Event.ROUNDED:
            words = f"{format.title} has no such number. It keeps one that is {_difference(conversion)}."
        case Event.SUBNORMAL:
            words = (
                f"The number lies below the normal ones of {format.title}, where digits are lost one by one: "
                f"{stored.significand.bit_length()} of {format.precision} significant bits remain. What is kept is "
                f"{_difference(conversion)}."
            )
        case Event.UNDERFLOW:
            words = f"Underflow: the number is so small that {format.title} keeps only zero."
        case Event.OVERFLOW:
            words = (
                f"Overflow: the largest number of {format.title} is "
                f"{digits_of(format.largest)}; what is kept is {name_of(stored)}."
            )
        case Event.NO_INFINITY:
            words = f"{format.title} has no infinity: what is kept is NaN."
        case Event.NOT_A_NUMBER:
            words = "Not a number stands for results without a value, such as 0/0. It equals nothing, not even itself."
    st.markdown(f":material/{'check_circle' if conversion.event is Event.EXACT else 'info'}: {escape_markdown(words)}")
    st.markdown("**Stored, exactly**")
    st.code(stored.decimal, language=None, wrap_lines=True)


def twice(conversion: Conversion, via: Format) -> None:
    """What the detour through another format has changed."""
    format = conversion.stored.format
    direct = convert(conversion.exact, format, conversion.mode).stored
    between = decode(conversion.exact, via, conversion.mode)
    told = f"First rounded to {via.title}, the number is {name_of(between)}; that rounded to {format.title} is "
    if direct.pattern == conversion.stored.pattern:
        st.info(escape_markdown(f"{told}{name_of(conversion.stored)}, the same as directly."))
    else:
        st.warning(
            escape_markdown(
                f"{told}{name_of(conversion.stored)}. Rounded once, it would be {name_of(direct)}: rounding twice is "
                "not rounding."
            )
        )


def facts(conversion: Conversion) -> None:
    """The error, the neighbours and the unit in the last place, as a table."""
    stored = conversion.stored
    rows = {
        "class": stored.kind.value,
        "next smaller": _beside(stored.below),
        "next larger": _beside(stored.above),
        "1 ulp (unit in the last place)": "–" if stored.exact is None else power_of_two(stored.ulp),
        "bits, in hexadecimal": f"`0x{stored.hex}`",
    }
    if conversion.error is not None and conversion.ulps is not None:
        rows |= {
            "error: stored − typed": format_exact(conversion.error),
            "error in ulps": format_exact(conversion.ulps),
            "relative error": "–" if conversion.relative is None else _relative(conversion),
        }
    st.markdown(
        "| the stored number | its value |\n| --- | --- |\n"
        + "\n".join(f"| {name} | {text} |" for name, text in rows.items())
    )


def line(conversion: Conversion) -> None:
    """The number line around the stored number; a click goes to the number there."""
    stored, format = conversion.stored, conversion.stored.format
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for name, ordinal in (("Next smaller", stored.ordinal - 1), ("Next larger", stored.ordinal + 1)):
            outside = stored.kind is Class.NAN or abs(ordinal) > format.largest_pattern
            target = stored if outside else at_ordinal(ordinal, format)
            st.button(name, key=f"_{name}", disabled=outside, on_click=go_to, args=(target,))
        count = linked(st.select_slider, "Numbers on each side", "around", 4, options=NEIGHBOURS)
    if is_nan(conversion.exact):
        st.info("NaN has no place on the number line.")
        return
    centre = stored
    if stored.exact is None:  # overflow, or an infinity: look at the end of the line
        centre = decode(-format.largest if conversion.exact < 0 else format.largest, format)
    around = neighbours(centre, count)
    places = np.array([float((Fraction(one.value) - Fraction(centre.value)) / Fraction(centre.ulp)) for one in around])

    def go(x: float, _: float) -> None:
        go_to(around[int(np.abs(places - x).argmin())])

    livechart(
        number_line(conversion, centre, around, origins(centre, conversion.mode), overflowing(format, conversion.mode)),
        key="line",
        alt=f"The numbers of {format.title} around {shortest(centre)} on the number line",
        height=260,
        on_click=go,
    )
    st.caption(
        "Every bar is a number of the format; between two of them there is none. The gap doubles at each power of two. "
        "Drag to zoom, click a bar to go there."
    )


def _two_lines(first: str, second: str) -> None:
    """A formula broken where a telephone's screen ends."""
    st.latex(first)
    st.latex(second)


def _latex(number: str) -> str:
    mantissa, _, power = number.partition("e")
    return rf"{mantissa} \cdot 10^{{{int(power)}}}" if power else mantissa


def _difference(conversion: Conversion) -> str:
    """How far the stored number is from the typed one, in words."""
    error, ulps = conversion.error, conversion.ulps
    if error is None or ulps is None:
        return "not a finite number"
    return f"{format_exact(abs(error))} too {'large' if error > 0 else 'small'}, {format_exact(abs(ulps))} ulp"


def _relative(conversion: Conversion) -> str:
    """The relative error beside the bound that the format promises."""
    format, relative = conversion.stored.format, conversion.relative
    nearest = conversion.mode in (Mode.NEAREST_EVEN, Mode.NEAREST_AWAY)
    told = format_exact(relative) if relative is not None else "–"
    if conversion.stored.kind is not Class.NORMAL:
        return f"{told} (no bound: not a normal number)"
    bound = format.epsilon / 2 if nearest else format.epsilon
    return f"{told} (at most {'ε/2' if nearest else 'ε'} = {power_of_two(bound)})"


def _beside(value: float) -> str:
    """A neighbour, if there is one."""
    return "–" if math.isnan(value) else digits_of(value)
