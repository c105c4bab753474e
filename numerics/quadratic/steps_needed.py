"""How many steps a method takes on ½ xᵀAx until the gradient has shrunk to a given share, counted and predicted.

Everything starts from equal errors along all eigenvectors, unless another start is given. A count is NaN where the
limit of steps came first.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.signal import lfilter, lfiltic

from numerics.methods import METHODS
from numerics.recurrence import radius

Floats = NDArray[np.float64]

TOLERANCE = 1e-10  # of ‖g‖/‖g₀‖
MOST = 200_000
BLOCK = 4096  # steps made at once
LONGEST_CG = 100  # steps for each variable: beyond, conjugate gradient is lost


def descent_steps(
    method: str,
    curvature: Floats,
    tolerance: float = TOLERANCE,
    most: int = MOST,
    knobs: tuple[float, float] | None = None,
    start: Floats | None = None,
) -> float:
    """The steps of gradient descent or momentum with constant knobs, counted in the eigenbasis.

    There the n errors go their ways apart: along curvature λ each step makes e₊ = a e - b e₋ of them, and that
    is carried out in float64, step by step, until ‖λ e‖ ≤ tolerance ‖λ e₀‖.

    Args:
        method: `gradient_descent` or `momentum`, or another one with a recurrence and known best knobs.
        curvature: (n,) the eigenvalues, positive.
        tolerance: the share of the first gradient's length.
        most: the limit of steps, about.
        knobs: learning rate and momentum; None for the best ones.
        start: (n,) the errors along the eigenvectors; None for 1 along each.
    """
    chosen = METHODS[method]
    knobs = knobs or chosen.tuned(float(curvature.min()), float(curvature.max()))
    coefficients = knobs and chosen.coefficients(knobs[0] * curvature, knobs[1])
    if not coefficients:
        raise ValueError(f"{method} has no recurrence with known best knobs")
    pairs = list(zip(*coefficients, strict=True))
    first = np.ones_like(curvature) if start is None else start
    state = [lfiltic([1.0], [1.0, -a, b], [e, e]) for (a, b), e in zip(pairs, first, strict=True)]
    goal = tolerance * float(np.linalg.norm(curvature * first))
    silence = np.zeros(BLOCK)
    for done in range(0, most, BLOCK):
        square = np.zeros(BLOCK)
        with np.errstate(all="ignore"):
            for k, (a, b) in enumerate(pairs):
                error, state[k] = lfilter([1.0], [1.0, -a, b], silence, zi=state[k])
                square += (curvature[k] * error) ** 2
        arrived = square <= goal**2
        if arrived.any():
            return float(done + 1 + arrived.argmax())
        if not np.isfinite(square[-1]):
            break
    return math.nan


def predicted_steps(method: str, condition: float, tolerance: float = TOLERANCE) -> float:
    """What theory says for the steepest direction, with the best knobs: a real number of steps.

    Gradient descent multiplies the error by ρ = (κ - 1)/(κ + 1) a step. Momentum's root is double there, and the error
    is (1 + (1 + ρ) t) ρᵗ with ρ = (√κ - 1)/(√κ + 1): a power with a transient that grows like t.
    """
    chosen = METHODS[method]
    rate, momentum = chosen.tuned(1.0, condition) or (1.0, 0.0)
    coefficients = chosen.coefficients(np.array([rate, rate * condition]), momentum)
    if coefficients is None:
        raise ValueError(f"{method} has no recurrence")
    rho = math.sqrt(momentum) if momentum else float(radius(*coefficients).max())
    if rho < 1e-12:
        return 1.0
    plain = math.log(tolerance) / math.log(rho)
    if not momentum:
        return plain
    return float(
        brentq(lambda t: math.log1p((1 + rho) * t) + t * math.log(rho) - math.log(tolerance), plain, 9 * plain)
    )


def conjugate_gradient_steps(matrix: Floats, start: Floats, tolerance: float = TOLERANCE) -> float:
    """The steps of the method of conjugate gradients on ½ xᵀAx, in float64.

        α = rᵀr / dᵀAd;  x ← x + α d;  r₊ = r - α A d;  d ← r₊ + (r₊ᵀr₊ / rᵀr) d

    In exact arithmetic the residual r, which is -∇f, is zero after as many steps as A has different eigenvalues, at
    most n. Rounding costs the directions their conjugacy, the more so the larger κ; the true gradient A x decides here.
    M. R. Hestenes, E. Stiefel, J. Res. Natl. Bur. Stand. 49 (1952) 409–436.
    """
    x, residual = start.copy(), -(matrix @ start)
    direction, square = residual, float(residual @ residual)
    goal = tolerance * math.sqrt(square)
    for step in range(1, LONGEST_CG * len(start) + 1):
        product = matrix @ direction
        length = square / float(direction @ product)
        x = x + length * direction
        if np.linalg.norm(matrix @ x) <= goal:
            return float(step)
        residual = residual - length * product
        before, square = square, float(residual @ residual)
        if square == 0:
            break  # nothing more to correct, as far as rounding can tell
        direction = residual + square / before * direction
    return math.nan


def newton_steps(matrix: Floats, start: Floats, tolerance: float = TOLERANCE) -> float:
    """The steps of Newton's method, x ← x - A⁻¹ A x, in float64: one, while κ leaves the solution enough digits."""
    x, goal = start, tolerance * float(np.linalg.norm(matrix @ start))
    for step in range(1, 11):
        x = x - np.linalg.solve(matrix, matrix @ x)
        if np.linalg.norm(matrix @ x) <= goal:
            return float(step)
    return math.nan


