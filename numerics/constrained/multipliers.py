"""Multipliers by least squares, and whether there can be others.

Everything here is in scaled coordinates: the gradients are multiplied by the size of each coordinate.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import nnls

from numerics.constrained.model import Floats

RANK = 1e-6  # relative to unit gradients: directions closer than this count as dependent


def signed_least_squares(columns: Floats, right: Floats, free: NDArray[np.bool_]) -> Floats:
    """λ (m,) that makes ‖columns · λ - right‖ least, where λᵢ ≥ 0 unless `free` (m,) says otherwise.

    Columns that depend on each other up to `RANK` count as dependent, so that multipliers so large that they only
    cancel each other are not found. What free columns can do is projected away; the rest is non-negative least squares
    (C. L. Lawson, R. J. Hanson, "Solving Least Squares Problems", chapter 23), whose support is then solved once more
    by orthogonal factors.
    """
    lengths = np.linalg.norm(columns, axis=0)
    lengths[lengths == 0] = 1.0
    scaled = columns / lengths
    basis = _range(scaled[:, free])
    signed = scaled[:, ~free] - basis @ (basis.T @ scaled[:, ~free])
    multipliers = np.zeros(columns.shape[1])
    small = RANK * np.eye(signed.shape[1])
    target = np.append(right - basis @ (basis.T @ right), np.zeros(len(small)))
    multipliers[~free] = _nnls(np.vstack([signed, small]), target)
    support = free | (multipliers > 0)
    while True:
        refined = np.zeros_like(multipliers)
        refined[support] = np.linalg.lstsq(scaled[:, support], right, rcond=RANK)[0]
        negative = ~free & (refined < 0)
        if not negative.any():
            return refined / lengths
        support &= ~negative


def rank_of(rows: Floats) -> int:
    """The number of independent rows among gradients whose lengths are at most 1."""
    return int((np.linalg.svd(rows, compute_uv=False) > RANK).sum()) if rows.size else 0


def positively_dependent(free: Floats, signed: Floats) -> bool:
    """Whether Σ aᵢ freeᵢ + Σ pⱼ signedⱼ = 0 for some a and p ≥ 0 that are not all zero.

    The rows are gradients of length at most 1. For all active constraints it says that the qualification of
    Mangasarian and Fromovitz fails; with the strongly active ones among the free rows (J. Kyparisis, Math. Programming
    32, 1985), that the multipliers are not unique.
    """
    if rank_of(free) < len(free):
        return True
    if not len(signed):
        return False
    basis = _range(free.T)
    rest = signed.T - basis @ (basis.T @ signed.T)
    weights = _nnls(np.vstack([rest, np.ones(rest.shape[1])]), np.append(np.zeros(len(rest)), 1.0))
    return bool(weights.sum() > 0 and np.linalg.norm(rest @ weights) <= RANK * weights.sum())


def _range(columns: Floats) -> Floats:
    """An orthonormal basis of what the columns span."""
    u, sigma, _ = np.linalg.svd(columns, full_matrices=False)
    return u[:, sigma > RANK]


def _nnls(columns: Floats, right: Floats) -> Floats:
    if not columns.shape[1]:
        return np.zeros(0)
    try:
        return nnls(columns, right, maxiter=50 * columns.shape[1])[0]
    except RuntimeError:  # its limit of iterations, where columns are dependent up to rounding
        return np.zeros(columns.shape[1])
