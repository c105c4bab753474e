"""What linear theory says of a run near a minimum, laid beside what the run did."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from numerics.curvature import Kind, kind_of
from numerics.minimize import minimize
from numerics.numbers import format_point
from numerics.objective import Objective
from numerics.outcome import Outcome
from numerics.recurrence import errors, radius
from numerics.run import Run

Floats = NDArray[np.float64]

BUDGET = 500  # evaluations on the way to the minimum
ROUNDING = 1e3 * float(np.finfo(float).eps)
FEWEST = 6  # errors that a rate is read from


@dataclass(frozen=True, eq=False)
class Bottom:
    """A minimum at which the Hessian is positive definite.

    Attributes:
        x: where it is, (n,), to rounding.
        curvature: the eigenvalues of the Hessian there, (n,), ascending.
        directions: its eigenvectors in columns, (n, n).
    """

    x: Floats
    curvature: Floats
    directions: Floats

    @property
    def condition(self) -> float:
        """κ, the largest curvature over the smallest."""
        return float(self.curvature[-1] / self.curvature[0])

    def errors(self, run: Run) -> Floats:
        """x - x* along each eigenvector, at every iterate of a run, (T+1, n)."""
        return (run.x - self.x) @ self.directions

    @property
    def blur(self) -> float:
        """Errors below this are rounding."""
        return ROUNDING * (1 + float(np.linalg.norm(self.x)))


def bottom_of(run: Run) -> Bottom | str:
    """The minimum that lies downhill from the end of a run, or, where it diverged, from its start.

    If there is none that linear theory can speak of, why, as a sentence.
    """
    lost = run.outcome in (Outcome.DIVERGED, Outcome.UNDEFINED_START)
    return find_bottom(run.objective, run.x[0] if lost else run.x[-1])


def find_bottom(f: Objective, near: Floats) -> Bottom | str:
    """The minimum downhill from the point `near` (n,), or why there is none, as a sentence."""
    way = minimize(f, near, "damped_newton", steps=200, tolerance=1e-10, budget=BUDGET)
    if way.outcome not in (Outcome.CONVERGED, Outcome.STALLED, Outcome.STEP_LIMIT):
        return f"Downhill from {format_point(near)} no minimum was found."
    # Armijo's condition is blind to what is lost in the rounding of f; the gradient is not.
    x = minimize(f, way.x[-1], "newton", steps=5, tolerance=None)
    best = x.x[int(np.argmin(x.gradient_norm))]
    kind = kind_of(f, best)
    if kind is Kind.MINIMUM:
        return Bottom(best, *np.linalg.eigh(f.hessian(best)))
    if kind is Kind.UNDECIDED:
        return (
            f"At {format_point(best)} the Hessian is singular, or changes too fast, to stand for f: "
            "a linear rate needs positive curvature in every direction."
        )
    return f"{format_point(best)} is {kind.value}, not a minimum: along a direction that curves down errors only grow."


def predicted_errors(run: Run, bottom: Bottom) -> Floats | None:
    """The errors (T+1, n) along the eigenvectors if f were its quadratic model at the bottom, from the same start.

    On a quadratic they are the errors themselves, to rounding. None for methods without a recurrence.
    """
    coefficients = [run.method.at(t, run.limit).recurrence(bottom.curvature) for t in range(run.steps)]
    known = [pair for pair in coefficients if pair is not None]
    if len(known) < len(coefficients) or run.method.recurrence(bottom.curvature) is None:
        return None
    with np.errstate(all="ignore"):
        return errors(bottom.errors(run)[0], known)


def predicted_rate(run: Run, bottom: Bottom) -> float | None:
    """The factor a step in the long run, for the knobs as they are at the end of the run; None where there is none."""
    factors = run.method.at(run.steps, run.limit).contraction(bottom.curvature)
    return None if factors is None else float(factors.max())


def tuned_rate(run: Run, bottom: Bottom) -> tuple[float, float, float] | None:
    """Learning rate and momentum that are fastest for these curvatures, and their factor; None where not known.

    (κ - 1)/(κ + 1) for gradient descent, (√κ - 1)/(√κ + 1) for momentum.
    """
    knobs = run.method.tuned(bottom.curvature[0], bottom.curvature[-1])
    if knobs is None:
        return None
    rate, momentum = knobs
    found = run.method.coefficients(rate * bottom.curvature, momentum)
    assert found is not None
    return rate, momentum, float(radius(*found).max())


def measured_rate(size: Floats, blur: float, limit: float = math.inf) -> float | None:
    """The mean factor a step by which errors of this `size` (T+1,) shrink or grow in the second half of the run.

    Only errors above `blur` and below `limit` count, up to the first that is not. Between swings (complex roots)
    the peaks are followed. None where fewer than six errors are left to read from.
    """
    usable = (size > blur) & (size < limit)
    end = len(size) if usable.all() else int(np.argmin(usable))
    if end < FEWEST:
        return None
    logs = np.log(size[:end])
    shrinks = logs[-1] < logs[0]
    peaks = np.maximum.accumulate(logs[::-1])[::-1] if shrinks else np.maximum.accumulate(logs)
    half = peaks[end // 2 :]
    return float(np.exp(np.polyfit(np.arange(len(half)), half, 1)[0]))
