"""Many starts at once, for their ends alone: nothing is recorded on the way."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from numerics.methods import Method, choose_method
from numerics.minimize import BOUND, check_budget, checked_start
from numerics.objective import Objective
from numerics.oracle import Oracle
from numerics.schedules import Schedule

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Ends:
    """Where each of k starts ended: `x` (k, n), after `steps` (k,) steps; `converged` (k,) bool.

    Where a run diverged or left the domain, `x` is the point at which that was seen.
    """

    x: Floats
    steps: NDArray[np.int64]
    converged: NDArray[np.bool_]


def descend(
    f: Objective,
    starts: ArrayLike,
    method: str | Method = "gradient_descent",
    steps: int = 100,
    tolerance: float | None = 1e-8,
    schedule: str | Schedule | None = None,
    **knobs: float,
) -> Ends:
    """Run a method from every one of `starts` (k, n), each as `minimize` would.

    A start is done once ‖∇f‖ ≤ `tolerance`, or once that is not finite, and is then set aside. A method
    that has no meaning for f leaves them all where they are.
    Raises NumericsError as `minimize` does.
    """
    chosen = choose_method(method, schedule, **knobs)
    check_budget(steps, tolerance)
    x = checked_start(f, starts, batch=True)
    if chosen.refusal(f):
        return Ends(x, np.zeros(len(x), dtype=np.int64), np.zeros(len(x), dtype=bool))
    oracle = Oracle(f)
    ends = Ends(x.copy(), np.full(len(x), steps), np.zeros(len(x), dtype=bool))
    goal = -1.0 if tolerance is None else tolerance
    lanes = np.arange(len(x))  # the start that each row belongs to
    alive = np.ones(len(x), dtype=bool)
    with np.errstate(all="ignore"):
        gradient = oracle.gradient(x)
        state = chosen.init(oracle, x)
        for t in range(steps + 1):
            length = np.sqrt(np.einsum("ij,ij->i", gradient, gradient))
            done = alive & ~((length > goal) & (length <= BOUND) & (t < steps))
            if done.any():
                ends.x[lanes[done]], ends.steps[lanes[done]] = x[done], t
                ends.converged[lanes[done]] = length[done] <= goal
                alive &= ~done
            # Copying the rows costs as much as a step: only when it saves some.
            if alive.sum() < 0.8 * len(alive):
                lanes, x, gradient, state = lanes[alive], x[alive], gradient[alive], _rows(state, alive)
                alive = alive[alive]
            if not lanes.size:
                break
            x, state = chosen.at(t, steps).step(oracle, x, gradient, state)
            gradient = oracle.gradient(x)
        # Some derivatives exist where f does not, as that of log(x) at x < 0.
        ends.converged[:] &= np.isfinite(f(ends.x))
    return ends


def _rows(state: Any, rows: NDArray[np.bool_]) -> Any:
    """The state of these rows of the batch alone."""
    if state is None:
        return None
    return type(state)(*(part[rows] if isinstance(part, np.ndarray) else part for part in state))
