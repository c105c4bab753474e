"""Elimination in formats, perturbation, refinement and scaling, against LAPACK, exact fractions and closed forms."""

from fractions import Fraction

import numpy as np
import pytest
import scipy.linalg

from numerics.conditioning import (
    amplification,
    as_matrix,
    condition_number,
    digits_left,
    equilibrate,
    hilbert,
    jacobi,
    perturbed,
    refine,
    solve,
    typical_errors,
)
from numerics.conditioning.matrices import as_exact, random, stored
from numerics.conditioning.solve import factor
from numerics.formats import FORMATS

D3 = as_matrix([["4.1", "2.8"], ["9.7", "6.6"]])
B = (Fraction("4.11"), Fraction("9.7"))
RANDOM = random(8, 4, seed=7)
ONES = tuple(sum(row) for row in RANDOM)


def test_the_factors_are_those_of_lapack() -> None:
    A = stored(RANDOM)
    factors = factor(A)
    LU, pivots = scipy.linalg.lu_factor(A)
    rows = np.arange(8)
    for k, pivot in enumerate(pivots):
        rows[[k, pivot]] = rows[[pivot, k]]
    assert factors.rows.tolist() == rows.tolist()
    assert pytest.approx(LU, rel=1e-9) == factors.LU
    L, U = np.tril(factors.LU, -1) + np.eye(8), np.triu(factors.LU)
    assert pytest.approx(A[factors.rows], abs=1e-15) == L @ U


def test_float32_rounds_every_operation_as_numpy_does() -> None:
    A, n = stored(RANDOM).astype(np.float32), 8
    U, rows = A.copy(), np.arange(n)
    for k in range(n - 1):
        pivot = k + int(np.abs(U[k:, k]).argmax())
        U[[k, pivot]], rows[[k, pivot]] = U[[pivot, k]], rows[[pivot, k]]
        for i in range(k + 1, n):
            U[i, k] = U[i, k] / U[k, k]
            for j in range(k + 1, n):
                U[i, j] = U[i, j] - U[i, k] * U[k, j]
    ours = factor(A, "float32")
    assert ours.rows.tolist() == rows.tolist()
    assert ours.LU.tolist() == U.astype(np.float64).tolist()


@pytest.mark.parametrize("name", ["float64", "float32", "float16", "bfloat16"])
def test_backward_stable_whatever_the_condition(name: str) -> None:
    """Wilkinson's point: the residual is as small as the format allows, and the error is κ times that."""
    found = solve(RANDOM, ONES, name)
    u = FORMATS[name].epsilon / 2
    assert found.residual <= 8 * u
    assert found.error <= 2 * condition_number(stored(RANDOM)) * 8 * u


def test_a_small_residual_and_a_large_error() -> None:
    found = solve(hilbert(12), tuple(sum(row) for row in hilbert(12)))
    assert found.residual < 1e-15
    assert found.error > 1e12 * found.residual


def test_a_singular_matrix_has_no_solution_to_compare_with() -> None:
    found = solve(as_matrix([[1, 1], [1, 1]]), (Fraction(1), Fraction(2)))
    assert np.isnan(found.error)
    assert not np.isfinite(found.x).all()


def test_digits_are_between_none_and_those_of_the_format() -> None:
    float32 = FORMATS["float32"]
    assert digits_left(0.0, float32) == pytest.approx(7.22, abs=0.01)
    assert digits_left(1e-3, float32) == pytest.approx(3)
    assert digits_left(5.0, float32) == 0
    assert np.isnan(digits_left(np.nan, float32))


@pytest.mark.parametrize("name", ["float64", "float32", "float16"])
def test_the_digits_lost_are_about_log10_of_the_condition(name: str) -> None:
    [errors] = typical_errors(random(6, 2, seed=1), [name])
    lost = np.log10(np.median(errors) / (FORMATS[name].epsilon / 2))
    assert 0.5 < lost < 3, "the theorem is a bound; typical errors stay a little below it"


def test_row_D3_errors_in_b_are_amplified_by_at_most_the_condition_number() -> None:
    A, b = stored(D3), [4.1, 9.7]
    found = amplification(A, b, [0.01, 0])
    change = np.hypot(0.34 - 1, 0.97) / 1  # of x = (1, 0)
    assert found.actual == pytest.approx(change / (0.01 / np.hypot(4.1, 9.7)), rel=1e-9)
    assert found.actual < found.here < found.worst == pytest.approx(1622.9994, abs=1e-4)
    worst = amplification(A, found.worst_b, 1e-3 * found.worst_db)
    assert worst.actual == pytest.approx(worst.worst, rel=1e-9)


def test_a_cloud_lies_at_its_distance_and_is_solved() -> None:
    for matrix in (D3, RANDOM):
        A = stored(matrix)
        b = A.sum(axis=1)
        around, x = perturbed(A, b, 0.01, 40)
        assert np.linalg.norm(around - b, axis=-1) == pytest.approx(0.01 * np.linalg.norm(b))
        assert pytest.approx(around, rel=1e-6) == (A @ x.T).T


def test_refinement_recovers_the_digits_of_the_working_format() -> None:
    kappa_u = condition_number(stored(D3)) * FORMATS["float32"].epsilon / 2
    course = refine(D3, B, "float32", "float64", "float64")
    assert kappa_u < 1e-3
    assert course.error[0] > 1e-6
    assert (course.error[1:3] <= 10 * kappa_u * course.error[:2]).all()
    assert course.error[-1] < 1e-12


def test_refinement_fails_where_the_condition_is_beyond_the_factors() -> None:
    course = refine(hilbert(8), tuple(sum(row) for row in hilbert(8)), "float16", "float64", "float64")
    assert course.error[-1] > 0.1


def test_a_residual_in_the_same_format_mends_nothing_and_a_finer_one_does() -> None:
    A, b = as_matrix(scipy.linalg.invhilbert(5, exact=True)), as_exact([1, 2, 3, 4, 5])  # whole: stored exactly
    plain, extra = (refine(A, b, "float32", "float32", residual) for residual in ("float32", "float64"))
    assert extra.error[-1] < 0.1 * plain.error[-1]


def test_scaling_takes_away_what_units_brought() -> None:
    inner = stored(random(6, 1, seed=2))
    units = 10.0 ** np.arange(6)
    bad = units[:, None] * inner * units[::-1]
    scaled, rows, columns = equilibrate(bad)
    assert condition_number(bad) > 1e6
    assert condition_number(scaled) < 100 * condition_number(inner)
    assert (rows[:, None] * bad * columns == scaled).all(), "powers of two round nothing"
    assert np.abs(scaled).max(axis=0) == pytest.approx(np.ones(6), abs=1)
    assert equilibrate(np.zeros((2, 2)))[0].tolist() == [[0, 0], [0, 0]]


def test_jacobi_makes_any_diagonal_perfect_and_helps_little_against_hilbert() -> None:
    assert condition_number(jacobi(np.diag([1e6, 1, 1e-3]))) == pytest.approx(1, abs=1e-15)
    assert condition_number(jacobi(stored(hilbert(6)))) > 1e6
    assert jacobi([[0, 1], [1, 4]]).tolist() == [[0, 0.5], [0.5, 1]]
