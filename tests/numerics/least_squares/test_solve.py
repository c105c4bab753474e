"""Least squares by six ways: agreement, rank, failure, formats, and junk."""

import numpy as np
import pytest
import scipy.linalg
from hypothesis import given, settings
from hypothesis import strategies as st

import numerics as nm
from numerics.least_squares import METHODS, Ending, correct_digits, exact_solution
from numerics.least_squares.compare import WAYS, compare
from numerics.least_squares.factors import NotPositiveDefiniteError, cholesky, householder
from numerics.least_squares.samples import noisy_samples

LINE = np.stack([np.ones(5), np.arange(5.0)], axis=-1)
DEPENDENT = np.stack([np.ones(7), np.arange(7.0), 2 * np.arange(7.0)], axis=-1)
RNG = np.random.default_rng(4)


@pytest.mark.parametrize("method", [*WAYS])
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_row_D11_a_line_through_a_hundred_noisy_points(method: str, dtype: str) -> None:
    """Row D11: every way gives SciPy's line, and the residual is orthogonal to the columns."""
    x, y = noisy_samples("1 + 2x", (0.0, 4.0), 100, 1.0, seed=7)
    a = np.stack([np.ones(100), x[:, 0]], axis=-1)
    found = nm.least_squares(a, y, method, dtype=dtype)
    line = scipy.stats.linregress(x[:, 0], y)
    assert found.x.dtype == dtype
    assert found.x == pytest.approx([line.intercept, line.slope], rel=1e-8 if dtype == "float64" else 2e-4)
    assert np.abs(a.T @ found.residual).max() < (1e-7 if dtype == "float64" else 0.05)
    assert found.residual == pytest.approx(y - a @ found.x, abs=1e-5)


@pytest.mark.parametrize("method", [*WAYS])
def test_row_D11_noise_free_data_give_1_2_3(method: str) -> None:
    """Row D11: 1 + 2x + 3x² without noise."""
    x, y = noisy_samples("1 + 2x + 3x^2", (-1.0, 1.0), 50, 0.0, seed=0)
    found = nm.least_squares(x ** np.arange(3), y, method)
    assert found.found
    assert found.x == pytest.approx([1, 2, 3], abs=1e-7 if method == "gradient_descent" else 1e-12)


def test_row_C12_gradient_descent_is_algorithm_4_1() -> None:
    """Row C12: x ← x - ε Aᵀ(Ax - b) until ‖Aᵀ(Ax - b)‖ ≤ δ, every iterate by the textbook's loop."""
    b = np.array([1.0, 0.0, 2.0, 5.0, 3.0])
    found = nm.least_squares(LINE, b, "gradient_descent", learning_rate=0.02, tolerance=1e-3, start=[4.0, -1.0])
    x, path = np.array([4.0, -1.0]), []
    while True:
        path.append(x)
        gradient = LINE.T @ LINE @ x - LINE.T @ b
        if np.linalg.norm(gradient) <= 1e-3:
            break
        x = x - 0.02 * gradient
    assert found.ending is Ending.CONVERGED
    assert found.path == pytest.approx(np.array(path), abs=1e-10)
    assert found.gradient_norms[-1] <= 1e-3 < found.gradient_norms[-2]


def test_row_C12_newton_needs_one_step_and_the_pseudoinverse_agrees() -> None:
    """Row C12: Newton in one step from anywhere, and A⁺b."""
    b = np.array([1.0, 0.0, 2.0, 5.0, 3.0])
    wanted = np.linalg.pinv(LINE) @ b
    found = nm.least_squares(LINE, b, "newton", start=[100.0, -50.0])
    assert len(found.path) == 2
    assert found.x == pytest.approx(wanted, abs=1e-11)
    assert nm.least_squares(LINE, b, "svd").x == pytest.approx(wanted, abs=1e-14)
    assert np.array_equal(nm.least_squares(LINE, b, "newton").x, nm.least_squares(LINE, b, "normal").x)


def test_dependent_columns() -> None:
    b = np.sin(np.arange(7.0))
    shortest = np.linalg.pinv(DEPENDENT) @ b
    normal, qr, svd, descent = (
        nm.least_squares(DEPENDENT, b, method) for method in ("normal", "qr", "svd", "gradient_descent")
    )
    assert normal.ending is Ending.NOT_POSITIVE_DEFINITE
    assert (qr.ending, qr.rank) == (Ending.BASIC, 2)
    assert np.count_nonzero(qr.x) == 2
    assert (svd.ending, svd.rank) == (Ending.MINIMUM_NORM, 2)
    assert svd.x == pytest.approx(shortest, abs=1e-13)
    assert descent.x == pytest.approx(shortest, abs=1e-7)
    assert qr.residual_norm == pytest.approx(svd.residual_norm, rel=1e-13)
    assert [float(value) for value in exact_solution(DEPENDENT, b)] == pytest.approx(shortest, abs=1e-13)


