"""Numeric derivatives against closed forms, and the best steps against theory."""

import math
from fractions import Fraction

import mpmath
import numpy as np
import pytest

import numerics as nm
from numerics.differentiation.complex_step import evaluate_complex, not_analytic
from numerics.differentiation.exact import exact_derivatives
from numerics.differentiation.quotients import derivative_errors, steps_for
from numerics.language import parse_expression
from numerics.microscope.tape import tape_of

SQUIRE = "exp(x)/sqrt(sin(x)^3 + cos(x)^3)"


@pytest.mark.parametrize(
    ("text", "x"),
    [
        (SQUIRE, 1.5),
        ("exp(-x^2) cos(3x)", 0.4),
        ("log(x)/x", 100.0),
        ("gamma(x)", 2.5),
        ("atan(x)^3", -1e3),
        ("x^3", 0.0),
    ],
)
def test_the_truth_is_that_of_mpmath(text: str, x: float) -> None:
    mpmath.mp.dps = 60
    functions = {
        SQUIRE: lambda t: mpmath.exp(t) / mpmath.sqrt(mpmath.sin(t) ** 3 + mpmath.cos(t) ** 3),
        "exp(-x^2) cos(3x)": lambda t: mpmath.exp(-(t**2)) * mpmath.cos(3 * t),
        "log(x)/x": lambda t: mpmath.log(t) / t,
        "gamma(x)": mpmath.gamma,
        "atan(x)^3": lambda t: mpmath.atan(t) ** 3,
        "x^3": lambda t: t**3,
    }
    found = exact_derivatives(parse_expression(text), {"x": x}, "x")
    assert found is not None
    wanted = mpmath.taylor(functions[text], mpmath.mpf(x), 3)
    for order, number in enumerate(found):
        assert number is not None
        assert float(number) == pytest.approx(float(wanted[order] * math.factorial(order)), rel=1e-14, abs=1e-300)


@pytest.mark.parametrize(
    ("text", "x"), [("|x|", 0.0), ("sqrt(x)", 0.0), ("log(x)", -1.0), ("max(x, 2x)", 0.0), ("1/x", 0.0)]
)
def test_no_derivative_is_told(text: str, x: float) -> None:
    assert exact_derivatives(parse_expression(text), {"x": x}, "x") is None
    with pytest.raises(nm.NumericsError, match="no derivative"):
        derivative_errors(text, {"x": x}, "x")


@pytest.mark.parametrize("format", ["float64", "float32", "float16", "bfloat16", "tf32"])
@pytest.mark.parametrize(("text", "x"), [("exp(x)", 1.0), (SQUIRE, 1.5), ("sin(x)/x^2", 1.3), ("log(x)", 20.0)])
@pytest.mark.parametrize("exact_steps", [False, True])
def test_the_best_steps_are_where_theory_has_them(text: str, x: float, format: str, exact_steps: bool) -> None:
    """Row A2, numerically: within a factor of 10 of (2εA/|f''|)^½ and (3εA/2|f'''|)^⅓, errors not above the bound."""
    found = derivative_errors(text, {"x": x}, "x", format, exact_steps=exact_steps)
    for way in ("forward", "central"):
        best, predicted = found.best(way), found.predicted[way]
        assert best is not None
        assert predicted is not None
        assert predicted.h / 10 < best.h < predicted.h * 10
        assert best.error < 2 * predicted.error


def test_where_higher_derivatives_are_missing_or_0_nothing_is_predicted() -> None:
    for text, x in (("x |x|", 0.0), ("2x + 1", 3.0)):
        found = derivative_errors(text, {"x": x}, "x")
        assert found.predicted["forward"] is None
        assert found.predicted["central"] is None
    assert exact_derivatives(parse_expression("x |x|"), {"x": 0.0}, "x") == (0, 0, 0, None)  # the mean of both sides
    assert exact_derivatives(parse_expression("x^2"), {"x": 0.0}, "x") == (0, 0, 2, 0)


def test_predicted_steps_of_the_exponential_at_0() -> None:
    """All derivatives are 1 and x is 0: √(2ε) and ∛(3ε/2)."""
    found = derivative_errors("exp(x)", {"x": 0.0}, "x", "float32")
    forward, central = found.predicted["forward"], found.predicted["central"]
    assert forward is not None
    assert central is not None
    assert forward.h == pytest.approx(math.sqrt(2**-22))
    assert central.h == pytest.approx((1.5 * 2**-23) ** (1 / 3))


