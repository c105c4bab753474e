"""The race: its counts, its starts, its tuning, and that it is fair."""

import math
from dataclasses import dataclass

import numpy as np
import pytest

import numerics as nm
from numerics.errors import NumericsError
from numerics.gallery import GALLERY
from numerics.methods import METHODS, Method
from numerics.methods.base import learning_rate_knob
from numerics.outcome import Outcome
from numerics.race import COST_MODELS, RATES, TUNING_STARTS, Problem, RaceRules, attempts, race, trials
from numerics.rules import parse_rule

FEW = RaceRules(budget=120, starts=4)


@dataclass(frozen=True)
class SignDescent(Method):
    """x ← x - η sign(∇f(x)): a toy."""

    name = "sign_descent"
    title = "Sign descent"
    equations = r"x_{t+1} = x_t - \eta\, \operatorname{sign} \nabla f(x_t)"
    source = "M. Riedmiller, H. Braun, ICNN 1993"

    learning_rate: float = learning_rate_knob(0.01)

    def step(self, oracle, x, gradient, state):
        return x - self.learning_rate * np.sign(gradient), state


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("model", COST_MODELS)
def test_the_cost_of_a_run_is_what_minimize_counts_at_the_price_agreed(method, model):
    """A run is solved at its first iterate that is low enough, and costs what had been evaluated by then."""
    f, start = nm.Objective.parse("(1 - x)^2 + 10(y - x^2)^2"), (-1.2, 1.0)
    prices, budget = COST_MODELS[model].prices(2), 60
    (attempt,) = attempts(f, METHODS[method](), [start], budget, prices)
    run = nm.minimize(f, start, method, steps=max(attempt.steps, 1))
    price_of_f, price_of_gradient, price_of_hessian = prices
    for goal in (5.0, 0.5, 1e-3):
        expected = math.inf
        for value, (values, gradients, hessians) in zip(run.f, run.cost.tolist(), strict=True):
            paid = price_of_f * values + price_of_gradient * gradients + price_of_hessian * hessians
            if value <= goal and paid <= budget:
                expected = paid
                break
        assert attempt.cost_to(goal) == expected
    assert attempt.spent <= budget
    assert (attempt.initial, attempt.final) == (run.f[0], run.f[attempt.steps])


def test_every_method_has_the_same_budget_and_spends_no_more():
    result = race(list(METHODS), ["rosenbrock"], RaceRules(budget=100, starts=2, tuning="none"))
    for heat in result.heats[0]:
        for attempt in heat.attempts:
            assert attempt.spent <= 100
            if attempt.outcome is Outcome.BUDGET:
                f = result.problems[0].objective
                one_more = nm.minimize(f, attempt.start, heat.method, steps=attempt.steps + 1)
                beyond = one_more.steps == attempt.steps + 1 and one_more.cost[-1] @ [1, 1, 2] > 100
                assert beyond or one_more.beyond is not None, heat.method.name


def test_a_race_is_the_same_again_and_in_any_order():
    names, field = ["gradient_descent", "newton", "adam"], ["ellipse", "himmelblau"]
    one, again = race(names, field, FEW), race(names, field, FEW)
    mixed = race(names[::-1], field[::-1], FEW)
    np.testing.assert_array_equal(one.costs, again.costs)
    np.testing.assert_array_equal(one.costs, np.concatenate([mixed.costs[4:], mixed.costs[:4]])[:, ::-1])
    other = race(names, field, RaceRules(budget=120, starts=4, seed=1))
    assert not np.array_equal(one.costs, other.costs)


def test_an_unknown_lowest_value_is_the_best_that_anyone_found():
    f = nm.Objective.parse("(x - 1)^2 + (y + 2)^2 + 3")
    problem = Problem("Mine", f, ((-5.0, 5.0), (-5.0, 5.0)), (4.0, 4.0))
    result = race(["newton", "gradient_descent"], [problem], FEW)
    assert result.lowest == (3.0,)
    assert np.isfinite(result.costs).all()
    assert result.costs[:, 0].tolist() == [4.0] * 4  # ∇f, a Hessian of two sweeps, and ∇f where it has led


