"""How a change of the right-hand side comes back in the solution."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Amplification:
    """What becomes of relative errors in b, in the 2-norm.

    Attributes:
        actual: (‖δx‖/‖x‖) / (‖δb‖/‖b‖) of the given δb.
        here: the largest for this b, over all directions of δb: ‖A⁻¹‖ ‖b‖ / ‖x‖.
        worst: the largest for any b: κ₂(A).
        worst_b, worst_db: unit vectors (n,) that reach it: b along the first left singular vector, δb along the last.
    """

    actual: float
    here: float
    worst: float
    worst_b: Floats
    worst_db: Floats


def amplification(A: ArrayLike, b: ArrayLike, db: ArrayLike) -> Amplification:
    """How A, (n, n) and invertible, amplifies the relative change db of b, both (n,).

    From A δx = δb: ‖δx‖ ≤ ‖δb‖/σmin and ‖b‖ ≤ σmax ‖x‖, with equality along singular vectors. NaN where b or db is 0.
    """
    matrix, right, change = (np.asarray(part, dtype=np.float64) for part in (A, b, db))
    U, sigma, Vt = np.linalg.svd(matrix)
    with np.errstate(all="ignore"):
        x, dx = (Vt.T @ ((U.T @ part) / sigma) for part in (right, change))
        size = np.linalg.norm(x) / np.linalg.norm(right)
        actual = np.linalg.norm(dx) / np.linalg.norm(change) / size
        return Amplification(float(actual), float(1 / sigma[-1] / size), float(sigma[0] / sigma[-1]), U[:, 0], U[:, -1])


def perturbed(A: ArrayLike, b: ArrayLike, size: float, count: int, seed: int = 0) -> tuple[Floats, Floats]:
    """`count` right-hand sides at the relative distance `size` from b, in random directions, and their solutions.

    Return (count, n) and (count, n). In two dimensions the directions go round the circle evenly.
    """
    matrix, right = np.asarray(A, dtype=np.float64), np.asarray(b, dtype=np.float64)
    if len(right) == 2:
        turn = np.linspace(0, 2 * np.pi, count, endpoint=False)
        directions = np.stack([np.cos(turn), np.sin(turn)], axis=-1)
    else:
        directions = np.random.default_rng(seed).standard_normal((count, len(right)))
        directions /= np.linalg.norm(directions, axis=-1, keepdims=True)
    around = right + size * np.linalg.norm(right) * directions
    return around, np.linalg.solve(matrix, around[..., None])[..., 0]
