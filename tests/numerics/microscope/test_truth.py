"""The true values: against mpmath at 200 digits, against exact fractions, and in every format rounded once."""

from fractions import Fraction

import mpmath
import numpy as np
import pytest

from numerics.formats import FORMATS, round_to
from numerics.language import parse_expression
from numerics.microscope.condition import condition_numbers
from numerics.microscope.dissection import dissect
from numerics.microscope.tape import tape_of
from numerics.microscope.truth import truth
from tests.numerics.microscope.conftest import EXPRESSIONS, exactly

RANDOM = np.random.default_rng(7)


def true(text: str, format: str = "float64", **values: float | list[float]) -> np.ndarray:
    columns = {name: np.atleast_1d(np.asarray(column, dtype=np.float64)) for name, column in values.items()}
    return truth(tape_of(parse_expression(text)), columns, FORMATS[format])[0][0]


@pytest.mark.parametrize("entry", RANDOM.permutation(EXPRESSIONS)[:40], ids=lambda entry: entry["id"])
def test_it_agrees_with_mpmath_at_200_digits(entry) -> None:
    values = {name: np.round(RANDOM.lognormal(0, 3, 12), 12) + 1e-9 for name in entry["variables"]}
    found = true(entry["expression"], **values)
    for row, value in enumerate(found):
        point = {name: float(column[row]) for name, column in values.items()}
        try:
            expected = exactly(entry["expression"], **point)
        except (ZeroDivisionError, ValueError):
            assert np.isnan(value)
            continue
        if isinstance(expected, mpmath.mpc) and expected.imag != 0:
            assert np.isnan(value), "no real value"
        else:
            assert value == float(expected.real), point


@pytest.mark.parametrize("entry", EXPRESSIONS, ids=lambda entry: entry["id"])
def test_the_published_exact_values_are_met(entry) -> None:
    points = entry["points"]
    values = {name: [point["at"][row] for point in points] for row, name in enumerate(entry["variables"])}
    assert true(entry["expression"], **values).tolist() == [float(point["exact"]) for point in points]


@pytest.mark.parametrize("format", FORMATS)
def test_a_quotient_is_rounded_once_in_every_format(format: str) -> None:
    x, y = round_to(RANDOM.lognormal(0, 2, (2, 300)), format)
    expected = [float(round_to(Fraction(a) / Fraction(b), format)) for a, b in zip(x, y, strict=True)]
    np.testing.assert_array_equal(true("x/y", format, x=x, y=y), expected)


def test_a_value_just_beside_a_midpoint_is_not_rounded_twice() -> None:
    # 1 + 2^-24 lies in the middle between two float32; what is added is far too small for a float64.
    assert true("1 + 2^(-24) + x", "float32", x=[1e-30, -1e-30, 0.0]).tolist() == [1 + 2**-23, 1.0, 1.0]
    assert true("1 + 3*2^(-24) + x", "float32", x=[1e-30, -1e-30, 0.0]).tolist() == [1 + 2**-22, 1 + 2**-23, 1 + 2**-22]


def test_severe_cancellation_is_seen_through() -> None:
    assert true("(x + y) - x - y", x=1e300, y=1e-300)[0] == 0
    assert true("(exp(x) - 1 - x)/x^2", x=1e-100)[0] == 0.5
    assert true("sqrt(x^2 + 1) - x", x=2.0**100)[0] == 2.0**-101
    assert true("sqrt(2)^2 - 2 + x", x=0.0)[0] == 0


@pytest.mark.parametrize(
    ("text", "x"),
    [("sqrt(x)", -1), ("log(x)", 0), ("log(x)", -2), ("1/x", 0), ("1/(x - x)", 3), ("asin(x)", 1.5), ("acosh(x)", 0.5),
     ("atanh(x)", 1), ("x^0.5", -1), ("x^(-1)", 0), ("gamma(x)", -3), ("log1p(x)", -1), ("csc(x)", 0),
     ("x", np.nan), ("x", np.inf)],
)  # fmt: skip
def test_no_real_value_is_nan(text: str, x: float) -> None:
    assert np.isnan(true(text, x=x)[0])


