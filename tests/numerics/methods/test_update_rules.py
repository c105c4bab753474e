"""Each update rule against the chapter's figures, a loop written out by hand, or a theorem."""

import math

import numpy as np
import pytest

from numerics.descend import descend
from numerics.methods import METHODS
from numerics.methods.adam import Adam
from numerics.methods.gradient_descent import GradientDescent
from numerics.methods.gradient_descent_best_of import GradientDescentBestOf
from numerics.methods.momentum import Momentum
from numerics.methods.nesterov import Nesterov
from numerics.methods.newton import solve
from numerics.minimize import minimize
from numerics.objective import Objective
from numerics.oracle import Oracle
from numerics.outcome import Outcome

ROSENBROCK = "(1 - x)^2 + 100(y - x^2)^2"


def parse(text, *variables):
    return Objective.parse(text, variables=variables or None)


def test_row_A3_one_step_on_the_parabola():
    run = minimize(parse("x^2"), [3], learning_rate=0.1, steps=1)
    assert run.f[0] == 9
    assert run.gradient[0, 0] == 6
    assert run.x[1, 0] == pytest.approx(2.4, abs=1e-15)


def test_row_A7_descent_does_not_move_from_the_saddle():
    run = minimize(parse("x^2 - y^2"), [0, 0], tolerance=None, steps=50)
    assert run.steps == 50
    assert np.array_equal(run.x, np.zeros((51, 2)))
    at_once = minimize(parse("x^2 - y^2"), [0, 0])
    assert (at_once.outcome, at_once.steps) == (Outcome.CONVERGED, 0)


def test_row_B4_newton_in_one_step_and_descent_in_small_ones():
    f = parse("(theta - 3)^2 + 1")
    newton = minimize(f, [0], "newton")
    assert (newton.outcome, newton.steps) == (Outcome.CONVERGED, 1)
    assert newton.x[-1, 0] == 3
    descent = minimize(f, [0], learning_rate=0.3, steps=3)
    np.testing.assert_allclose(descent.x[:, 0], [0, 1.8, 2.52, 2.808], atol=1e-15)


def test_row_D5_descent_with_y_held_at_1():
    f = parse("x^2 + 1 + x sin(1) + sin(x)")
    run = minimize(f, [1], learning_rate=0.1, steps=41, tolerance=None)
    assert run.x[-1, 0] == pytest.approx(-0.777175, abs=5e-7)
    limit = minimize(f, [1], learning_rate=0.1, steps=1000, tolerance=1e-13).x[-1, 0]
    assert limit == pytest.approx(-0.7771818, abs=5e-8)


def test_row_D8_newton_in_one_step_while_descent_diverges():
    f = parse("x^2 + 5y^2")
    newton = minimize(f, [10, 1], "newton")
    assert newton.steps == 1
    assert np.array_equal(newton.x[-1], [0, 0])
    descent = minimize(f, [10, 1], learning_rate=0.25, steps=100)
    assert descent.x[:4, 1].tolist() == [1, -1.5, 2.25, -3.375]
    assert descent.outcome is Outcome.DIVERGED
    assert 2 / np.linalg.eigvalsh(f.hessian([10, 1])).max() == pytest.approx(0.2)


def test_row_C9_newton_goes_to_the_saddle_in_one_step():
    run = minimize(parse("x^2 - y^2"), [1.5, -0.5], "newton")
    assert (run.outcome, run.steps) == (Outcome.CONVERGED, 1)
    assert np.array_equal(run.x[-1], [0, 0])


def test_row_C10_at_exactly_2_over_L_descent_cycles():
    run = minimize(parse("x^2"), [3], learning_rate=1, steps=5)
    assert run.x[:, 0].tolist() == [3, -3, 3, -3, 3, -3]
    assert run.outcome is Outcome.STEP_LIMIT


def test_row_B3_the_velocity_form_is_the_exponential_average_rescaled():
    f = parse(ROSENBROCK)
    rate, beta = 0.002, 0.8
    x, average = np.array([-1.2, 1.0]), np.zeros(2)
    path = [x]
    for _ in range(200):
        average = beta * average + (1 - beta) * f.gradient(x)
        x = x - rate * average
        path.append(x)
    run = minimize(f, [-1.2, 1], Momentum((1 - beta) * rate, beta), steps=200, tolerance=None)
    np.testing.assert_allclose(run.x, path, rtol=1e-9, atol=1e-12)