def test_where_f_falls_without_end_nothing_is_judged():
    problem = Problem("Saddle", nm.Objective.parse("x^2 - y^2"), ((-2.0, 2.0), (-2.0, 2.0)), (2.0, 0.5))
    result = race(["gradient_descent", "newton"], [problem, "bowl"], RaceRules(budget=300, starts=2))
    assert (result.lowest, result.judged) == ((-math.inf, 0.0), (1,))
    assert result.costs.shape == (2, 2)
    assert [profile.solved for profile in result.performance] == [1, 1]
    assert race(["newton"], [problem], RaceRules(tuning="none", starts=1)).judged == (0,), "Newton stops at the saddle"


def test_starts_lie_in_the_window_where_f_is_defined_and_the_first_is_documented():
    for name in ("log_barrier", "x_to_the_x", "rosenbrock_10"):
        problem = Problem.named(name)
        starts = np.array(problem.starts(50, seed=3))
        assert starts.shape == (50, problem.objective.dimension)
        assert tuple(starts[0]) == GALLERY[name].start
        assert np.isfinite(problem.objective(starts)).all()
        for axis, column in enumerate(starts[1:].T):
            low, high = problem.window[axis % len(problem.window)]
            assert ((column >= low) & (column <= high)).all()
        assert problem.starts(7, seed=3) == problem.starts(50, seed=3)[:7]
        assert problem.starts(7, seed=4) != problem.starts(7, seed=3)


def test_starts_are_spread_evenly():
    points = np.array(Problem.named("bowl").drawn(2000, seed=0, stream=0))
    low, high = np.array(Problem.named("bowl").window).T
    counts = np.histogram2d(*((points - low) / (high - low)).T, bins=5, range=[(0, 1), (0, 1)])[0]
    assert abs(counts - 80).max() < 5 * math.sqrt(80)


def test_rates_are_tuned_on_other_starts_than_those_of_the_race():
    asked = []

    def listening(work):
        def ran(f, method, starts, budget, prices):
            asked.append((method, starts))
            return work(f, method, starts, budget, prices)

        return ran

    race(["gradient_descent"], ["ellipse"], FEW, run=listening(attempts), tune=listening(trials))
    (_, others), (method, starts) = asked
    assert (len(others), len(starts)) == (TUNING_STARTS, 4)
    assert not set(others) & set(starts)
    # 2/10 is the limit; of the rates below it, 0.1 is the fastest: max |1 - η λ| over λ = 2, 10
    assert method.learning_rate == min(
        (r for r in RATES if r < 0.2), key=lambda r: max(abs(1 - 2 * r), abs(1 - 10 * r))
    )


TUNABLE = [name for name, method in METHODS.items() if method.has_learning_rate()]


@pytest.mark.parametrize("method", TUNABLE)
@pytest.mark.parametrize("function", ["rosenbrock", "log_barrier", "cliff", "absolute", "saddle", "x_to_the_x"])
def test_rates_that_run_side_by_side_run_as_they_would_alone(method, function):
    """Bit for bit, whether they converge, diverge, stand still or leave the domain."""
    problem = Problem.named(function)
    f, starts, prices = problem.objective, problem.drawn(3, 0, 1), (1.0, 1.0, 2.0)
    found = trials(f, METHODS[method](), starts, 60, prices)
    assert list(found) == list(RATES)
    for rate, together in found.items():
        alone = attempts(f, METHODS[method](learning_rate=rate), starts, 60, prices)
        for one, other in zip(together, alone, strict=True):
            assert one.costs.tolist() == other.costs.tolist()
            assert one.values.tolist() == other.values.tolist()
            for name in ("start", "spent", "initial", "final", "falls_forever"):
                assert getattr(one, name) == getattr(other, name)
            assert one.outcome is other.outcome or other.outcome is Outcome.STALLED


