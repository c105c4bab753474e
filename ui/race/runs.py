"""Running a race on the server: bounded, with progress, and nothing computed twice."""

import time
from collections.abc import Sequence

import streamlit as st

from numerics.methods import Method
from numerics.numbers import format_number
from numerics.race import Attempt, Problem, Race, RaceRules, attempts, race, trials
from numerics.race.trials import Trials
from ui.memory import remembered
from ui.run_views import seconds_an_evaluation

# A race may take so long by the same reckoning as a run; in truth it takes about half of it.
LONGEST_RACE = 25.0
SIDE_BY_SIDE = 0.3  # what a run costs of the tuning, whose rates may run as the rows of one array
PATIENCE = 0.5  # seconds before progress is shown

MEMORY = 64 * 2**20  # bytes of attempts, and of trials, that are remembered
BYTES_AN_ATTEMPT = 1000  # beside its numbers


def _bytes_of(made: tuple[Attempt, ...]) -> int:
    return sum(BYTES_AN_ATTEMPT + attempt.costs.nbytes + attempt.values.nbytes for attempt in made)


def _bytes_of_trials(tried: Trials) -> int:
    return sum(map(_bytes_of, tried.values()))


remembered_attempts = remembered(MEMORY, _bytes_of)(attempts)
remembered_trials = remembered(MEMORY, _bytes_of_trials)(trials)


def too_long(methods: Sequence[Method], problems: Sequence[Problem], rules: RaceRules) -> str:
    """A sentence with the remedy where the race would take too long, else ""."""
    runs = sum(rules.starts + rules.trials(method) for method in methods)
    work = [
        (method, rules.starts + rules.trials(method) * (SIDE_BY_SIDE if method.elementwise else 1))
        for method in methods
    ]
    evaluation = [
        seconds_an_evaluation(problem.objective, method) * many for problem in problems for method, many in work
    ]
    seconds = rules.budget * sum(evaluation)
    if seconds <= LONGEST_RACE:
        return ""
    return (
        f"This race has {runs * len(problems)} runs of up to {rules.budget} evaluations and could take "
        f"{format_number(seconds, 2)} seconds; {LONGEST_RACE:g} are allowed. Take fewer functions, methods or starts, "
        "or a smaller budget."
    )


def run_race(methods: Sequence[Method], problems: Sequence[Problem], rules: RaceRules) -> Race:
    """Run the race, or recall it; where it takes a while, its progress is shown."""
    bar, begin = st.empty(), time.monotonic()

    def progress(share: float) -> None:
        if time.monotonic() - begin > PATIENCE:
            bar.progress(share, text=f"Racing: {share:.0%}")

    result = race(methods, problems, rules, run=remembered_attempts, tune=remembered_trials, progress=progress)
    bar.empty()
    return result
