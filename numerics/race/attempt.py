"""One method on one problem from several starts, with what every run had paid by when."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from numerics.methods import Method
from numerics.minimize import minimize
from numerics.objective import Objective
from numerics.outcome import Outcome
from numerics.race.problem import Point
from numerics.race.rules import Prices

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Attempt:
    """A run within its budget, reduced to what it takes to judge it.

    Attributes:
        start: where it began.
        steps: how many it could afford.
        spent: what they cost, in evaluations of f.
        outcome: how it ended; `Outcome.BUDGET` where it could not afford the next step.
        initial, final: f at the start and at the last iterate.
        costs, values: (k,) each: whenever f was lower than ever before, what had been paid by then, and f.
    """

    start: Point
    steps: int
    spent: float
    outcome: Outcome
    initial: float
    final: float
    costs: Floats
    values: Floats

    def cost_to(self, goal: float) -> float:
        """What had been paid when f first was at most `goal`; infinity if it never was."""
        reached = self.values <= goal
        # A method that has looked at nothing yet has paid nothing, but a ratio of costs needs one.
        return max(float(self.costs[np.argmax(reached)]), 1.0) if reached.any() else math.inf

    @property
    def lowest(self) -> float:
        """The lowest f at an iterate; infinity if f is defined at none."""
        return float(self.values[-1]) if len(self.values) else math.inf

    @property
    def falls_forever(self) -> bool:
        """Whether it diverged while f fell: f has no lowest value along its path."""
        return self.outcome is Outcome.DIVERGED and self.steps > 0 and self.final == self.lowest


def attempts(f: Objective, method: Method, starts: Sequence[Point], budget: int, prices: Prices) -> tuple[Attempt, ...]:
    """Run `method` on f from each of `starts`, each run with `budget` evaluations of f at these prices.

    Every run is one of `minimize`, so that it can be had again, step by step. Prices below that of f are not
    allowed: the count of evaluations then bounds a run before its cost does.
    """
    return tuple(_attempt(f, method, start, budget, prices) for start in starts)


def _attempt(f: Objective, method: Method, start: Point, budget: int, prices: Prices) -> Attempt:
    run = minimize(f, start, method, steps=budget, budget=budget)
    return reduced(start, run.f, run.cost @ np.array(prices), run.outcome, budget)


def reduced(start: Point, f: Floats, cost: Floats, outcome: Outcome, budget: int) -> Attempt:
    """A run of values `f` (T+1,), each arrived at for `cost` (T+1,), cut where the budget ends."""
    afforded = int(np.searchsorted(cost, budget, side="right"))  # iterates; even the start may be too dear
    steps = max(afforded - 1, 0)
    values = np.where(np.isnan(f), math.inf, f)[:afforded]
    better = values < np.minimum.accumulate([math.inf, *values])[:-1]
    cut = afforded < len(cost) or outcome is Outcome.STEP_LIMIT
    return Attempt(
        start=start,
        steps=steps,
        spent=float(cost[steps]),
        outcome=Outcome.BUDGET if cut else outcome,
        initial=float(f[0]),
        final=float(f[steps]),
        costs=cost[:afforded][better],
        values=values[better],
    )
