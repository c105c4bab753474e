"""Why a run was lost: its diagnosis beside the winner's, both paths on the map, and links that open them."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import streamlit as st

from figures.paths import Path
from numerics.diagnosis import explain
from numerics.numbers import format_number, format_point
from numerics.outcome import Outcome
from numerics.race import Attempt, Heat, Race
from numerics.run import Run
from ui.errors import escape_markdown
from ui.landscape import picture
from ui.lessons.descent import DEFAULT_TOLERANCE
from ui.links import Address, linked, shared_address
from ui.open_run import open_run
from ui.race.controls import MINE
from ui.race.runs import remembered_attempts
from ui.run_views import budget_of, run_of

PATIENT = 10  # times the budget: would that have been enough?


def pick_run(result: Race, methods: Sequence[str], problems: Sequence[str]) -> tuple[int, int, int]:
    """Draw the choice of one run of the race; return its problem, method and start by place.

    At first it is one that was lost: of the method that solved least, on the function where it lost most.
    """
    unsolved = np.array([[np.isinf(heat.costs).sum() for heat in row] for row in result.heats])
    worst = int(np.argmax(unsolved[list(result.judged)].sum(axis=0)))
    titles = dict(zip(methods, (method.title for method in result.methods), strict=True))
    who = linked(st.selectbox, "Method", "who", methods[worst], options=list(methods), format_func=titles.__getitem__)
    column = methods.index(who)
    hardest = max(result.judged or [0], key=lambda place: unsolved[place, column])
    names = dict(zip(problems, (problem.title for problem in result.problems), strict=True))
    where = linked(
        st.selectbox, "Function", "where", problems[hardest], options=list(problems), format_func=names.__getitem__
    )
    place = problems.index(where)
    heat = result.heats[place][column]
    lost = int(np.argmax(heat.costs))
    start = linked(
        st.selectbox,
        "Start",
        "from",
        lost,
        options=list(range(len(heat.attempts))),
        format_func=lambda number: _start(heat, number),
    )
    return place, column, start


def _start(heat: Heat, number: int) -> str:
    what = "not solved" if np.isinf(heat.costs[number]) else f"solved for {format_number(heat.costs[number])}"
    return f"{format_point(heat.attempts[number].start)}: {what}"


def story(result: Race, problems: Sequence[str], place: int, column: int, start: int) -> None:
    """Say why a run was lost: its diagnosis beside that of the cheapest run from the same start, and both paths."""
    problem, row = result.problems[place], result.heats[place]
    costs = [heat.costs[start] for heat in row]
    lowest = [heat.attempts[start].lowest for heat in row]
    rival = int(np.argmin(costs if np.isfinite(costs).any() else lowest))
    if np.isinf(costs).all():
        st.markdown(f"Nobody solved it from this start; {row[rival].method.title} came nearest.")
    elif costs[column] == costs[rival]:
        rival = column
        st.markdown(f"**{row[column].method.title} did not lose here:** nobody was cheaper.")
    shown = list(dict.fromkeys([column, rival]))
    paths = []
    for each, part in zip(shown, st.columns(len(shown)), strict=True):
        attempt = row[each].attempts[start]
        run = run_of(problem.objective, row[each].method, attempt.start, max(attempt.steps, 1), DEFAULT_TOLERANCE)
        if attempt.outcome is Outcome.BUDGET:  # what cut it short in the race; alone, it has used its steps
            run = replace(run, outcome=Outcome.BUDGET)
        paths.append(Path.of(run))
        with part.container(border=True, height="stretch"):
            _card(result, place, row[each], attempt, run)
            open_run(run, _shared(problems[place], run))
    minima = problem.minima if problem.objective.dimension <= 2 else ()
    picture(problem.objective, problem.window, paths, [row[column].attempts[start].start], minima=minima)


def _card(result: Race, place: int, heat: Heat, attempt: Attempt, run: Run) -> None:
    """What became of a run, and why."""
    rules, bottom = result.rules, result.lowest[place]
    goal = rules.goal(attempt.initial, bottom)
    cost = attempt.cost_to(goal)
    rate = f" at the learning rate {heat.method.knobs['learning_rate']:g}" if rules.tunes(heat.method) else ""
    if np.isfinite(cost):
        price = f"the price of {format_number(cost)} evaluations of f"
        st.markdown(f":material/check_circle: **{heat.method.title}**{rate} solved it for {price}.")
    else:
        st.markdown(f":material/cancel: **{heat.method.title}**{rate} did not solve it. {_miss(attempt, bottom, goal)}")
    st.markdown(escape_markdown(explain(run)))
    if np.isinf(cost) and attempt.outcome is Outcome.BUDGET:
        st.markdown(_with_patience(result, run, goal))


def _miss(attempt: Attempt, bottom: float, goal: float) -> str:
    """By how much a run missed its goal."""
    if not (np.isfinite(goal) and np.isfinite(attempt.lowest)):
        return ""
    return (
        f"It came within {format_number(attempt.lowest - bottom, 3)} of the lowest value, "
        f"and {format_number(goal - bottom, 3)} was asked for."
    )


def _with_patience(result: Race, run: Run, goal: float) -> str:
    """Whether a larger budget would have been enough."""
    f, budget = run.objective, result.rules.budget
    larger = min(PATIENT * budget, budget_of(f, run.method))
    told = f"The budget was {budget} evaluations of f"
    if larger <= budget:
        return f"{told}."
    (longer,) = remembered_attempts(
        f, run.method, (tuple(run.x[0].tolist()),), larger, result.rules.prices(f.dimension)
    )
    cost = longer.cost_to(goal)
    if np.isfinite(cost):
        return f"{told}; it would have taken {format_number(cost)}."
    return f"{told}; {larger} would not have been enough either."


def _shared(name: str, run: Run) -> Address:
    """What the page of a run shares with this one."""
    shared = shared_address()
    if name == MINE:
        return shared
    # Only a typed rule belongs to another function too.
    return {"f": [run.objective.text]} | ({"rule": shared["rule"]} if "rule" in shared else {})