def test_momentum_without_momentum_is_gradient_descent():
    f = parse(ROSENBROCK)
    plain = minimize(f, [-1.2, 1], learning_rate=1e-3, steps=50)
    heavy = minimize(f, [-1.2, 1], "momentum", learning_rate=1e-3, momentum=0, steps=50)
    assert np.array_equal(plain.x, heavy.x)


@pytest.mark.parametrize("correct", [True, False])
def test_row_B6_first_step_of_adam(correct):
    # |g| = 4, 3000 and 0.02: the length does not depend on it.
    f = parse("2x^2 + 1500y^2 - 0.01z^2")
    run = minimize(f, [1, -1, 1], "adam", learning_rate=0.01, bias_correction=correct, steps=1)
    length = 0.01 if correct else 0.01 * math.sqrt(10)
    np.testing.assert_allclose(run.x[1] - run.x[0], [-length, length, length], rtol=1e-4)


def test_row_B6_default_constants_of_adam():
    assert (Adam().beta1, Adam().beta2, Adam().epsilon) == (0.9, 0.999, 1e-8)


def test_adam_against_its_paper_written_out():
    """Algorithm 1 of Kingma and Ba (2015), coordinate by coordinate in plain Python."""
    f = parse(ROSENBROCK)
    rate, beta1, beta2, epsilon = 0.05, 0.8, 0.99, 1e-6
    theta, m, v = [-1.2, 1.0], [0.0, 0.0], [0.0, 0.0]
    path = [list(theta)]
    for t in range(1, 101):
        a, b = theta
        g = [-2 * (1 - a) - 400 * a * (b - a * a), 200 * (b - a * a)]
        for i in range(2):
            m[i] = beta1 * m[i] + (1 - beta1) * g[i]
            v[i] = beta2 * v[i] + (1 - beta2) * g[i] * g[i]
            corrected = m[i] / (1 - beta1**t), v[i] / (1 - beta2**t)
            theta[i] -= rate * corrected[0] / (math.sqrt(corrected[1]) + epsilon)
        path.append(list(theta))
    knobs = {"learning_rate": rate, "beta1": beta1, "beta2": beta2, "epsilon": epsilon}
    run = minimize(f, [-1.2, 1], "adam", steps=100, tolerance=None, **knobs)
    np.testing.assert_allclose(run.x, path, rtol=1e-8)


@pytest.mark.parametrize("knobs", [{}, {"momentum": 0.5}, {"learning_rate": 0.15}])
@pytest.mark.parametrize("name", ["gradient_descent", "momentum", "nesterov"])
def test_row_B3_measured_rate_on_a_quadratic_is_the_predicted_one(name, knobs):
    if name == "gradient_descent":
        knobs = {key: value for key, value in knobs.items() if key != "momentum"}
    f = parse("x^2 + 5y^2")
    run = minimize(f, [10, 1], name, steps=600, tolerance=None, **knobs)
    predicted = run.method.contraction(np.array([2.0, 10.0])).max()
    # Complex roots make the error swing, so measure over many steps.
    error = np.linalg.norm(run.x, axis=1)
    window = error[200:400].max(), error[100:300].max()
    assert (window[0] / window[1]) ** (1 / 100) == pytest.approx(predicted, rel=0.005)


@pytest.mark.parametrize(
    "method", [GradientDescent(0.1), Momentum(0.1, 0.5), Momentum(0.1, 0.9), Nesterov(0.1, 0.5), Nesterov(0.1, 0.9)]
)
def test_the_curvature_limit_parts_convergence_from_divergence(method):
    limit = method.curvature_limit / method.learning_rate
    for curvature, converges in ((0.99 * limit, True), (1.01 * limit, False)):
        run = minimize(parse(f"{curvature / 2!r} x^2"), [1], method, steps=2000, tolerance=None)
        assert (abs(run.x[-1, 0]) < 1) == converges
        assert (method.contraction(np.array(curvature)) < 1) == converges


def test_newton_follows_the_typed_hessian():
    """Quadratic convergence: the error is squared at every step near the minimum of Rosenbrock."""
    run = minimize(parse(ROSENBROCK), [-1.2, 1], "newton", tolerance=1e-12)
    assert run.outcome is Outcome.CONVERGED
    assert run.evaluations == (0, run.steps + 1, run.steps)
    # Published iterates of the undamped method from (-1.2, 1): 7 evaluations reach f < 1e-18.
    assert run.f[1] == pytest.approx(4.7318843, rel=1e-7)
    assert run.steps <= 7


