"""Value, gradient and Hessian against published expressions, SymPy's traps, and Taylor's theorem."""

import json
from pathlib import Path

import numpy as np
import pytest

from numerics import Objective

DATA = json.loads((Path(__file__).parent.parent / "data" / "derivatives.json").read_text())
EXPRESSIONS = DATA["expressions"]


def relative(found, expected):
    expected = np.array(expected, float)
    return np.abs(found - expected).max() / np.abs(expected).max() if expected.any() else np.abs(found).max()


def test_every_expression_is_here():
    assert len(EXPRESSIONS) == 377
    assert sum("kink" in entry for entry in EXPRESSIONS) == 25


@pytest.mark.parametrize("entry", EXPRESSIONS, ids=[entry["name"] for entry in EXPRESSIONS])
def test_published_expression(entry):
    """Within 1e-9 (gradient) and 1e-8 (Hessian) of the largest entry, or 100 times what JAX is off by."""
    f = Objective.parse(entry["expression"], variables=entry["variables"])
    for point in entry["points"]:
        at, (off_gradient, off_hessian) = point["at"], point["float64"]
        terms = max(1.0, *np.abs(at)) * max(1.0, np.abs(np.array(point["gradient"], float)).max())
        assert f(at) == pytest.approx(float(point["f"]), rel=1e-9, abs=1e-13 * terms)
        assert relative(f.gradient(at), point["gradient"]) <= max(1e-9, 100 * off_gradient)
        assert relative(f.hessian(at), point["hessian"]) <= max(1e-8, 100 * off_hessian)
        many = np.array([at, at])
        assert np.array_equal(f.gradient(many), [f.gradient(at)] * 2, equal_nan=True)
        assert np.array_equal(f.hessian(many), [f.hessian(at)] * 2, equal_nan=True)


SYMPY_TRAPS = {
    "the second derivative of |x| is no Dirac delta": ("|x|", 0.5, 1, 0),
    "|x| left of 0": ("|x|", -0.5, -1, 0),
    "|x| at its kink": ("|x|", 0, 0, 0),
    "sign": ("x sign(x)", -2, -1, 0),
    "sign at 0": ("sign(x)", 0, 0, 0),
    "max": ("max(x^2, x)", 3, 6, 2),
    "max of the other": ("max(x^2, x)", 0.5, 1, 0),
    "max at a tie is the mean": ("max(3x, x)", 0, 2, 0),
    "min": ("min(x^2, x)", 0.5, 1, 2),
    "min at a tie is the mean": ("min(3x, x)", 0, 2, 0),
    "max of three": ("max(x, 2x, 3x)", 1, 3, 0),
    "relu": ("relu(x)^2", 3, 6, 2),
    "relu at 0": ("relu(x)", 0, 0.5, 0),
    "relu where its argument has no slope": ("relu(sqrt(x) - 1)", 0, 0, 0),
    "cbrt of a negative number": ("cbrt(x)", -8, 1 / 12, 1 / 144),
    "norm at 0": ("norm(x)", 0, 0, 0),
    "norm": ("norm(x, 3)", 4, 0.8, 9 / 125),
    "where keeps out the other branch": ("where(x > 0, x log(x), x^2)", -1, -2, 2),
    "where at its border": ("where(x <= 0, x^2, sqrt(x))", 0, 0, 2),
    "a chain in where": ("where(-1 < x < 1, x^3, 0)", 0.5, 0.75, 3),
    "e^x stays ours": ("e^(2x)", 0, 2, 4),
    "a logarithm inside an exponential": ("exp(9 ln(x))", 1, 9, 72),
    "a base that varies with the exponent": ("x^x", 1, 1, 2),
    "a real power": ("x^2.5", 4, 20, 7.5),
    "a whole power typed as a decimal": ("x^2.0", -3, -6, 2),
    "a power of a power keeps its sign": ("(x^2)^0.5", -3, -1, 0),
    "a reciprocal root": ("x^(-1/2)", 4, -1 / 16, 3 / 128),
    "0^e log 0 is 0": ("(x^2)^(x^2 + 1)", 0, 0, 2),
    "constants stay exact": ("x/3 + x/3 + x/3", 1, 1, 0),
    "x/x is 1": ("x/x", 0, 0, 0),
}


@pytest.mark.parametrize(("text", "x", "slope", "curvature"), SYMPY_TRAPS.values(), ids=SYMPY_TRAPS.keys())
def test_sympy_trap(text, x, slope, curvature):
    f = Objective.parse(text)
    for points in ([x], [[x], [x]]):  # the path for one point and the one for many
        assert f.gradient(points).ravel() == pytest.approx(slope)
        assert f.hessian(points).ravel() == pytest.approx(curvature)


@pytest.mark.parametrize("text", ["norm(x, y)", "hypot(x, y)", "norm(x, y, x - y)"])
def test_the_norm_is_flat_at_its_tip(text):
    f = Objective.parse(text)
    assert f([0, 0]) == 0
    assert np.array_equal(f.gradient([0, 0]), [0, 0])
    assert np.array_equal(f.hessian([0, 0]), np.zeros((2, 2)))
    assert f.gradient([3e200, 4e200]) == pytest.approx(Objective.parse(text).gradient([3, 4]))


@pytest.mark.parametrize("exponent", [0, 1, 2, 3])
def test_a_whole_exponent_given_as_a_parameter(exponent):
    """a x^(a-1) at x = 0 is 0 for a = 0, not 0 · ∞."""
    f = Objective.parse("x^a", parameters={"a": exponent})
    assert f.gradient([0]) == {1: 1}.get(exponent, 0)
    assert f.hessian([0]) == {2: 2}.get(exponent, 0)


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("(1 - x)^2 + 100(y - x^2)^2", [-1.2, 1]),
        ("-20exp(-0.2sqrt(0.5(x^2 + y^2))) - exp(0.5(cos(2pi x) + cos(2pi y))) + 20 + e", [0.7, -0.4]),
        ("softplus(x y) + sigmoid(x - y)^2 + log1p(x^2)", [0.3, 1.1]),
        ("gamma(x) atan2(y, x) + loggamma(y) + erf(x y)", [1.3, 2.1]),
        ("where(x < y, sinh(x) tanh(y), asinh(x)) + x^y", [0.4, 0.9]),
    ],
)
def test_the_taylor_error_falls_with_the_third_power(text, point):
    """|f(x + hd) - f - h g·d - h² d·Hd/2| = O(h³): wrong derivatives would show a slope of 1 or 2."""
    f = Objective.parse(text)
    x, d = np.array(point), np.array([0.6, -0.8])
    h = np.geomspace(1e-1, 1e-2, 8)
    model = f(x) + h * (f.gradient(x) @ d) + h**2 * (d @ f.hessian(x) @ d) / 2
    slope = np.polyfit(np.log(h), np.log(np.abs(f(x + h[:, None] * d) - model)), 1)[0]
    assert slope == pytest.approx(3, abs=0.35)