SPREADS = ("log", "even", "ends")


def curvatures(condition: float, n: int, spread: str) -> Floats:
    """n eigenvalues from 1 to κ, spread evenly in the logarithm (`log`), evenly (`even`), or at the `ends` alone."""
    if spread == "log":
        return np.geomspace(1, condition, n)
    if spread == "even":
        return np.linspace(1, condition, n)
    return np.where(np.arange(n) < n / 2, 1.0, condition)


@dataclass(frozen=True, eq=False)
class Scaling:
    """Steps against κ: the `conditions` (K,), and by the name of each method its `counts` and `predicted` (K,).

    Of conjugate gradient `predicted` is the bound of exact arithmetic, the number of different eigenvalues.
    """

    conditions: Floats
    counts: dict[str, Floats]
    predicted: dict[str, Floats]

    def slope(self, method: str) -> float:
        """The exponent p of steps ∝ κᵖ, by least squares through the counts on logarithmic axes."""
        counts = self.counts[method]
        known = np.isfinite(counts)
        return float(np.polyfit(np.log(self.conditions[known]), np.log(counts[known]), 1)[0])


def scaling(conditions: Floats, n: int, spread: str = "log", tolerance: float = TOLERANCE) -> Scaling:
    """The steps of four methods for every one of `conditions` (K,), all > 1, in n variables, n ≥ 2.

    Conjugate gradient and Newton's method work on a matrix turned by a fixed random rotation, so that rounding shows.
    """
    basis, _ = np.linalg.qr(np.random.default_rng(8).normal(size=(n, n)))
    spectra = [curvatures(float(condition), n, spread) for condition in conditions]
    counts: dict[str, Floats] = {
        method: np.array([descent_steps(method, spectrum, tolerance) for spectrum in spectra])
        for method in ("gradient_descent", "momentum")
    }
    predicted = {
        method: np.array([predicted_steps(method, float(c), tolerance) for c in conditions]) for method in counts
    }
    matrices = [basis * spectrum @ basis.T for spectrum in spectra]
    start = basis.sum(axis=1)
    counts["conjugate_gradient"] = np.array([conjugate_gradient_steps(a, start, tolerance) for a in matrices])
    counts["newton"] = np.array([newton_steps(a, start, tolerance) for a in matrices])
    predicted["conjugate_gradient"] = np.array([float(len(np.unique(spectrum))) for spectrum in spectra])
    predicted["newton"] = np.ones(len(conditions))
    return Scaling(conditions, counts, predicted)
