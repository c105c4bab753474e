"""Steps to a tolerance: theory's slopes, the real runs, and exact arithmetic."""

import math
from fractions import Fraction

import numpy as np
import pytest
from scipy.sparse.linalg import cg

import numerics as nm
from numerics.quadratic.quadratic import Quadratic
from numerics.quadratic.steps_needed import (
    SPREADS,
    TOLERANCE,
    conjugate_gradient_steps,
    curvatures,
    descent_steps,
    newton_steps,
    predicted_steps,
    scaling,
)


@pytest.mark.parametrize("spread", SPREADS)
def test_row_C8_steps_grow_like_kappa_for_gradient_descent_and_like_its_root_for_momentum(spread: str) -> None:
    """Over κ = 10 … 10⁴ at ‖g‖ ≤ 1e-10 ‖g₀‖: slope 1 within 5 %, slope ½ within 10 %, in log–log."""
    found = scaling(np.geomspace(10, 1e4, 13), 10, spread, TOLERANCE)
    assert found.slope("gradient_descent") == pytest.approx(1, rel=0.05)
    assert found.slope("momentum") == pytest.approx(0.5, rel=0.10)
    assert found.counts["newton"].tolist() == [1] * 13


def test_the_lines_of_theory_lie_under_the_counts() -> None:
    """In two variables all errors decay as fast as the worst: the counts are the predictions, rounded up."""
    found = scaling(np.geomspace(10, 1e4, 7), 2)
    for method in ("gradient_descent", "momentum"):
        assert np.abs(found.counts[method] - np.ceil(found.predicted[method])).max() <= 1


@pytest.mark.parametrize("method", ["gradient_descent", "momentum"])
@pytest.mark.parametrize("condition", [3.0, 40.0, 500.0])
def test_a_count_in_the_eigenbasis_is_that_of_the_run(method: str, condition: float) -> None:
    quadratic = Quadratic.rotated(condition, 25)
    knobs = nm.METHODS[method].tuned(1, condition)
    named = {"learning_rate": knobs[0]} | ({"momentum": knobs[1]} if knobs[1] else {})
    goal = TOLERANCE * float(np.linalg.norm(quadratic.matrix @ quadratic.start))
    run = nm.minimize(quadratic.objective, quadratic.start, method, steps=20_000, tolerance=goal, **named)
    assert abs(descent_steps(method, quadratic.eigenvalues) - run.steps) <= 1


def test_a_count_from_another_start_and_with_other_knobs_is_that_of_the_run() -> None:
    quadratic = Quadratic.rotated(10, 70)
    start = np.array([3.0, -0.2])
    goal = TOLERANCE * float(np.linalg.norm(quadratic.matrix @ start))
    run = nm.minimize(quadratic.objective, start, "gradient_descent", 5000, goal, learning_rate=0.1)
    along = start @ quadratic.bottom.directions
    assert descent_steps("gradient_descent", quadratic.eigenvalues, knobs=(0.1, 0.0), start=along) == run.steps


def test_what_never_arrives_is_not_a_number() -> None:
    curvature = np.array([1.0, 5.0])
    assert math.isnan(descent_steps("gradient_descent", curvature, knobs=(0.5, 0.0)))  # diverges
    assert math.isnan(descent_steps("gradient_descent", curvature, knobs=(0.4, 0.0), most=10_000))  # swings for ever
    assert math.isnan(descent_steps("gradient_descent", np.array([1.0, 1e9]), most=10_000))
    with pytest.raises(ValueError, match="adam"):
        descent_steps("adam", curvature)


def test_a_round_bowl_takes_one_step() -> None:
    assert descent_steps("gradient_descent", np.ones(3)) == 1
    assert predicted_steps("gradient_descent", 1.0) == 1


def test_conjugate_gradient_takes_n_steps_in_exact_arithmetic() -> None:
    """The Hestenes–Stiefel recurrences with fractions end with a residual of exactly zero, after n = 5 steps."""
    n = 5
    hilbert = [[Fraction(1, i + j + 1) for j in range(n)] for i in range(n)]

    def times(v: list[Fraction]) -> list[Fraction]:
        return [sum((a * b for a, b in zip(row, v, strict=True)), Fraction(0)) for row in hilbert]

    def dot(a: list[Fraction], b: list[Fraction]) -> Fraction:
        return sum((p * q for p, q in zip(a, b, strict=True)), Fraction(0))

    x = [Fraction(k + 1) for k in range(n)]
    residual = [-value for value in times(x)]
    direction, steps = residual, 0
    while any(residual):
        product = times(direction)
        length = dot(residual, residual) / dot(direction, product)
        after = [r - length * p for r, p in zip(residual, product, strict=True)]
        share = dot(after, after) / dot(residual, residual)
        direction = [r + share * d for r, d in zip(after, direction, strict=True)]
        residual, steps = after, steps + 1
    assert steps == n


def test_conjugate_gradient_keeps_to_the_number_of_different_eigenvalues_while_kappa_is_small() -> None:
    random = np.random.default_rng(3)
    basis, _ = np.linalg.qr(random.normal(size=(30, 30)))
    for distinct in (1, 2, 5):
        spectrum = np.resize(np.linspace(1, 10, distinct), 30)
        matrix = basis * spectrum @ basis.T
        assert conjugate_gradient_steps(matrix, random.normal(size=30)) == distinct


def test_conjugate_gradient_needs_more_than_n_steps_in_rounded_arithmetic_at_large_kappa() -> None:
    found = scaling(np.array([1e2, 1e4]), 20)
    assert found.counts["conjugate_gradient"][-1] > 20
    basis, _ = np.linalg.qr(np.random.default_rng(8).normal(size=(20, 20)))
    matrix = basis * np.geomspace(1, 1e4, 20) @ basis.T
    start, seen = basis.sum(axis=1), list[np.ndarray]()
    cg(matrix, matrix @ start, rtol=TOLERANCE, callback=seen.append)
    assert abs(len(seen) - found.counts["conjugate_gradient"][-1]) <= 2


def test_newton_takes_one_step() -> None:
    quadratic = Quadratic.rotated(1e4, 33)
    assert newton_steps(quadratic.matrix, quadratic.start) == 1


@pytest.mark.parametrize("spread", SPREADS)
def test_the_spectrum_has_the_condition_number(spread: str) -> None:
    spectrum = curvatures(700.0, 9, spread)
    assert (spectrum.min(), spectrum.max(), len(spectrum)) == (1, pytest.approx(700), 9)
