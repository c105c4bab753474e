"""Typed numbers: what is read, exactly, and what is refused with a remedy."""

import math
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerics.errors import ExpressionError, LimitError
from numerics.formats.exact import MAX_DIGITS, read_exact, read_text
from tests.effort import calls


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.1", Fraction(1, 10)),
        (" -.5e1 ", Fraction(-5)),
        ("5.", Fraction(5)),
        ("+1e-8", Fraction(1, 10**8)),
        ("−3", Fraction(-3)),
        ("1/3", Fraction(1, 3)),
        ("0.1 / 0.3", Fraction(1, 3)),
        ("-2^-24", Fraction(-1, 2**24)),
        ("2**10", Fraction(1024)),
        ("0x1.8p-3", Fraction(3, 16)),
        ("0x.8P1", Fraction(1)),
        ("1E5000", Fraction(10**5000)),
        ("0e5", Fraction(0)),
        ("-inf", -math.inf),
        ("Infinity", math.inf),
        ("∞", math.inf),
    ],
)
def test_what_is_read(text: str, value: Fraction | float) -> None:
    assert read_text(text) == value


def test_minus_zero_and_nan_are_read() -> None:
    assert math.copysign(1, read_text("-0.0")) == -1
    assert math.isnan(read_text("NaN"))


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_decimals_are_read_to_the_last_digit(value: Decimal) -> None:
    assert read_exact(value) == Fraction(value)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_floats_come_back_from_their_exact_digits_and_from_hexadecimal(value: float) -> None:
    assert read_text(str(Decimal(value))) == Fraction(value)
    assert read_text(value.hex()) == Fraction(value)


HOSTILE = [
    "", "  ", "abc", "1.2.3", "--1", "1e", "e5", "0x", "0x1.8", "1/2/3", "1//2", "1,5", "1_000", "1 000", "٣.١٤",
    "１２", "½", "1e5/nan", "nan1", "infinite", "i", "1+1", "2^0.5", "2^", "10^5", "__import__('os')", "1\x00", "1\n2",
    "0b12", "$1", "<b>1</b>", "1e1e1", "0x1p", "0xgp1", "/3", "3/", "1e+-5", "²", "1²", "1/0", "1/0.0e5",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_no_number_is_refused_with_a_remedy(text: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        read_text(text)
    assert 0 <= caught.value.position <= len(text)
    assert caught.value.message.endswith(".")
    assert caught.value.text == text


@pytest.mark.parametrize(
    "text",
    ["9" * (MAX_DIGITS + 1), "." + "1" * 10**6, "1e5001", "1e-5001", "1e99999999999999999999", "-1e−6000", "2^-20001",
     "2^9999999999", "0x1p99999999", "1/1e6000", " " * 10**5 + "1", "1/" + "3" * 10**5, "٣" * 5000],
)  # fmt: skip
def test_what_is_too_large_is_refused_at_once(text: str) -> None:
    def read() -> None:
        with pytest.raises(LimitError) as caught:
            read_text(text)
        assert 0 <= caught.value.position <= len(text)

    assert calls(read) < 10_000 + 3 * len(text)  # each character is looked at, no large number is made


@given(st.text("0123456789.eE+-−/^*x pinfabt²٣∞", max_size=30))
def test_any_text_is_a_number_or_one_sentence(text: str) -> None:
    problem = None
    try:
        read_text(text)
    except ExpressionError as error:
        problem = error
    assert problem is None or 0 <= problem.position <= len(text)
