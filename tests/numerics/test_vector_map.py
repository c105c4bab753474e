"""Typed maps from R^n to R^m."""

import pickle

import numpy as np
import pytest
import sympy

from numerics import ExpressionError, NumericsError, VectorMap


def test_row_D6_the_jacobian_of_squares():
    F = VectorMap.parse("x^2, y^2")
    assert np.array_equal(F([1, 2]), [1, 4])
    assert np.array_equal(F.jacobian([1, 2]), [[2, 0], [0, 4]])


@pytest.mark.parametrize("text", ["r cos(t), r sin(t)", "(r cos(t), r sin(t))", "[r cos(t); r sin(t)]"])
def test_polar_coordinates(text):
    F = VectorMap.parse(text, variables=("r", "t"))
    assert F.shape == (2, 2)
    r, t = 2.0, 0.5
    expected = [[np.cos(t), -r * np.sin(t)], [np.sin(t), r * np.cos(t)]]
    assert F.jacobian([r, t]) == pytest.approx(np.array(expected), rel=1e-15)
    assert np.linalg.det(F.jacobian([[r, t], [3, 1]])) == pytest.approx([2, 3])


def test_the_chain_rule():
    """The Jacobian of a composition is the product of the Jacobians."""
    inner, outer = VectorMap.parse("x y, x + y, sin(x)"), VectorMap.parse("x y z, x^2 - z")
    both = VectorMap.parse("x y (x + y) sin(x), (x y)^2 - sin(x)")
    p = [0.7, 1.3]
    assert outer.jacobian(inner(p)) @ inner.jacobian(p) == pytest.approx(both.jacobian(p), rel=1e-14)


def test_names_and_parameters():
    F = VectorMap.parse("x1, a x10, x2", parameters={"a": 3})
    assert F.variables == ("x1", "x2", "x10")
    assert np.array_equal(F([1, 2, 3]), [1, 9, 2])
    with pytest.raises(ExpressionError):
        VectorMap.parse("x, b", variables=("x",))
    with pytest.raises(NumericsError):
        F([1, 2])


def test_what_it_shows():
    F = VectorMap.parse("x^2 y, sin(y)")
    x, y = sympy.symbols("x y")
    assert F.expressions == (x**2 * y, sympy.sin(y))
    assert F.latex == r"\begin{bmatrix} x^{2} y \\ \sin(y) \end{bmatrix}"
    assert F.jacobian_entries_latex == (("2 x y", "x^{2}"), ("0", r"\cos(y)"))
    assert F.jacobian_latex == r"J_F = \begin{bmatrix} 2 x y & x^{2} \\ 0 & \cos(y) \end{bmatrix}"
    assert pickle.loads(pickle.dumps(F)) == F