@given(
    st.integers(1, 8).flatmap(
        lambda n: st.tuples(st.integers(n, 20), st.just(n), st.integers(1, n), st.integers(0, 1000))
    )
)
@settings(max_examples=60, deadline=None)
def test_ranks_and_residuals_are_numpys(shape: tuple[int, int, int, int]) -> None:
    m, n, rank, seed = shape
    rng = np.random.default_rng(seed)
    a = rng.standard_normal((m, rank)) @ rng.standard_normal((rank, n))
    b = rng.standard_normal(m)
    wanted, _, ranked, _ = np.linalg.lstsq(a, b, rcond=None)
    qr, svd = nm.least_squares(a, b, "qr"), nm.least_squares(a, b, "svd")
    assert qr.rank == svd.rank == ranked == rank
    assert svd.x == pytest.approx(wanted, abs=1e-6)
    assert qr.residual_norm == pytest.approx(float(np.linalg.norm(b - a @ wanted)), abs=1e-8)


def test_a_wide_matrix_has_the_shortest_solution() -> None:
    a, b = RNG.standard_normal((3, 6)), RNG.standard_normal(3)
    svd, qr = nm.least_squares(a, b, "svd"), nm.least_squares(a, b, "qr")
    assert svd.x == pytest.approx(np.linalg.pinv(a) @ b, abs=1e-13)
    assert (qr.rank, np.count_nonzero(qr.x)) == (3, 3)
    assert qr.residual_norm < 1e-13
    assert nm.least_squares(a, b, "normal").ending is Ending.NOT_POSITIVE_DEFINITE


@pytest.mark.parametrize("method", [*METHODS])
def test_a_matrix_of_zeros(method: str) -> None:
    found = nm.least_squares(np.zeros((3, 2)), [1, 2, 3], method, **({"radius": 1} if method == "norm_ball" else {}))
    assert found.ending is Ending.NOT_POSITIVE_DEFINITE or np.array_equal(found.x, [0, 0])


def test_factors_are_scipys() -> None:
    a = RNG.standard_normal((9, 5))
    assert cholesky(a.T @ a) == pytest.approx(scipy.linalg.cholesky(a.T @ a, lower=True), abs=1e-13)
    _, upper, order = scipy.linalg.qr(a, mode="economic", pivoting=True)
    ours = householder(a, np.zeros(9))
    assert ours.order.tolist() == order.tolist()
    assert np.abs(ours.upper) == pytest.approx(np.abs(upper), abs=1e-13)
    with pytest.raises(NotPositiveDefiniteError) as caught:
        cholesky(np.array([[4.0, 2.0], [2.0, 1.0]]))
    assert caught.value.place == 1
    with pytest.raises(NotPositiveDefiniteError):
        cholesky(np.array([[1.0, 2.0], [2.0, 1.0]]))


def test_lengths_beyond_the_squares_of_the_format() -> None:
    """x = (1, 2) from columns of 1e200 and 1e-200, whose squares are inf and 0."""
    a = np.array([[1e200, 0.0], [0.0, 1e-200], [0.0, 3e-200]])
    b = a @ [1.0, 2.0]
    assert nm.least_squares(a, b, "qr").x == pytest.approx([1, 2], rel=1e-12)
    assert nm.least_squares(a, b, "normal").ending is Ending.OVERFLOW


@pytest.mark.parametrize("size", [1e-300, 1e-160, 1e160, 1e300])
@pytest.mark.parametrize("method", [*WAYS])
def test_columns_of_any_size_end_in_an_outcome(method: str, size: float) -> None:
    found = nm.least_squares([[size], [size]], [1.0, 3.0], method)
    assert found.outcome.startswith(found.ending.value)
    if method in ("qr", "svd"):
        assert found.ending is Ending.SOLVED
        assert found.x == pytest.approx([2 / size], rel=1e-12)
    trial = compare([[size], [size]], [1.0, 3.0], "float64", steps=10)
    assert trial.condition == pytest.approx(1)
    assert 0 <= trial.expected("qr") <= 16


