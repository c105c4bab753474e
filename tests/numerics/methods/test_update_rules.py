"""Each update rule against the chapter's figures, a loop written out by hand, or a theorem."""

import math

import numpy as np
import pytest

from numerics.descend import descend
from numerics.methods import METHODS
from numerics.methods.adam import Adam
from numerics.methods.gradient_descent import GradientDescent
from numerics.methods.momentum import Momentum
from numerics.methods.newton import solve
from numerics.minimize import minimize
from numerics.objective import Objective
from numerics.outcome import Outcome

ROSENBROCK = "(1 - x)^2 + 100(y - x^2)^2"


def parse(text, *variables):
    return Objective.parse(text, variables=variables or None)


def test_A3_one_step_on_the_parabola():
    run = minimize(parse("x^2"), [3], learning_rate=0.1, steps=1)
    assert run.f[0] == 9
    assert run.gradient[0, 0] == 6
    assert run.x[1, 0] == pytest.approx(2.4, abs=1e-15)


def test_A7_descent_does_not_move_from_the_saddle():
    run = minimize(parse("x^2 - y^2"), [0, 0], tolerance=None, steps=50)
    assert run.steps == 50
    assert np.array_equal(run.x, np.zeros((51, 2)))
    at_once = minimize(parse("x^2 - y^2"), [0, 0])
    assert (at_once.outcome, at_once.steps) == (Outcome.CONVERGED, 0)


def test_B4_newton_in_one_step_and_descent_in_small_ones():
    f = parse("(theta - 3)^2 + 1")
    newton = minimize(f, [0], "newton")
    assert (newton.outcome, newton.steps) == (Outcome.CONVERGED, 1)
    assert newton.x[-1, 0] == 3
    descent = minimize(f, [0], learning_rate=0.3, steps=3)
    np.testing.assert_allclose(descent.x[:, 0], [0, 1.8, 2.52, 2.808], atol=1e-15)


def test_D5_descent_with_y_held_at_1():
    f = parse("x^2 + 1 + x sin(1) + sin(x)")
    run = minimize(f, [1], learning_rate=0.1, steps=41, tolerance=None)
    assert run.x[-1, 0] == pytest.approx(-0.777175, abs=5e-7)
    limit = minimize(f, [1], learning_rate=0.1, steps=1000, tolerance=1e-13).x[-1, 0]
    assert limit == pytest.approx(-0.7771818, abs=5e-8)


def test_D8_newton_in_one_step_while_descent_diverges():
    f = parse("x^2 + 5y^2")
    newton = minimize(f, [10, 1], "newton")
    assert newton.steps == 1
    assert np.array_equal(newton.x[-1], [0, 0])
    descent = minimize(f, [10, 1], learning_rate=0.25, steps=100)
    assert descent.x[:4, 1].tolist() == [1, -1.5, 2.25, -3.375]
    assert descent.outcome is Outcome.DIVERGED
    assert 2 / np.linalg.eigvalsh(f.hessian([10, 1])).max() == pytest.approx(0.2)


def test_C9_newton_goes_to_the_saddle_in_one_step():
    run = minimize(parse("x^2 - y^2"), [1.5, -0.5], "newton")
    assert (run.outcome, run.steps) == (Outcome.CONVERGED, 1)
    assert np.array_equal(run.x[-1], [0, 0])


def test_C10_at_exactly_2_over_L_descent_cycles():
    run = minimize(parse("x^2"), [3], learning_rate=1, steps=5)
    assert run.x[:, 0].tolist() == [3, -3, 3, -3, 3, -3]
    assert run.outcome is Outcome.STEP_LIMIT


def test_B3_the_velocity_form_is_the_exponential_average_rescaled():
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
def test_B6_first_step_of_adam(correct):
    # |g| = 4, 3000 and 0.02: the length does not depend on it.
    f = parse("2x^2 + 1500y^2 - 0.01z^2")
    run = minimize(f, [1, -1, 1], "adam", learning_rate=0.01, bias_correction=correct, steps=1)
    length = 0.01 if correct else 0.01 * math.sqrt(10)
    np.testing.assert_allclose(run.x[1] - run.x[0], [-length, length, length], rtol=1e-4)


def test_B6_default_constants_of_adam():
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
@pytest.mark.parametrize("name", ["gradient_descent", "momentum"])
def test_B3_measured_rate_on_a_quadratic_is_the_predicted_one(name, knobs):
    if name == "gradient_descent":
        knobs = {key: value for key, value in knobs.items() if key != "momentum"}
    f = parse("x^2 + 5y^2")
    run = minimize(f, [10, 1], name, steps=600, tolerance=None, **knobs)
    predicted = run.method.contraction(np.array([2.0, 10.0])).max()
    # Complex roots make the error swing, so measure over many steps.
    error = np.linalg.norm(run.x, axis=1)
    window = error[200:400].max(), error[100:300].max()
    assert (window[0] / window[1]) ** (1 / 100) == pytest.approx(predicted, rel=0.003)


@pytest.mark.parametrize("method", [GradientDescent(0.1), Momentum(0.1, 0.5), Momentum(0.1, 0.9)])
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


@pytest.mark.parametrize("name", sorted(METHODS))
@pytest.mark.parametrize("text", [ROSENBROCK, "x^4 - 3x^2 + y^2 + sin(x y)", "sqrt(x) + y^2"])
def test_a_batch_runs_as_its_starts_do_one_by_one(name, text):
    f = parse(text)
    starts = np.random.default_rng(7).uniform(0.1, 2, (12, 2))
    knobs = {} if name == "newton" else {"learning_rate": 1e-3}
    ends = descend(f, starts, name, steps=60, tolerance=1e-3, **knobs)
    for i, start in enumerate(starts):
        run = minimize(f, start, name, steps=60, tolerance=1e-3, **knobs)
        assert ends.converged[i] == (run.outcome is Outcome.CONVERGED)
        if run.outcome in (Outcome.CONVERGED, Outcome.STEP_LIMIT):
            assert ends.steps[i] == run.steps
            np.testing.assert_allclose(ends.x[i], run.x[-1], rtol=1e-9, atol=1e-12)
