"""The quadratic program of a step, against SciPy's solvers."""

import numpy as np
import pytest
from scipy.optimize import lsq_linear, minimize

from numerics.constrained.quadratic_program import elastic_step, least_in_box


@pytest.mark.parametrize("seed", range(8))
def test_the_least_value_in_a_box(seed: int) -> None:
    generator = np.random.default_rng(seed)
    rows, n = (3, 6) if seed % 2 else (8, 5)  # every second Q is singular
    A, b = generator.normal(size=(rows, n)), generator.normal(size=rows)
    low, high = -generator.uniform(0, 1, n), generator.uniform(0, 1, n)
    x = least_in_box(A.T @ A, -A.T @ b, low, high)
    reference = lsq_linear(A, b, (low, high), tol=1e-14).x
    assert (low <= x).all()
    assert (x <= high).all()
    assert np.linalg.norm(A @ x - b) <= np.linalg.norm(A @ reference - b) + 1e-9


def test_where_the_value_falls_without_curvature_the_box_ends_it() -> None:
    assert least_in_box(np.zeros((2, 2)), np.array([1.0, -2.0]), np.full(2, -3.0), np.full(2, 5.0)).tolist() == [-3, 5]


@pytest.mark.parametrize("seed", range(6))
def test_a_step_is_the_minimum_of_the_model(seed: int) -> None:
    generator = np.random.default_rng(seed)
    n, m = 4, 5
    root = generator.normal(size=(n, n))
    B, g = root @ root.T + np.eye(n), generator.normal(size=n)
    c, jacobian = generator.normal(size=m), generator.normal(size=(m, n))
    equality, prices = np.arange(m) < 2, np.full(m, 1e4)
    d, multipliers = elastic_step(B, g, c, jacobian, equality, prices)
    assert B @ d + g + jacobian.T @ multipliers == pytest.approx(np.zeros(n), abs=1e-8)
    linear = [
        {"type": "eq" if equal else "ineq", "fun": lambda d, i=i, s=1 if equal else -1: s * (c[i] + jacobian[i] @ d)}
        for i, equal in enumerate(equality)
    ]
    reference = minimize(lambda d: d @ B @ d / 2 + g @ d, np.zeros(n), constraints=linear, options={"ftol": 1e-14})
    if reference.success:
        assert d == pytest.approx(reference.x, abs=1e-5)
        assert (multipliers[~equality] >= 0).all()


def test_contradictory_constraints_share_the_violation_by_price() -> None:
    """d ≥ 1 and d ≤ -1: the dearer one is kept."""
    c, jacobian = np.array([1.0, 1.0]), np.array([[-1.0], [1.0]])
    for prices, kept in (([10.0, 5.0], 1.0), ([5.0, 10.0], -1.0)):
        d, _ = elastic_step(np.eye(1), np.zeros(1), c, jacobian, np.zeros(2, bool), np.array(prices))
        assert d == pytest.approx([kept])
