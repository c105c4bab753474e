"""Linear theory against runs: closed forms on quadratics, and an honest silence elsewhere."""

import numpy as np
import pytest

from numerics.methods import METHODS
from numerics.minimize import minimize
from numerics.objective import Objective
from numerics.recurrence import errors, radius
from numerics.theory import (
    Bottom,
    bottom_of,
    find_bottom,
    measured_rate,
    predicted_errors,
    predicted_rate,
    tuned_rate,
)

OBLIQUE = Objective.parse("x^2 + 25y^2 + 3x y + 2x - 1")
THREE = Objective.parse("(x - 1)^2 + 10(y - x)^2 + 3(z - y)^2")
ROSENBROCK = Objective.parse("(1 - x)^2 + 100(y - x^2)^2")


def bottom(run):
    found = bottom_of(run)
    assert isinstance(found, Bottom)
    return found


@pytest.mark.parametrize(
    ("name", "knobs"),
    [
        ("gradient_descent", {"learning_rate": 0.03}),
        ("gradient_descent", {"learning_rate": 0.041}),
        ("momentum", {"learning_rate": 0.02, "momentum": 0.9}),
        ("momentum", {"learning_rate": 0.05, "momentum": 0.2}),
        ("nesterov", {"learning_rate": 0.02, "momentum": 0.8}),
        ("momentum", {"learning_rate": 0.02, "momentum": 0.9, "schedule": "cosine"}),
    ],
)
@pytest.mark.parametrize(("f", "start"), [(OBLIQUE, [10, 1]), (THREE, [3, -1, 2])])
def test_on_a_quadratic_prediction_and_run_agree_to_rounding(name, knobs, f, start):
    run = minimize(f, start, name, steps=150, tolerance=None, **knobs)
    found = bottom(run)
    predicted, seen = predicted_errors(run, found), found.errors(run)
    size = np.maximum.accumulate(np.abs(seen).max(axis=1))
    np.testing.assert_array_less(np.abs(predicted - seen).max(axis=1), 1e-12 * size)


def test_gradient_descent_multiplies_each_error_by_its_own_factor():
    run = minimize(OBLIQUE, [10, 1], learning_rate=0.03, steps=60, tolerance=None)
    found = bottom(run)
    powers = (1 - 0.03 * found.curvature) ** np.arange(61)[:, None]
    np.testing.assert_allclose(predicted_errors(run, found), found.errors(run)[0] * powers, rtol=1e-10, atol=1e-300)


@pytest.mark.parametrize("kappa", [4.0, 25.0, 400.0])
def test_row_B3_tuned_rates_are_those_of_the_chapter_and_of_the_run(kappa):
    """(κ - 1)/(κ + 1) for gradient descent, (√κ - 1)/(√κ + 1) for momentum, and Nesterov's 1 - 2/√(3κ + 1)."""
    f = Objective.parse(f"x^2/2 + {kappa!r} y^2/2")
    root = np.sqrt(kappa)
    wanted = {
        "gradient_descent": (kappa - 1) / (kappa + 1),
        "momentum": (root - 1) / (root + 1),
        "nesterov": 1 - 2 / np.sqrt(3 * kappa + 1),
    }
    for name, factor in wanted.items():
        probe = minimize(f, [1, 1], name, steps=1)
        rate, momentum, told = tuned_rate(probe, bottom(probe))
        # At a double root the radius loses half the digits.
        assert told == pytest.approx(factor, abs=1e-7)
        knobs = {"learning_rate": rate} | ({"momentum": momentum} if name != "gradient_descent" else {})
        run = minimize(f, [1, 1], name, steps=round(25 / -np.log(factor)), tolerance=None, **knobs)
        found = bottom(run)
        assert predicted_rate(run, found) == pytest.approx(factor, abs=1e-7)
        measured = measured_rate(np.linalg.norm(found.errors(run), axis=-1), found.blur)
        # t ρ^t at a double root: the mean factor of the second half lies a little above ρ.
        slack = 0 if name == "gradient_descent" else 0.2 * (1 - factor)
        assert factor - 0.002 <= measured <= factor + slack + 1e-6


