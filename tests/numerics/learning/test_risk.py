"""Empirical risk with regularization, and its derivatives."""

import mpmath
import numpy as np
import pytest
from scipy.optimize import check_grad, minimize

import numerics as nm
from numerics.errors import LimitError, NumericsError
from numerics.learning import LOGISTIC, LOSSES, SQUARED, Risk, generated, polynomial, waves

RANDOM = np.random.default_rng(5)
DESIGN = np.column_stack([np.ones(40), RANDOM.standard_normal((40, 2))])
LABELS = (RANDOM.random(40) < 0.4).astype(float)
THETA = np.array([0.3, -1.2, 0.7])


def risk(loss, **more) -> Risk:
    return Risk(DESIGN, LABELS, LOSSES[loss], penalized=np.array([False, True, True]), **more)


@pytest.mark.parametrize("z", [-1e308, -800.0, -40.0, -1e-12, 0.0, 0.5, 40.0, 800.0, 1e308])
@pytest.mark.parametrize("y", [0.0, 1.0])
def test_row_B2_the_logistic_loss_neither_overflows_nor_cancels(z: float, y: float) -> None:
    """log(1 + e^z), its slope and its curvature against forty digits, also where e^z overflows or is tiny."""
    with mpmath.workdps(400), np.errstate(over="raise", invalid="raise"):
        side = mpmath.mpf((1 - 2 * y) * z)
        if abs(side) > 1e6:  # e^side is 0 or infinite to four hundred digits
            value, slope = max(side, mpmath.mpf(0)), (1 - 2 * y) * (side > 0)
            curvature = 0
        else:
            value = mpmath.log1p(mpmath.exp(side))
            slope = (1 - 2 * y) / (1 + mpmath.exp(-side))
            curvature = mpmath.exp(-side) / (1 + mpmath.exp(-side)) ** 2
        at, target = np.array([z]), np.array([y])
        assert LOGISTIC.value(at, target)[0] == pytest.approx(float(value), rel=1e-14, abs=1e-300)
        assert LOGISTIC.slope(at, target)[0] == pytest.approx(float(slope), rel=1e-14, abs=1e-300)
        assert LOGISTIC.prediction(at)[0] == pytest.approx(float(slope + y if y else slope), abs=1e-15)
        assert LOGISTIC.curvature(at, target)[0] == pytest.approx(float(curvature), rel=1e-14, abs=1e-300)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("penalty", ["l2", "l1"])
def test_derivatives_agree_with_finite_differences(loss: str, penalty: str) -> None:
    f = risk(loss, strength=0.3, penalty=penalty)
    assert check_grad(f, f.gradient, THETA) < 1e-6
    step = 1e-6 * np.eye(3)
    slopes = np.array([(f.gradient(THETA + h) - f.gradient(THETA - h)) / 2e-6 for h in step])
    assert f.hessian(THETA) == pytest.approx(slopes, abs=1e-8)


@pytest.mark.parametrize("loss", LOSSES)
def test_row_B2_the_mean_of_all_single_example_gradients_is_the_full_gradient(loss: str) -> None:
    f = risk(loss, strength=0.2)
    assert f.example_gradients(THETA).mean(axis=0) == pytest.approx(f.gradient(THETA), rel=1e-13)
    one = f.batch(np.array([7]))
    assert f.example_gradients(THETA)[7] == pytest.approx(one.gradient(THETA), rel=1e-14)


def test_row_B1_the_risk_is_the_mean_loss_and_lambda_times_half_the_squared_weights() -> None:
    """R(θ) = ½‖θ‖² without the bias, so that ridge regression solves (XᵀX/m + λI) θ = Xᵀy/m."""
    f = risk("squared", strength=0.25)
    residual = DESIGN @ THETA - LABELS
    assert f.data_term(THETA) == pytest.approx((residual @ residual) / 80)
    assert f.complexity(THETA) == pytest.approx((1.2**2 + 0.7**2) / 2)
    assert f(THETA) == pytest.approx(f.data_term(THETA) + 0.25 * f.complexity(THETA))
    ridge = np.linalg.solve(DESIGN.T @ DESIGN / 40 + np.diag([0, 0.25, 0.25]), DESIGN.T @ LABELS / 40)
    assert f.gradient(ridge) == pytest.approx(np.zeros(3), abs=1e-15)
    assert risk("squared", strength=0.25, penalty="l1").complexity(THETA) == pytest.approx(1.9)


@pytest.mark.parametrize("strength", [0.0, 0.01, 1.0])
def test_row_B1_more_regularization_means_a_larger_data_term_and_smaller_weights(strength: float) -> None:
    def best(f: Risk) -> np.ndarray:
        return minimize(f, np.zeros(3), jac=f.gradient, tol=1e-12).x

    f, stronger = risk("logistic", strength=strength), risk("logistic", strength=strength + 0.1)
    weak, strong = best(f), best(stronger)
    assert f.data_term(strong) > f.data_term(weak)
    assert f.complexity(strong) < f.complexity(weak)


