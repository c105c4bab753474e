"""The function that least squares make small, as a landscape over the coefficients."""

from dataclasses import dataclass

import numpy as np

from numerics.least_squares.solution import Floats


@dataclass(frozen=True, eq=False)
class Loss:
    """f(x) = ½‖Ax - b‖² = least + ½‖R(x - best)‖², with R (min(m, n), n) the triangle of A: as cheap for many rows."""

    best: Floats
    least: float
    upper: Floats

    @classmethod
    def of(cls, matrix: Floats, right: Floats) -> "Loss":
        """The landscape of A (m, n) and b (m,)."""
        best: Floats = np.linalg.lstsq(matrix, right, rcond=None)[0]
        residual = right - matrix @ best
        upper: Floats = np.linalg.qr(matrix).R
        return cls(best, float(residual @ residual) / 2, upper)

    def __call__(self, x: Floats) -> Floats:
        """f at x (..., n), shape (...)."""
        return self.least + (((x - self.best) @ self.upper.T) ** 2).sum(-1) / 2

    def gradient(self, x: Floats) -> Floats:
        """Aᵀ(Ax - b) at x (..., n)."""
        return (x - self.best) @ self.upper.T @ self.upper
