"""What the Hessian says about a point: its eigenvalues, and the kind of a critical point."""

from enum import Enum
from typing import NamedTuple

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


class Model(NamedTuple):
    """The quadratic model of f at k points: its Newton steps and eigenvalues (k, n), and where it is trusted (k,)."""

    step: Floats
    eigenvalues: Floats
    trusted: NDArray[np.bool_]


def model(f: Objective, x: Floats) -> Model:
    """The quadratic model of f at points x (k, n), and whether it tells what lies one Newton step away.

    It is trusted where each eigenvalue is large against rounding, and against the change of the Hessian over
    that step. Near the flat point of x³ or x⁴, or in a flat tail, the step is long and the signs of the
    eigenvalues mean nothing. (The test compares the two terms of Kantorovich's condition, P. Deuflhard, Newton
    Methods for Nonlinear Problems, 2004, section 2.1.) Where it is not trusted for rounding the step is NaN.
    """
    hessian = f.hessian(x)
    curvature = eigenvalues(hessian)
    smallest, largest = np.abs(curvature).min(-1), np.abs(curvature).max(-1)
    regular = smallest > 1e-12 * largest  # not zero, nor NaN
    step = np.full_like(x, np.nan)
    step[regular] = np.linalg.solve(hessian[regular], -f.gradient(x)[regular][..., None])[..., 0]
    with np.errstate(all="ignore"):
        change = np.linalg.norm(f.hessian(x + step) - hessian, axis=(-2, -1))
        return Model(step, curvature, regular & (change < smallest / 10))


def kinds_of(f: Objective, x: ArrayLike) -> list[Kind]:
    """The kinds of the critical points of f that lie at, or within rounding of, x (k, n).

    The signs of the Hessian's eigenvalues decide where the quadratic model is trusted; elsewhere the kind is
    UNDECIDED. Whether x is critical is the caller's business.
    """
    at = model(f, np.asarray(x, dtype=np.float64))
    positive = (at.eigenvalues > 0).sum(-1)
    by_sign = {0: Kind.MAXIMUM, at.eigenvalues.shape[-1]: Kind.MINIMUM}
    return [
        by_sign.get(count, Kind.SADDLE) if trusted else Kind.UNDECIDED
        for count, trusted in zip(positive.tolist(), at.trusted.tolist(), strict=True)
    ]


def kind_of(f: Objective, x: ArrayLike) -> Kind:
    """The kind of one critical point x (n,); see `kinds_of`."""
    return kinds_of(f, np.asarray(x, dtype=np.float64)[None])[0]


def safe_learning_rate(f: Objective, x: ArrayLike) -> float | None:
    """1/λmax at x (..., n), half of gradient descent's limit on the local quadratic, rounded to one digit.

    Of several points the largest finite curvature counts. None where no eigenvalue is positive and finite.
    """
    curvatures = eigenvalues(f.hessian(x))
    largest = float(curvatures[np.isfinite(curvatures)].max(initial=0.0))
    if not largest > 0:
        return None
    return float(f"{min(max(1 / largest, 1e-8), 1.0):.0e}")
