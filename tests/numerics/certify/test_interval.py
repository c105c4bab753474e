"""Enclosures hold what they promise: every value of the function on the box, in arbitrary precision."""

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import numerics as nm
from numerics.certify.enclosure import Boxes, Enclosure
from numerics.certify.functions import FUNCTIONS
from numerics.certify.interval import KINK, PARTIAL, Interval

TRUE = {
    "exp": mpmath.exp, "exp2": lambda x: mpmath.mpf(2) ** x, "expm1": mpmath.expm1, "log": mpmath.log,
    "log2": lambda x: mpmath.log(x, 2), "log10": mpmath.log10, "log1p": mpmath.log1p, "sqrt": mpmath.sqrt,
    "cbrt": lambda x: mpmath.sign(x) * mpmath.cbrt(abs(x)), "sin": mpmath.sin, "cos": mpmath.cos, "tan": mpmath.tan,
    "arcsin": mpmath.asin, "arccos": mpmath.acos, "arctan": mpmath.atan, "sinh": mpmath.sinh, "cosh": mpmath.cosh,
    "tanh": mpmath.tanh, "arcsinh": mpmath.asinh, "arccosh": mpmath.acosh, "arctanh": mpmath.atanh,
    "erf": mpmath.erf, "erfc": mpmath.erfc, "gamma": mpmath.gamma, "gammaln": mpmath.loggamma,
    "digamma": mpmath.digamma, "trigamma": lambda x: mpmath.psi(1, x), "expit": lambda x: 1 / (1 + mpmath.exp(-x)),
    "abs": abs, "square": lambda x: x * x,
}  # fmt: skip


@given(st.floats(-6, 6), st.floats(0, 3), st.floats(0, 1))
def test_every_value_of_every_function_is_inside(low: float, width: float, share: float) -> None:
    high = low + width
    mpmath.mp.dps = 40
    x = mpmath.mpf(low) + (mpmath.mpf(high) - mpmath.mpf(low)) * mpmath.mpf(share)
    for name, f in TRUE.items():
        with np.errstate(all="ignore"):
            enclosed = FUNCTIONS[name](Interval(np.array([low]), np.array([high])))
        try:
            value = f(x)
        except (ValueError, ZeroDivisionError):
            continue
        if not isinstance(value, mpmath.mpf) or not mpmath.isfinite(value):
            continue  # outside the domain
        assert not np.isnan(enclosed.lo[0]), name
        assert float(enclosed.lo[0]) <= value <= float(enclosed.hi[0]), name


FORMULAS = (
    "x^2 y - 3x y^3 + 0.1", "exp(x y) sin(3x) - cos(y)^2", "sqrt(x^2 + y^2 + 1) / (2 + sin(x))", "x^0.3 + y^-2",
    "|x - y| + max(x, y^2)", "where(x < y, x^3, y sin(x))", "norm(x, y) + hypot(x, 2y)", "atan2(x, y) + x^y",
    "log(1 + x^2) tanh(y) + softplus(x) + sigmoid(y)", "min(x, 2, y) + relu(x - 1) + sign(y) x^2",
    "gamma(x + 2) + erf(y)",
)  # fmt: skip


@pytest.mark.parametrize("text", FORMULAS)
def test_value_gradient_and_hessian_are_inside(text: str) -> None:
    f = nm.Objective.parse(text, variables=("x", "y"))
    numbers = np.random.default_rng(0)
    low = numbers.uniform(-3, 3, (400, 2))
    boxes = Boxes(low, low + 10.0 ** numbers.uniform(-8, 0.5, (400, 1)))
    points = boxes.lo + numbers.uniform(0, 1, (400, 2)) * boxes.width
    bounds = Enclosure(f)
    for kind in ("value", "gradient", "hessian"):
        found = getattr(bounds, kind)(boxes)
        values = f(points) if kind == "value" else getattr(f, kind)(points)
        slack = 1e-11 * (1 + np.abs(values))  # the values themselves are rounded
        defined = np.isfinite(values)
        assert (found.lo <= values + slack)[defined].all()
        assert (values - slack <= found.hi)[defined].all()


def test_thin_boxes_give_thin_enclosures() -> None:
    f = nm.Objective.parse("exp(sin(x) + y^3) / (1 + x^2)")
    point = np.array([[0.3, 0.7]])
    hessian = Enclosure(f).hessian(Boxes(point, point))
    assert (hessian.hi - hessian.lo).max() < 1e-12
    assert hessian.lo[0] == pytest.approx(f.hessian(point[0]), rel=1e-13)


def test_what_happened_on_the_way_is_flagged() -> None:
    box = Boxes(np.array([[-1.0], [1.0], [-2.0]]), np.array([[1.0], [2.0], [-1.0]]))
    assert Enclosure(nm.Objective.parse("sqrt(x)")).value(box).flags.tolist() == [PARTIAL, 0, PARTIAL]
    assert np.isnan(Enclosure(nm.Objective.parse("log(x)")).value(box).lo[2])
    assert Enclosure(nm.Objective.parse("|x|")).gradient(box).flags.tolist() == [KINK, 0, 0]
    assert Enclosure(nm.Objective.parse("1/x")).value(box).flags.tolist() == [PARTIAL, 0, 0]
    squares = Enclosure(nm.Objective.parse("sqrt(x^2)")).value(box)
    assert squares.flags.tolist() == [0, 0, 0], "a square is never negative"


def test_a_decimal_is_enclosed_and_a_whole_number_exact() -> None:
    point = Boxes(np.array([[1.0]]), np.array([[1.0]]))
    tenth = Enclosure(nm.Objective.parse("0.1x")).value(point)
    assert tenth.lo[0] < tenth.hi[0]
    exact = mpmath.mpf(1) / 10
    assert float(tenth.lo[0]) < exact < float(tenth.hi[0])