def test_no_other_rate_does_better_than_the_tuned_one():
    for name in ("gradient_descent", "momentum", "nesterov"):
        probe = minimize(OBLIQUE, [10, 1], name, steps=1)
        found = bottom(probe)
        rate, momentum, best = tuned_rate(probe, found)
        rng = np.random.default_rng(0)
        for _ in range(300):
            eta, beta = rate * rng.uniform(0.2, 2), np.clip(momentum + rng.uniform(-0.3, 0.3), 0, 0.999)
            a, b = METHODS[name].coefficients(eta * found.curvature, beta if momentum else 0.0)
            assert radius(a, b).max() >= best - 1e-7


def test_the_radius_is_that_of_the_roots():
    rng = np.random.default_rng(2)
    a, b = rng.uniform(-3, 3, 200), rng.uniform(-1, 1, 200)
    roots = [np.abs(np.roots([1, -p, q])).max() for p, q in zip(a, b, strict=True)]
    np.testing.assert_allclose(radius(a, b), roots, rtol=1e-9)
    ones = np.ones(1)
    assert errors(ones, [(2 * ones, ones)] * 3).ravel().tolist() == [1, 1, 1, 1]


def test_a_measured_rate_is_read_from_what_is_no_rounding():
    t = np.arange(400)
    assert measured_rate(3 * 0.9**t, 1e-13) == pytest.approx(0.9, rel=1e-9)
    assert measured_rate(np.maximum(3 * 0.9**t, 1e-14), 1e-12) == pytest.approx(0.9, rel=1e-9)
    assert measured_rate(np.abs(0.95**t * np.cos(t)) + 1e-30, 1e-30) == pytest.approx(0.95, rel=2e-3)
    assert measured_rate(1.1**t, 0.1, 1e9) == pytest.approx(1.1, rel=1e-9)
    assert measured_rate(np.array([1, 0.5, 0.25, 0]), 1e-12) is None
    assert measured_rate(np.zeros(50), 1e-12) is None


def test_the_minimum_is_found_to_rounding_where_the_run_is_heading():
    run = minimize(ROSENBROCK, [-1.2, 1], "adam", steps=200)
    found = bottom(run)
    np.testing.assert_allclose(found.x, [1, 1], atol=1e-12)
    assert found.condition == pytest.approx(2508.0096, rel=1e-6)
    diverged = minimize(OBLIQUE, [10, 1], learning_rate=0.1, steps=300)
    np.testing.assert_allclose(ROSENBROCK.gradient(bottom(run).x), 0, atol=1e-9)
    np.testing.assert_allclose(OBLIQUE.gradient(bottom(diverged).x), 0, atol=1e-12)


@pytest.mark.parametrize(
    ("text", "near", "why"),
    [
        ("x^4 + y^2", [1, 1], "singular"),
        ("x^2 - y^2", [0, 0], "a saddle"),
        ("-x^2 - y^2", [0, 0], "a maximum"),
        ("x - y", [1, 1], "no minimum was found"),
        ("|x| + |y|", [1, 0.7], ""),
        ("log(x) + y^2", [1, 1], ""),
    ],
)
def test_where_there_is_no_such_minimum_it_says_so(text, near, why):
    told = find_bottom(Objective.parse(text), np.array(near, dtype=float))
    assert isinstance(told, str)
    assert why in told
    assert told.endswith(".")


def test_methods_without_a_recurrence_promise_nothing():
    for name in METHODS:
        run = minimize(OBLIQUE, [1, 1], name, steps=3)
        if run.method.refusal(OBLIQUE):
            continue
        known = name in ("gradient_descent", "momentum", "nesterov")
        found = bottom(run)
        assert (predicted_errors(run, found) is not None) == known
        assert (predicted_rate(run, found) is not None) == known
        assert (tuned_rate(run, found) is not None) == known
