"""Shadow prices: a multiplier is what loosening its constraint is worth.

Loosen the constraint i from c = 0 or c ≤ 0 to c = ε or c ≤ ε, and the least value changes, to first order, by

    f*(ε) - f*(0) = -λᵢ ε

(R. T. Rockafellar; J. Nocedal, S. J. Wright, section 12.8). It needs that the active constraints stay the same: a
strictly active constraint, independent gradients, and the second-order condition. Of a maximization it is +λᵢ ε.
"""

from dataclasses import dataclass

import numpy as np

from numerics.constrained.model import Floats, Model
from numerics.constrained.solve import Outcome, Solution, solve
from numerics.constrained.solvers.sqp import SQP

ENOUGH = 2  # changes in a row without a KKT point


@dataclass(frozen=True, eq=False)
class ShadowPrice:
    """The best value as one constraint is moved.

    Attributes:
        constraint: its index among the scalar constraints.
        multiplier: λ at the solution of the problem as typed.
        changes: (k,) ε, ascending; a constraint is loosened where it is positive.
        f: (k,) the best value, as typed; NaN where no KKT point was found.
        x: (k, n) where it is.
        predicted: (k,) f*(0) - λ ε, or + λ ε of a maximization.
    """

    constraint: int
    multiplier: float
    changes: Floats
    f: Floats
    x: Floats
    predicted: Floats


def shadow_price(model: Model, solution: Solution, constraint: int, changes: Floats) -> ShadowPrice:
    """Solve again for every ε in `changes` (k,), each from the solution of its neighbour nearer to 0."""
    order = np.sort(changes)
    f, x = np.full(len(order), np.nan), np.full((len(order), len(solution.x)), np.nan)
    for side in (np.flatnonzero(order >= 0), np.flatnonzero(order < 0)[::-1]):
        begin, missed = solution.x, 0
        for at in side:
            if missed == ENOUGH:  # further out the same trouble is to be expected
                break
            found = solve(model.loosened(constraint, float(order[at])), begin, SQP(), restarts=0)
            if found.outcome is Outcome.OPTIMAL:
                f[at], x[at], begin, missed = found.f, found.x, found.x, 0
            else:
                missed += 1
    multiplier = float(solution.multipliers[constraint])
    predicted = solution.f - model.sign * multiplier * order
    return ShadowPrice(constraint, multiplier, order, f, x, predicted)
