"""The ways to solve one least-squares problem, side by side: digits against exact arithmetic, and time."""

import statistics
import time
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from numerics.errors import NumericsError
from numerics.least_squares.descent import safe_rate
from numerics.least_squares.exact import correct_digits, solve_exactly
from numerics.least_squares.solution import Floats, Solution
from numerics.least_squares.solve import least_squares

WAYS: Mapping[str, str] = {
    "normal": "Normal equations",
    "qr": "QR",
    "svd": "SVD",
    "gradient_descent": "Gradient descent",
    "newton": "Newton, one step",
}
PATIENCE = 0.03  # seconds for the repetitions of one way
MOST_REPETITIONS = 15


@dataclass(frozen=True, eq=False)
class Trial:
    """What the five ways make of one problem in one format.

    Attributes:
        format: float64 or float32.
        matrix: (m, n) A as the format has it.
        right: (m,) b as the format has it.
        exact: (n,) the exact solution of these stored numbers, the shortest where there are several.
        rank: of the stored A, in exact arithmetic.
        sigma: (min(m, n),) singular values of the stored A, computed in float64.
        solutions: by the names of `WAYS`.
        digits: by name, the digits (n,) to which each coefficient is right.
        seconds: by name, the median time of a solution on this machine.
    """

    format: str
    matrix: Floats
    right: Floats
    exact: tuple[Fraction, ...]
    rank: int
    sigma: NDArray[np.float64]
    solutions: Mapping[str, Solution]
    digits: Mapping[str, NDArray[np.float64]]
    seconds: Mapping[str, float]

    @property
    def condition(self) -> float:
        """κ₂(A), the largest singular value divided by the smallest; ∞ where the columns are dependent.

        Near and beyond 1/ε of float64 the smallest is rounding, and this only tells that κ is at least so large.
        """
        if self.rank < self.matrix.shape[1]:
            return np.inf
        with np.errstate(all="ignore"):
            return float(self.sigma[0] / self.sigma[-1])

    @property
    def squared_condition(self) -> float:
        """κ₂(AᵀA) = κ₂(A)²; ∞ where that is no number any more."""
        with np.errstate(all="ignore"):
            return float(np.square(self.condition))

    @property
    def epsilon(self) -> float:
        """The distance from 1 to the next number of the format."""
        return float(np.finfo(self.matrix.dtype).eps)

    @property
    def misfit(self) -> float:
        """‖Ax - b‖/(‖A‖‖x‖) at the exact solution: what multiplies κ² in the error of QR and SVD."""
        x = self._exact_floats
        with np.errstate(all="ignore"):
            residual = self.right.astype(np.float64) - self.matrix.astype(np.float64) @ x
            return float(np.linalg.norm(residual) / (self.sigma[0] * np.linalg.norm(x)))

    def expected(self, method: str) -> float:
        """The digits that perturbation theory promises for the whole of x, constants left out; NaN where A has
        dependent columns.

        Rounding is like a change of A by ε‖A‖, and that moves x by up to ε(κ + κ²‖Ax - b‖/(‖A‖‖x‖)) of its length
        (G. H. Golub, J. H. Wilkinson, Numer. Math. 9, 1966); the normal equations by εκ². Gradient descent is off by
        its last gradient through (AᵀA)⁻¹, at most ‖gradient‖/σₙ².
        """
        if not np.isfinite(self.condition):
            return np.nan
        squared, norms = self.squared_condition, self.solutions[method].gradient_norms
        through_gram = method in ("normal", "newton")
        with np.errstate(all="ignore"):
            error = self.epsilon / 2 * (squared if through_gram else self.condition + squared * self.misfit)
            if method == "gradient_descent" and norms is not None:
                left = norms[-1] / (np.square(self.sigma[-1]) * np.linalg.norm(self._exact_floats))
                error = np.fmax(error, left)
            return float(np.clip(-np.log10(error), 0, -np.log10(self.epsilon / 2)))

    @property
    def _exact_floats(self) -> NDArray[np.float64]:
        return np.array([float(value) for value in self.exact])


def compare(
    matrix: Floats, right: Floats, format: str, *, share: float = 1.0, tolerance: float = 1e-8, steps: int = 10_000
) -> Trial:
    """Solve in all five ways in a format.

    Args:
        share: the learning rate ε of gradient descent as a share of 1/σ₁²: below 2 it converges.
        tolerance: its δ.
        steps: its most steps.

    Raises NumericsError for numbers that the format does not have.
    """
    with np.errstate(over="ignore"):
        a, b = np.asarray(matrix).astype(format), np.asarray(right).astype(format)
    if not (np.isfinite(a).all() and np.isfinite(b).all()):
        raise NumericsError(f"The data have numbers that are too large for {format}.")
    exact = solve_exactly(a, b)
    sigma = np.linalg.svd(a.astype(np.float64), compute_uv=False)
    rate = share * safe_rate(sigma[0])
    options: dict[str, dict[str, Any]] = {
        "gradient_descent": {"learning_rate": rate, "tolerance": tolerance, "steps": steps}
    }
    solutions, seconds = {}, {}
    for method in WAYS:
        solutions[method], seconds[method] = _timed(a, b, method, format, options.get(method, {}))
    digits = {method: correct_digits(solution.x, exact.x) for method, solution in solutions.items()}
    return Trial(format, a, b, exact.x, exact.rank, sigma, solutions, digits, seconds)


def _timed(a: Floats, b: Floats, method: str, format: str, options: dict[str, Any]) -> tuple[Solution, float]:
    """A solution, and the median time of several."""
    times: list[float] = []
    while True:
        began = time.perf_counter()
        solution = least_squares(a, b, method, dtype=format, **options)
        times.append(time.perf_counter() - began)
        if len(times) >= MOST_REPETITIONS or sum(times) > PATIENCE:
            return solution, statistics.median(times)
