"""The factorizations that least squares stand on: Cholesky's of AᵀA, and Householder's of A.

Every operation is in the format of the arrays given, float64 or float32.
"""

from typing import NamedTuple

import numpy as np

from numerics.least_squares.solution import Floats, lengths


class NotPositiveDefiniteError(ArithmeticError):
    """Cholesky's method met a pivot that is not above its own rounding error.

    Attributes:
        place: of the pivot, from 0.
        pivot: its value, which would have to be positive.
        bound: the rounding error that a pivot here may have.
    """

    def __init__(self, place: int, pivot: float, bound: float) -> None:
        super().__init__(f"pivot {place + 1} is {pivot}")
        self.place, self.pivot, self.bound = place, pivot, bound


def cholesky(matrix: Floats) -> Floats:
    """L (n, n), lower triangular, with LLᵀ = `matrix`, which is symmetric; only its lower half is read.

    Pivot k is what is left of the diagonal once the first k columns are taken away. What is left carries the rounding
    errors of those subtractions, up to about (k + 1) ε of the diagonal (N. J. Higham, Accuracy and Stability of
    Numerical Algorithms, 2nd ed., section 10.1): a pivot that small, or negative, says nothing.

    Raises NotPositiveDefiniteError at the first such pivot.
    """
    n = len(matrix)
    factor = np.zeros_like(matrix)
    epsilon = np.finfo(matrix.dtype).eps
    for k in range(n):
        pivot = matrix[k, k] - factor[k, :k] @ factor[k, :k]
        bound = (k + 1) * epsilon * matrix[k, k] if k else 0.0
        if not bound < pivot < np.inf:
            raise NotPositiveDefiniteError(k, float(pivot), float(bound))
        factor[k, k] = np.sqrt(pivot)
        factor[k + 1 :, k] = (matrix[k + 1 :, k] - factor[k + 1 :, :k] @ factor[k, :k]) / factor[k, k]
    return factor


def solve_lower(factor: Floats, right: Floats) -> Floats:
    """x with Lx = `right`, by forward substitution."""
    x = np.zeros_like(right)
    for k in range(len(right)):
        x[k] = (right[k] - factor[k, :k] @ x[:k]) / factor[k, k]
    return x


def solve_upper(factor: Floats, right: Floats) -> Floats:
    """x with Rx = `right`, by back substitution."""
    x = np.zeros_like(right)
    for k in reversed(range(len(right))):
        x[k] = (right[k] - factor[k, k + 1 :] @ x[k + 1 :]) / factor[k, k]
    return x


class Triangle(NamedTuple):
    """What Householder's reflections make of A and b.

    Attributes:
        upper: (rank, rank) R, upper triangular, of the columns that were chosen.
        right: (rank,) the part of Qᵀb that belongs to them.
        order: (rank,) which columns of A they are.
    """

    upper: Floats
    right: Floats
    order: np.ndarray


def householder(matrix: Floats, right: Floats) -> Triangle:
    """Reflect A (m, n) to triangular form, and b (m,) along with it.

    Each reflection I - τvvᵀ turns one column into a multiple of a unit vector (A. S. Householder, J. ACM 5, 1958). The
    column with the longest remaining part comes next (P. Businger, G. H. Golub, Numer. Math. 7, 1965). A column of
    which no more than max(m, n) ε remains lies in the span of those before it as far as the format can tell, and is
    left out.
    """
    reduced, turned = matrix.copy(), right.copy()
    m, n = matrix.shape
    least = max(m, n) * np.finfo(matrix.dtype).eps * lengths(matrix)
    order: list[int] = []
    for k in range(min(m, n)):
        remaining = np.where(least > 0, lengths(reduced[k:]), 0)
        remaining[(remaining <= least) | np.isin(np.arange(n), order)] = 0
        column = int(remaining.argmax())
        if not remaining[column] > 0:
            break
        order.append(column)
        vector, first = reduced[k:, column].copy(), reduced[k, column]
        head = -np.copysign(remaining[column], first)
        tau = (head - first) / head
        vector[1:] /= first - head
        vector[0] = 1
        reduced[k:] -= np.outer(vector, tau * _products(reduced[k:], vector))
        turned[k:] -= vector * (tau * (vector * turned[k:]).sum())
        reduced[k, column] = head
    rank = len(order)
    return Triangle(reduced[:rank, order], turned[:rank], np.array(order, dtype=int))


def _products(matrix: Floats, vector: Floats) -> Floats:
    """vᵀaⱼ (n,) for all columns, added up pairwise: less rounding than one after the other, and the same everywhere."""
    return (np.ascontiguousarray(matrix.T) * vector).sum(-1)
