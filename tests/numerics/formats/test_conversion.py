"""A typed number on its way into a format."""

import math
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics.errors import ExpressionError
from numerics.formats import FORMATS, Class, Format, Mode, decode, from_bits, round_to
from numerics.formats.conversion import Event, convert, origins, read_number, text_of

FLOAT16, FLOAT32, FLOAT64 = (FORMATS[name] for name in ("float16", "float32", "float64"))
E4M3 = FORMATS["float8_e4m3fn"]


def test_the_error_of_a_tenth_in_float64() -> None:
    # 0.1 is stored as 3602879701896397 / 2^55 (Python tutorial, section 15).
    conversion = convert("0.1", FLOAT64)
    assert conversion.stored.exact == Fraction(3602879701896397, 2**55)
    assert conversion.error == Fraction(3602879701896397, 2**55) - Fraction(1, 10)
    assert conversion.ulps == Fraction(2, 5)
    assert conversion.relative == Fraction(1, 2**54)


@pytest.mark.parametrize(
    ("text", "format", "mode", "event"),
    [
        ("0.5", FLOAT16, Mode.NEAREST_EVEN, Event.EXACT),
        ("0.1", FLOAT16, Mode.NEAREST_EVEN, Event.ROUNDED),
        ("1e-7", FLOAT16, Mode.NEAREST_EVEN, Event.SUBNORMAL),
        ("2^-24", FLOAT16, Mode.NEAREST_EVEN, Event.EXACT),
        ("1e-8", FLOAT16, Mode.NEAREST_EVEN, Event.UNDERFLOW),
        ("65519", FLOAT16, Mode.NEAREST_EVEN, Event.ROUNDED),
        ("65520", FLOAT16, Mode.NEAREST_EVEN, Event.OVERFLOW),
        ("65535", FLOAT16, Mode.TOWARD_ZERO, Event.ROUNDED),
        ("65536", FLOAT16, Mode.TOWARD_ZERO, Event.OVERFLOW),
        ("-65505", FLOAT16, Mode.DOWN, Event.OVERFLOW),
        ("500", E4M3, Mode.NEAREST_EVEN, Event.OVERFLOW),
        ("-inf", E4M3, Mode.NEAREST_EVEN, Event.NO_INFINITY),
        ("inf", FLOAT16, Mode.NEAREST_EVEN, Event.EXACT),
        ("nan", FLOAT16, Mode.NEAREST_EVEN, Event.NOT_A_NUMBER),
        ("0", FLOAT16, Mode.UP, Event.EXACT),
        ("-0", FLOAT16, Mode.UP, Event.EXACT),
        ("-1e5000", FLOAT64, Mode.NEAREST_EVEN, Event.OVERFLOW),
        ("1e-5000", FLOAT64, Mode.NEAREST_EVEN, Event.UNDERFLOW),
        ("1e5000", FLOAT64, Mode.DOWN, Event.OVERFLOW),
    ],
)  # fmt: skip
def test_what_happens_on_the_way(text: str, format: Format, mode: Mode, event: Event) -> None:
    assert convert(text, format, mode).event is event


def test_rounding_twice_is_not_rounding_once() -> None:
    text = "3.4028235677973366e38"  # below the half-way point between float32's largest number and what would follow
    assert convert(text, FLOAT32).stored.value == FLOAT32.largest
    assert convert(text, FLOAT32, via=FLOAT64).stored.value == math.inf
    assert convert(text, FLOAT32, via=FLOAT64).event is Event.OVERFLOW
    assert convert("70000", FLOAT32, via=FLOAT16).event is Event.OVERFLOW


def test_patterns_are_numbers_of_the_format() -> None:
    assert convert("0b0 01111 1000000000", FLOAT16).stored.value == 1.5
    assert convert("0x3E00", FLOAT16).stored.value == 1.5
    assert convert("0x3fc0_0000", FLOAT32).exact == Fraction(3, 2)
    assert convert("0x3fc00000", FLOAT32, via=FORMATS["float8_e5m2"]).stored.value == 1.5
    assert convert("0b0111110000000001", FLOAT16).stored.pattern == 0x7C01
    assert read_number("0x1.8p0", FLOAT16) == Fraction(3, 2)


@pytest.mark.parametrize("text", ["0b1", "0x3e0", "0x3e000", "0b" + "1" * 17, "0xzz"])
def test_a_pattern_of_another_width_is_refused(text: str) -> None:
    with pytest.raises(ExpressionError):
        convert(text, FLOAT16)
    with pytest.raises(ExpressionError, match="19 bits"):
        convert("0xfffff", FORMATS["tf32"])


@pytest.mark.parametrize(
    "format", [*FORMATS.values(), Format.custom(3, 2), Format.custom(11, 40)], ids=lambda f: f.name
)
@settings(max_examples=60)
@given(data=st.data())
def test_the_text_of_a_number_gives_its_bits_again(format: Format, data: st.DataObject) -> None:
    number = from_bits(data.draw(st.integers(0, 2**format.bits - 1)), format)
    text = text_of(number)
    assert len(text) <= format.bits + 20
    again = convert(text, format)
    assert again.stored == number
    if number.exact is not None:
        assert again.error == 0


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("format", [E4M3, FORMATS["float8_e5m2"], Format.custom(3, 1), FLOAT64], ids=lambda f: f.name)
@settings(max_examples=60)
@given(data=st.data())
def test_the_numbers_between_the_ends_become_this_one_and_no_others(
    format: Format, mode: Mode, data: st.DataObject
) -> None:
    number = decode(from_bits(data.draw(st.integers(0, 2**format.bits - 1)), format).value, format)
    if number.kind in (Class.NAN, Class.INFINITY):
        return
    span = origins(number, mode)
    nudge = Fraction(number.ulp) / 2**60
    for end, inside, outward in ((span.low, span.has_low, -1), (span.high, span.has_high, 1)):
        if isinstance(end, float):
            far = Fraction(format.largest) * 10**6 * outward
            assert float(round_to(far, format, mode)) == number.value
            continue
        assert (float(round_to(end, format, mode)) == number.value) == inside
        assert float(round_to(end + outward * nudge, format, mode)) != number.value
        assert float(round_to(end - outward * nudge, format, mode)) == number.value
