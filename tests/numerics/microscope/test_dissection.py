"""The guilty operation, the condition number, and sequences."""

import numpy as np
import pytest

import numerics as nm
from numerics.errors import NumericsError
from numerics.formats import FORMATS
from numerics.language import parse_expression, to_text
from numerics.microscope import condition_numbers, dissect
from numerics.microscope.recurrences import RECURRENCES, run_recurrence
from tests.numerics.microscope.conftest import CLASSICS

FLOAT64 = FORMATS["float64"]


@pytest.mark.parametrize(
    ("text", "x", "guilty"),
    [
        ("sqrt(x + 1) - sqrt(x)", np.logspace(3, 15, 200), "sqrt(x + 1) - sqrt(x)"),
        ("(exp(x) - 1)/x", np.logspace(-12, -2, 200), "exp(x) - 1"),
        ("log(1 + x)/x", np.logspace(-12, -2, 200), "log(1 + x)"),
        ("(1 - cos(x))/x^2", np.logspace(-6, -2, 200), "1 - cos(x)"),
        ("2 + sin(x)*acos(1 - x^2)", np.logspace(-6, -2, 200), "acos(1 - x^2)"),
    ],
)
def test_the_guilty_operation(text, x, guilty) -> None:
    found = dissect(parse_expression(text), {"x": x}, FLOAT64)
    assert to_text(found.tape.expression(found.worst)) == guilty


def test_an_accurate_expression_has_no_guilty_operation() -> None:
    x = np.linspace(0.1, 3, 100)
    found = dissect(parse_expression("exp(x)*(x + 2)/sqrt(x)"), {"x": x}, FLOAT64)
    assert found.worst is None
    assert np.nanmax(found.total) < 4


def test_rows_are_the_values_and_errors_of_each_step() -> None:
    found = dissect(parse_expression("(x + 1) - x"), {"x": np.array([1e16, 4.0])}, FLOAT64)
    kinds = [step.kind for step in found.tape.steps]
    added, taken = kinds.index("add"), kinds.index("subtract")
    assert found.computed[added].tolist() == [1e16, 5]
    assert found.computed[taken].tolist() == [0, 1]
    assert found.true[taken].tolist() == [1, 1]
    assert found.local[taken, 0] == found.total[taken, 0] > 60
    assert found.local[:, 1].tolist()[added] == 0


def test_conditions_and_undefined_samples_have_no_error() -> None:
    found = dissect(parse_expression("where(x < 0, sqrt(x), x + 1)"), {"x": np.array([-1.0, 2.0])}, FLOAT64)
    assert np.isnan(found.total[:, 0]).all()
    assert np.isnan(found.local[[step.kind for step in found.tape.steps].index("less")]).all()
    assert found.total[-1, 1] == 0


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("x^10", lambda x: 10 + 0 * x),
        ("exp(x)", lambda x: np.abs(x)),
        ("sqrt(x + 1) - sqrt(x)", lambda x: 0.5 * np.sqrt(x / (x + 1))),
        ("log(x)", lambda x: np.abs(1 / np.log(x))),
        ("x - 1", lambda x: np.abs(x / (x - 1))),
    ],
)
def test_condition_numbers_of_closed_form(text, closed) -> None:
    x = np.logspace(-3, 6, 40) * 1.0625
    found = condition_numbers(parse_expression(text), {"x": x}, ["x"])[0]
    np.testing.assert_allclose(found, closed(x), rtol=1e-9)


def test_condition_numbers_are_those_of_the_derived_gradient() -> None:
    f = nm.Objective.parse("x^2 sin(y)/z + exp(x y)")
    points = np.random.default_rng(2).uniform(0.5, 2, (50, 3))
    found = condition_numbers(f.tree, dict(zip(f.variables, points.T, strict=True)), f.variables)
    np.testing.assert_allclose(found, np.abs(points * f.gradient(points) / f(points)[:, None]).T, rtol=1e-9)


def test_condition_numbers_at_zeros_and_outside_the_domain() -> None:
    found = condition_numbers(parse_expression("sin(x)"), {"x": np.array([0.0, 1.0])}, ["x"])[0]
    assert found[0] == np.inf, "the value is 0"
    found = condition_numbers(parse_expression("sqrt(x) + x y"), {"x": np.array([-1.0, 4.0]), "y": np.zeros(2)}, ["y"])
    assert np.isnan(found[0, 0])
    assert found[0, 1] == 0, "a relative change of 0 changes nothing"


@pytest.mark.parametrize("case", list(zip(CLASSICS["sequences"], RECURRENCES, strict=True)), ids=lambda case: case[1])
def test_sequences_go_wrong_as_published(case) -> None:
    recorded, name = case
    found = run_recurrence(RECURRENCES[name], len(recorded["exact"]) - 1)
    np.testing.assert_allclose(found.true, [float(value) for value in recorded["exact"]], rtol=1e-15)
    computed = np.array([float(value) for value in recorded["float64"]])
    assert found.computed[0] == pytest.approx(computed[0], rel=3e-16)
    if found.computed[0] == computed[0]:  # a library whose log is off in another last place goes another wrong way
        np.testing.assert_array_equal(found.computed, computed)
    assert abs(found.computed[-1] / found.true[-1] - 1) > 1


def test_muller_ends_at_100_in_every_wide_format() -> None:
    for format in ("float64", "float32", "tf32", "bfloat16", "float16"):
        terms = run_recurrence(RECURRENCES["muller"], 30, format)
        assert abs(terms.computed[-1] - 100) < 1
        assert abs(terms.true[-1] - 6) < 0.02


def test_sequences_are_bounded() -> None:
    with pytest.raises(NumericsError, match="between 2 and 100"):
        run_recurrence(RECURRENCES["muller"], 1)