def test_a_singular_system_in_a_batch_spoils_only_itself():
    matrices = np.array([[[2.0, 0], [0, 4]], [[1, 1], [1, 1]], [[0, 1], [1, 0]], [[np.nan, 0], [0, 1]]])
    with np.errstate(invalid="ignore"):
        answers = solve(matrices, np.array([[2.0, 4], [1, 1], [5, 6], [1, 1]]))
    np.testing.assert_array_equal(answers[0], [1, 1])
    assert np.isnan(answers[1]).all()
    np.testing.assert_array_equal(answers[2], [6, 5])
    assert np.isnan(answers[3]).any()
    assert np.isnan(solve(np.zeros((1, 1)), np.ones(1))).all()


@pytest.mark.parametrize("scales", [(1, 1), (1e-3, 1e6, 7)])
def test_row_B5_the_inverse_diagonal_makes_any_diagonal_quadratic_one_step(scales):
    names = ("x", "y", "z")[: len(scales)]
    f = parse(" + ".join(f"{scale!r} ({name} - 2)^2" for scale, name in zip(scales, names, strict=True)), *names)
    run = minimize(f, [5.0, -3, 40][: len(scales)], "diagonal_preconditioning", learning_rate=1)
    assert (run.outcome, run.steps) == (Outcome.CONVERGED, 1)
    oblique = minimize(parse("x^2 + x y + y^2"), [1, 0.3], "diagonal_preconditioning")
    assert oblique.steps > 5


def test_row_C4_the_best_of_four_lengths():
    f, start = parse("x^2 + 5y^2"), np.array([10.0, 1.0])
    method, oracle = GradientDescentBestOf(), Oracle(f)
    x, state = method.step(oracle, start, f.gradient(start), method.init(oracle, start))
    assert state.tried == (0.05, 0.1, 0.25, 0.5)
    np.testing.assert_allclose(state.values, [82.25, 64, 36.25, 80], rtol=1e-14)
    assert state.taken == 0.25
    assert f(x) == 36.25
    assert oracle.spent() == (4, 0, 0)


def test_row_C4_the_exact_length():
    """ε* = gᵀg / gᵀHg = 500 / 1800; the next gradient is perpendicular, and steepest descent zig-zags."""
    run = minimize(parse("x^2 + 5y^2"), [10, 1], "gradient_descent_exact", steps=20)
    assert run.step_length[0] / run.gradient_norm[0] == pytest.approx(0.2778, abs=5e-5)
    assert run.step_length[0] / run.gradient_norm[0] == pytest.approx(5 / 18, rel=1e-7)
    g = run.gradient / run.gradient_norm[:, None]
    assert np.abs(np.vecdot(g[1:], g[:-1])).max() < 1e-6
    # Kantorovich: f falls at least by ((κ - 1) / (κ + 1))² = (2/3)² a step, and no faster from (κ, 1).
    assert (run.f[1:] / run.f[:-1]).max() <= (2 / 3) ** 2 * (1 + 1e-9)
    worst = minimize(parse("x^2 + 5y^2"), [5, 1], "gradient_descent_exact", steps=10)
    np.testing.assert_allclose(worst.f[1:] / worst.f[:-1], (2 / 3) ** 2, rtol=1e-6)


def test_armijo_takes_the_first_length_that_satisfies_it():
    f = parse(ROSENBROCK)
    run = minimize(f, [-1.2, 1], "gradient_descent_armijo", steps=30, sufficient=0.1, shrink=0.25)
    lengths = run.step_length / run.gradient_norm[:-1]
    powers = np.log(lengths) / np.log(0.25)
    np.testing.assert_allclose(powers, np.round(powers), atol=1e-6)

    def accepted(length):
        points = run.x[:-1] - length[:, None] * run.gradient[:-1]
        return f(points) <= run.f[:-1] - 0.1 * length * run.gradient_norm[:-1] ** 2

    assert accepted(lengths).all()
    assert not accepted(4 * lengths)[lengths < 1].any()
    assert run.evaluations.f == 1 + 30 + round(powers.sum())


