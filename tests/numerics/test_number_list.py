"""Many numbers from one text: how they may be separated, and where a bad one stands."""

import math
from fractions import Fraction

import pytest

from numerics import ExpressionError, LimitError
from numerics.number_list import read_numbers


@pytest.mark.parametrize(
    "text",
    [
        "1 2.5 -3e2",
        "1,2.5,-3e2",
        "1\n2.5\n-3e2\n",
        "1;2.5;-3e2",
        "1\t2.5\t−3e2",
        "[1, 2.5, -3e2]",
        " (1., 5/2,\r\n-300) ",
    ],
)
def test_numbers_may_be_typed_pasted_or_copied(text: str) -> None:
    assert read_numbers(text, 3) == (1, Fraction(5, 2), -300)


def test_extreme_numbers_are_exact_and_special_ones_are_kept() -> None:
    large, small, tenth, infinite, undefined = read_numbers("1e400 1e-400 0.1 -inf nan", 5)
    assert (large, small, tenth) == (Fraction(10) ** 400, Fraction(1, 10**400), Fraction(1, 10))
    assert infinite == -math.inf
    assert math.isnan(undefined)


@pytest.mark.parametrize(
    ("text", "place", "told"),
    [
        ("1, 2, x3", 6, "Number 3 cannot be read"),
        ("1\n2\n<b>3</b>", 4, "Number 3"),
        ("1, 2 + 3", 5, "Number 3"),
        ("0.5, 1/0", 7, "divided by 0"),
        ("", 0, "at least one number"),
        (" ,;\n", 0, "at least one number"),
        ("1,5 ٣", 4, "0 to 9"),
    ],
)
def test_a_bad_entry_is_named_with_its_place(text: str, place: int, told: str) -> None:
    with pytest.raises(ExpressionError, match=told) as caught:
        read_numbers(text, 10)
    assert caught.value.position == place


@pytest.mark.parametrize("text", ["1 2 3 4", "1e99999999999", "9" * 5000, "1 2^-999999999"])
def test_too_many_and_too_large_numbers_are_refused(text: str) -> None:
    with pytest.raises(LimitError):
        read_numbers(text, 3)
