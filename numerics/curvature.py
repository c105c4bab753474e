"""What the Hessian says about a point: its eigenvalues, and the kind of a critical point."""

import math
from enum import Enum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from numerics.objective import Objective

Floats = NDArray[np.float64]


class Kind(Enum):
    """The kind of a critical point, as the second-derivative test sees it."""

    MINIMUM = "a minimum"
    MAXIMUM = "a maximum"
    SADDLE = "a saddle"
    UNDECIDED = "undecided"


def eigenvalues(hessian: ArrayLike) -> Floats:
    """Eigenvalues (..., n), ascending, of symmetric matrices (..., n, n); NaN where one is not finite."""
    matrix = np.asarray(hessian, dtype=np.float64)
    finite = np.asarray(np.isfinite(matrix).all((-2, -1)))
    values = np.linalg.eigvalsh(np.where(finite[..., None, None], matrix, 0.0))
    return np.where(finite[..., None], values, np.nan)


def kind_of(f: Objective, x: ArrayLike) -> Kind:
    """The kind of the critical point of f that lies at, or within rounding of, x (n,).

    The signs of the Hessian's eigenvalues decide, where they can be trusted: each must be large
    against rounding, and against the change of the Hessian over one Newton step. Near the flat
    point of x³ or x⁴, or in a flat tail, that step is long and the signs mean nothing: UNDECIDED.
    (The test compares the two terms of Kantorovich's condition, P. Deuflhard, Newton Methods for
    Nonlinear Problems, 2004, section 2.1.) Whether x is critical is the caller's business.
    """
    x = np.asarray(x, dtype=np.float64)
    hessian = f.hessian(x)
    curvature = eigenvalues(hessian)
    smallest, largest = np.abs(curvature).min(), np.abs(curvature).max()
    if not smallest > 1e-12 * largest:  # zero, or NaN
        return Kind.UNDECIDED
    step = np.linalg.solve(hessian, -f.gradient(x))
    change = np.linalg.norm(f.hessian(x + step) - hessian, 2) if np.isfinite(step).all() else np.inf
    if not change < smallest / 10:
        return Kind.UNDECIDED
    if curvature[0] > 0:
        return Kind.MINIMUM
    return Kind.MAXIMUM if curvature[-1] < 0 else Kind.SADDLE


def safe_learning_rate(f: Objective, x: ArrayLike) -> float | None:
    """1/λmax at x, half of gradient descent's limit on the local quadratic, rounded to one digit.

    None where no eigenvalue of the Hessian is positive and finite.
    """
    largest = float(eigenvalues(f.hessian(x))[-1])
    if not 0 < largest < math.inf:
        return None
    return float(f"{min(max(1 / largest, 1e-8), 1.0):.0e}")
