"""Least squares in a ball: published cases, the KKT conditions, and gradient ascent on λ."""

import json
from pathlib import Path

import numpy as np
import pytest

import numerics as nm
from numerics.least_squares import Conditions, Ending, Ridge, ascend
from numerics.least_squares.loss import Loss

CASES = json.loads((Path(__file__).parents[2] / "data" / "least_squares_ball.json").read_text("utf-8"))["cases"]
A, B = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), np.array([7.0, 8.0, 9.0])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_row_C12_every_case_agrees(case) -> None:
    """Row C12: min ½‖Ax - b‖² where xᵀx ≤ c; x, λ and whether the constraint is active, from 50-digit arithmetic."""
    found = nm.least_squares(case["A"], case["b"], "norm_ball", radius=case["c"] ** 0.5)
    assert found.x == pytest.approx(case["x"], rel=1e-11, abs=1e-13)
    assert found.multiplier == pytest.approx(case["multiplier"], rel=1e-11)
    assert (found.ending is Ending.ON_THE_BALL) == case["active"]
    a, b = np.array(case["A"], dtype=float), np.array(case["b"], dtype=float)
    at = Conditions.at(a, b, case["c"] ** 0.5, found.x, found.multiplier)
    assert all(at.hold(a, b, case["c"] ** 0.5, 1e-10).values())
    single = nm.least_squares(case["A"], case["b"], "norm_ball", radius=case["c"] ** 0.5, dtype="float32")
    assert single.x == pytest.approx(case["x"], rel=1e-3, abs=1e-4)
    assert nm.least_squares(case["A"], case["b"], "svd").x == pytest.approx(case["unconstrained"], abs=1e-11)


@pytest.mark.parametrize("multiplier", [0.0, 0.1, 17.0, 1e6])
def test_row_C12_the_path_solves_the_shifted_normal_equations(multiplier: float) -> None:
    """Row C12: (AᵀA + 2λI)x = Aᵀb, so that weight decay is 2λ under this Lagrangian."""
    x = Ridge.of(A, B)(multiplier)
    assert (A.T @ A + 2 * multiplier * np.eye(2)) @ x == pytest.approx(A.T @ B, rel=1e-11)


def test_row_C12_the_slope_of_the_squared_norm() -> None:
    """Row C12: ∂L/∂λ = xᵀx - c, whose own slope is checked by differences."""
    ridge = Ridge.of(A, B)
    ends = ridge.squared_norm([3 - 1e-5, 3 + 1e-5])
    assert ridge.slope(3.0) == pytest.approx((ends[1] - ends[0]) / 2e-5, rel=1e-7)


def test_row_C12_gradient_ascent_on_the_multiplier_arrives() -> None:
    """Row C12: λ rises along xᵀx - c until the conditions hold."""
    ridge = Ridge.of(A, B)
    wanted = ridge.multiplier(1.0)
    ascent = ascend(ridge, 1.0, 0.5 / -float(ridge.slope(wanted)), 1000)
    assert ascent.converged
    assert ascent.multiplier[0] == 0
    assert ascent.multiplier[-1] == pytest.approx(wanted, rel=1e-5)
    first = ascent.multiplier[1] - ascent.multiplier[0]
    assert first == pytest.approx(0.5 / -float(ridge.slope(wanted)) * (78.25 - 1), rel=1e-10)  # ‖(-6, 6.5)‖² = 78.25
    at = Conditions.at(A, B, 1.0, ascent.x, ascent.multiplier)
    held = at.hold(A, B, 1.0, 1e-5)
    assert held["stationary"].all()
    assert held["signed"].all()
    assert not held["in the ball"][0]
    assert held["complementary"][[0, -1]].all()
    assert not held["complementary"][1]


def test_an_inactive_ball_needs_no_ascent() -> None:
    ridge = Ridge.of(A, B)
    ascent = ascend(ridge, 10.0, 1.0, 100)
    assert (ascent.converged, ascent.multiplier.tolist()) == (True, [0.0])
    assert ridge.multiplier(10.0) == 0


def test_a_ball_that_just_touches_has_the_multiplier_zero() -> None:
    found = nm.least_squares(np.eye(2), [3.0, 4.0], "norm_ball", radius=5.0)
    assert found.multiplier == 0
    assert found.x.tolist() == [3, 4]


@pytest.mark.parametrize("radius", [1e-12, 1e-3, 0.999999, 1e3])
def test_the_multiplier_over_many_scales(radius: float) -> None:
    rng = np.random.default_rng(3)
    a = rng.standard_normal((20, 6)) * np.logspace(0, -8, 6)
    b = rng.standard_normal(20)
    found = nm.least_squares(a, b, "norm_ball", radius=radius)
    assert found.ending is Ending.ON_THE_BALL
    assert np.linalg.norm(found.x) == pytest.approx(radius, rel=1e-9)


def test_the_loss_is_half_the_sum_of_squares() -> None:
    loss = Loss.of(A, B)
    points = np.random.default_rng(0).standard_normal((4, 3, 2))
    residuals = points @ A.T - B
    assert loss(points) == pytest.approx((residuals**2).sum(-1) / 2, rel=1e-12)
    assert loss.gradient(points) == pytest.approx(residuals @ A, rel=1e-10, abs=1e-10)
