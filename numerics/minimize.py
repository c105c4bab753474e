"""One loop for every method: it records, stops, checks for finite numbers and counts."""

import math
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from numerics.counts import check_whole
from numerics.differentiable import Differentiable
from numerics.errors import NumericsError
from numerics.methods import Method, choose_method
from numerics.oracle import Oracle
from numerics.outcome import Outcome
from numerics.run import Floats, Run
from numerics.schedules import CONSTANT, Schedule

F = TypeVar("F", bound=Differentiable)

MAX_STEPS = 100_000
# A gradient longer than this ends the run: its powers would soon overflow.
BOUND = 1e100
# A run that used all its steps counts as diverged when it ends this many times (1 + ‖start‖) away.
FAR = 1e8
# A method with a memory may stand still and move again (a trust region shrinks, a velocity builds
# up); one without never will.
PATIENCE = 50


def minimize(
    f: F,
    start: ArrayLike,
    method: str | Method = "gradient_descent",
    steps: int = 100,
    tolerance: float | None = 1e-8,
    budget: int | None = None,
    schedule: str | Schedule | None = None,
    **knobs: float,
) -> Run[F]:
    """Run a method on f from `start` (n,) and record every iterate.

    The run ends as soon as ‖∇f‖₂ ≤ `tolerance` (None: it takes all its steps), when x no longer
    changes, when something is not finite, or after `steps` steps; `Run.outcome` says which. It also ends
    when the method has used `budget` evaluations of f, its gradient and its Hessian, each counting one.

        UNDEFINED_START  f or ∇f is not finite at the start; nothing else was tried
        NOT_APPLICABLE   the method has no meaning for f; nothing was tried
        NO_STEP          the next point is NaN: the method's equations have no solution
        BUDGET           the evaluations were used up; the step that did so is the last
        LEFT_DOMAIN      f or ∇f is undefined at the next point
        DIVERGED         f or the next point is infinite, or ‖∇f‖ is beyond 1e100, or steps or evaluations are
                         used up and the last iterate is more than 1e8 (1 + ‖start‖) from the origin

    `method` is a name of `METHODS` or a method at hand, `knobs` its knobs by name; `schedule`, a name of
    `SCHEDULES` or a schedule at hand, changes its learning rate from step to step. Raises
    NumericsError for an unknown method or knob, a start that is not n finite numbers, steps
    outside 0 … 100 000, or a tolerance that is not a number ≥ 0.
    """
    chosen = choose_method(method, schedule, **knobs)
    x = checked_start(f, start)
    check_budget(steps, tolerance)
    with np.errstate(all="ignore"):
        defined = math.isfinite(f(x))
        refused = bool(chosen.refusal(f))
        used = Method() if refused else chosen  # the bare method stays where it is
        allowed = int(steps) if defined and not refused else 0
        trail = walk(Oracle(f), used, x, allowed, tolerance, math.inf if budget is None else budget)
        values = f(trail.x)
        kept, outcome = judge(trail, values)
        if refused and outcome is Outcome.STEP_LIMIT:
            outcome = Outcome.NOT_APPLICABLE
    return Run(
        method=chosen,
        objective=f,
        tolerance=tolerance,
        limit=int(steps),
        budget=budget,
        x=trail.x[:kept],
        f=values[:kept],
        gradient=trail.gradient[:kept],
        cost=trail.cost[:kept],
        outcome=outcome,
        beyond=trail.x[kept] if kept < len(trail.x) else None,
    )


def checked_start(f: Differentiable, start: ArrayLike, batch: bool = False) -> Floats:
    """`start` as a new float64 array (n,), or (k, n) for a batch; raises NumericsError if it is none."""
    try:
        x = np.array(start, dtype=np.float64, ndmin=1)
    except (TypeError, ValueError):
        raise NumericsError(f"the start must be numbers, not {start!r}") from None
    if x.ndim != 1 + batch or x.shape[-1] != f.dimension:
        wanted = f"one number for each of {', '.join(f.variables)}"
        raise NumericsError(f"the start needs {wanted}; this one has the shape {x.shape}")
    if not np.isfinite(x).all():
        raise NumericsError("the start must be finite numbers")
    return x


def check_budget(steps: int, tolerance: float | None) -> None:
    """Raise NumericsError where the number of steps or the tolerance means nothing."""
    check_whole("steps", steps, 0, MAX_STEPS)
    if tolerance is not None and not (isinstance(tolerance, int | float) and 0 <= tolerance < math.inf):
        raise NumericsError(f"the tolerance must be a number of at least 0, or None, not {tolerance!r}")


class Trail(NamedTuple):
    """Every point the loop has seen, the last perhaps not finite, and why it ended."""

    x: Floats
    gradient: Floats
    cost: NDArray[np.int64]
    outcome: Outcome


def walk(oracle: Oracle, method: Method, x: Floats, steps: int, tolerance: float | None, budget: float) -> Trail:
    """Take steps from x until something ends the run; `method` is asked for each step as it is at that step."""
    xs, gradients, cost = [], [], []
    goal = -1.0 if tolerance is None else tolerance
    patience = math.inf if tolerance is None else PATIENCE
    bounded = budget < math.inf
    unchanged = 0
    outcome = Outcome.STEP_LIMIT

    # Where the method does not ask for the gradient, only the record looks at it, and looking is free.
    look = oracle.gradient if method.needs_gradient else oracle.objective.gradient
    gradient = look(x)
    state = method.init(oracle, x)
    for t in range(steps + 1):
        xs.append(x)
        gradients.append(gradient)
        cost.append(oracle.spent())
        length = math.hypot(*gradient.tolist())
        if length <= goal:
            outcome = Outcome.CONVERGED
            break
        if not length <= BOUND:  # NaN included
            outcome = Outcome.DIVERGED
            break
        if t == steps:
            break
        if bounded and sum(cost[-1]) >= budget:
            outcome = Outcome.BUDGET
            break
        before = x
        now = method if method.schedule is CONSTANT else method.at(t, steps)
        x, state = now.step(oracle, x, gradient, state)
        gradient = look(x)
        if x.tobytes() == before.tobytes():  # ten times faster than comparing the arrays
            unchanged += 1
            if unchanged >= patience or (state is None and tolerance is not None):
                outcome = Outcome.STALLED
                break
        else:
            unchanged = 0
    return Trail(np.array(xs), np.array(gradients), np.array(cost), outcome)


def judge(trail: Trail, values: Floats) -> tuple[int, Outcome]:
    """How many iterates to keep, and the outcome in the light of f, which the loop did not see."""
    finite = np.isfinite(trail.x).all(-1) & np.isfinite(values) & np.isfinite(trail.gradient).all(-1)
    size = np.abs(trail.x).max(-1)
    far = FAR * (1 + np.linalg.norm(trail.x[0]))
    if finite.all():
        if trail.outcome in (Outcome.STEP_LIMIT, Outcome.BUDGET) and size[-1] > far:
            return len(finite), Outcome.DIVERGED
        return len(finite), trail.outcome
    end = int(np.argmin(finite))  # the first point that is not finite
    if end == 0:
        return 1, Outcome.UNDEFINED_START
    if np.isnan(trail.x[end]).any():
        return end, Outcome.NO_STEP
    if np.isinf(values[end]) or size[end] > far:
        return end, Outcome.DIVERGED
    return end, Outcome.LEFT_DOMAIN
