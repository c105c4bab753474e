"""School algebra: forms that are equal, found where they should be, and refused where they grow too large."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics.language import parse_expression, to_text
from numerics.microscope.rewriting.algebra import equal, forms, tidy
from numerics.microscope.rewriting.terms import number, plain, rational, size
from tests.numerics.microscope.conftest import exactly


def node(text: str):
    return plain(parse_expression(text))


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("(x + y)^2 - x^2", "y*(2*x + y)"),
        ("x^2 - y^2", "(x - y)*(x + y)"),
        ("x*y - y*y + y*y - y*z", "y*(x - z)"),
        ("1/(x + 1) - 2/x + 1/(x - 1)", "2/(x*(x - 1)*(x + 1))"),
        ("(exp(2x) - 1)/(exp(x) - 1)", "exp(x) + 1"),
        ("exp(x)*exp(-x)", "1"),
        ("(sqrt(x + 1) - sqrt(x))*(sqrt(x + 1) + sqrt(x))", "1"),
        ("x^6 - 6x^5 + 15x^4 - 20x^3 + 15x^2 - 6x + 1", "(x - 1)^6"),
        ("3x^2 + 2x + 1", "(3*x + 2)*x + 1"),
        ("(x^2 + y)/x", "x + y/x"),
        ("1/x - 1/(x + 1)", "1/(x*(x + 1))"),
        ("(x - y)/(y - x)", "-1"),
    ],
)
def test_the_forms_of_school_algebra(text: str, form: str) -> None:
    assert form in [to_text(found) for found in forms(node(text))]


ATOMS = st.sampled_from(["x", "y", "2", "3", "0.5", "sqrt(x)", "exp(x)", "exp(-x)"])
TEXTS = st.recursive(
    ATOMS,
    lambda inner: (
        st.builds("({}) {} ({})".format, inner, st.sampled_from("+-*/"), inner) | st.builds("({})^2".format, inner)
    ),
    max_leaves=8,
)


@settings(max_examples=60)
@given(TEXTS)
def test_every_form_is_equal_to_the_original(text: str) -> None:
    point = {"x": 1.375, "y": 3.8125}
    try:
        original = node(text)
        value = exactly(to_text(original), 60, **point)
    except (ValueError, ZeroDivisionError):
        return
    for found in (*forms(original), tidy(original)):
        assert abs(exactly(to_text(found), 60, **point) - value) <= abs(value) * 1e-40 + 1e-40
        assert equal(original, found)


@pytest.mark.parametrize("text", ["(x + y + z)^30", "((x + y)^12 + (x - z)^12)^9", "prod(x_i + 1, i, 1, 14)"])
def test_what_would_grow_too_large_is_left_alone(text: str) -> None:
    assert forms(node(text)) == ()
    assert to_text(tidy(node(text))) == to_text(node(text))


def test_dividing_by_what_is_zero_has_no_form() -> None:
    assert forms(node("1/(x - x)")) == ()
    assert not equal(node("1/(x - x)"), node("x"))


@given(st.fractions(min_value=-(10**9), max_value=10**9, max_denominator=10**7))
def test_numbers_are_written_and_read_back_exactly(value) -> None:
    written = number(value)
    assert rational(written) == value
    assert rational(node(to_text(written))) == value
    assert size(written) <= 4
