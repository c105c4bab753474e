"""Scaling rows and columns: the cheapest preconditioners, and often all that a matrix needs."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def equilibrate(A: ArrayLike, sweeps: int = 10) -> tuple[Floats, Floats, Floats]:
    """Scale A, (n, n), to R A C whose rows and columns all have largest entries near 1; return R A C, and R, C (n,).

    Each sweep divides rows and columns by the root of their largest entry; the factors are powers of two, so that
    scaling rounds nothing. A row or column of zeros stays as it is.

    Source: D. Ruiz, A scaling algorithm to equilibrate both rows and columns norms in matrices, RAL-TR-2001-034.
    """
    scaled = np.array(A, dtype=np.float64)
    rows, columns = np.ones(len(scaled)), np.ones(len(scaled))
    for _ in range(sweeps):
        r, c = (_factor(np.abs(scaled).max(axis=axis)) for axis in (1, 0))
        if (r == 1).all() and (c == 1).all():
            break
        scaled, rows, columns = r[:, None] * scaled * c, rows * r, columns * c
    return scaled, rows, columns


def jacobi(A: ArrayLike) -> Floats:
    """D^-½ A D^-½ with D the absolute diagonal of A, (n, n): the diagonal becomes ±1; zeros on it are left alone.

    Of a positive definite matrix this is within a factor n of the best that any diagonal scaling can do to κ₂
    (A. van der Sluis, Numerische Mathematik 14, 1969).
    """
    matrix = np.asarray(A, dtype=np.float64)
    diagonal = np.abs(np.diag(matrix))
    root = np.sqrt(np.where(diagonal > 0, diagonal, 1.0))
    return matrix / root[:, None] / root


def _factor(largest: Floats) -> Floats:
    """The power of two nearest to 1/√largest."""
    safe = np.where(largest > 0, largest, 1.0)
    return np.exp2(-np.rint(np.log2(safe) / 2))
