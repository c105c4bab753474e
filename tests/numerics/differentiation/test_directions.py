"""Directional derivatives, steps along the sign, and the Taylor test."""

import math

import numpy as np
import pytest

import numerics as nm
from numerics.differentiation import directions, gradient_step, sign_descent, sign_step, taylor_test, unit

ROSENBROCK = nm.Objective.parse("(1 - x)^2 + 100(y - x^2)^2")


@pytest.mark.parametrize("gradient", [(4.0, 10.0), (-215.6, -88.0), (0.0, 3.0), (-1e-9, 1e-9), (2.0, -1.0)])
def test_row_C3_the_least_slope_is_against_the_gradient(gradient: tuple[float, float]) -> None:
    """Row C3: uᵀ∇f is least at -∇f/‖∇f‖, where it is -‖∇f‖; row A2: the gradient points to steepest ascent."""
    seen = directions(gradient)
    norm = math.hypot(*gradient)
    assert seen.ascent is not None
    assert seen.descent is not None
    assert unit(seen.descent) == pytest.approx(-np.array(gradient) / norm)
    assert unit(seen.ascent) == pytest.approx(np.array(gradient) / norm)
    assert abs(seen.angles[seen.slopes.argmin()] - seen.descent) <= 0.5
    assert abs((seen.angles[seen.slopes.argmax()] - seen.ascent + 180) % 360 - 180) <= 0.5
    assert seen.slopes.min() >= -norm * (1 + 1e-12)
    assert float(unit(seen.descent) @ gradient) == pytest.approx(-norm)


def test_row_A2_the_slope_along_a_direction_is_that_of_f_itself() -> None:
    x, angles = np.array([-1.2, 1.0]), np.array([0.0, 33.0, 90.0, 250.0])
    h = 1e-6
    slopes = directions(ROSENBROCK.gradient(x), angles).slopes
    differences = (ROSENBROCK(x + h * unit(angles)) - ROSENBROCK(x - h * unit(angles))) / (2 * h)
    assert slopes == pytest.approx(differences, rel=1e-7)
    assert slopes[[0, 2]] == pytest.approx(ROSENBROCK.gradient(x), rel=1e-15)


@pytest.mark.parametrize("gradient", [(0.0, 0.0), (np.nan, 1.0), (np.inf, 0.0)])
def test_without_a_gradient_no_direction_is_steepest(gradient: tuple[float, float]) -> None:
    seen = directions(gradient)
    assert seen.ascent is None
    assert seen.descent is None


def test_row_C3_sign_steps_beside_gradient_steps() -> None:
    """Row C3: f(x - ε sign f') < f(x) for small ε, as along the gradient; promised are ε‖∇f‖₁ and ε‖∇f‖₂²."""
    x = [-1.2, 1.0]
    g = ROSENBROCK.gradient(x)
    small = np.array([1e-8, 1e-7])
    signs, steps = sign_step(ROSENBROCK, x, small), gradient_step(ROSENBROCK, x, small)
    assert signs.slope == pytest.approx(-np.abs(g).sum())
    assert steps.slope == pytest.approx(-g @ g)
    assert signs.change == pytest.approx(signs.slope * small, rel=1e-3)
    assert steps.change == pytest.approx(steps.slope * small, rel=1e-3)
    walk = nm.minimize(nm.Objective.parse("x^2"), [3.0], sign_descent(0.4), steps=12, tolerance=None).x[:, 0]
    assert walk[:3] == pytest.approx([3.0, 2.6, 2.2])
    assert np.abs(walk[-3:]) == pytest.approx(0.2)


@pytest.mark.parametrize("seed", range(5))
def test_the_taylor_remainder_falls_with_slope_2_only_for_the_gradient(seed: int) -> None:
    f = nm.Objective.parse("exp(x) sin(y) + x^2 y + z^3")
    x, d = np.array([0.4, -0.7, 0.9]), np.random.default_rng(seed).standard_normal(3)
    right = taylor_test(f, x, d)
    assert right.slope == pytest.approx(2, abs=0.05)
    broken = f.gradient(x) + np.array([0.0, 0.05, 0.0])
    wrong = taylor_test(f, x, d, broken)
    assert wrong.slope == pytest.approx(1, abs=0.05)
    assert wrong.remainder[0] == pytest.approx(wrong.t[0] * 0.05 * abs(d[1]) / np.linalg.norm(d), rel=1e-2)


def test_a_linear_function_leaves_nothing_but_rounding() -> None:
    found = taylor_test(nm.Objective.parse("2x - y"), [0.3, 0.7], [1.0, 1.0])
    assert found.slope is None
    assert found.remainder.max() < 10 * found.noise
    assert taylor_test(nm.Objective.parse("2x - y"), [0.3, 0.7], [1.0, 1.0], [2.0, -1.5]).slope == pytest.approx(1)