def test_points_may_come_in_batches_of_any_shape() -> None:
    f = risk("logistic", strength=0.1)
    points = RANDOM.standard_normal((2, 4, 3))
    for function in (f, f.gradient, f.hessian, f.complexity):
        whole = function(points)
        assert whole[1, 2] == pytest.approx(function(points[1, 2]), rel=1e-13)


def test_the_loss_at_very_many_points_is_found_block_by_block() -> None:
    f = risk("logistic")
    points = RANDOM.standard_normal((300, 100, 3))
    assert f(points)[[0, 120, 299], [0, 50, 99]] == pytest.approx(f(points[[0, 120, 299], [0, 50, 99]]), rel=1e-13)
    assert f(points).shape == (300, 100)


@pytest.mark.parametrize("method", ["newton", "lbfgs", "adam", "nelder_mead", "trust_region"])
def test_the_methods_of_the_laboratory_run_on_a_risk(method: str) -> None:
    f = risk("logistic", strength=0.1)
    knobs = {"learning_rate": 0.05} if method == "adam" else {}
    run = nm.minimize(f, np.zeros(3), method, steps=600, tolerance=1e-7, **knobs)
    truth = minimize(f, np.zeros(3), jac=f.gradient, tol=1e-12)
    assert run.f[-1] == pytest.approx(truth.fun, abs=1e-9)
    assert run.objective is f


def test_no_curvature_is_larger_than_the_bound() -> None:
    for loss in LOSSES:
        f = risk(loss, strength=0.2)
        steepest = np.linalg.eigvalsh(f.hessian(RANDOM.standard_normal((50, 3)) * 3)).max()
        assert steepest <= f.largest_curvature() * (1 + 1e-12)


def test_the_fisher_matrix_is_the_mean_over_labels_that_the_model_draws() -> None:
    f = risk("logistic", strength=0.5)
    p = 1 / (1 + np.exp(-f.outputs(THETA)))
    expected = np.zeros((3, 3))
    for label, chance in ((1.0, p), (0.0, 1 - p)):
        g = Risk(DESIGN, np.full(40, label), LOGISTIC).example_gradients(THETA)
        expected += (g.T * chance) @ g / 40
    assert f.fisher(THETA) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"targets": LABELS + 0.5}, "0 or 1"),
        ({"targets": LABELS[:-1]}, "shape"),
        ({"design": DESIGN * np.inf}, "finite"),
        ({"strength": -1.0}, "strength"),
        ({"strength": np.nan}, "strength"),
        ({"penalty": "l3"}, "l3"),
        ({"names": ("a",)}, "name"),
    ],
)
def test_what_means_nothing_is_refused(change: dict, word: str) -> None:
    with pytest.raises(NumericsError, match=word), np.errstate(invalid="ignore"):
        Risk(**({"design": DESIGN, "targets": LABELS, "loss": LOGISTIC} | change))


def test_features_are_products_or_waves_beside_a_bias() -> None:
    x = np.array([[1.0, 2.0], [3.0, -1.0], [0.5, 4.0]])
    plain = polynomial(x, ("a", "b"), 2, standardize=False)
    assert plain.names == ("bias", "a", "b", "a^2", "a·b", "b^2")
    assert plain(x)[1].tolist() == [1, 3, -1, 9, -3, 1]
    assert plain.penalized.tolist() == [False] + [True] * 5
    scaled = polynomial(x, ("a", "b"))(x)
    assert scaled[:, 1:].mean(0) == pytest.approx([0, 0], abs=1e-15)
    assert scaled[:, 1:].std(0) == pytest.approx([1, 1])
    assert polynomial(np.ones((3, 1)), ("a",))(np.ones((3, 1))).tolist() == [[1, 0]] * 3


def test_many_waves_have_the_inner_products_of_a_gaussian_kernel() -> None:
    x = np.random.default_rng(0).standard_normal((300, 2))
    x = (x - x.mean(0)) / x.std(0)
    grams = [(w := waves(x, 80, width=1.5, seed=seed)(x)[:3, 1:]) @ w.T / 80 for seed in range(100)]
    squares = ((x[:3, None] - x[None, :3]) ** 2).sum(-1)
    assert np.mean(grams, axis=0) == pytest.approx(np.exp(-squares / (2 * 1.5**2)), abs=0.05)


def test_too_many_features_are_refused() -> None:
    x = np.ones((4, 11))
    with pytest.raises(LimitError, match="364 weights"):
        polynomial(x, tuple("abcdefghijk"), 3)
    with pytest.raises(LimitError):
        waves(x, 10**9)
    for degree in (0, 9):
        with pytest.raises(NumericsError):
            polynomial(x, tuple("abcdefghijk"), degree)


def test_a_line_without_noise_is_found() -> None:
    data = generated("line", 30, 0.0)
    features = polynomial(data.features, data.names[:-1], standardize=False)
    f = Risk(features(data.features), data.targets, SQUARED)
    run = nm.minimize(f, np.zeros(2), "newton", tolerance=1e-12)
    assert run.x[-1] == pytest.approx([1, 2])
