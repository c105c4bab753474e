"""The loop: what it records, when it stops, what it counts, what it refuses."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics.descend import descend
from numerics.errors import NumericsError
from numerics.methods import METHODS, Method
from numerics.methods.gradient_descent import GradientDescent
from numerics.minimize import BOUND, PATIENCE, minimize
from numerics.objective import Objective
from numerics.oracle import Oracle
from numerics.outcome import Outcome

PARABOLA = Objective.parse("x^2")
SADDLE = Objective.parse("x^2 - y^2")
CANYON = Objective.parse("x^2 + 5y^2")
LOGARITHM = Objective.parse("log(x)")


def test_every_iterate_is_recorded_with_its_f_and_gradient():
    run = minimize(CANYON, [10, 1], learning_rate=0.05, steps=7, tolerance=None)
    assert (run.x.shape, run.f.shape, run.gradient.shape) == ((8, 2), (8,), (8, 2))
    np.testing.assert_array_equal(run.f, CANYON(run.x))
    np.testing.assert_array_equal(run.gradient, CANYON.gradient(run.x))
    np.testing.assert_allclose(run.gradient_norm, np.hypot(*run.gradient.T))
    np.testing.assert_allclose(run.step_length, 0.05 * run.gradient_norm[:-1])
    assert run.hessian.shape == (8, 2, 2)
    assert run.beyond is None


def test_lengths_in_one_dimension_are_positive():
    run = minimize(PARABOLA, [-3], learning_rate=0.25, steps=1, tolerance=None)
    assert run.gradient_norm.tolist() == [6, 3]
    assert run.step_length.tolist() == [1.5]


def test_the_start_is_copied():
    start = np.array([3.0])
    run = minimize(PARABOLA, start)
    start[0] = 7
    assert run.x[0, 0] == 3


def test_it_stops_at_the_first_gradient_within_the_tolerance():
    run = minimize(PARABOLA, [3], learning_rate=0.25, steps=100, tolerance=1e-3)
    assert run.outcome is Outcome.CONVERGED
    assert run.gradient_norm[-1] <= 1e-3 < run.gradient_norm[-2]
    last_allowed = minimize(PARABOLA, [3], learning_rate=0.25, steps=run.steps, tolerance=1e-3)
    assert last_allowed.outcome is Outcome.CONVERGED
    one_less = minimize(PARABOLA, [3], learning_rate=0.25, steps=run.steps - 1, tolerance=1e-3)
    assert one_less.outcome is Outcome.STEP_LIMIT


def test_without_a_tolerance_it_takes_every_step():
    for f, start in ((PARABOLA, [3]), (SADDLE, [0, 0])):
        run = minimize(f, start, learning_rate=0.5, steps=300, tolerance=None)
        assert (run.outcome, run.steps) == (Outcome.STEP_LIMIT, 300)


def test_tolerance_0_asks_for_an_exact_zero():
    run = minimize(PARABOLA, [3], learning_rate=0.5, tolerance=0)
    assert (run.outcome, run.steps) == (Outcome.CONVERGED, 1)


def test_no_steps():
    run = minimize(PARABOLA, [3], steps=0)
    assert (run.outcome, run.steps, run.f.tolist()) == (Outcome.STEP_LIMIT, 0, [9])
    assert run.step_length.shape == (0,)


def test_divergence_is_recorded_up_to_the_last_finite_iterate():
    run = minimize(Objective.parse("x^4"), [10], learning_rate=0.1, steps=100)
    assert run.outcome is Outcome.DIVERGED
    assert run.steps < 10
    assert np.isfinite(run.x).all()
    assert np.isfinite(run.f).all()
    assert np.isfinite(run.gradient).all()
    assert abs(run.x[-1, 0]) > 1e8


def test_a_point_where_f_is_infinite_is_no_iterate():
    run = minimize(Objective.parse("exp(x^2)"), [3], learning_rate=0.1)
    assert (run.outcome, run.steps) == (Outcome.DIVERGED, 0)
    assert run.beyond == pytest.approx(3 - 0.6 * math.exp(9))


def test_divergence_that_never_overflows_takes_its_steps_and_is_named():
    run = minimize(CANYON, [10, 1], learning_rate=0.25, steps=80)
    assert (run.outcome, run.steps) == (Outcome.DIVERGED, 80)
    assert run.x[-1, 1] == pytest.approx(1.5**80, rel=1e-12)
    short = minimize(CANYON, [10, 1], learning_rate=0.25, steps=20)
    assert short.outcome is Outcome.STEP_LIMIT


def test_falling_without_bound_is_divergence():
    run = minimize(SADDLE, [1, 1e-3], steps=5000, tolerance=None)
    assert run.outcome is Outcome.DIVERGED
    assert run.gradient_norm[-2] <= BOUND < run.gradient_norm[-1]


def test_leaving_the_domain():
    """The derivative 1/x exists where log(x) does not: the loop must not be fooled by it."""
    run = minimize(LOGARITHM, [3], steps=1000)
    assert run.outcome is Outcome.LEFT_DOMAIN
    assert (run.x > 0).all()
    assert run.beyond[0] < 0
    # It used one gradient for each iterate, and none of those beyond are charged.
    assert run.evaluations.gradient == run.steps + 1


def test_undefined_at_the_start():
    for text, start in (("log(x)", -1), ("1/x", 0), ("sqrt(x)", 0), ("exp(x)", 1000)):
        run = minimize(Objective.parse(text), [start], steps=1000)
        assert (run.outcome, run.steps) == (Outcome.UNDEFINED_START, 0), text
        assert run.beyond is None


def test_newton_without_a_step():
    run = minimize(Objective.parse("x^4 + y"), [1, 2], "newton")
    assert (run.outcome, run.steps) == (Outcome.NO_STEP, 0)
    assert np.isnan(run.beyond).any()


def test_stalled_at_once_without_memory_and_after_some_patience_with_it():
    f = Objective.parse("x^2 + 10^9 x")
    plain = minimize(f, [-499_999_999], learning_rate=1e-8)
    assert (plain.outcome, plain.steps) == (Outcome.STALLED, 0)
    heavy = minimize(f, [-499_999_999], "momentum", learning_rate=1e-10, momentum=0.5)
    assert (heavy.outcome, heavy.steps) == (Outcome.STALLED, PATIENCE - 1)


def test_a_velocity_too_small_to_see_may_still_build_up():
    f = Objective.parse("x^2 + 10^9 x")
    run = minimize(f, [-499_999_999], "momentum", learning_rate=1.4e-8, momentum=0.9)
    assert run.x[1, 0] == run.x[0, 0]
    assert run.x[-1, 0] != run.x[0, 0]


def test_recording_is_free_and_the_method_pays_for_what_it_asks():
    descent = minimize(CANYON, [10, 1], learning_rate=0.05, steps=9, tolerance=None)
    assert descent.evaluations == (0, 10, 0)
    newton = minimize(Objective.parse("x^4 + y^2"), [1, 1], "newton", steps=4, tolerance=None)
    assert newton.evaluations == (0, 5, 4)
    assert newton.cost.tolist() == [[0, t + 1, t] for t in range(5)]


def test_a_method_made_on_the_spot_runs_like_any_other():
    class Sign(Method):
        name, title, equations, source = "sign", "Sign steps", r"x_{t+1} = x_t - \operatorname{sign}", "2026"

        def step(self, oracle, x, gradient, state):
            lower = np.where(oracle.value(x) > 1, 1.0, 0.125)
            return x - lower[..., None] * np.sign(gradient), state

    run = minimize(PARABOLA, [3], Sign(), steps=5, tolerance=None)
    assert run.x[:, 0].tolist() == [3, 2, 1, 0.875, 0.75, 0.625]
    assert run.evaluations == (5, 6, 0)
    ends = descend(PARABOLA, [[3], [2]], Sign(), steps=3, tolerance=None)
    assert ends.x[:, 0].tolist() == [0.875, 0.75]


def test_a_method_pays_for_no_gradient_that_it_does_not_use():
    simplex = minimize(CANYON, [10, 1], "nelder_mead", steps=5, tolerance=None)
    assert simplex.evaluations[1:] == (0, 0)
    np.testing.assert_array_equal(simplex.gradient, CANYON.gradient(simplex.x))
    squares = minimize(Objective.parse("(1 - x)^2 + (10(y - x^2))^2"), [-1.2, 1], "levenberg_marquardt", steps=1)
    # f at the start; then the residuals, their Jacobian, and f where the step leads
    assert squares.evaluations == (3, 1, 0)


def test_asking_again_at_the_same_point_costs_nothing():
    """Every point is asked for once, whatever the line search and the loop both want to know about it."""
    asked = set()

    class Listening(Oracle):
        def gradient(self, x):
            asked.add(x.tobytes())
            return super().gradient(x)

    oracle = Listening(Objective.parse("(1 - x)^2 + 100(y - x^2)^2"))
    method, x = METHODS["bfgs"](), np.array([-1.2, 1.0])
    with np.errstate(all="ignore"):
        gradient = oracle.gradient(x)
        state = method.init(oracle, x)
        for _ in range(20):
            x, state = method.step(oracle, x, gradient, state)
            gradient = oracle.gradient(x)
    assert oracle.spent()[1] == len(asked)
    np.testing.assert_array_equal(gradient, oracle.objective.gradient(x))

    run = minimize(oracle.objective, [-1.2, 1.0], "trust_region", steps=20, tolerance=None)
    places = [len({x.tobytes() for x in run.x[:end]}) for end in (20, 21)]
    assert places[0] < 20, "some steps are refused"
    assert run.evaluations == (21, places[1], places[0])


def test_one_evaluation_counts_one_point():
    oracle = Oracle(CANYON)
    oracle.gradient(np.zeros((7, 3, 2)))
    oracle.hessian(np.zeros((4, 2)))
    oracle.value(np.zeros(2))
    assert oracle.spent() == (1, 21, 4)


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        ({"start": [1, 2]}, "x"),
        ({"start": []}, "x"),
        ({"start": [[1]]}, "shape"),
        ({"start": "abc"}, "numbers"),
        ({"start": None}, "finite"),
        ({"start": [math.nan]}, "finite"),
        ({"start": [math.inf]}, "finite"),
        ({"steps": -1}, "steps"),
        ({"steps": 100_001}, "steps"),
        ({"steps": 1.5}, "steps"),
        ({"steps": True}, "steps"),
        ({"tolerance": -1}, "tolerance"),
        ({"tolerance": math.nan}, "tolerance"),
        ({"tolerance": "small"}, "tolerance"),
        ({"method": "gradient_decent"}, "did you mean gradient_descent"),
        ({"method": "adam", "beta_1": 0.5}, "did you mean beta1"),
        ({"learning_rate": 0}, "learning_rate"),
        ({"learning_rate": math.nan}, "learning_rate"),
    ],
)
def test_input_that_means_nothing_is_an_error(arguments, word):
    with pytest.raises(NumericsError, match=word):
        minimize(PARABOLA, **{"start": [3], **arguments})


def test_one_number_will_do_in_one_dimension():
    assert minimize(PARABOLA, 3).x[0].tolist() == [3]


numbers = st.floats(-1e3, 1e3)


@settings(max_examples=60, deadline=None)
@given(
    name=st.sampled_from(sorted(METHODS)),
    f=st.sampled_from(
        [Objective.parse(text) for text in ("(1 - x)^2 + 100(y - x^2)^2", "exp(x) - y^3", "log(x y)", "|x| + 1/y")]
    ),
    start=st.tuples(numbers, numbers),
    steps=st.integers(0, 40),
)
def test_whatever_happens_is_an_outcome(name, f, start, steps):
    run = minimize(f, start, name, steps=steps)
    assert run.steps <= steps
    assert len(run.x) == len(run.f) == len(run.gradient) == len(run.cost) == run.steps + 1
    if run.outcome is Outcome.UNDEFINED_START:
        assert run.steps == 0
    else:
        assert np.isfinite(run.x).all()
        assert np.isfinite(run.f).all()
        assert np.isfinite(run.gradient).all()
    assert (run.outcome is Outcome.CONVERGED) == bool(run.gradient_norm[-1] <= 1.0000001e-8)
    assert (run.beyond is None) or run.outcome in (Outcome.DIVERGED, Outcome.LEFT_DOMAIN, Outcome.NO_STEP)


@settings(max_examples=40, deadline=None)
@given(start=st.floats(-100, 100), rate=st.floats(1e-3, 0.999))
def test_descent_on_the_parabola_is_the_closed_form(start, rate):
    run = minimize(PARABOLA, [start], GradientDescent(rate), steps=20, tolerance=None)
    np.testing.assert_allclose(run.x[:, 0], start * (1 - 2 * rate) ** np.arange(21), rtol=1e-9, atol=1e-12)


def test_a_run_ends_when_its_evaluations_are_used_up() -> None:
    f = Objective.parse("(1 - x)^2 + 100(y - x^2)^2")
    run = minimize(f, [-1.2, 1], "gradient_descent_wolfe", steps=1000, budget=50)
    assert run.outcome is Outcome.BUDGET
    assert 50 <= sum(run.evaluations) < 100  # the step that used them up is taken
    assert sum(run.cost[-2]) < 50
    free = minimize(f, [-1.2, 1], "gradient_descent_wolfe", steps=run.steps)
    assert np.array_equal(run.x, free.x)
