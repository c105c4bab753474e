"""Choosing each learning rate from the declared grid, on starts that the race does not use."""

import math
from collections.abc import Sequence

from numerics.race.attempt import Attempt
from numerics.race.rules import RaceRules
from numerics.race.trials import Trials


def best_rate(trials: Sequence[Trials], lowest: Sequence[float], rules: RaceRules) -> float | None:
    """The rate that does best on one problem or several, given the trials and f* of each.

    Best is what solves most; among equals what then costs least, an unsolved run counting as the whole budget; if
    nothing is solved, what comes nearest to f*, as a share of the way from the start. None without any trial.
    """
    scores: dict[float, tuple[float, float, float]] = {}
    for trial, bottom in zip(trials, lowest, strict=True):
        for rate, runs in trial.items():
            for run in runs:
                unsolved, cost, left = scores.get(rate, (0.0, 0.0, 0.0))
                paid = run.cost_to(rules.goal(run.initial, bottom))
                scores[rate] = (
                    unsolved + math.isinf(paid),
                    cost + min(paid, rules.budget),
                    left + _share_left(run, bottom),
                )
    return min(scores, key=lambda rate: (*scores[rate], rate), default=None)


def _share_left(run: Attempt, bottom: float) -> float:
    """How much of the way from the start down to f* a run has left undone: 0 … 1."""
    whole, rest = run.initial - bottom, run.lowest - bottom
    return min(max(rest / whole, 0.0), 1.0) if 0 < whole < math.inf and rest < math.inf else 1.0
