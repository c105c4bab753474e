"""Least squares in a ball: minimize ½‖Ax - b‖² where xᵀx ≤ c (Goodfellow et al., Deep Learning, section 4.5).

The Lagrangian is L = ½‖Ax - b‖² + λ(xᵀx - c), λ ≥ 0, and ∂L/∂x = 0 reads (AᵀA + 2λI)x = Aᵀb: ridge regression, with
weight decay 2λ where that is written ½·decay·xᵀx.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from numerics.errors import NumericsError
from numerics.least_squares.direct import finished
from numerics.least_squares.solution import Ending, Floats, Solution
from numerics.numbers import format_number

MOST_ITERATIONS = 200


@dataclass(frozen=True, eq=False)
class Ridge:
    """The solutions x(λ) of (AᵀA + 2λI)x = Aᵀb for all λ ≥ 0, from one singular value decomposition.

    Along vᵢ the coefficient is σᵢ(uᵢᵀb)/(σᵢ² + 2λ). At λ = 0 it is the shortest least-squares solution.

    Attributes:
        sigma: (r,) the singular values that are not zero up to rounding.
        along: (r,) uᵢᵀb.
        directions: (r, n) vᵢ.
    """

    sigma: Floats
    along: Floats
    directions: Floats

    @classmethod
    def of(cls, matrix: Floats, right: Floats) -> "Ridge":
        """The path of A (m, n) and b (m,)."""
        u, sigma, vt = np.linalg.svd(matrix, full_matrices=False)
        rank = int((sigma > max(matrix.shape) * np.finfo(matrix.dtype).eps * sigma[0]).sum())
        return cls(sigma[:rank], u[:, :rank].T @ right, vt[:rank])

    def __call__(self, multiplier: ArrayLike) -> Floats:
        """x(λ), shape (..., n) for λ of shape (...)."""
        return self._weights(multiplier) @ self.directions

    def squared_norm(self, multiplier: ArrayLike) -> Floats:
        """x(λ)ᵀx(λ), which falls as λ grows."""
        with np.errstate(all="ignore"):
            return (self._weights(multiplier) ** 2).sum(-1)

    def slope(self, multiplier: ArrayLike) -> Floats:
        """The derivative of x(λ)ᵀx(λ): -4 Σ σᵢ²(uᵢᵀb)²/(σᵢ² + 2λ)³."""
        with np.errstate(all="ignore"):
            return (-4 * self._weights(multiplier) ** 2 / (self._damped(multiplier) * self.sigma)).sum(-1)

    def multiplier(self, radius: float) -> float:
        """λ at which x(λ) has length `radius`; 0 where x(0) is no longer than that.

        Newton's method on 1/‖x(λ)‖ - 1/radius, which is almost a straight line and concave: from λ = 0 the iterates
        grow towards the root and never pass it (M. D. Hebden 1973; J. J. Moré, D. C. Sorensen, SIAM J. Sci. Stat.
        Comput. 4, 1983).
        """
        value = self.sigma.dtype.type(0)
        for _ in range(MOST_ITERATIONS):
            norm = np.sqrt(self.squared_norm(value))
            if not norm > radius:
                break
            step = (norm / radius - 1) * 2 * norm**2 / -self.slope(value)
            if not value + step > value:
                break
            value = value + step
        return float(value)

    def _weights(self, multiplier: ArrayLike) -> Floats:
        return self.along / self._damped(multiplier)

    def _damped(self, multiplier: ArrayLike) -> Floats:
        """(σᵢ² + 2λ)/σᵢ without the square, which can overflow."""
        return self.sigma + 2 * np.asarray(multiplier, dtype=self.sigma.dtype)[..., None] / self.sigma


def norm_ball(matrix: Floats, right: Floats, *, radius: float) -> Solution:
    """Minimize ½‖Ax - b‖² where ‖x‖ ≤ `radius`, that is, xᵀx ≤ c with c = radius²; `multiplier` is λ."""
    if not 0 < radius < np.inf:
        raise NumericsError("The radius of the ball has to be a number above 0.")
    ridge = Ridge.of(matrix, right)
    multiplier = ridge.multiplier(radius)
    x = ridge(multiplier)
    ending = Ending.ON_THE_BALL if multiplier > 0 else Ending.INSIDE
    told = (
        f"{ending.value} λ = {format_number(multiplier)}, xᵀx = {format_number(float(x @ x))}, "
        f"c = {format_number(radius**2)}."
    )
    return finished("norm_ball", matrix, right, x, len(ridge.sigma), ending, told, multiplier=multiplier)


@dataclass(frozen=True, eq=False)
class Conditions:
    """The four Karush–Kuhn–Tucker conditions at points x with multipliers λ, each as what is left of it (...).

    Attributes:
        stationarity: ‖Aᵀ(Ax - b) + 2λx‖, to be 0.
        excess: xᵀx - c, to be at most 0; also ∂L/∂λ.
        multiplier: λ, to be at least 0.
        complementarity: λ(xᵀx - c), to be 0.
    """

    stationarity: NDArray[np.float64]
    excess: NDArray[np.float64]
    multiplier: NDArray[np.float64]
    complementarity: NDArray[np.float64]

    @classmethod
    def at(cls, matrix: Floats, right: Floats, radius: float, x: Floats, multiplier: ArrayLike) -> "Conditions":
        """The conditions at x (..., n), with λ (...)."""
        factor = np.asarray(multiplier, dtype=np.float64)
        with np.errstate(all="ignore"):
            gradient = (x @ matrix.T - right) @ matrix + 2 * factor[..., None] * x
            excess = (x**2).sum(-1) - radius**2
            return cls(np.linalg.norm(gradient, axis=-1), excess, factor, factor * excess)

    def hold(self, matrix: Floats, right: Floats, radius: float, tolerance: float) -> dict[str, NDArray[np.bool_]]:
        """Whether each of them holds (...), up to `tolerance` times the size of its terms."""
        force, limit = float(np.linalg.norm(matrix.T @ right)), radius**2
        return {
            "stationary": np.asarray(self.stationarity <= tolerance * force),
            "in the ball": np.asarray(self.excess <= tolerance * limit),
            "signed": np.asarray(self.multiplier >= 0),
            "complementary": np.asarray(np.abs(self.complementarity) <= tolerance * limit * self.multiplier),
        }


@dataclass(frozen=True, eq=False)
class Ascent:
    """Gradient ascent on λ.

    Attributes:
        multiplier: (T + 1,) λ, from 0 on.
        x: (T + 1, n) x(λ).
        converged: whether |xᵀx - c| came within the tolerance, or λ stays at 0.
    """

    multiplier: NDArray[np.float64]
    x: NDArray[np.float64]
    converged: bool


def ascend(ridge: Ridge, radius: float, learning_rate: float, steps: int, tolerance: float = 1e-6) -> Ascent:
    """Raise λ along ∂L/∂λ = xᵀx - c: λ ← max(0, λ + η(x(λ)ᵀx(λ) - c)), from λ = 0.

    It ends once |xᵀx - c| ≤ `tolerance` · c, or λ stays at 0 where xᵀx < c, or after `steps`.
    """
    limit = radius**2
    values, points = [0.0], [ridge(0.0)]
    converged = False
    while True:
        excess = float(points[-1] @ points[-1]) - limit
        converged = abs(excess) <= tolerance * limit or (values[-1] == 0 and excess < 0)
        if converged or len(values) > steps:
            break
        values.append(max(0.0, values[-1] + learning_rate * excess))
        points.append(ridge(values[-1]))
    return Ascent(np.array(values), np.array(points), converged)
