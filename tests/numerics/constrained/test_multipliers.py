"""Least squares with signs, and which gradients depend on each other."""

import numpy as np
import pytest
from scipy.optimize import lsq_linear

from numerics.constrained.multipliers import positively_dependent, signed_least_squares


@pytest.mark.parametrize("seed", range(6))
def test_signs_are_kept_and_the_residual_is_least(seed: int) -> None:
    generator = np.random.default_rng(seed)
    columns, right, free = generator.normal(size=(6, 5)), generator.normal(size=6), np.arange(5) < seed % 3
    found = signed_least_squares(columns, right, free)
    reference = lsq_linear(columns, right, (np.where(free, -np.inf, 0.0), np.inf), tol=1e-14).x
    assert (found[~free] >= 0).all()
    assert found == pytest.approx(reference, abs=1e-6)


def test_columns_that_almost_cancel_get_no_huge_multipliers() -> None:
    columns = np.array([[1.0, -1.0], [1e-8, 1e-8]])
    assert np.abs(signed_least_squares(columns, np.array([0.0, 1.0]), np.zeros(2, bool))).max() < 1


@pytest.mark.parametrize(
    ("free", "signed", "dependent"),
    [
        ([], [[1, 0], [-1, 0]], True),
        ([], [[1, 0], [0, 1]], False),
        ([], [[1, 0], [0, 1], [0.6, 0.8]], False),
        ([[1, 0]], [[0.6, 0.8], [0.6, -0.8]], True),
        ([[1, 0]], [[0.6, 0.8]], False),
        ([[1, 0], [-1, 0]], [], True),
    ],
)
def test_dependence_by_hand(free: list[list[float]], signed: list[list[float]], dependent: bool) -> None:
    rows = [np.array(part, dtype=float).reshape(-1, 2) for part in (free, signed)]
    assert positively_dependent(*rows) is dependent
