"""Every move keeps the value; orders that avoid overflow are among them."""

from fractions import Fraction

import numpy as np
import pytest
from flint import arb, fmpq

from numerics.language import parse_expression, to_text, variable_names
from numerics.microscope import tape_of
from numerics.microscope.balls import enclose, precision
from numerics.microscope.rewriting.moves import moves
from numerics.microscope.rewriting.terms import places, plain, replace
from tests.numerics.microscope.conftest import EXPRESSIONS

POINTS = 12


def values(node, names, columns):
    columns = {name: columns[name] for name in names}
    return enclose(tape_of(node), columns)[0].at_each(POINTS)


@pytest.mark.parametrize("entry", EXPRESSIONS[::4], ids=lambda entry: entry["id"])
def test_a_move_anywhere_keeps_the_value(entry) -> None:
    tree = plain(parse_expression(entry["expression"]))
    names = variable_names(tree)
    random = np.random.default_rng(5)
    drawn = {name: [Fraction(int(n), 64) for n in random.integers(1, 300, POINTS)] for name in names}
    columns = {name: [arb(fmpq(v.numerator, v.denominator)) for v in column] for name, column in drawn.items()}
    with precision(300):
        expected = values(tree, names, columns)
        for path, node in places(tree)[:12]:
            for move in moves(node):
                found = values(replace(tree, path, move.node), names, columns)
                for before, after in zip(expected, found, strict=True):
                    if before.is_finite() and after.is_finite():
                        assert before.overlaps(after), (move.name, to_text(node), to_text(move.node))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x*x/(y*y)", "x/y*(x/y)"),
        ("x/(y*z)", "x/y/z"),
        ("x*y/z", "x*(y/z)"),
        ("x + y - z", "x + (y - z)"),
        ("x/(x + y)", "1/(1 + y/x)"),
        ("x^2 - y^2", "(x - y)*(x + y)"),
        ("exp(x) - 1", "expm1(x)"),
    ],
)
def test_moves_of_one_operation(text, expected) -> None:
    assert expected in [to_text(move.node) for move in moves(plain(parse_expression(text)))]
