"""Functions typed as sums of squares, and the method that lives on them."""

import json
from pathlib import Path

import numpy as np
import pytest
import scipy.optimize

from numerics.descend import descend
from numerics.diagnosis import explain
from numerics.minimize import minimize
from numerics.objective import Objective
from numerics.outcome import Outcome
from numerics.residuals import residuals_of

ROSENBROCK = Objective.parse("(1 - x)^2 + 100(y - x^2)^2")
PROBLEMS = json.loads((Path(__file__).parents[1] / "data" / "unconstrained.json").read_text("utf-8"))["problems"]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("(1 - x)^2 + 100(y - x^2)^2", 2),
        ("x^2 + 5y^2 + 3", 2),
        ("x^2 + (y^2 + pi) - 7", 2),
        ("x^4 + y^2/2", 2),
        ("10^5 (x - 1)^2 + 10^(-3) y^6", 2),
        ("2(x - 1)^2 (y + 3)^4", 1),
        ("sum((x - i y)^2, i, 1, 4)", 4),
    ],
)
def test_the_residuals_are_what_was_typed(text, count):
    f = Objective.parse(text, variables=("x", "y"))
    r = residuals_of(f)
    points = np.random.default_rng(0).normal(size=(50, 2))
    assert r(points).shape == (50, count)
    constant = f(points) - (r(points) ** 2).sum(-1)
    np.testing.assert_allclose(constant, constant[0], atol=1e-12 * np.abs(f(points)).max())
    assert np.array_equal(r(points[3]), r(points)[3])
    twice = 2 * np.einsum("...ij,...i->...j", r.jacobian(points), r(points))
    np.testing.assert_allclose(twice, f.gradient(points), rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize(
    "text",
    ["x^2 - y^2", "x^3 + y^2", "x^2 + y", "-(x^2 + y^2)", "-2 x^2 + y^2", "x y", "3", "x^(-2) + y^2", "2^x + y^2"],
)
def test_what_is_no_sum_of_squares(text):
    f = Objective.parse(text, variables=("x", "y"))
    assert residuals_of(f) is None
    run = minimize(f, [1.5, 2], "levenberg_marquardt")
    if text != "3":  # every point of a constant is critical
        assert (run.outcome, run.steps) == (Outcome.NOT_APPLICABLE, 0)
        assert "Levenberg–Marquardt cannot be used here: it needs f written as a sum of squares" in explain(run)
    ends = descend(f, [[1.5, 2], [3, 4]], "levenberg_marquardt")
    assert not ends.converged.any()
    assert ends.x.tolist() == [[1.5, 2], [3, 4]]


def test_with_little_damping_it_is_gauss_newton():
    r = residuals_of(ROSENBROCK)
    near = np.array([1.1, 1.2])
    run = minimize(ROSENBROCK, near, "levenberg_marquardt", damping=1e-12, steps=1)
    step = np.linalg.lstsq(r.jacobian(near), -r(near))[0]
    np.testing.assert_allclose(run.x[1], near + step, rtol=1e-9)


def test_it_pays_for_residuals_and_never_for_a_hessian():
    run = minimize(ROSENBROCK, [-1.2, 1], "levenberg_marquardt")
    assert run.outcome is Outcome.CONVERGED
    # f at the start and at every trial, the residuals and their Jacobian at every iterate
    assert run.evaluations == (1 + 2 * run.steps, run.steps, 0)


@pytest.mark.parametrize("name", ["mgh08_bard", "mgh14_wood", "mgh15_kowalik_osborne", "mgh06_jennrich_sampson"])
def test_it_fits_what_scipy_fits(name):
    problem = next(problem for problem in PROBLEMS if problem["id"] == name)
    f = Objective.parse(problem["expression"], variables=problem["variables"])
    r = residuals_of(f)
    ours = minimize(f, problem["start"], "levenberg_marquardt", steps=500)
    theirs = scipy.optimize.least_squares(r, problem["start"], r.jacobian, method="lm", xtol=1e-14)
    assert ours.f[-1] == pytest.approx(2 * theirs.cost, rel=1e-8, abs=1e-15)
    assert abs(ours.f[-1] - problem["minima"][0]["f"]) <= problem["tolerance"]["f_abs"]
