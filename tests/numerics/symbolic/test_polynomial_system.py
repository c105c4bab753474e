"""Polynomial systems against roots that are known, or found by NumPy."""

import numpy as np
import pytest
from sympy import QQ, symbols
from sympy.polys.rings import PolyRing

from numerics.symbolic.polynomial_system import Infinite, finite_in_last, solve

X, Y, Z = symbols("x y z")
RING = PolyRing([X, Y, Z], QQ, "grevlex")


def solutions(*equations, unknowns=2):
    found = solve([RING.from_expr(equation) for equation in equations], RING.gens[:unknowns])
    points = [[float(one.ball(one.values[x]).mid()) for x in RING.gens[:unknowns]] for one in found]
    return np.array(sorted(points)).reshape(-1, unknowns)


def test_real_solutions_only_and_each_once() -> None:
    assert solutions(X**2 + Y**2 - 1, X - Y) == pytest.approx(np.array([[-1, -1], [1, 1]]) / np.sqrt(2))
    assert not len(solutions(X**2 + 1 + 0 * Y, Y - X))
    assert not len(solutions(X - 1, X - 2))
    assert not len(solutions(X**2 - 2, X**2 - 3))


@pytest.mark.parametrize(
    ("equations", "expected"),
    [
        ((X**2 * (X - 1), Y**3 - Y**2), [[0, 0], [0, 1], [1, 0], [1, 1]]),
        ((X**2, X * Y, Y**2), [[0, 0]]),
        (((X**2 + Y**2 - 2) ** 2, (X - Y) ** 3), [[-1, -1], [1, 1]]),
        (((X - 1) ** 3 + 0 * Y, (Y - X) ** 2), [[1, 1]]),
    ],
)
def test_repeated_solutions_are_found_once(equations, expected) -> None:
    assert solutions(*equations) == pytest.approx(np.array(expected, dtype=float), abs=1e-15)


def test_roots_of_one_polynomial_are_those_of_numpy() -> None:
    coefficients = [20, -36, -196, 372, 610, -1024, -588, 280, 392, 240][
        :10
    ]  # of the derivative of row D4's polynomial
    polynomial = sum(c * X ** (9 - at) for at, c in enumerate(coefficients)) + 0
    roots = np.roots(coefficients)
    real = np.sort(roots[np.abs(roots.imag) < 1e-9].real)
    assert solutions(polynomial, unknowns=1)[:, 0] == pytest.approx(real, rel=1e-10)


def test_signs_and_zeros_are_decided_exactly() -> None:
    """3 - 2√2 is positive by 0.17; (√2 - 1)² - 3 + 2√2 is 0, and 665857/470832 exceeds √2 by 2e-12."""
    _, root = sorted(solve([RING.from_expr(X**2 - 2)], RING.gens[:1]), key=lambda one: one.place)
    x = RING.from_expr(X)
    assert root.sign(root.number(3 - 2 * x)) == 1
    assert root.sign(root.number((x - 1) ** 2 - 3 + 2 * x)) == 0
    assert root.sign(root.number(x - QQ(665857, 470832))) == -1


def test_infinitely_many_solutions_are_told() -> None:
    for equations in ((X * Y,), (X - Y,), (X**2 - Y**2, X + Y)):
        with pytest.raises(Infinite):
            solutions(*equations)
    system = [RING.from_expr(equation) for equation in (X * Y, Z**2 - 4, (X - Y) * (Z - 2))]
    assert finite_in_last(system, 1)
    assert not finite_in_last(system, 2)