@pytest.mark.parametrize(("share", "ending"), [(1.99, Ending.CONVERGED), (2.01, Ending.DIVERGED)])
def test_descent_converges_below_twice_the_inverse_curvature(share: float, ending: Ending) -> None:
    unit = 1 / np.linalg.norm(LINE, 2) ** 2
    b = np.array([1.0, 0.0, 2.0, 5.0, 3.0])
    found = nm.least_squares(LINE, b, "gradient_descent", learning_rate=share * unit, steps=100_000, tolerance=1e-6)
    assert found.ending is ending


def test_descent_in_float32_stalls_or_stops_short() -> None:
    x, y = noisy_samples("1 + 2x", (0.0, 4.0), 100, 1.0, seed=7)
    a = np.stack([np.ones(100), x[:, 0]], axis=-1)
    found = nm.least_squares(a, y, "gradient_descent", dtype="float32", tolerance=1e-12, steps=3000)
    assert found.ending in (Ending.STALLED, Ending.STEP_LIMIT)
    assert found.path.dtype == np.float32


@pytest.mark.parametrize(
    ("a", "b", "options", "named"),
    [
        ([[1.0]], [1.0], {"method": "magic"}, "magic"),
        ([[1.0]], [1.0, 2.0], {}, "rows"),
        ([1.0], [1.0], {}, "matrix"),
        ([[]], [], {}, "at least one"),
        ([[np.nan]], [1.0], {}, "finite"),
        ([["a"]], [1.0], {}, "numbers"),
        ([[1e300]], [1.0], {"dtype": "float32"}, "float32"),
        ([[1.0]], [1.0], {"dtype": "int8"}, "float64 or float32"),
        ([[1.0]], [1.0], {"method": "svd", "radius": 1}, "radius"),
        ([[1.0]], [1.0], {"method": "norm_ball"}, "radius"),
        ([[1.0]], [1.0], {"method": "norm_ball", "radius": 0}, "radius"),
        ([[1.0]], [1.0], {"method": "gradient_descent", "learning_rate": -1}, "learning_rate"),
        ([[1.0]], [1.0], {"method": "newton", "start": [1.0, 2.0]}, "start"),
    ],
)
def test_what_means_nothing_is_refused_with_a_sentence(a, b, options, named: str) -> None:
    with pytest.raises(nm.NumericsError, match=named):
        nm.least_squares(a, b, **options)


def test_correct_digits_are_nists_log_relative_errors() -> None:
    exact = exact_solution(np.array([[4.0], [0.0]]), np.array([1.0, 0.0]))  # 1/4
    assert correct_digits([0.25], exact)[0] == pytest.approx(15.95, abs=0.01)
    assert correct_digits(np.float32([0.25]), exact)[0] == pytest.approx(7.22, abs=0.01)
    assert correct_digits([0.2500025], exact)[0] == pytest.approx(5, abs=1e-6)
    assert correct_digits([1e9], exact)[0] == 0
    assert np.isnan(correct_digits([np.nan], exact)[0])


def test_exact_arithmetic_knows_no_condition() -> None:
    """A Hilbert matrix of size 10 times a known integer vector, in numbers that floats hold exactly."""
    n, scale = 10, 232792560  # the least common multiple of 1 … 19
    a = np.array([[scale / (i + j + 1) for j in range(n)] for i in range(n)])
    assert (a == np.round(a)).all()
    wanted = np.arange(1, n + 1)
    exact = exact_solution(a, a @ wanted.astype(float))
    assert [int(value) for value in exact] == wanted.tolist()
    assert correct_digits(nm.least_squares(a, a @ wanted).x, exact).min() < 8


def test_the_five_ways_lose_the_digits_that_theory_says() -> None:
    x, y = noisy_samples("sin(x)", (0.0, 2.0), 100, 0.1, seed=1)
    trial = compare(x ** np.arange(9), y, "float64", steps=10)
    kappa = np.linalg.cond(x ** np.arange(9))
    assert trial.condition == pytest.approx(kappa, rel=1e-6)
    assert trial.expected("normal") == pytest.approx(15.95 - 2 * np.log10(kappa), abs=0.01)
    assert trial.digits["qr"].min() > trial.digits["normal"].min() + 3
    for way in WAYS:
        assert trial.digits[way].min() >= trial.expected(way) - 1.5
        assert trial.seconds[way] > 0
    dependent = compare(DEPENDENT, np.ones(7), "float64")
    assert (dependent.rank, dependent.condition) == (2, np.inf)
    assert np.isnan(dependent.expected("qr"))
    with pytest.raises(nm.NumericsError, match="float32"):
        compare([[1e39]], [1.0], "float32")
