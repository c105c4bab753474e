"""Every function of the vocabulary against mpmath's value and its numerical derivatives."""

import math

import mpmath
import numpy as np
import pytest

from numerics import Objective
from numerics.language import FUNCTIONS

mp = mpmath.mp.clone()
mp.dps = 40


def sign_of(x):
    return mp.mpf(1 if x > 0 else -1)


REFERENCES = {
    "exp": (mp.exp, [-1.5, 3]),
    "exp2": (lambda x: mp.power(2, x), [-1.5, 3]),
    "expm1": (mp.expm1, [1e-9, -2]),
    "log": (mp.log, [0.3, 40]),
    "log2": (lambda x: mp.log(x, 2), [0.3, 40]),
    "log10": (mp.log10, [0.3, 40]),
    "log1p": (mp.log1p, [1e-9, 4]),
    "sqrt": (mp.sqrt, [0.3, 40]),
    "cbrt": (lambda x: sign_of(x) * mp.cbrt(abs(x)), [-0.3, 40]),
    "abs": (abs, [-0.3, 4]),
    "sign": (sign_of, [-0.3, 4]),
    "sin": (mp.sin, [-0.3, 4]),
    "cos": (mp.cos, [-0.3, 4]),
    "tan": (mp.tan, [-0.3, 4]),
    "sec": (mp.sec, [-0.3, 4]),
    "csc": (mp.csc, [-0.3, 4]),
    "cot": (mp.cot, [-0.3, 4]),
    "asin": (mp.asin, [-0.3, 0.9]),
    "acos": (mp.acos, [-0.3, 0.9]),
    "atan": (mp.atan, [-0.3, 4]),
    "sinh": (mp.sinh, [-0.3, 4]),
    "cosh": (mp.cosh, [-0.3, 4]),
    "tanh": (mp.tanh, [-0.3, 25]),
    "asinh": (mp.asinh, [-0.3, 4]),
    "acosh": (mp.acosh, [1.2, 4]),
    "atanh": (mp.atanh, [-0.3, 0.9]),
    "erf": (mp.erf, [-0.3, 2]),
    "erfc": (mp.erfc, [-0.3, 6]),
    "gamma": (mp.gamma, [-2.7, 4.5]),
    "loggamma": (lambda x: mp.log(abs(mp.gamma(x))), [-2.7, 4.5]),
    "relu": (lambda x: max(x, mp.mpf(0)), [-0.3, 4]),
    "sigmoid": (lambda x: 1 / (1 + mp.exp(-x)), [-40, 0.3, 40]),
    "softplus": (lambda x: mp.log1p(mp.exp(x)), [-40, 0.3, 40]),
}
OF_SEVERAL = {"atan2", "hypot", "norm", "min", "max", "where"}


def test_every_function_has_a_reference():
    assert set(FUNCTIONS) == {*REFERENCES, *OF_SEVERAL}


@pytest.mark.parametrize("name", REFERENCES)
def test_value_slope_and_curvature(name):
    reference, points = REFERENCES[name]
    f = Objective.parse(f"{name}(x)")
    for x in points:
        expected = [float(mp.diff(reference, mp.mpf(x), order)) for order in range(3)]
        found = [f([x]), *f.gradient([x]), *f.hessian([x]).ravel()]
        assert found == pytest.approx(expected, rel=1e-13, abs=1e-25), x


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("atan2(y, x)", lambda x, y: mp.atan2(y, x)),
        ("hypot(x, y)", mp.hypot),
        ("norm(x, y, x y)", lambda x, y: mp.sqrt(x**2 + y**2 + (x * y) ** 2)),
        ("min(x, y^2, 3)", lambda x, y: min(x, y**2, mp.mpf(3))),
        ("max(x, y^2, -3)", lambda x, y: max(x, y**2, mp.mpf(-3))),
        ("where(x < y, x^2 y, 7)", lambda x, y: x**2 * y if x < y else mp.mpf(7)),
        ("log(y, x)", lambda x, y: mp.log(y) / mp.log(x)),
        ("x^y", mp.power),
        ("2^(x y)", lambda x, y: mp.power(2, x * y)),
        ("(x + y)^-3", lambda x, y: (x + y) ** -3),
        ("tau x + pi y + e^2 x y", lambda x, y: 2 * mp.pi * x + mp.pi * y + mp.e**2 * x * y),
    ],
)
@pytest.mark.parametrize("point", [(0.4, 1.7), (2.2, 0.3)])
def test_functions_of_two_variables(text, reference, point):
    f = Objective.parse(text, variables=("x", "y"))
    x = tuple(map(mp.mpf, point))
    gradient = [float(mp.diff(reference, x, order)) for order in ((1, 0), (0, 1))]
    hessian = [float(mp.diff(reference, x, order)) for order in ((2, 0), (1, 1), (1, 1), (0, 2))]
    assert f(point) == pytest.approx(float(reference(*x)), rel=1e-14)
    assert f.gradient(point) == pytest.approx(gradient, rel=1e-13, abs=1e-25)
    assert f.hessian(point).ravel() == pytest.approx(hessian, rel=1e-12, abs=1e-25)


@pytest.mark.parametrize("name", ["tanh", "sigmoid", "softplus", "erf", "erfc", "atan", "relu", "abs", "sign"])
@pytest.mark.parametrize("x", [-800.0, 800.0, -1e300, 1e300])
def test_saturated_functions_have_finite_derivatives(name, x):
    f = Objective.parse(f"{name}(x)")
    assert np.isfinite([f([x]), *f.gradient([x]), *f.hessian([x]).ravel()]).all()


def test_the_curvature_of_gamma_far_left_is_quick():
    """By reflection π²/sin²(πx) - ψ₁(1 - x); SciPy's series would take 10⁹ steps here."""
    f = Objective.parse("loggamma(x)")
    assert f.hessian([-1e9 - 0.5]).item() == pytest.approx(math.pi**2 - 1e-9, rel=1e-12)
