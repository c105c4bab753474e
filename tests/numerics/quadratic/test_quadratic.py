"""Quadratics and what stands in for a Hessian: against closed forms and NumPy."""

import numpy as np
import pytest

import numerics as nm
from numerics.quadratic.quadratic import FLATTEST, Mending, Quadratic, mended


def test_row_C8_the_canyon_has_curvature_5_along_1_1_and_1_along_1_minus_1() -> None:
    quadratic = Quadratic.rotated(5, 45)
    assert quadratic.matrix == pytest.approx(np.array([[3, 2], [2, 3]]))
    assert quadratic.matrix @ [1, 1] == pytest.approx(np.array([5, 5]))
    assert quadratic.matrix @ [1, -1] == pytest.approx(np.array([1, -1]))
    assert quadratic.condition == pytest.approx(5)


def test_row_C8_gradient_descent_zigzags_across_the_canyon() -> None:
    quadratic = Quadratic.rotated(5, 45)
    run = nm.minimize(quadratic.objective, quadratic.start, "gradient_descent", steps=12, learning_rate=1 / 3)
    along, across = (run.x @ np.array([[1, 1], [1, -1]]).T).T
    assert (np.sign(along[1:]) == -np.sign(along[:-1])).all()
    assert np.abs(along[1:] / along[:-1]) == pytest.approx(np.full(12, 2 / 3))
    assert across[1:] / across[:-1] == pytest.approx(np.full(12, 2 / 3))


@pytest.mark.parametrize("n", [1, 2, 3, 10])
def test_the_objective_is_the_quadratic(n: int) -> None:
    random = np.random.default_rng(n)
    root = random.normal(size=(n, n))
    quadratic, x = Quadratic(root @ root.T + np.eye(n)), random.normal(size=(4, n))
    assert quadratic.objective(x) == pytest.approx(np.einsum("ki,ij,kj->k", x, quadratic.matrix, x) / 2)
    assert quadratic.objective.gradient(x) == pytest.approx(x @ quadratic.matrix)
    assert quadratic.objective.hessian(x[0]) == pytest.approx(quadratic.matrix)
    assert quadratic.bottom.directions.T @ quadratic.start == pytest.approx(np.ones(n))


@pytest.mark.parametrize("matrix", [[[1.0, 2], [0, 1]], [[1.0, 2], [2, 1]], [[0.0]], [[np.nan]], [[1.0, 2]]])
def test_a_matrix_that_is_none_of_a_bowl_is_refused(matrix: list[list[float]]) -> None:
    with pytest.raises(nm.NumericsError):
        Quadratic(np.array(matrix))


def test_a_positive_definite_hessian_is_left_alone() -> None:
    quadratic, mending = mended([[802.0, -400], [-400, 200]])
    assert mending is Mending.NONE
    assert quadratic.matrix.tolist() == [[802, -400], [-400, 200]]


def test_negative_eigenvalues_are_reflected_and_the_eigenvectors_stay() -> None:
    hessian = np.array([[1.0, 2], [2, 1]])  # 3 along [1, 1], -1 along [1, -1]
    quadratic, mending = mended(hessian)
    assert mending is Mending.REFLECTED
    assert quadratic.matrix @ [1, 1] == pytest.approx(np.array([3, 3]))
    assert quadratic.matrix @ [1, -1] == pytest.approx(np.array([1, -1]))


def test_a_singular_hessian_is_raised() -> None:
    quadratic, mending = mended([[1.0, 1], [1, 1]])
    assert mending is Mending.RAISED
    assert quadratic.condition == pytest.approx(1 / FLATTEST, rel=1e-6)


def test_a_hessian_may_need_both() -> None:
    quadratic, mending = mended(np.diag([-2.0, 0, 8]))
    assert mending == Mending.REFLECTED | Mending.RAISED
    assert quadratic.matrix == pytest.approx(np.diag([2, 8 * FLATTEST, 8]))


@pytest.mark.parametrize("hessian", [[[0.0, 0], [0, 0]], [[np.inf, 0], [0, 1]], [[np.nan]]])
def test_no_quadratic_stands_in_for_nothing(hessian: list[list[float]]) -> None:
    with pytest.raises(nm.NumericsError, match="Hessian is"):
        mended(hessian)
