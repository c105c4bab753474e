"""Courses of methods: names, paths, and the bound on what a run may cost."""

import streamlit as st

import numerics as nm
from numerics.methods.gradient_descent import GradientDescent
from numerics.methods.newton import Newton
from numerics.rules import parse_rule
from ui.method_picker import MOST as MOST_METHODS
from ui.method_picker import Pick
from ui.race.runs import too_long
from ui.run_views import LONGEST_TOGETHER, Course, budget_of, courses, run_of, seconds_an_evaluation
from ui.starts import MOST as MOST_STARTS


def test_every_run_has_a_name_and_one_entry_in_the_legend() -> None:
    f = nm.Objective.parse("x^2 + y^2")
    runs = tuple(run_of(f, GradientDescent(), start, 5, None) for start in ((1.0, 2.0), (-3.0, 0.5)))
    course = Course("Gradient descent", runs)
    assert course.labels == ["Gradient descent", "Gradient descent from (-3, 0.5)"]
    assert [path.group for path in course.paths] == ["", "Gradient descent"]
    twin = Course("Adam 2", runs, "η = 0.1")
    assert [path.label for path in twin.paths] == ["Adam 2 (η = 0.1)", "Adam 2 from (-3, 0.5)"]
    assert twin.paths[1].group == twin.paths[0].label


def test_a_costly_function_gets_fewer_evaluations() -> None:
    cheap = nm.Objective.parse("(1 - x)^2 + 100(y - x^2)^2")
    terms = " + ".join(f"sin(exp(x y z t u v w + {k}))^{k + 3} cos(x^{k + 2} y z t u v w)" for k in range(3))
    costly = nm.Objective.parse(terms)
    allowed = [
        run_of(f, GradientDescent(learning_rate=1e-9), (0.3,) * f.dimension, 100_000, None) for f in (cheap, costly)
    ]
    assert all(run.outcome is nm.Outcome.BUDGET for run in allowed)
    assert allowed[1].steps < allowed[0].steps / 2


# As long a rule as may be typed, of calls that each take NumPy a microsecond or more.
LONG_RULE = "v ← v + g - f\nx ← x - eta (g" + " + where(v < g, erf(v), 1)" * 25 + ")"


def test_what_takes_long_is_reckoned_as_such() -> None:
    """`benchmarks.reckoning` holds what is reckoned against what it takes."""
    cheap = nm.Objective.parse("x^2 + y^2")
    pairs = [(i, j) for i in range(1, 11) for j in range(i + 1, 11)]
    costly = nm.Objective.parse(" + ".join(f"gamma(x{i} x{j})^x{i * j % 10 + 1}" for i, j in pairs))
    least = seconds_an_evaluation(cheap, GradientDescent())
    assert 15 * least < seconds_an_evaluation(costly, Newton()) < 60 * least
    assert 5 * least < seconds_an_evaluation(cheap, parse_rule(LONG_RULE)()) < 20 * least


def test_a_race_with_a_long_rule_is_refused_where_one_with_a_short_rule_is_run() -> None:
    field = [nm.Problem.named(name) for name in ("ellipse", "beale", "himmelblau", "booth", "matyas", "rosenbrock")]
    rules = nm.RaceRules(budget=1000, starts=20)
    short, long = (parse_rule(text)() for text in ("x ← x - eta g", LONG_RULE))
    assert not too_long([short], field, rules)
    assert "seconds" in too_long([long], field, rules)


def test_all_the_runs_of_a_page_share_its_time() -> None:
    f = nm.Objective.parse("x^2 + y^2")
    picks = [Pick(GradientDescent(learning_rate=1e-9 * k), str(k), st.container()) for k in range(1, MOST_METHODS + 1)]
    starts = [(float(k), 1.0) for k in range(MOST_STARTS + 1)]
    budgets = [run.budget or 0 for course in courses(f, picks, starts, 1, None) for run in course.runs]
    alone = budget_of(f, GradientDescent())
    assert len(budgets) == MOST_METHODS * (MOST_STARTS + 1)
    assert 0.9 * LONGEST_TOGETHER < sum(budgets) * seconds_an_evaluation(f, GradientDescent()) <= LONGEST_TOGETHER
    assert [course.run.budget for course in courses(f, picks, starts[:1], 1, None)] == [alone] * MOST_METHODS