@pytest.mark.parametrize("curvature", [0.9, 0.1, 1e-6])
def test_the_wolfe_conditions_hold_at_every_step(curvature):
    run = minimize(parse(ROSENBROCK), [-1.2, 1], "gradient_descent_wolfe", steps=50, curvature=curvature)
    before = run.gradient_norm[:-1] ** 2
    after = np.vecdot(run.gradient[1:], run.gradient[:-1])
    assert (np.abs(after) <= curvature * before * (1 + 1e-9)).all()
    lengths = run.step_length / run.gradient_norm[:-1]
    assert (run.f[1:] <= run.f[:-1] - min(1e-4, curvature / 2) * lengths * before * (1 - 1e-9)).all()


def test_noise_is_seeded_has_its_variance_and_is_the_same_for_a_batch():
    f = parse("x^2 + y^2")
    knobs = {"learning_rate": 0.1, "steps": 8_000, "tolerance": None}
    run = minimize(f, [0, 0], "stochastic_gradient_descent", variance=4.0, **knobs)
    again = minimize(f, [0, 0], "stochastic_gradient_descent", variance=4.0, **knobs)
    other = minimize(f, [0, 0], "stochastic_gradient_descent", variance=4.0, seed=1, **knobs)
    assert np.array_equal(run.x, again.x)
    assert not np.array_equal(run.x, other.x)
    noise = (run.x[:-1] - run.x[1:]) / 0.1 - run.gradient[:-1]
    assert noise.var(axis=0) == pytest.approx([4, 4], rel=0.05)
    assert np.corrcoef(noise.T)[0, 1] == pytest.approx(0, abs=0.03)
    stationary = 0.1**2 * 4 / (1 - (1 - 0.1 * 2) ** 2)
    assert run.x[1000:].var(axis=0) == pytest.approx([stationary] * 2, rel=0.1)
    quiet = minimize(f, [3, 4], "stochastic_gradient_descent", variance=0, steps=10)
    assert np.array_equal(quiet.x, minimize(f, [3, 4], steps=10).x)


MONOTONE = sorted(name for name in METHODS if METHODS[name].monotone)
BUMPY = (
    "x^4 - 3x^2 + y^2 + sin(x y)",
    "sqrt(x) + y^2",
    "-log(x y) + x + y^2",
    "|x| + |y - x|",
    "x^3 - y",
    "exp(x^2 + y)",
)


@pytest.mark.parametrize("name", MONOTONE)
@pytest.mark.parametrize("text", [ROSENBROCK, *BUMPY])
def test_a_monotone_method_never_increases_f_nor_leaves_the_domain(name, text):
    f = parse(text)
    for start in np.random.default_rng(3).uniform(0.1, 2, (5, 2)):
        run = minimize(f, start, name, steps=60, tolerance=0)
        assert (np.diff(run.f) <= 0).all()
        if run.outcome is Outcome.NOT_APPLICABLE:
            assert name == "levenberg_marquardt"
            continue
        lowest = run.f[-1] if run.beyond is None else f(run.beyond)  # sqrt(0) has a value, but no gradient
        assert lowest < run.f[0]
        if not text.startswith(("sqrt", "|")):  # these have minima where the gradient does not exist
            assert run.outcome is not Outcome.LEFT_DOMAIN


@pytest.mark.parametrize("name", sorted(METHODS))
@pytest.mark.parametrize("text", [ROSENBROCK, "x^4 - 3x^2 + y^2 + sin(x y)", "sqrt(x) + y^2"])
def test_a_batch_runs_as_its_starts_do_one_by_one(name, text):
    f = parse(text)
    starts = np.random.default_rng(7).uniform(0.1, 2, (6, 2))
    knobs = {"learning_rate": 1e-3} if hasattr(METHODS[name], "learning_rate") else {}
    ends = descend(f, starts, name, steps=60, tolerance=1e-3, **knobs)
    for i, start in enumerate(starts):
        run = minimize(f, start, name, steps=60, tolerance=1e-3, **knobs)
        assert ends.converged[i] == (run.outcome is Outcome.CONVERGED)
        if run.outcome in (Outcome.CONVERGED, Outcome.STEP_LIMIT):
            assert ends.steps[i] == run.steps
            np.testing.assert_allclose(ends.x[i], run.x[-1], rtol=1e-9, atol=1e-12)