def test_the_rates_of_a_typed_rule_run_side_by_side_too():
    f, starts, prices = Problem.named("rosenbrock").objective, [(-1.2, 1.0), (0.3, 2.0)], (1.0, 1.0, 2.0)
    rule = parse_rule("v ← beta v - eta g / (1 + norm(g)); x ← where(f > 3, x + v, x - eta grad(x + v))")
    assert rule.elementwise
    for rate, together in trials(f, rule(), starts, 50, prices).items():
        for one, other in zip(together, attempts(f, rule(learning_rate=rate), starts, 50, prices), strict=True):
            assert (one.costs.tolist(), one.values.tolist()) == (other.costs.tolist(), other.values.tolist())


def test_every_tunable_method_of_the_house_runs_side_by_side():
    assert all(METHODS[name].elementwise for name in TUNABLE)


def test_what_the_tuning_costs_is_told_apart():
    tuned = race(["gradient_descent", "newton"], ["ellipse"], FEW).heats[0]
    assert tuned[1].tuning_cost == 0
    problem = Problem.named("ellipse")
    spent = [
        attempt.spent
        for rate in RATES
        for attempt in attempts(
            problem.objective,
            METHODS["gradient_descent"](learning_rate=rate),
            problem.drawn(TUNING_STARTS, 0, 1),
            120,
            (1.0, 1.0, 2.0),
        )
    ]
    assert tuned[0].tuning_cost == sum(spent)
    assert race(["gradient_descent"], ["ellipse"], RaceRules(tuning="none")).heats[0][0].tuning_cost == 0


def test_one_rate_for_the_whole_field_is_one_rate():
    field = ["ellipse", "rosenbrock", "bowl"]
    rows = race(["gradient_descent"], field, RaceRules(budget=120, starts=2, tuning="field")).heats
    assert len({heat.method for (heat,) in rows}) == 1
    each = race(["gradient_descent"], field, RaceRules(budget=120, starts=2)).heats
    assert len({heat.method for (heat,) in each}) == 3


def test_a_toy_method_races(monkeypatch):
    result = race([SignDescent(), "gradient_descent"], ["bowl"], FEW)
    heat = result.heats[0][0]
    assert isinstance(heat.method, SignDescent)
    assert heat.method.learning_rate in RATES
    assert heat.tuning_cost > 0
    monkeypatch.setitem(METHODS, "sign_descent", SignDescent)
    by_name = race(["gradient_descent", "sign_descent"], ["bowl"], FEW)
    np.testing.assert_array_equal(by_name.costs, result.costs[:, ::-1])


def test_a_method_that_has_no_meaning_for_a_problem_fails_there_alone():
    result = race(["levenberg_marquardt", "newton"], ["ackley", "booth"], RaceRules(budget=100, starts=2))
    assert {attempt.outcome for attempt in result.heats[0][0].attempts} == {Outcome.NOT_APPLICABLE}
    assert np.isinf(result.costs[:2, 0]).all()
    assert np.isfinite(result.costs[2:, 0]).all()


def test_the_start_itself_may_solve_and_is_not_free():
    problem = Problem("Mine", nm.Objective.parse("x^2"), ((-1.0, 1.0),), (0.0,), (((0.0,), 0.0),))
    result = race(["newton", "nelder_mead"], [problem], RaceRules(starts=1))
    assert result.costs.tolist() == [[1.0, 2.0]]


def test_progress_runs_from_nothing_to_all():
    told = []
    race(["gradient_descent", "newton"], ["bowl"], FEW, progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1


@pytest.mark.parametrize(
    "rules",
    [{"budget": 0}, {"budget": 10**9}, {"budget": 2.5}, {"starts": 0}, {"starts": 10**6}, {"seed": -1},
     {"tolerance": 0}, {"tolerance": math.nan}, {"tolerance": 1}, {"cost_model": "free"}, {"tuning": "by hand"}],
)  # fmt: skip
def test_rules_that_mean_nothing_are_refused_with_a_sentence(rules):
    with pytest.raises(NumericsError, match=r"must (be a whole number|lie) between|unknown"):
        RaceRules(**rules)


def test_unknown_entrants_and_empty_fields_are_refused():
    for methods, problems in ((["adamm"], ["bowl"]), (["adam"], ["bowll"]), ([], ["bowl"]), (["adam"], [])):
        with pytest.raises(NumericsError):
            race(methods, problems)
