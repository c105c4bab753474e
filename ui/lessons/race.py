"""The experiments and the quiz of the race, as data."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np

from numerics.gallery import GALLERY
from numerics.methods import METHODS, choose_method
from numerics.objective import Objective
from numerics.outcome import Outcome
from numerics.profiles import performance_profiles
from numerics.race import COST_MODELS, RATES, TUNING_STARTS, Heat, Problem, Race, RaceRules, race
from numerics.race.problem import TUNING
from ui.experiments import Experiment
from ui.function_input import Function
from ui.links import text_of
from ui.quiz import Choice, ChoiceQuestion, NumericQuestion, Question
from ui.race.controls import MINE, named_problem, problem_of
from ui.race.runs import remembered_attempts, remembered_trials

# What the rules are called in the link.
RULES = {"budget": "budget", "starts": "starts", "tolerance": "tau", "cost_model": "cost", "tuning": "tuning"}


def _race(
    title: str,
    *,
    methods: Sequence[str],
    field: Sequence[str],
    watch: str,
    claim: str,
    holds: Callable[..., Any],
    f: str = GALLERY["rosenbrock"].text,
    instead: Sequence[dict[str, Any]] = (),
    **rules: Any,
) -> Experiment:
    """An experiment whose link and whose check are made from the same settings.

    `f` is the visitor's function. `instead` are other rules that the claim speaks of: `holds` is given the race,
    and one for each of these.
    """
    link = {
        "f": f,
        "methods": ",".join(methods),
        "field": ",".join(field),
        **{RULES[name]: text_of(value) for name, value in rules.items()},
    }

    def check() -> bool:
        problems = [_mine(f) if name == MINE else named_problem(name) for name in field]
        return bool(holds(*(_raced(methods, problems, **{**rules, **other}) for other in ({}, *instead))))

    return Experiment(title, link, watch, claim, check)


def _mine(f: str) -> Problem:
    known = next((entry for entry in GALLERY.values() if entry.text == f), None)
    function = Function(Objective.parse(f), known)
    return problem_of(function, function.window)


def _raced(methods: Sequence[str], problems: Sequence[str | Problem], **rules: Any) -> Race:
    return race(methods, problems, RaceRules(**rules), run=remembered_attempts, tune=remembered_trials)


def _solved(result: Race) -> list[int]:
    """How many runs each method solved."""
    return np.isfinite(result.costs).sum(axis=0).tolist()


def _wins(result: Race) -> list[int]:
    """In how many runs each method was the cheapest."""
    return [round(float(profile(1)) * len(result.costs)) for profile in result.performance]


VALLEYS = ("rosenbrock", "himmelblau", "beale", "freudenstein_roth", "three_hump_camel", "six_hump_camel")
SMOOTH = (MINE, "ellipse", "himmelblau", "beale", "logistic_loss")

EXPERIMENTS: tuple[Experiment, ...] = (
    _race(
        "Adam loses on a round bowl",
        f="x^2 + y^2",
        methods=("gradient_descent", "adam"),
        field=(MINE, "canyon", "booth"),
        watch="Both methods have their best learning rate, and both solve everything. Look at the left end.",
        claim="Where curvatures differ little, plain gradient descent with a tuned rate is the cheapest in every run; "
        "in the median Adam pays more than four times as much.",
        holds=lambda result: (
            np.isfinite(result.costs).all()
            and (result.costs[:, 0] < result.costs[:, 1]).all()
            and np.median(result.costs[:, 1]) > 4 * np.median(result.costs[:, 0])
        ),
    ),
    _race(
        "Fast or reliable?",
        methods=("gradient_descent", "newton", "bfgs"),
        field=VALLEYS,
        watch="The curve of Newton's method begins highest and ends low; that of BFGS crosses it.",
        claim="Newton is the cheapest more often than either of the others, but solves less than half of the runs; "
        "BFGS solves more than two thirds.",
        holds=lambda result: (
            _wins(result)[1] == max(_wins(result))
            and _wins(result).count(max(_wins(result))) == 1
            and _solved(result)[1] < 24
            and _solved(result)[2] > 32
        ),
    ),
    _race(
        "A rough answer or an exact one",
        methods=("gradient_descent", "adam", "bfgs"),
        field=("rosenbrock", "himmelblau", "beale", "logistic_loss"),
        tolerance=0.1,
        watch="A tenth of the way is left to go, and Adam is ahead. Now move τ to the right, to 10⁻⁷.",
        claim="At τ = 0.1 Adam is the cheapest most often; at τ = 10⁻⁷ BFGS is, and Adam is so in less than a tenth of "
        "the runs.",
        instead=({"tolerance": 1e-7},),
        holds=lambda rough, exact: (
            int(np.argmax(_wins(rough))) == 1 and int(np.argmax(_wins(exact))) == 2 and _wins(exact)[1] <= 3
        ),
    ),
    _race(
        "One learning rate for everything",
        methods=("gradient_descent", "adam"),
        field=SMOOTH,
        tuning="field",
        watch="Each method has one rate for all five functions. Compare with rates tuned per function.",
        claim="Gradient descent loses more than a third of the runs that it solves with a rate for each function. Adam "
        "divides each step by the size of the gradients it has seen, and loses none: that is what it is good for.",
        instead=({"tuning": "problem"},),
        holds=lambda one, each: (
            3 * _solved(one)[0] < 2 * _solved(each)[0] and _solved(each)[1] <= _solved(one)[1] > _solved(one)[0]
        ),
    ),
    _race(
        "An unfair race",
        methods=("momentum", "adam"),
        field=SMOOTH,
        tuning="none",
        watch="The learning rates are the defaults, and momentum wins by far. Then tune them per function.",
        claim="With its default rate of 0.01 Adam solves hardly more than a tenth of the runs, and momentum more than "
        "half. Tuned, Adam solves more than momentum: an untuned race compares defaults, not methods.",
        instead=({"tuning": "problem"},),
        holds=lambda untuned, tuned: (
            _solved(untuned)[1] <= 6 and _solved(untuned)[0] > 20 and _solved(tuned)[1] > _solved(tuned)[0]
        ),
    ),
    _race(
        "A simplex on the edge",
        methods=("nelder_mead", "bfgs", "adam", "gradient_descent"),
        field=("absolute", "lasso", "maximum"),
        watch="These functions have kinks, and their minima lie on them: the gradient there says nothing.",
        claim="Nelder–Mead, which never looks at a gradient, solves every run; each of the others less than half.",
        holds=lambda result: _solved(result)[0] == 24 and max(_solved(result)[1:]) < 12,
    ),
    _race(
        "Without gradients in ten variables",
        methods=("nelder_mead", "bfgs"),
        field=("bowl", "rosenbrock", "graded_bowl", "rosenbrock_10"),
        watch="The first two functions have two variables, the last two have ten.",
        claim="In two variables Nelder–Mead solves every run, in ten none with this budget. BFGS is told where "
        "downhill is and still solves most of them.",
        holds=lambda result: (
            np.isfinite(result.costs[:16]).sum(axis=0).tolist() == [16, 16]
            and np.isinf(result.costs[16:, 0]).all()
            and np.isfinite(result.costs[16:, 1]).sum() > 8
        ),
    ),
    _race(
        "Who pays for the Hessian?",
        methods=("newton", "lbfgs"),
        field=("rosenbrock_4", "graded_bowl", "rosenbrock_10"),
        budget=500,
        cost_model="calls",
        watch="Newton gets each Hessian for the price of one value. Then let every number count.",
        claim="If every call costs 1, Newton is the cheapest in most runs and in the median less than half as dear as "
        "L-BFGS. If every number counts, a Hessian in ten variables costs 55, and on Rosenbrock's function there "
        "Newton solves no run at all.",
        instead=({"cost_model": "entries"},),
        holds=lambda calls, entries: (
            _wins(calls)[0] > 12
            and 2 * np.median(calls.costs[:, 0]) < np.median(calls.costs[:, 1])
            and np.isinf(entries.costs[16:, 0]).all()
        ),
    ),
    _race(
        "Nobody sees the whole landscape",
        methods=("gradient_descent", "adam", "newton", "bfgs"),
        field=("ackley", "rastrigin", "easom"),
        watch="Many minima, one of them the lowest. Every method here looks only at what is near.",
        claim="Newton solves no run at all, and nobody solves more than a third: most end in another minimum, "
        "or where f is flat.",
        holds=lambda result: _solved(result)[2] == 0 and max(_solved(result)) <= 8,
    ),
)

# The table of the first questions: four problems, two methods.
TABLE = np.array([[10.0, 20.0], [20.0, 20.0], [30.0, 15.0], [np.inf, 40.0]])
TABLE_TEXT = """

