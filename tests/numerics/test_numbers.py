import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerics.numbers import format_apart, format_number, format_point


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (-0.0, "0"),
        (1.0000000000000002, "1"),
        (0.1 + 0.2, "0.3"),
        (2.3116, "2.312"),
        (-3.2, "-3.2"),
        (0.0131234, "0.01312"),
        (2508.0078, "2508"),
        (25081.4, "25081"),
        (999999.7, "1e6"),
        (1234567.0, "1.235e6"),
        (3.1e-17, "3.1e-17"),
        (-1.5e-5, "-1.5e-5"),
        (0.00012345, "0.0001234"),
        (0.99996, "1"),
        (math.inf, "inf"),
        (-math.inf, "-inf"),
        (math.nan, "nan"),
    ],
)
def test_sensible_digits(value, text):
    assert format_number(value) == text


@given(st.floats(-1e300, 1e300))
def test_the_text_reads_back_as_the_number_to_its_digits(value):
    for digits in (2, 4, 8):
        back = float(format_number(value, digits))
        assert math.isclose(back, value, rel_tol=0.5000001 * 10 ** (1 - digits), abs_tol=1e-323)


def test_two_numbers_apart():
    assert format_apart(2.00002, 2) == "2.00002"
    assert format_apart(2.5, 2) == "2.5"
    assert format_apart(2, 2) == "2"
    assert format_apart(0.1 + 0.2, 0.3) == "0.30000000000000004"


def test_points():
    assert format_point([1.5]) == "1.5"
    assert format_point([1, -0.5]) == "(1, -0.5)"
    assert format_point(range(10)) == "(0, 1, 2, …, 9)"
