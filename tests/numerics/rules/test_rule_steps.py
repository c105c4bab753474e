"""A typed rule takes the steps of the method it writes down, one start or many, and NaN is a result."""

import copy
import pickle
import warnings
from dataclasses import replace

import numpy as np
import pytest

import numerics as nm
from numerics.descend import descend
from numerics.diagnosis import explain
from numerics.outcome import Outcome
from numerics.rules import parse_rule
from numerics.rules.method import parse_rule as cached

ROSENBROCK = nm.Objective.parse("(1 - x)^2 + 100(y - x^2)^2")
START = [-1.2, 1.0]

# Built-in method, its rule as a visitor would type it, and its knobs by the names of both.
SAME = [
    ("gradient_descent", "x ← x - eta g", {"learning_rate": 1e-3}, {}),
    ("momentum", "v ← beta v - eta g; x ← x + v", {"learning_rate": 1e-3, "momentum": 0.8}, {"beta": 0.8}),
    ("nesterov", "v ← beta v - eta grad(x + beta v); x ← x + v", {"learning_rate": 1e-3}, {}),
    ("adagrad", "v ← v + g^2; x ← x - eta g / (sqrt(v) + epsilon)", {"learning_rate": 0.3, "epsilon": 1e-7}, {}),
    ("rmsprop", "v ← rho v + (1 - rho) g²; x ← x - eta g / (√v + ε)", {"learning_rate": 0.02}, {}),
    (
        "adam",
        "m ← beta1 m + (1 - beta1) g\nv ← beta2 v + (1 - beta2) g^2\n"
        "x ← x - eta (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon)",
        {"learning_rate": 0.05},
        {},
    ),
    (
        "amsgrad",
        "m ← β₁ m + (1 - β₁) g; v ← β₂ v + (1 - β₂) g²; u ← max(u, v); "
        "x ← x - eta (m / (1 - β₁^t)) / (sqrt(u) / sqrt(1 - β₂^t) + ε)",
        {"learning_rate": 0.05},
        {},
    ),
    (
        "adamw",
        "m ← β₁ m + (1 - β₁) g; v ← β₂ v + (1 - β₂) g²; "
        "x ← x - eta λ x - eta (m / (1 - β₁^t)) / (sqrt(v / (1 - β₂^t)) + ε)",
        {"learning_rate": 0.05, "weight_decay": 0.1},
        {"lambda_": 0.1},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "knobs", "renamed"), SAME, ids=[name for name, *_ in SAME])
def test_a_built_in_method_typed_by_hand(name, text, knobs, renamed):
    kind = parse_rule(text)
    typed = kind(**{k: v for k, v in knobs.items() if k in kind.__dataclass_fields__}, **renamed)
    built_in = nm.minimize(ROSENBROCK, START, name, 300, tolerance=None, **knobs)
    run = nm.minimize(ROSENBROCK, START, typed, 300, tolerance=None)
    # The last ulps: constants may be multiplied in another order than in the file of the method.
    np.testing.assert_allclose(run.x, built_in.x, rtol=1e-11, atol=1e-13)
    assert (run.outcome, run.evaluations) == (built_in.outcome, built_in.evaluations)
    if name in ("gradient_descent", "momentum", "nesterov", "adagrad", "rmsprop", "adam"):
        assert np.array_equal(run.x, built_in.x)


def test_sign_descent_written_out():
    run = nm.minimize(ROSENBROCK, START, parse_rule("x ← x - eta sign(g)")(learning_rate=1e-2), 50, tolerance=None)
    x, path = np.array(START), [START]
    for _ in range(50):
        x = x - 1e-2 * np.sign(ROSENBROCK.gradient(x))
        path.append(x)
    assert np.array_equal(run.x, path)


def test_the_classical_runge_kutta_method_follows_the_gradient_flow():
    text = "u ← grad(x - eta g/2); v ← grad(x - eta u/2); w ← grad(x - eta v); x ← x - eta (g + 2u + 2v + w)/6"
    f = nm.Objective.parse("x^2/2 + 3y^2/2")
    run = nm.minimize(f, [1, 1], parse_rule(text)(learning_rate=0.01), 100, tolerance=None)
    np.testing.assert_allclose(run.x[-1], np.exp([-1, -3]), rtol=1e-7)  # x' = -x, y' = -3y until t = 1
    assert run.evaluations.gradient == 1 + 100 * 4


def test_polyak_s_step_asks_for_the_value():
    f = nm.Objective.parse("x^2 + 5y^2")
    run = nm.minimize(f, [10, 1], parse_rule("x ← x - f g / norm(g)^2")(), 200)
    x = np.array([10.0, 1.0])
    np.testing.assert_allclose(run.x[1], x - f(x) * f.gradient(x) / np.sum(f.gradient(x) ** 2), rtol=1e-14)
    assert run.outcome is Outcome.CONVERGED
    assert run.evaluations.f == run.steps


def test_lines_are_carried_out_in_order():
    f = nm.Objective.parse("x^2")  # g = 2x
    first = nm.minimize(f, [1], parse_rule("m ← m + g; x ← x - 0.1 m; v ← x")(), 2, tolerance=None)
    np.testing.assert_allclose(first.x[:, 0], [1, 0.8, 0.8 - 0.1 * (2 + 1.6)])
    later = nm.minimize(f, [1], parse_rule("x ← x - 0.1 m; m ← m + g")(), 3, tolerance=None)
    # g belongs to the point where the step began, whichever line reads it.
    np.testing.assert_allclose(later.x[:, 0], [1, 1, 0.8, 0.8 - 0.1 * (2 + 2)])
    moved = nm.minimize(f, [1], parse_rule("x ← x/2; m ← x; u ← m")(), 1, tolerance=None)
    assert moved.x[1, 0] == 0.5


