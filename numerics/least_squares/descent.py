"""Least squares by gradient descent: Algorithm 4.1 of Goodfellow, Bengio and Courville, Deep Learning (2016)."""

import numpy as np

from numerics.least_squares.direct import finished
from numerics.least_squares.solution import Ending, Floats, Solution
from numerics.numbers import format_number

LARGEST_RATE = 1e300


def safe_rate(largest: float) -> float:
    """1/σ₁², the inverse of the largest curvature, as far as floats reach; 1 for a matrix of zeros."""
    with np.errstate(all="ignore"):
        return float(np.minimum(1 / np.float64(largest) ** 2, LARGEST_RATE)) if largest else 1.0


def gradient_descent(
    matrix: Floats,
    right: Floats,
    *,
    learning_rate: float | None = None,
    tolerance: float = 1e-8,
    steps: int = 10_000,
    start: Floats | None = None,
) -> Solution:
    """While ‖Aᵀ(Ax - b)‖ > δ: x ← x - ε Aᵀ(Ax - b).

    The error along an eigenvector of AᵀA with eigenvalue σ² is multiplied by 1 - εσ² at every step: it shrinks where
    εσ² < 2. From the start 0, x stays in the row space of A, so that the limit is the shortest solution.

    Args:
        learning_rate: ε; None takes 1/σ₁², which is safe.
        tolerance: δ, for the length of the gradient.
        steps: at most so many.
        start: (n,); None begins at 0.
    """
    if learning_rate is None:
        learning_rate = safe_rate(float(np.linalg.norm(matrix.astype(np.float64), 2)))
    rate = matrix.dtype.type(learning_rate)
    path = [np.zeros_like(matrix[0]) if start is None else start]
    norms: list[float] = []
    while True:
        x = path[-1]
        gradient = matrix.T @ (matrix @ x - right)
        norms.append(float(np.linalg.norm(gradient)))
        if not np.isfinite(norms[-1]):
            ending = Ending.DIVERGED
        elif norms[-1] <= tolerance:
            ending = Ending.CONVERGED
        elif len(path) > 1 and (x == path[-2]).all():
            ending = Ending.STALLED
        elif len(path) > steps:
            ending = Ending.STEP_LIMIT
        else:
            path.append(x - rate * gradient)
            continue
        told = (
            f"{ending.value} After {len(path) - 1} steps of ε = {format_number(learning_rate)} the gradient's norm is "
            f"{format_number(norms[-1])}, and δ is {format_number(tolerance)}."
        )
        return finished(
            "gradient_descent",
            matrix,
            right,
            x,
            None,
            ending,
            told,
            path=np.array(path),
            gradient_norms=np.array(norms),
            learning_rate=learning_rate,
        )
