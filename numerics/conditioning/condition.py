"""The condition number of a matrix, in every norm, as float64 computes it."""

import math
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from numerics.errors import NumericsError

KINDS = ("2", "1", "inf", "frobenius", "eigenvalue")
_ORDERS: dict[str, Any] = {"1": 1, "inf": np.inf, "frobenius": "fro"}


def condition_number(A: ArrayLike, kind: str = "2") -> float:
    """The condition number of A, (n, n); infinite where A is singular, NaN where it has an entry that is no number.

    Args:
        A: a square matrix, real or complex; for `kind="2"` also a rectangular one.
        kind: of which norm in κ = ‖A‖ ‖A⁻¹‖: "2" (σmax/σmin, the ratio of singular values), "1" (largest column sum),
            "inf" (largest row sum) or "frobenius" (root of the sum of squares: at least n); or "eigenvalue", the
            ratio max|λi| / min|λj| of the chapter's equation 4.2, which is no norm's condition number: it is at most
            κ₂, and equal to it if A is normal (A Aᵀ = Aᵀ A), as symmetric matrices are.

    Raises NumericsError for an unknown kind and for what is no matrix, or not a square one where it must be.

    Source: N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed. (2002), chapters 6 and 7.
    """
    if kind not in KINDS:
        raise NumericsError(f"The kind of a condition number is one of {', '.join(KINDS)}.")
    matrix = _matrix(A)
    if kind != "2" and matrix.shape[0] != matrix.shape[1]:
        raise NumericsError("Only a square matrix has this condition number; kind 2 also takes a rectangular one.")
    if not np.isfinite(matrix).all():
        return math.nan
    largest = float(np.abs(matrix).max())
    if largest == 0:
        return math.inf
    # κ does not change when A is multiplied by a number, and no square overflows or underflows for one of size 1.
    scaled = matrix / 2.0 ** np.frexp(largest)[1]
    if kind == "2":
        return ratio(np.linalg.svd(scaled, compute_uv=False))
    if kind == "eigenvalue":
        return ratio(np.abs(np.linalg.eigvals(scaled)))
    try:
        inverse = np.linalg.inv(scaled)
    except np.linalg.LinAlgError:
        return math.inf
    with np.errstate(all="ignore"):
        return float(np.linalg.norm(scaled, _ORDERS[kind]) * np.linalg.norm(inverse, _ORDERS[kind]))


def ratio(sizes: NDArray[np.float64]) -> float:
    """The largest of some sizes (k,) over the smallest."""
    smallest = float(sizes.min())
    return float(sizes.max()) / smallest if smallest > 0 else math.inf


def _matrix(A: ArrayLike) -> NDArray[np.inexact]:
    array = np.asarray(A)
    if array.ndim != 2 or not array.size:
        raise NumericsError("A matrix is needed: rows of numbers, as many in each.")
    kind = np.complex128 if array.dtype.kind == "c" else np.float64
    return array.astype(kind)
