"""Evaluation: shapes, the same bits for one point and for many, and no exception for any number."""

import warnings

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from numerics import Objective, VectorMap
from numerics.symbolic.program import BLOCK

FORMULAS = [
    "(1 - x)^2 + 100(y - x^2)^2",
    "x/y + 1/(x - y)^3",
    "sqrt(x) + sqrt(x y) + cbrt(y)",
    "exp(x) log(y) - expm1(x)/log1p(y)",
    "sin(x) cos(y) tan(x y) + sec(x)",
    "|x - y| sign(x) + max(x, y, 1) min(x, -y)",
    "where(x < y, x^2, 1/x) + relu(x) - where(0 <= x <= 1, y, log(x))",
    "norm(x, y) + hypot(x, 1) + atan2(y, x)",
    "x^y + y^2.5 + x^-7 + x^9 + x^(a y)",
    "tanh(x) sigmoid(a y) + softplus(x) + sinh(y)",
    "gamma(x) + loggamma(y) + erf(x) erfc(y)",
    "asin(x) acosh(y) + atanh(x)/a",
    "3",
    "x - x + 1/(y - y)",
]
EDGES = [0.0, -0.0, 1.0, -1.0, 2.0, 0.5, np.inf, -np.inf, np.nan, 1e308, -1e308, 5e-324, 1e-300, 710.0, -745.0]
numbers = st.sampled_from(EDGES) | st.floats(-1e3, 1e3) | st.floats()


def parse(text):
    return Objective.parse(text, variables=("x", "y"), parameters={"a": 0.0})


@pytest.mark.parametrize("text", FORMULAS)
@given(points=st.lists(st.tuples(numbers, numbers), min_size=1, max_size=3), a=numbers.filter(np.isfinite))
@example(points=[(4839264173556751.0, 0.0)], a=0.0)
def test_one_point_and_many_give_the_same_bits(text, points, a):
    f = parse(text).with_parameters(a=a)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        many = [evaluate(np.array(points)) for evaluate in (f, f.gradient, f.hessian)]
        for i, point in enumerate(points):
            single = [evaluate(np.array(point)) for evaluate in (f, f.gradient, f.hessian)]
            for one, all_ in zip(single, many, strict=True):
                assert np.array_equal(one, all_[i], equal_nan=True)


@pytest.mark.parametrize("text", FORMULAS)
@pytest.mark.parametrize("shape", [(), (1,), (0,), (3,), (2, 3), (2, 0, 3), (BLOCK + 5,)])
def test_shapes(text, shape):
    f = parse(text)
    points = np.linspace(0.1, 2, int(np.prod(shape)) * 2).reshape(*shape, 2)
    value, gradient, hessian = f(points), f.gradient(points), f.hessian(points)
    assert (value.shape, gradient.shape, hessian.shape) == (shape, (*shape, 2), (*shape, 2, 2))
    assert {value.dtype, gradient.dtype, hessian.dtype} == {np.dtype(float)}
    assert np.array_equal(hessian, np.swapaxes(hessian, -1, -2), equal_nan=True)
    both = f.value_and_gradient(points)
    assert np.array_equal(both[0], value, equal_nan=True)
    assert np.array_equal(both[1], gradient, equal_nan=True)
    assert gradient.flags.c_contiguous
    assert hessian.flags.writeable


def test_blocks_fit_together():
    f = parse("(1 - x)^2 + 100(y - x^2)^2")
    points = np.random.default_rng(0).normal(size=(2 * BLOCK + 7, 2))
    x, y = points.T
    assert np.allclose(f(points), (1 - x) ** 2 + 100 * (y - x**2) ** 2, rtol=1e-14)
    assert np.array_equal(f.gradient(points)[BLOCK - 1 : BLOCK + 2], f.gradient(points[BLOCK - 1 : BLOCK + 2]))


def test_constants_spread_over_all_points():
    assert np.array_equal(Objective.parse("3")(np.zeros((4, 1))), [3, 3, 3, 3])
    assert np.array_equal(Objective.parse("2x - y").gradient(np.zeros((2, 2))), [[2, -1], [2, -1]])
    assert np.array_equal(Objective.parse("x^2 + 5y^2").hessian(np.zeros((3, 2))), [np.diag([2, 10])] * 3)


@pytest.mark.parametrize("dtype", [np.int64, np.int8, np.float32, np.float16, bool])
def test_other_number_types_are_cast_first(dtype):
    """int64 overflows silently at 3^40."""
    f = Objective.parse("(x + 2)^40")
    assert f(np.array([1], dtype)) == pytest.approx(3.0**40)
    assert f(np.array([[1], [1]], dtype)) == pytest.approx(3.0**40)


def test_strided_and_foreign_points():
    f = Objective.parse("x + 10y")
    grid = np.arange(24.0).reshape(2, 3, 4)
    assert np.array_equal(f(grid[:, ::2, 1:3]), grid[:, ::2, 1] + 10 * grid[:, ::2, 2])
    assert np.array_equal(f(np.asfortranarray(grid[0, :, :2])), grid[0, :, 0] + 10 * grid[0, :, 1])
    assert f([1, 2]) == f((1.0, 2.0)) == 21


def test_the_points_are_left_alone():
    points = np.ones((3, 2))
    points.flags.writeable = False
    f = parse("(1 - x)^2 + 100(y - x^2)^2")
    f.gradient(points)[:] = 7
    assert np.array_equal(f.gradient(points), np.zeros((3, 2)))


def test_a_vector_map_has_an_axis_for_its_components():
    F = VectorMap.parse("x^2, y^2, 3", variables=("x", "y"))
    assert F(np.ones((4, 5, 2))).shape == (4, 5, 3)
    assert F.jacobian(np.ones((4, 5, 2))).shape == (4, 5, 3, 2)
    assert np.array_equal(F.jacobian([1, 2]), [[2, 0], [0, 4], [0, 0]])
    one = VectorMap.parse("x y")
    assert one([2, 3]).shape == (1,)
    assert one.jacobian([2, 3]).shape == (1, 2)
