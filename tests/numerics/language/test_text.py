"""A tree written as text reads back as the same operations in the same order."""

from fractions import Fraction

import pytest
from hypothesis import given, settings

from numerics.errors import NumericsError
from numerics.language import Apply, Node, Number, fold, parse_expression, to_text
from tests.security.grammar import formulas

WRITTEN = [
    ("2xy", "2*x*y"),
    ("x - (y - z)", "x - (y - z)"),
    ("(x - y) - z", "x - y - z"),
    ("x + (y + z)", "x + (y + z)"),
    ("-x^2", "-x^2"),
    ("(-x)^2", "(-x)^2"),
    ("-(x + y)z", "-(x + y)*z"),
    ("(-x)y", "(-x)*y"),
    ("x - -y", "x - (-y)"),
    ("a/(b c)", "a/(b*c)"),
    ("a/b*c", "a/b*c"),
    ("a*(b/c)", "a*(b/c)"),
    ("x^y^z", "x^(y^z)"),
    ("x^-1", "x^(-1)"),
    ("√(x²+1) + |x|", "sqrt(x^2 + 1) + abs(x)"),
    ("sin²(x)", "sin(x)^2"),
    ("log(y, x)", "log(y, x)"),
    ("where(0 <= x < 1, -x, x_1)", "where(0 <= x < 1, -x, x1)"),
    ("sum(x_i^2, i, 1, 3)", "x1^2 + x2^2 + x3^2"),
    ("1e-5 x + .5", "1e-5*x + .5"),
    ("γ(x)", "gamma*x"),
]


@pytest.mark.parametrize(("typed", "written"), WRITTEN)
def test_as_few_brackets_as_needed(typed: str, written: str) -> None:
    assert to_text(parse_expression(typed)) == written


def operations(tree: Node) -> tuple:
    """The tree as nested tuples without positions; sums and products two by two, from the left."""

    def combine(node: Node, arguments: list[tuple]) -> tuple:
        if isinstance(node, Number):
            return ("number", Fraction(node.value))
        if not isinstance(node, Apply):
            return (node.name,)
        if node.function not in ("add", "multiply"):
            return (node.function, *arguments)
        first, *rest = arguments
        for argument in rest:
            first = (node.function, first, argument)
        return first

    return fold(tree, combine)


@settings(max_examples=150)
@given(formulas())
def test_any_formula_reads_back_as_the_same_operations(text: str) -> None:
    try:
        tree = parse_expression(text)
        again = parse_expression(to_text(tree))
    except NumericsError:  # outside a limit, perhaps only because a bounded sum is now written out
        return
    assert operations(again) == operations(tree)
