"""A run gone through again: the same numbers, and what each method says it sees, against what it did."""

import numpy as np
import pytest

from numerics.inside.replay import FIRST, MOST, look_inside, replay, shown_steps
from numerics.inside.views import Arrow, Ball, Model, Polygon, Reading, Series, Slice
from numerics.methods import METHODS
from numerics.minimize import minimize
from numerics.objective import Objective
from numerics.outcome import Outcome
from numerics.rules import parse_rule
from numerics.rules.templates import TEMPLATES

ROSENBROCK = Objective.parse("(1 - x)^2 + 100(y - x^2)^2")
BUMPY = Objective.parse("x^4 - 3x^2 + y^2 + sin(x y)")
LINE = Objective.parse("x^4/4 - x^2/2 + 0.1x")
WIDE = Objective.parse("(x - 1)^2 + 10(y - x)^2 + 3(z - y)^2")
AWKWARD = [("sqrt(x) + y^2", [1.0, 1]), ("|x| + |y|", [1.0, 0.7]), ("x^2 - y^2", [0.0, 0]), ("3 + 0x + 0y", [1.0, 2])]


def runs(f, start, **more):
    for name in METHODS:
        run = minimize(f, start, name, **more)
        if not run.method.refusal(f):
            yield name, run


def of(kind, views):
    return [view for view in views if isinstance(view, kind)]


@pytest.mark.parametrize(
    ("f", "start"), [(ROSENBROCK, [-1.2, 1]), (BUMPY, [0.5, 1.5]), (LINE, [1.7]), (WIDE, [3, -1, 2])]
)
def test_a_replay_gives_the_same_iterates_bit_for_bit(f, start):
    for name, run in runs(f, start, steps=150):
        steps = replay(run, np.arange(run.steps + 1))
        assert steps.x.tobytes() == run.x.tobytes()
        assert steps.reached[:-1].tobytes() == run.x[1:].tobytes(), name
        if run.beyond is not None:
            np.testing.assert_array_equal(steps.reached[-1], run.beyond)


@pytest.mark.parametrize("schedule", ["step", "inverse_time", "cosine", "warm_up"])
def test_a_schedule_is_replayed(schedule):
    for name in ("gradient_descent", "momentum", "adam"):
        run = minimize(ROSENBROCK, [-1.2, 1], name, steps=80, learning_rate=5e-4, schedule=schedule, tolerance=None)
        steps = replay(run, np.arange(81))
        assert steps.reached[:-1].tobytes() == run.x[1:].tobytes()
        assert np.array_equal(steps.rate[:, 0], run.learning_rates)
    descent = minimize(ROSENBROCK, [-1.2, 1], "gradient_descent", steps=80, learning_rate=5e-4, schedule=schedule)
    steps = replay(descent, np.arange(descent.steps))
    np.testing.assert_allclose(steps.step, -steps.rate * steps.gradient, rtol=1e-9, atol=1e-18)


def test_of_a_long_run_the_first_steps_are_all_there_and_the_last_is():
    long = shown_steps(minimize(ROSENBROCK, [-1.2, 1], "gradient_descent", steps=3000, learning_rate=1e-4))
    assert len(long) <= MOST
    assert long[:FIRST].tolist() == list(range(FIRST))
    assert long[-1] == 3000
    assert (np.diff(long) > 0).all()
    assert shown_steps(minimize(ROSENBROCK, [-1.2, 1], "adam", steps=5)).tolist() == list(range(6))


@pytest.mark.parametrize(
    ("f", "start"),
    [(ROSENBROCK, [-1.2, 1]), (LINE, [1.7]), (WIDE, [3, -1, 2]), *((Objective.parse(t), s) for t, s in AWKWARD)],
)
def test_every_view_has_every_step_and_says_what_it_is(f, start):
    for name, run in runs(f, start, steps=30):
        steps, views = look_inside(run)
        shapes = {Arrow: "vector tail", Model: "gradient matrix", Ball: "radius", Polygon: "corners values"}
        for view in views:
            for field in shapes.get(type(view), "").split():
                assert len(getattr(view, field)) == len(steps.t), (name, field)
            if isinstance(view, Series):
                assert all(len(values) == len(steps.t) for values in view.values)
                assert len(view.labels) == len(view.values)
            elif isinstance(view, Reading):
                assert len(view.values) == len(steps.t)
            elif not isinstance(view, Slice):
                assert view.title
                assert view.meaning.endswith(".")
        assert len(of(Slice, views)) == 1
        assert len([model for model in of(Model, views) if model.exact]) == 1
        assert of(Arrow, views)


