"""Condition numbers against published ones, exact arithmetic, and SciPy."""

import json
import math
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import scipy.linalg
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import numerics as nm
from numerics.conditioning import KINDS, NAMED, as_matrix, exact_condition, exact_solution, hilbert
from numerics.conditioning.matrices import near_singular, random, stored

HILBERT = json.loads((Path(__file__).parents[2] / "data" / "hilbert_condition.json").read_text("utf-8"))["matrices"]
D3 = [["4.1", "2.8"], ["9.7", "6.6"]]
FLOATS = np.array(D3, dtype=np.float64)


@pytest.mark.parametrize("truth", HILBERT, ids=lambda truth: f"n={truth['n']}")
def test_hilbert(truth) -> None:
    matrix = hilbert(truth["n"])
    exact = exact_condition(matrix)
    assert float(exact.digits["2"]) == pytest.approx(float(truth["cond_2"]), rel=1e-15)
    assert exact.kinds["1"] == exact.kinds["inf"] == float(Fraction(truth["cond_1_exact"]))
    assert exact.kinds["frobenius"] == pytest.approx(float(truth["cond_F"]), rel=1e-15)
    assert exact.kinds["eigenvalue"] == pytest.approx(exact.kinds["2"], rel=1e-15)  # it is symmetric
    float64 = nm.condition_number(stored(matrix))
    blur = exact.kinds["2"] * np.finfo(float).eps
    if blur < 0.01:
        assert float64 == pytest.approx(exact.kinds["2"], rel=10 * blur)
    if blur > 1:
        assert abs(float64 / exact.kinds["2"] - 1) > 0.01, "and here float64 does not know it"


def test_row_C1_equal_for_some_matrices_that_are_not_normal() -> None:
    A = scipy.linalg.block_diag(np.diag([10, 0.1]), [[1, 0.5], [0, 1]])
    assert not np.allclose(A @ A.T, A.T @ A)
    assert nm.condition_number(A) == pytest.approx(100, rel=1e-14)
    assert nm.condition_number(A, "eigenvalue") == pytest.approx(100, rel=1e-14)


def test_row_D3_the_two_by_two_system() -> None:
    assert nm.condition_number(FLOATS) == pytest.approx(1622.9994, abs=5e-5)
    assert nm.condition_number(FLOATS, "frobenius") == pytest.approx(1623, rel=1e-12)
    assert nm.condition_number(FLOATS, "eigenvalue") == pytest.approx(1146.899, abs=5e-4)
    assert exact_condition(as_matrix(D3)).digits["frobenius"].startswith("1623.000000")
    before, after = (exact_solution(as_matrix(D3), (Fraction(b), Fraction("9.7"))) for b in ("4.1", "4.11"))
    assert before == (1, 0)
    assert after == (Fraction("0.34"), Fraction("0.97"))


MATRICES = arrays(np.float64, (3, 3), elements=st.floats(-10, 10).map(lambda value: round(value, 3)))


@given(MATRICES)
def test_row_C1_the_ratio_of_eigenvalues_is_at_most_that_of_singular_values(A) -> None:
    two, eigenvalue = (nm.condition_number(A, kind) for kind in ("2", "eigenvalue"))
    if two < 1e6:
        assert eigenvalue <= two * (1 + 1e-6)


@given(MATRICES)
def test_row_C1_both_agree_for_normal_matrices(A) -> None:
    for normal in (A + A.T, A - A.T + 5 * np.eye(3)):
        two, eigenvalue = (nm.condition_number(normal, kind) for kind in ("2", "eigenvalue"))
        if two < 1e6:
            assert eigenvalue == pytest.approx(two, rel=1e-6)


@given(MATRICES)
def test_every_kind_is_that_of_the_exact_matrix(A) -> None:
    exact = exact_condition(as_matrix(A))
    if exact.kinds["2"] < 1e6:
        for kind in KINDS:
            assert nm.condition_number(A, kind) == pytest.approx(exact.kinds[kind], rel=1e-7)
        assert exact.kinds["frobenius"] >= 3 * (1 - 1e-12)


@pytest.mark.parametrize("kind", KINDS)
def test_what_has_none(kind: str) -> None:
    assert nm.condition_number(np.zeros((2, 2)), kind) == math.inf
    assert nm.condition_number([[1, 1], [1, 1]], kind) > 1e15
    assert math.isnan(nm.condition_number([[1, np.nan], [0, 1]], kind))
    for wrong in ([1, 2], np.zeros((0, 0)), np.zeros((2, 2, 2))):
        with pytest.raises(nm.NumericsError):
            nm.condition_number(wrong, kind)
    if kind == "2":
        assert nm.condition_number([[3, 0], [0, 4], [0, 0]]) == pytest.approx(4 / 3)
    else:
        with pytest.raises(nm.NumericsError, match="square"):
            nm.condition_number([[3, 0], [0, 4], [0, 0]], kind)
    assert nm.condition_number(1e200 * FLOATS, kind) == pytest.approx(nm.condition_number(FLOATS, kind))
    assert nm.condition_number(1e-200 * FLOATS, kind) == pytest.approx(nm.condition_number(FLOATS, kind))


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(nm.NumericsError, match="eigenvalue"):
        nm.condition_number(FLOATS, "3")


@pytest.mark.parametrize("name", NAMED)
@pytest.mark.parametrize("n", [2, 5])
def test_named_matrices_are_what_they_say(name: str, n: int) -> None:
    named = NAMED[name]
    matrix = named.build(n, *(dial.default for dial in named.dials))
    exact = exact_condition(matrix)
    A = stored(matrix)
    match name:
        case "hilbert":
            assert pytest.approx(scipy.linalg.hilbert(n)) == A
        case "vandermonde":
            assert pytest.approx(np.vander(np.linspace(0, 1, n), increasing=True)) == A
        case "rotation":
            assert pytest.approx(np.eye(n), abs=1e-15) == A @ A.T
        case "near_singular":
            assert exact.kinds["2"] == pytest.approx(n * 1e6 + 1, rel=1e-12)
        case "laplacian":
            assert exact.singular
            assert (A @ np.ones(n) == 0).all()
        case "grounded":
            k = np.arange(1, n + 1) * np.pi / (n + 1)  # Strang, Computational Science and Engineering, section 1.5
            assert np.linalg.eigvalsh(A) == pytest.approx(2 - 2 * np.cos(k))
        case "random":
            assert exact.kinds["2"] == pytest.approx(1e3, rel=1e-10)


def test_a_random_matrix_has_the_condition_that_was_chosen_as_far_as_float64_can_hold_it() -> None:
    assert exact_condition(random(6, 8, seed=3)).kinds["2"] == pytest.approx(1e8, rel=1e-6)
    assert random(6, 8, seed=3) == random(6, 8, seed=3) != random(6, 8, seed=4)


def test_float64_cannot_tell_what_is_closer_to_singular_than_its_rounding() -> None:
    matrix = near_singular(3, 20)
    assert exact_condition(matrix).kinds["2"] == pytest.approx(3e20)
    assert nm.condition_number(stored(matrix)) != pytest.approx(3e20, rel=0.5)


def test_what_is_no_square_matrix_is_refused() -> None:
    for wrong in ([[1, 2]], [[1, 2], [3]], [[1, np.inf], [0, 1]], [["a", 1], [0, 1]], []):
        with pytest.raises(nm.NumericsError):
            as_matrix(wrong)
    with pytest.raises(nm.NumericsError, match="2 numbers"):
        exact_solution(as_matrix(D3), (Fraction(1),))