def test_an_undefined_branch_that_is_not_taken_does_no_harm() -> None:
    text = "where(x < 0, sqrt(-x), sqrt(x))"
    assert true(text, x=[-4.0, 9.0]).tolist() == [2, 3]
    assert np.isnan(true("where(0 <= x < 1, log(x), 1)", x=[0.0, 1.0])).tolist() == [True, False]


def test_beyond_the_largest_number_the_truth_is_what_it_rounds_to() -> None:
    assert true("exp(x)", x=1000.0)[0] == np.inf
    assert true("exp(x)", "float16", x=12.0)[0] == np.inf
    assert np.isnan(true("exp(x)", "float8_e4m3fn", x=9.0)[0]), "the format has no infinity"
    assert true("1/exp(x)", x=1e5)[0] == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [("log2(x)", 3), ("log10(1000)+x", 11), ("exp2(x)", 256), ("cbrt(-x)", -2), ("cbrt(x - 8)", 0), ("hypot(6, x)", 10),
     ("norm(2, 3, 6) + x", 15), ("min(x, 3, 5)", 3), ("max(x, 3, 11)", 11), ("relu(-x)", 0), ("sign(-x)", -1),
     ("log(x, 2)", 3), ("atan2(0, x)", 0), ("|-x|", 8), ("(-x)^3", -512), ("0^0 + x", 9), ("gamma(x)", 5040),
     ("erf(0) + x", 8), ("expm1(0) + x", 8), ("softplus(0) - log(2) + x", 8), ("sigmoid(0) + x", 8.5),
     ("loggamma(x) - log(gamma(x)) + x", 8), ("tau/pi + x", 10), ("sinh(x) + exp(-x)/2 - exp(x)/2 + x", 8)],
)  # fmt: skip
def test_every_kind_of_operation_has_its_meaning(text: str, expected: float) -> None:
    assert true(text, x=8.0)[0] == expected


def test_time_ends_the_work_with_the_samples_done_so_far() -> None:
    tape = tape_of(parse_expression("gamma(x) + erf(x)*sin(x)"))
    told: list[float] = []
    x = RANDOM.uniform(1, 2, 20_000)
    rounded, done = truth(tape, {"x": x}, FORMATS["float64"], seconds=0.01, progress=told.append)
    assert 0 < done < len(x)
    assert not np.isnan(rounded[0, :done]).any()
    assert np.isnan(rounded[0, done:]).all()
    assert told == sorted(told)
    assert told[-1] == done / len(x)


def test_of_a_costly_formula_few_samples_are_done_at_a_time() -> None:
    """Each takes milliseconds at high precision, so that thousands would overrun any time given."""
    tape = tape_of(parse_expression("sum(gamma(x + i)*sin(exp(x)), i, 1, 60)"))
    x = RANDOM.uniform(-1e3, 1e3, 2000)
    told: list[float] = []
    _, done = truth(tape, {"x": x}, FORMATS["float64"], seconds=0.0, progress=told.append)
    assert 0 < done <= 200
    assert told == [done / len(x)]


def test_the_condition_is_known_where_time_reached() -> None:
    x = RANDOM.uniform(1, 2, 1000)
    tree = parse_expression("sin(x)")
    found = condition_numbers(tree, {"x": x}, ["x"], seconds=0.0)[0]
    done = np.flatnonzero(~np.isnan(found))
    assert 0 < len(done) < len(x)
    np.testing.assert_allclose(found[done], np.abs(x[done] / np.tan(x[done])), rtol=1e-12)


def test_a_dissection_ends_in_time_too() -> None:
    x = RANDOM.uniform(1, 2, 1000)
    found = dissect(parse_expression("sin(x) + x"), {"x": x}, FORMATS["float64"], seconds=0.0)
    assert 0 < np.isfinite(found.total[-1]).sum() < len(x)