def test_what_a_method_takes_f_for_has_its_minimum_at_the_next_iterate():
    """The step of these is the minimum of their own model: B p = -g."""
    own = {"gradient_descent": 0, "adam": 0, "adagrad": 0, "rmsprop": 0, "amsgrad": 0, "diagonal_preconditioning": 0}
    for name in [*own, "newton"]:
        run = minimize(BUMPY, [0.5, 1.5], name, steps=20, tolerance=None)
        steps, views = look_inside(run)
        model = next(view for view in of(Model, views) if view.exact == (name == "newton"))
        bottom = np.linalg.solve(model.matrix, -model.gradient[..., None])[..., 0]
        np.testing.assert_allclose(steps.x + bottom, steps.reached, rtol=1e-9, atol=1e-12, err_msg=name)


def test_row_B5_the_model_that_bfgs_learned_becomes_the_hessian():
    f = Objective.parse("2x^2 + x y + 3y^2 - x")
    for name in ("bfgs", "lbfgs"):
        run = minimize(f, [5, -3], name, tolerance=1e-12, curvature=1e-9)
        _, views = look_inside(run)
        learned, exact = of(Model, views)
        assert np.linalg.norm(learned.matrix[0] - exact.matrix[0]) > 1
        np.testing.assert_allclose(learned.matrix[2], exact.matrix[2], atol=1e-4)
        [series] = of(Series, views)
        assert series.values[0][2] < 1e-5 < series.values[0][0]


def test_momentum_is_drawn_as_the_sum_of_its_parts():
    for name in ("momentum", "nesterov"):
        run = minimize(ROSENBROCK, [-1.2, 1], name, steps=40, learning_rate=5e-4, tolerance=None)
        steps, views = look_inside(run)
        kept, pull = of(Arrow, views)[:2]
        assert (kept.vector[0] == 0).all()
        np.testing.assert_allclose(kept.vector[1:], 0.9 * np.diff(run.x, axis=0), rtol=1e-12, atol=1e-15)
        np.testing.assert_allclose(pull.tail, run.x + kept.vector)
        np.testing.assert_allclose(pull.tail + pull.vector, steps.reached, rtol=1e-12)
        where = run.x if name == "momentum" else run.x + kept.vector
        np.testing.assert_allclose(pull.vector, -5e-4 * ROSENBROCK.gradient(where), rtol=1e-9, atol=1e-15)


def test_row_B7_the_trust_region_on_the_fourth_power():
    """x⁴ at 1: the full Newton step to 2/3 lies within the region; ρ = (1 - (2/3)⁴) / (2/3) = 1.2037."""
    run = minimize(Objective.parse("x^4"), [1], "trust_region", steps=5)
    _, views = look_inside(run)
    readings = {view.title: view.values for view in of(Reading, views)}
    assert readings["ρ"][0] == pytest.approx(1.2037, abs=5e-5)
    assert readings["ρ"][0] == pytest.approx((1 - (2 / 3) ** 4) / (2 / 3), rel=1e-12)
    assert readings["the step is"][0] == "taken"
    tried = next(view for view in of(Arrow, views) if view.title == "tried step")
    assert tried.vector[0, 0] == pytest.approx(-1 / 3)
    assert of(Ball, views)[0].radius[0] == 1


def test_no_step_leaves_the_trust_region_and_a_refused_one_stays():
    run = minimize(ROSENBROCK, [-1.2, 1], "trust_region", tolerance=None, steps=30)
    steps, views = look_inside(run)
    radius = of(Ball, views)[0].radius
    words = next(view for view in of(Reading, views) if view.title == "the step is").values
    assert (np.linalg.norm(steps.step, axis=-1) <= radius * (1 + 1e-12)).all()
    stayed = (steps.step == 0).all(-1)
    assert stayed.any()
    assert [word == "refused" for word in words] == stayed.tolist()


def test_row_B7_the_damping_of_levenberg_marquardt_falls_where_its_steps_are_taken():
    run = minimize(ROSENBROCK, [-1.2, 1], "levenberg_marquardt")
    steps, views = look_inside(run)
    [series] = of(Series, views)
    words = next(view for view in of(Reading, views) if view.title == "the step is").values
    ratio = series.values[0][1:] / series.values[0][:-1]
    taken = np.array([word == "taken" for word in words[:-1]])
    assert taken.any()
    assert not taken.all()
    np.testing.assert_allclose(ratio, np.where(taken, 0.1, 10))
    damped = of(Model, views)[1]
    tried = next(view for view in of(Arrow, views) if view.title == "tried step").vector
    bottom = np.linalg.solve(damped.matrix, -damped.gradient[..., None])[..., 0]
    np.testing.assert_allclose(tried, bottom, rtol=1e-6, atol=1e-12)
    assert steps.t[-1] == run.steps


