"""Matrices as people type and paste them."""

from fractions import Fraction

import pytest

from numerics.conditioning.reading import read_matrix, read_side
from numerics.errors import ExpressionError, LimitError

D3 = ((Fraction(41, 10), Fraction(28, 10)), (Fraction(97, 10), Fraction(66, 10)))


@pytest.mark.parametrize(
    "text",
    ["4.1 2.8\n9.7 6.6", "4.1, 2.8; 9.7, 6.6", "[[4.1, 2.8], [9.7, 6.6]]", "4.1\t2.8\r\n9.7\t6.6\n\n",
     "41/10 2.8\n9.7 33/5", "([4.1, 2.8],\n       [9.7, 6.6])"],
)  # fmt: skip
def test_rows_are_read_exactly(text: str) -> None:
    assert read_matrix(text, 8) == D3


@pytest.mark.parametrize(
    ("text", "place", "told"),
    [
        ("", 0, "one row a line"),
        (" ;[] ", 0, "one row a line"),
        ("1 2\n3", 4, "row 2 has 1"),
        ("1 2 3\n4 5 6", 0, "row 1 has 3"),
        ("1 2\n3 foo", 6, "row 2, column 2"),
        ("1 2\n3 inf", 6, "row 2, column 2"),
        ("1e31 2\n3 4", 0, "row 1, column 1"),
        ("1 2\n3 1e-400", 6, "between 1e-30"),
        ("1 0\n0 __import__", 6, "row 2, column 2"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(text: str, place: int, told: str) -> None:
    with pytest.raises(ExpressionError, match=told) as raised:
        read_matrix(text, 8)
    assert raised.value.position == place


def test_too_many_rows_are_refused() -> None:
    with pytest.raises(LimitError, match="At most 3"):
        read_matrix("\n".join(["1 2 3 4"] * 4), 3)


def test_a_right_hand_side_has_one_number_a_row() -> None:
    assert read_side("(4.1, 9.7)", 2) == (Fraction(41, 10), Fraction(97, 10))
    with pytest.raises(ExpressionError, match="2 numbers"):
        read_side("1", 2)
    with pytest.raises(ExpressionError, match="number 2"):
        read_side("1, x", 2)
