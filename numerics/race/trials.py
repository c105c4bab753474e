"""The runs that a learning rate is chosen from: every rate of the grid from every trial start, at once if possible."""

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from typing import Any

import numpy as np
from numpy.typing import NDArray

from numerics.knobs import knobs_of
from numerics.methods import Method, choose_method
from numerics.minimize import BOUND, Trail, judge
from numerics.objective import Objective
from numerics.oracle import Oracle
from numerics.outcome import Outcome
from numerics.race.attempt import Attempt, attempts, reduced
from numerics.race.problem import Point
from numerics.race.rules import RATES, Prices

Array = NDArray[Any]
Trials = Mapping[float, tuple[Attempt, ...]]  # learning rate → its runs

TOLERANCE = 1e-8  # on ‖∇f‖, as in `minimize`


def trials(f: Objective, method: Method, starts: Sequence[Point], budget: int, prices: Prices) -> Trials:
    """The runs of `method` on f with every learning rate of the grid that its knob allows, from each of `starts`.

    They are those of `attempts`, but the rates of an `elementwise` method run side by side, as the rows of one array:
    each of its steps asks for the same at every row, so that every row's cost is known as exactly.
    """
    (knob,) = (knob for knob in knobs_of(type(method)) if knob.name == "learning_rate")
    rates = [rate for rate in RATES if knob.low <= rate <= knob.high]
    if method.elementwise and rates and starts and not method.refusal(f):
        return _side_by_side(f, method, rates, starts, budget, prices)
    return {rate: attempts(f, choose_method(method, learning_rate=rate), starts, budget, prices) for rate in rates}


def _side_by_side(
    f: Objective, method: Method, rates: Sequence[float], starts: Sequence[Point], budget: int, prices: Prices
) -> Trials:
    rows = np.tile(np.array(starts, dtype=np.float64), (len(rates), 1))
    turned = copy(method)
    object.__setattr__(turned, "learning_rate", np.repeat(rates, len(starts))[:, None])
    with np.errstate(all="ignore"):
        x, gradient, cost = _walk(_RowOracle(f, len(rows)), turned, rows, budget, np.array(prices))
        values = f(x)
        found = []
        for row in range(len(rows)):
            trail = _ended(Trail(x[:, row], gradient[:, row], cost[:, row], Outcome.STEP_LIMIT))
            kept, outcome = judge(trail, values[: len(trail.x), row])
            found.append(reduced(starts[row % len(starts)], values[:kept, row], cost[:kept, row], outcome, budget))
    return {rate: tuple(found[k * len(starts) : (k + 1) * len(starts)]) for k, rate in enumerate(rates)}


def _walk(oracle: "_RowOracle", method: Method, x: Array, budget: int, prices: Array) -> tuple[Array, Array, Array]:
    """Points and gradients (T+1, k, n) and costs (T+1, k) of all rows, until every row has ended or spent its budget.

    A row that has ended is dragged along: what it does from then on is cut away later.
    """
    look = oracle.gradient if method.needs_gradient else oracle.objective.gradient
    xs, gradients, costs = [], [], []
    gradient = look(x)
    state = method.init(oracle, x)
    for t in range(budget + 1):
        xs.append(x)
        gradients.append(gradient)
        costs.append(oracle.spent_by_row @ prices)
        square = np.einsum("ij,ij->i", gradient, gradient)
        if not ((square > TOLERANCE**2) & (square <= BOUND**2) & (costs[-1] < budget)).any():
            break
        x, state = method.at(t, budget).step(oracle, x, gradient, state)
        gradient = look(x)
    return np.array(xs), np.array(gradients), np.array(costs)


def _ended(trail: Trail) -> Trail:
    """The part of a row's trail after which `minimize` ends. One that stands still may go on: that costs nothing."""
    length = np.hypot.reduce(trail.gradient, axis=-1)
    converged, diverged = length <= TOLERANCE, ~(length <= BOUND)
    if not (converged | diverged).any():
        return trail
    end = int(np.argmax(converged | diverged)) + 1
    outcome = Outcome.CONVERGED if converged[end - 1] else Outcome.DIVERGED
    return Trail(trail.x[:end], trail.gradient[:end], trail.cost[:end], outcome)


class _RowOracle(Oracle):
    """An oracle that is always asked at k points (k, n), and counts for each of them, (k, 3), as it does for one."""

    def __init__(self, objective: Objective, rows: int) -> None:
        super().__init__(objective)
        self.spent_by_row = np.zeros((rows, 3))
        self._asked: list[Array | None] = [None] * 3

    def _ask(self, kind: int, function: Callable[[Array], Any], x: Array) -> Array:
        bits, before = np.ascontiguousarray(x).view(np.int64), self._asked[kind]
        self.spent_by_row[:, kind] += 1 if before is None else (bits != before).any(-1)
        self._asked[kind] = bits
        return function(x)