@pytest.mark.parametrize("correct", [True, False])
def test_row_B6_the_effective_rates_of_adam_with_and_without_bias_correction(correct):
    """At the first step m̂ = g and √v̂ = |g|: each coordinate moves by η; without correction by √10 of it."""
    run = minimize(ROSENBROCK, [-1.2, 1], "adam", learning_rate=0.01, steps=30, bias_correction=correct)
    steps, views = look_inside(run)
    readings = {view.title: view.values for view in of(Reading, views)}
    assert abs(readings["Δx / η"][0]) == pytest.approx(1 if correct else np.sqrt(10), rel=1e-6)
    rates, others = (np.array(view.values) for view in of(Series, views)[:2])
    corrected, plain = (rates, others) if correct else (others, rates)
    np.testing.assert_allclose(plain[:, 0] / corrected[:, 0], 1 / np.sqrt(1 - 0.999), rtol=1e-6)
    np.testing.assert_allclose(corrected[:, 0], 0.01 / np.abs(run.gradient[0]), rtol=1e-6)
    mean = next(view for view in of(Arrow, views) if view.role == "memory")
    np.testing.assert_allclose(steps.step, mean.vector * rates.T, rtol=1e-9)


def test_row_C4_the_slice_knows_the_four_lengths_that_were_tried():
    run = minimize(Objective.parse("x^2 + 5y^2"), [10, 1], "gradient_descent_best_of", steps=3)
    [line] = of(Slice, look_inside(run)[1])
    np.testing.assert_allclose(line.tried[0], [0.05, 0.1, 0.25, 0.5])
    assert line.taken[0] == pytest.approx(0.25)


def test_row_B7_a_backtracking_search_is_seen_with_all_its_trials():
    run = minimize(ROSENBROCK, [-1.2, 1], "gradient_descent_armijo", steps=10)
    _, views = look_inside(run)
    [line] = of(Slice, views)
    assert line.sufficient == run.method.sufficient
    for tried, taken in zip(line.tried, line.taken, strict=True):
        lengths = tried[np.isfinite(tried)]
        np.testing.assert_allclose(lengths, 0.5 ** np.arange(len(lengths)), rtol=1e-6)
        assert lengths[-1] == pytest.approx(taken, rel=1e-6)


def test_the_simplex_before_is_the_simplex_after_the_step_before():
    run = minimize(ROSENBROCK, [-1.2, 1], "nelder_mead", steps=60, tolerance=None)
    _, views = look_inside(run)
    before, after = of(Polygon, views)
    np.testing.assert_array_equal(before.corners[1:], after.corners[:-1])
    np.testing.assert_array_equal(before.values, ROSENBROCK(before.corners))
    moves = next(view for view in of(Reading, views) if view.title == "move").values
    assert {"reflect", "expand", "contract inside"} <= set(moves)
    area = np.abs(np.linalg.det(np.diff(before.corners, axis=1)))
    ratio = area[1:] / area[:-1]
    for move, factor in zip(moves, ratio, strict=False):
        wanted = {
            "reflect": [1],
            "expand": [1, 2],
            "contract outside": [0.5],
            "contract inside": [0.5],
            "shrink": [0.25],
        }
        assert min(abs(factor - each) for each in wanted[move]) < 1e-9, move


def test_a_search_direction_of_conjugate_gradients_is_the_gradient_and_the_old_one():
    run = minimize(ROSENBROCK, [-1.2, 1], "conjugate_gradient", steps=15, tolerance=None)
    steps, views = look_inside(run)
    kept = next(view for view in of(Arrow, views) if view.role == "memory").vector
    beta = next(view for view in of(Reading, views) if view.title == "β").values
    along = steps.step / np.linalg.norm(steps.step, axis=-1, keepdims=True)
    direction = kept - steps.gradient
    np.testing.assert_allclose(along, direction / np.linalg.norm(direction, axis=-1, keepdims=True), atol=1e-7)
    change = np.vecdot(steps.gradient[1:], np.diff(steps.gradient, axis=0))
    polak = np.maximum(0, change / np.vecdot(steps.gradient[:-1], steps.gradient[:-1]))
    moved = np.linalg.norm(kept[1:], axis=-1) > 0
    np.testing.assert_allclose(beta[1:][moved], polak[moved], rtol=1e-7)


def test_a_start_at_which_nothing_is_defined_is_no_accident():
    run = minimize(Objective.parse("log(x) + y^2"), [-1, 1], "newton")
    assert run.outcome is Outcome.UNDEFINED_START
    steps, _ = look_inside(run)
    assert len(steps.t) == 1


@pytest.mark.parametrize("rule", TEMPLATES)
def test_a_typed_rule_is_replayed_and_shows_its_gradient_and_step(rule):
    kind = parse_rule(TEMPLATES[rule])
    knobs = {"learning_rate": 5e-4} if kind.has_learning_rate() else {}
    run = minimize(ROSENBROCK, [-1.2, 1], kind(), steps=30, tolerance=None, **knobs)
    steps, views = look_inside(run)
    consecutive = np.diff(steps.t) == 1
    assert consecutive.all()
    assert steps.reached[:-1].tobytes() == run.x[1:].tobytes()
    assert [arrow.role for arrow in of(Arrow, views)] == ["gradient", "step"]
