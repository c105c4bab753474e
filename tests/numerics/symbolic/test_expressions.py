"""The way back to SymPy: the same function, in SymPy's own words."""

import numpy as np
import pytest
import sympy

from numerics import Objective

x, y, a = sympy.symbols("x y a")


def test_expressions_are_plain_sympy():
    f = Objective.parse("(1 - x)^2 + 100(y - x^2)^2")
    assert f.expression == (1 - x) ** 2 + 100 * (y - x**2) ** 2
    assert f.gradient_expression.shape == (2, 1)
    assert f.hessian_expression.shape == (2, 2)
    assert f.hessian_expression == sympy.hessian(f.expression, (x, y))
    assert sympy.simplify(f.gradient_expression[0] - sympy.diff(f.expression, x)) == 0


def test_numbers_are_exact():
    assert Objective.parse("0.1x + y/3").expression == x / 10 + y / 3


def test_parameters_are_symbols():
    assert Objective.parse("a x^2", parameters={"a": 5}).expression == a * x**2


@pytest.mark.parametrize(
    "text",
    [
        "exp(x) + exp2(y) + expm1(x) + log(y) + log2(y) + log10(x) + log1p(x)",
        "sqrt(x) + cbrt(y) + |x - y| + sign(x - 2y) + x^y + y^2.5",
        "sin(x) cos(y) tan(x) + sec(x) csc(y) cot(x)",
        "asin(x/3) + acos(y/3) + atan(x) + atan2(y, x)",
        "sinh(x) cosh(y) tanh(x) + asinh(x) + acosh(1 + y) + atanh(x/3)",
        "erf(x) + erfc(y) + gamma(x) + loggamma(y)",
        "hypot(x, y) + norm(x, y, 2) + min(x, y, 1) + max(x, y, 1)",
        "relu(x - y) + sigmoid(x) + softplus(y) + pi x + e y + tau",
        "where(x < y, x^2, y) + where(0 < x <= 1, 1, y) + where(x != y, x, 2)",
    ],
)
def test_the_same_numbers(text):
    f = Objective.parse(text)
    for point in ([0.4, 0.9], [0.8, 0.3]):
        at = dict(zip((x, y), point, strict=True))
        assert float(f.expression.evalf(20, at)) == pytest.approx(f(point), rel=1e-13)
        gradient = [float(entry.evalf(20, at)) for entry in f.gradient_expression]
        assert gradient == pytest.approx(list(f.gradient(point)), rel=1e-12)
        hessian = [float(entry.evalf(20, at)) for entry in f.hessian_expression]
        assert hessian == pytest.approx(list(f.hessian(point).ravel()), rel=1e-11, abs=1e-13)


def test_it_can_be_lambdified():
    f = Objective.parse("exp(-x^2) sin(y) + |x|")
    function = sympy.lambdify(f.variables, f.expression)
    assert function(0.3, 0.7) == pytest.approx(f([0.3, 0.7]))


@pytest.mark.parametrize(
    "text",
    ["exp(99999999999999999 ln(2x))", "exp(99999999999 ln(x)) exp(99999999999 ln(2x))", "pi^(99999999999 ln(x))"],
)
def test_what_sympy_would_rewrite_without_end_stays(text):
    f = Objective.parse(text)
    expressions = f.expression, f.gradient_expression, f.hessian_expression
    assert expressions[0].has(sympy.log)
    assert np.isfinite(f([0.5]))
