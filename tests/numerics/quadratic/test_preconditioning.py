"""Row B5: preconditioners, and normalization of a regression's inputs as one."""

import numpy as np
import pytest
import scipy.linalg

import numerics as nm
from numerics.quadratic.normalization import TREATMENTS, loss_model, regression, treated
from numerics.quadratic.preconditioning import learned_inverse, preconditioned
from numerics.quadratic.quadratic import Quadratic

A = np.array([[400.0, 6, 1], [6, 1, 0.2], [1, 0.2, 0.5]])


def test_row_B5_the_inverse_diagonal_makes_any_diagonal_A_converge_in_one_step_of_size_1() -> None:
    for diagonal in ([1.0, 1e6], [3e-4, 2, 7e5], [5.0]):
        f = Quadratic(np.diag(diagonal)).objective
        run = nm.minimize(f, np.ones(len(diagonal)), "diagonal_preconditioning", tolerance=1e-10)
        assert run.steps == 1
        assert np.abs(run.x[-1]).max() < 1e-15


@pytest.mark.parametrize(("kind", "matrix"), [("identity", np.eye(3)), ("diagonal", np.diag(np.diag(A))), ("full", A)])
def test_row_B5_the_spectrum_is_that_of_the_generalized_eigenproblem(kind: str, matrix: np.ndarray) -> None:
    expected = scipy.linalg.eigh(A, matrix, eigvals_only=True)
    assert preconditioned(Quadratic(A), kind).eigenvalues == pytest.approx(expected, rel=1e-9)


def test_row_B5_a_typed_quadratic_with_identity_diagonal_and_full_preconditioning() -> None:
    """x² + 50y² + x y from (1, 1): the steps to ‖∇f‖ ≤ 1e-8 fall from gradient descent to Newton's one."""
    f = nm.Objective.parse("x^2 + 50y^2 + x y")
    plain = nm.minimize(f, [1, 1], "gradient_descent", steps=2000, learning_rate=2 / 102).steps
    diagonal = nm.minimize(f, [1, 1], "diagonal_preconditioning", steps=2000).steps
    full = nm.minimize(f, [1, 1], "newton", steps=2000).steps
    assert plain > 10 * diagonal > 10 * full == 10


def test_row_B5_BFGS_has_the_inverse_hessian_after_n_exact_steps() -> None:
    for n in (2, 3, 5):
        root = np.random.default_rng(n).normal(size=(n, n))
        quadratic = Quadratic(root @ root.T + np.eye(n))
        run = nm.minimize(quadratic.objective, quadratic.start, "bfgs", tolerance=1e-9, curvature=1e-10)
        apart = learned_inverse(run)
        assert run.steps == n
        assert apart[-1] < 1e-5 < 1e-2 < apart[0]
        assert len(apart) == n + 1
    with pytest.raises(ValueError, match="newton"):
        learned_inverse(nm.minimize(quadratic.objective, quadratic.start, "newton"))


@pytest.mark.parametrize("correlation", [0.0, 0.3, 0.95])
def test_standardizing_leaves_the_correlation_alone(correlation: float) -> None:
    data = regression(50, 4, correlation)
    conditions = {treatment: loss_model(data, treatment)[0].condition for treatment in TREATMENTS}
    assert conditions["standardized"] == pytest.approx((1 + correlation) / (1 - correlation), rel=1e-9)
    assert conditions["whitened"] == pytest.approx(1)
    assert conditions["raw"] > conditions["centred"] > conditions["standardized"] >= conditions["whitened"] - 1e-9


@pytest.mark.parametrize("treatment", TREATMENTS)
def test_the_model_of_the_loss_is_the_loss(treatment: str) -> None:
    data = regression(10, 3, 0.5)
    model, start = loss_model(data, treatment)
    design = np.column_stack([treated(data.features, treatment), np.ones(len(data.targets))])
    least = np.mean((design @ -start - data.targets) ** 2) / 2
    assert model.objective(start) + least == pytest.approx(np.mean(data.targets**2) / 2)
    assert design.T @ (design @ -start - data.targets) == pytest.approx(np.zeros(3), abs=1e-8)


def test_centring_then_diagonal_preconditioning_is_standardizing() -> None:
    data = regression(20, 5, 0.7)
    centred, standardized = (loss_model(data, treatment)[0] for treatment in ("centred", "standardized"))
    assert preconditioned(centred, "diagonal").matrix == pytest.approx(standardized.matrix)


def test_the_same_seed_gives_the_same_data() -> None:
    first, second, other = regression(2, 1, 0.5), regression(2, 1, 0.5), regression(2, 1, 0.5, seed=1)
    assert np.array_equal(first.features, second.features)
    assert not np.array_equal(first.targets, other.targets)
    assert np.corrcoef(first.features.T)[0, 1] == pytest.approx(0.5)