| problem | method A | method B |
| --- | --- | --- |
| 1 | 10 | 20 |
| 2 | 20 | 20 |
| 3 | 30 | 15 |
| 4 | not solved | 40 |
"""


def _share(method: int, alpha: float) -> float:
    return float(performance_profiles(TABLE)[method](alpha))


def _newton_steps() -> float:
    """How many steps Newton's method can afford in ten variables, counted in a run that does not end before."""
    (attempt,) = remembered_attempts(
        named_problem("rosenbrock_10").objective,
        METHODS["newton"](),
        (named_problem("rosenbrock_10").start,),
        300,
        COST_MODELS["reverse"].prices(10),
    )
    assert attempt.outcome is Outcome.BUDGET
    return float(attempt.steps)


@cache
def _hindsight() -> tuple[float, float, float]:
    """What gradient descent pays from three starts of a race, in all: with the rate that is best in hindsight, and with
    the one that was tuned on other starts; and what the tuning cost.
    """
    rules = RaceRules(budget=100, starts=3)
    problem = named_problem("three_hump_camel")

    def paid(heat: Heat) -> float:
        return float(np.minimum(heat.costs, rules.budget).sum())

    tuned = race(["gradient_descent"], [problem], rules).heats[0][0]
    fixed = replace(rules, tuning="none")
    each = (choose_method("gradient_descent", learning_rate=rate) for rate in RATES)
    return min(paid(race([method], [problem], fixed).heats[0][0]) for method in each), paid(tuned), tuned.tuning_cost


