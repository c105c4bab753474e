"""What a least-squares solver returns: the coefficients, how good they are, and how it ended."""

from dataclasses import dataclass
from enum import Enum
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[Any]  # float64, or float32 where that was asked for


class Ending(Enum):
    """How a least-squares solver can end, as a closed set of sentences."""

    SOLVED = "Solved: the columns of A are independent, and there is one solution."
    BASIC = "Solved: columns of A depend on others; those got the coefficient 0 (a basic solution)."
    MINIMUM_NORM = "Solved: columns of A depend on others; of all solutions this is the shortest."
    NOT_POSITIVE_DEFINITE = "Failed: AᵀA as computed is not positive definite, so Cholesky's method has no factor."
    CONVERGED = "Converged: the gradient is within the tolerance."
    STEP_LIMIT = "Stopped: the given number of steps was taken before the gradient was within the tolerance."
    STALLED = "Stalled: the steps have become too small to change x in this format."
    DIVERGED = "Diverged: the learning rate is too large, and the iterates grew beyond all bounds."
    ON_THE_BALL = "Solved: the constraint is active, x lies on the boundary of the ball."
    INSIDE = "Solved: the constraint is not active, the least-squares solution lies in the ball."
    OVERFLOW = "Failed: a number on the way is too large for the format."


@dataclass(frozen=True, eq=False)
class Solution:
    """A least-squares solution as one method found it.

    Attributes:
        method: its name in `METHODS`.
        x: (n,) the coefficients, in the format of the computation; NaN where the method failed.
        residual: (m,) b - Ax, in float64 from A and b as that format has them.
        rank: of A as the method sees it; None where it does not look (gradient descent).
        ending: how it ended.
        outcome: the same as a sentence with this run's numbers.
        path: (T + 1, n) every iterate, the start included; None for a method without any.
        gradient_norms: (T + 1,) ‖Aᵀ(Ax - b)‖ at each of them.
        learning_rate: ε, of gradient descent.
        singular_values: (min(m, n),) of A, descending, where they were computed.
        cutoff: singular values up to `cutoff` times the largest count as zero.
        multiplier: λ ≥ 0 of ½‖Ax - b‖² + λ(xᵀx - radius²).
    """

    method: str
    x: Floats
    residual: NDArray[np.float64]
    rank: int | None
    ending: Ending
    outcome: str
    path: Floats | None = None
    gradient_norms: NDArray[np.float64] | None = None
    learning_rate: float | None = None
    singular_values: Floats | None = None
    cutoff: float | None = None
    multiplier: float | None = None

    @property
    def residual_norm(self) -> float:
        """‖b - Ax‖, the square root of the sum of squares that was made small."""
        return float(lengths(self.residual[:, None])[0])

    @property
    def norm(self) -> float:
        """‖x‖."""
        return float(lengths(self.x.astype(np.float64)[:, None])[0])

    @property
    def found(self) -> bool:
        """Whether x is a solution, as far as the method can tell."""
        failed = (Ending.NOT_POSITIVE_DEFINITE, Ending.DIVERGED, Ending.STEP_LIMIT, Ending.OVERFLOW)
        return self.ending not in failed


def lengths(matrix: Floats) -> Floats:
    """Euclidean lengths (n,) of the columns, without squares that overflow or vanish."""
    _, power = np.frexp(np.abs(matrix).max(axis=0, initial=0))
    return np.ldexp(np.linalg.norm(np.ldexp(matrix, -power), axis=0), power)