def test_errors_are_those_of_the_arithmetic_of_the_format() -> None:
    """float32 as NumPy has it, operation by operation."""
    found = derivative_errors("x*x + x", {"x": 1.1}, "x", "float32")
    x = np.float32(1.1)
    h = found.h.astype(np.float32)

    def f(t):
        return t * t + t

    quotient = (f(x + h) - f(x)) / h
    wanted = [abs(float(Fraction(float(q)) - (2 * Fraction(float(x)) + 1))) for q in quotient]
    assert found.errors["forward"] == pytest.approx(wanted, rel=1e-12, abs=0)


def test_truncation_falls_with_slope_1_and_2_and_rounding_grows_with_slope_minus_1() -> None:
    found = derivative_errors("sin(x)", {"x": 1.0}, "x")
    for way, slope, low, high in (
        ("forward", 1, 1e-6, 1e-2),
        ("central", 2, 1e-4, 1e-1),
        ("forward", -1, 1e-14, 1e-10),
    ):
        part = (found.h > low) & (found.h < high)
        fitted = np.polyfit(np.log(found.h[part]), np.log(found.errors[way][part]), 1)[0]
        assert fitted == pytest.approx(slope, abs=0.1)


def test_the_complex_step_is_right_however_small_h_is() -> None:
    found = derivative_errors(SQUIRE, {"x": 1.5}, "x")
    assert found.errors["complex"][found.h < 1e-9].max() < 2e-15
    assert found.exact.slope == pytest.approx(4.053427893898621)  # W. Squire, G. Trapp, SIAM Review 40 (1998)


@pytest.mark.parametrize(
    "text",
    [
        "exp2(x) + expm1(x) + log2(x) + log10(x) + log1p(x)",
        "cbrt(x) + cbrt(-x)^2",
        "atan2(x, -2) + atan2(-3, x) + atan2(x, 0.1)",
        "hypot(x, 2) + norm(x, x^2, 1)",
        "sigmoid(x) + sigmoid(-x) + softplus(x) + softplus(-3x)",
        "sec(x) csc(x) + cot(x) tan(x)",
        "asin(x/3) + acos(x/3) + atan(x)",
        "sinh(x) cosh(x) tanh(x)",
        "asinh(x) + acosh(x + 2) + atanh(x/3)",
        "erf(x) + erfc(x/2)",
        "gamma(x) + loggamma(x)",
        "x^2.5 + 2^x + x^x + x^(-3) + e^x",
    ],
)
def test_every_analytic_function_has_its_complex_step(text: str) -> None:
    tape = tape_of(parse_expression(text))
    assert not_analytic(tape) == ""
    h = np.array([1e-8, 1e-30, 1e-100])
    slopes = evaluate_complex(tape, {"x": 0.7 + 1j * h}, nm.FORMATS["float64"]).imag / h
    assert slopes == pytest.approx(np.full(3, nm.Objective.parse(text).gradient([0.7])[0]), rel=1e-12)


@pytest.mark.parametrize(
    ("text", "name"), [("|x| + x", "abs"), ("max(x, 3)", "max"), ("where(x < 2, x, x^2)", "less"), ("relu(x)", "relu")]
)
def test_what_is_not_analytic_has_no_complex_step(text: str, name: str) -> None:
    found = derivative_errors(text, {"x": 1.0}, "x")
    assert found.obstacle == name
    assert set(found.errors) == {"forward", "central"}


def test_rules_leave_only_rounding() -> None:
    for format in ("float64", "float32", "float16"):
        found = derivative_errors(SQUIRE, {"x": 1.5}, "x", format)
        epsilon = nm.FORMATS[format].epsilon
        assert set(found.rules) == {"forward_mode", "reverse_mode", "formula"}
        assert max(found.rules.values()) < 20 * epsilon * float(found.exact.slope)


def test_overflow_in_a_small_format_is_a_gap() -> None:
    found = derivative_errors("exp(x)", {"x": 8.0}, "x", "float8_e4m3fn")  # e⁸ is beyond 448
    assert np.isnan(found.errors["forward"]).all()
    assert found.best("forward") is None


def test_steps_are_numbers_of_the_format_and_increase() -> None:
    for format in nm.FORMATS.values():
        for x in (0.0, 1.0, 300.0):
            h = steps_for(x, format)
            assert (np.diff(h) > 0).all()
            assert h[0] > 0
            assert np.array_equal(nm.round_to(h, format), h)


def test_names_without_a_number() -> None:
    with pytest.raises(nm.NumericsError):
        derivative_errors("x + y", {"x": 1.0}, "x")
    with pytest.raises(nm.NumericsError):
        derivative_errors("x", {"x": math.inf}, "x")