def test_t_counts_from_one():
    run = nm.minimize(nm.Objective.parse("x + y"), [0, 0], parse_rule("x ← t")(), 3, tolerance=None)
    assert run.x.tolist() == [[0, 0], [1, 1], [2, 2], [3, 3]]


MANY = [
    *(text for _, text, *_ in SAME),
    "x ← x - eta g / norm(g)",
    "x ← x - eta min(1, 3/norm(g)) g",
    "m ← x - u; v ← g - w; u ← x; w ← g; x ← x - where(t = 1, 0.0003, dot(m, m)/dot(m, v)) g",
    "x ← x - 0.0001 where(f < 20 < t, g, 2g) - 1e-3 |atan2(g, x)|^(a/3) + sin(t) exp(-t) pi/1000",
    "x ← x - 1e-4 max(g, x, 1) + 1e-3 sum(cos(j x), j, 1, 3) - 1e-8 |g|^t^0.1",
]


@pytest.mark.parametrize("text", MANY)
def test_one_start_and_many_take_the_same_steps(text):
    rule = parse_rule(text)()
    if "learning_rate" in rule.knobs and not rule.scale_free:
        rule = replace(rule, learning_rate=3e-4)
    starts = np.random.default_rng(3).uniform(-2, 2, (30, 2))
    ends = descend(ROSENBROCK, starts, rule, 25, tolerance=1e-3)
    alone = np.array([nm.minimize(ROSENBROCK, start, rule, 25, tolerance=1e-3).x[-1] for start in starts])
    np.testing.assert_allclose(ends.x, alone, rtol=1e-9)
    assert np.abs(alone).max() < 1e3


UNDEFINED = [
    ("x ← x - g/(eta - eta)", Outcome.DIVERGED),  # infinite
    ("x ← x - (x - x)/(a - a)", Outcome.NO_STEP),  # 0/0
    ("x ← x - sqrt(-t) g", Outcome.NO_STEP),
    ("x ← x - (a - 2)^0.5 g", Outcome.NO_STEP),
    ("x ← x - 10^t^t g", Outcome.DIVERGED),
    ("x ← x - log(a - 1) g", Outcome.DIVERGED),
    ("x ← x - (-a)^(1/3) g", Outcome.NO_STEP),
    ("x ← x - eta g/norm(g - g)", Outcome.DIVERGED),
    ("x ← x - grad(x/0.0^t)", Outcome.DIVERGED),
]


@pytest.mark.parametrize(("text", "outcome"), UNDEFINED)
def test_division_by_zero_is_an_outcome(text, outcome):
    run = nm.minimize(nm.Objective.parse("x^2 + 5y^2"), [10, 1], parse_rule(text)(), 50)
    assert run.outcome in (outcome, Outcome.NO_STEP)


@pytest.mark.parametrize("text", [text for text, _ in UNDEFINED])
def test_nothing_is_warned_about_or_raised(text):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        descend(nm.Objective.parse("x^2 + 5y^2"), [[10, 1], [0, 0]], parse_rule(text)(), 5)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x ← x - (x - x)/(a - a)", "one of its lines is not a number there"),
        ("x ← x - eta g/norm(g - g)", "Its next step is infinite."),
        ("v ← 3v - eta g; x ← x + v", "Its steps grew from"),
        ("x ← x - eta g", "114 steps for one more digit"),  # log 0.1 over log 0.98
    ],
)
def test_the_end_of_a_run_is_explained(text, words):
    run = nm.minimize(nm.Objective.parse("x^2 + 5y^2"), [10, 1], parse_rule(text)(), 60)
    assert words in explain(run)
    assert "Hessian" not in explain(run)


def test_an_overshooting_rule_is_told_its_limit():
    rule = parse_rule("v ← beta v - eta g; x ← x + v")(learning_rate=0.5)
    told = explain(nm.minimize(nm.Objective.parse("x^2 + 5y^2"), [10, 1], rule, 100))
    assert "The learning rate × the largest curvature" in told
    assert "5 > 3.8" in told


def test_a_rule_without_memory_stalls_at_once():
    run = nm.minimize(nm.Objective.parse("x^2"), [1], parse_rule("x ← x")(), 100)
    assert (run.outcome, run.steps) == (Outcome.STALLED, 0)


def test_a_schedule_changes_eta():
    f = nm.Objective.parse("x^2 + 5y^2")
    typed = nm.minimize(f, [10, 1], parse_rule("x ← x - eta g")(), 40, schedule="cosine", learning_rate=0.1)
    built_in = nm.minimize(f, [10, 1], "gradient_descent", 40, schedule="cosine", learning_rate=0.1)
    assert np.array_equal(typed.x, built_in.x)


def test_knobs_are_checked():
    with pytest.raises(nm.NumericsError, match="beta must lie between 0 and 2"):
        parse_rule("v ← beta v + g; x ← x - v")(beta=3)
    with pytest.raises(nm.NumericsError, match="unknown knob of custom: eta"):
        nm.minimize(ROSENBROCK, START, parse_rule("x ← x - eta g")(), eta=0.1)


def test_rules_are_remembered_by_their_text_and_told_apart():
    one, other = parse_rule("x ← x - eta g"), parse_rule("x ← x - 2eta g")
    assert one is parse_rule("x ← x - eta g")
    assert one() == one(learning_rate=0.01) != other()
    assert len({one(), one(), other()}) == 2
    assert cached.cache_info().maxsize is not None


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda rule: pickle.loads(pickle.dumps(rule))])
def test_a_rule_is_copied_and_pickled_as_its_text(again):
    rule = parse_rule("v ← beta v - eta g; x ← x + v")(learning_rate=0.003, beta=0.7)
    assert again(rule) == rule
    assert type(again(rule)) is type(rule)