def _in_window(name: str) -> bool:
    """Whether the starts of the tuning lie in the window that those of the race come from."""
    problem = named_problem(name)
    low, high = np.array(problem.window).T
    points = np.array(problem.drawn(TUNING_STARTS, 0, TUNING))
    return bool(((points >= low) & (points <= high)).all())


QUESTIONS: tuple[Question, ...] = (
    NumericQuestion(
        f"The cost of two methods on four problems:{TABLE_TEXT}\n"
        "Where does the performance profile of method A begin: what is $\\rho_A(1)$?",
        answer=lambda: _share(0, 1.0),
        why="A is the cheapest on problem 1 and, in a tie, on problem 2: 2 of 4. With ties the left ends may add up to "
        "more than 1.",
    ),
    NumericQuestion(
        "In the same table: what is $\\rho_A(2)$?",
        answer=lambda: _share(0, 2.0),
        why="On problem 3 A costs 30/15 = 2 times as much as the cheapest, which is within α = 2; problem 4 it never "
        "solves. So 3 of 4, and the curve stays there.",
    ),
    ChoiceQuestion(
        "What does the right end of a performance profile say?",
        (
            Choice(
                "What share of the problems the method solves within the budget, at whatever cost",
                lambda: _share(0, 1e9) == np.isfinite(TABLE[:, 0]).mean(),
                "Right: once α is large enough, only whether a problem is solved counts.",
            ),
            Choice(
                "How often the method is the cheapest",
                lambda: _share(0, 1e9) == (TABLE[:, 0] == TABLE.min(axis=1)).mean(),
                "That is the left end, at α = 1.",
            ),
            Choice(
                "How much the method costs on average",
                lambda: bool(_share(0, 1e9) == np.mean(TABLE[:, 0])),
                "An average cannot take in a problem that is not solved; a profile can, which is what it is for.",
            ),
        ),
    ),
    NumericQuestion(
        "A budget of 300 evaluations of f, in ten variables; a gradient costs 1 and a Hessian 10. Newton's method "
        "needs one gradient at the start, and in each step a Hessian and the gradient at the next point. How many "
        "steps can it afford?",
        answer=_newton_steps,
        why="$1 + 11\\,t \\le 300$ gives $t = 27$. Gradient descent has 299 steps for the same money: that is why "
        "a fair budget counts derivatives.",
    ),
    ChoiceQuestion(
        "Why are the learning rates tuned on starts that the race does not use?",
        (
            Choice(
                "A rate chosen on the race's own starts would be fitted to them, and look better than it is",
                lambda: _hindsight()[0] < _hindsight()[1],
                "Right: on the three-hump camel the rate that is best for three starts in hindsight costs less there "
                "than the one that was chosen on three others. Methods without a rate have no such hindsight.",
            ),
            Choice(
                "The other starts lie in another window, where tuning is easier",
                lambda: not _in_window("three_hump_camel"),
                "They are drawn from the same window, only with other random numbers.",
            ),
            Choice(
                "It makes the tuning free",
                lambda: _hindsight()[2] == 0,
                "It costs more than the race itself. The table tells how much, because nobody tunes for nothing.",
            ),
        ),
    ),
)
