"""Running a race on the server: bounded, with progress, and nothing computed twice."""

import time
from collections.abc import Sequence
from functools import lru_cache

import streamlit as st

from numerics.methods import Method
from numerics.numbers import format_number
from numerics.race import Problem, Race, RaceRules, attempts, race, trials
from ui.run_views import seconds_an_evaluation

# A race may take so long by the same reckoning as a run; in truth it takes about half of it.
LONGEST_RACE = 25.0
SIDE_BY_SIDE = 0.3  # what a run costs of the tuning, whose rates may run as the rows of one array
PATIENCE = 0.5  # seconds before progress is shown

remembered = lru_cache(maxsize=512)(attempts)
remembered_trials = lru_cache(maxsize=128)(trials)


def too_long(methods: Sequence[Method], problems: Sequence[Problem], rules: RaceRules) -> str:
    """A sentence with the remedy where the race would take too long, else ""."""
    runs = sum(rules.starts + rules.trials(method) for method in methods)
    work = sum(rules.starts + rules.trials(method) * (SIDE_BY_SIDE if method.elementwise else 1) for method in methods)
    seconds = sum(work * rules.budget * seconds_an_evaluation(problem.objective) for problem in problems)
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

    result = race(methods, problems, rules, run=remembered, tune=remembered_trials, progress=progress)
    bar.empty()
    return result
