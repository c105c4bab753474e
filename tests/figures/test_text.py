import math

import pytest

from figures.text import escape, number, numbers, variable


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("x", "<i>x</i>"),
        ("x1", "<i>x</i><sub>1</sub>"),
        ("x_12", "<i>x</i><sub>12</sub>"),
        ("alpha", "<i>α</i>"),
        ("theta2", "<i>θ</i><sub>2</sub>"),
        ("<b>", "<i>&lt;b&gt;</i>"),
    ],
)
def test_variables_are_written_as_people_write_them(name, shown):
    assert variable(name) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (1200.0, "1200"),
        (-2.5, "−2.5"),
        (0.1 + 0.2, "0.3"),
        (1.5e-9, "1.5·10<sup>−9</sup>"),
        (-1e300, "−10<sup>300</sup>"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
        (math.nan, "undefined"),
    ],
)
def test_numbers_are_typeset(value, shown):
    assert number(value) == shown


def test_different_numbers_read_differently_and_no_longer_than_needed():
    assert numbers([0.5, 1.0, 2.0]) == ["0.5", "1", "2"]
    assert numbers([-1.03161, -1.03162]) == ["−1.03161", "−1.03162"]
    assert numbers([]) == []


def test_markup_is_shown_letter_by_letter():
    assert escape('<a href="x">&</a>') == '&lt;a href="x"&gt;&amp;&lt;/a&gt;'
