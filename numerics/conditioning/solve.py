"""Gaussian elimination in any number format: every multiplication, division and subtraction rounded to it."""

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike, NDArray

from numerics.conditioning.exact import exact_solution
from numerics.conditioning.matrices import Matrix
from numerics.formats import Format, format_of, round_to

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Factors:
    """P A = L U in a format: unit lower triangle and upper triangle in one array, and the order of the rows.

    Attributes:
        LU: (n, n), L below the diagonal (its ones left out) and U on and above it.
        rows: (n,), row i of L U is row rows[i] of A.
        format: of every number.
    """

    LU: Floats
    rows: NDArray[np.intp]
    format: Format

    def solve(self, b: Floats) -> Floats:
        """The solution of A x = b by substitution, (n,); infinite or NaN where a pivot is zero."""
        x, LU, n = round_to(b, self.format)[self.rows], self.LU, len(b)
        with np.errstate(all="ignore"):
            for k in range(n):  # L y = P b
                x[k + 1 :] = self._less(x[k + 1 :], LU[k + 1 :, k], x[k])
            for k in reversed(range(n)):  # U x = y
                x[k] = round_to(x[k] / LU[k, k], self.format)
                x[:k] = self._less(x[:k], LU[:k, k], x[k])
        return x

    def _less(self, x: Floats, column: Floats, factor: float) -> Floats:
        return round_to(x - round_to(column * factor, self.format), self.format)


def factor(A: ArrayLike, format: str | Format = "float64") -> Factors:
    """Factor A, (n, n), by Gaussian elimination with partial pivoting, every operation rounded to the format.

    Higham (2002), Algorithm 9.2. A singular matrix leaves a zero pivot, and its solutions are infinite or NaN.
    """
    kind = format_of(format)
    LU = round_to(np.asarray(A, dtype=np.float64), kind)
    rows = np.arange(len(LU))
    with np.errstate(all="ignore"):
        for k in range(len(LU) - 1):
            pivot = k + int(np.argmax(np.nan_to_num(np.abs(LU[k:, k]), nan=-1.0, posinf=math.inf)))
            LU[[k, pivot]], rows[[k, pivot]] = LU[[pivot, k]], rows[[pivot, k]]
            if LU[k, k] == 0:
                continue  # nothing below it either
            LU[k + 1 :, k] = round_to(LU[k + 1 :, k] / LU[k, k], kind)
            products = round_to(np.outer(LU[k + 1 :, k], LU[k, k + 1 :]), kind)
            LU[k + 1 :, k + 1 :] = round_to(LU[k + 1 :, k + 1 :] - products, kind)
    return Factors(LU, rows, kind)


@dataclass(frozen=True, eq=False)
class Solution:
    """A x = b as one format solves it, beside the exact solution.

    Attributes:
        x: (n,) computed.
        error: ‖x - x*‖₂ / ‖x*‖₂ with the exact x* of the exact A and b; NaN where there is none or x is not finite.
        residual: ‖b - A x‖₂ / (‖A‖₂ ‖x‖₂ + ‖b‖₂), the smallest relative change of A and b for which x is exact
            (Rigal and Gaches, J. ACM 14, 1967).
        format: in which it was computed.
    """

    x: Floats
    error: float
    residual: float
    format: Format


def solve(matrix: Matrix, b: tuple[Fraction, ...], format: str | Format = "float64") -> Solution:
    """Solve A x = b by Gaussian elimination in a format, A and b rounded to it first."""
    kind = format_of(format)
    x = factor(rounded(matrix, kind), kind).solve(round_to(np.array(b, dtype=object), kind))
    return Solution(x, error_of(x, exact_solution(matrix, b)), residual_of(matrix, x, b), kind)


def rounded(matrix: Matrix, format: Format) -> Floats:
    """The exact matrix stored in a format, (n, n)."""
    return round_to(np.array(matrix, dtype=object), format)


def error_of(x: Floats, exact: tuple[Fraction, ...] | None) -> float:
    """‖x - x*‖₂ / ‖x*‖₂; NaN without an x*, infinite for x that is not finite or where x* is 0 and x is not."""
    if exact is None:
        return math.nan
    if not np.isfinite(x).all():
        return math.inf
    off = [Fraction(value) - true for value, true in zip(x.tolist(), exact, strict=True)]
    return _relative(off, exact)


def residual_of(matrix: Matrix, x: Floats, b: tuple[Fraction, ...]) -> float:
    """The normwise backward error of x, see `Solution.residual`, from the exact residual; infinite for x not finite."""
    if not np.isfinite(x).all():
        return math.inf
    values = [Fraction(value) for value in x.tolist()]
    rest = [right - sum(a * v for a, v in zip(row, values, strict=True)) for row, right in zip(matrix, b, strict=True)]
    A = np.array([[float(entry) for entry in row] for row in matrix])
    size = np.linalg.norm(A, 2) * np.linalg.norm(x) + _length(b)
    return float(_length(rest) / size) if size else 0.0


def digits_left(error: float, format: Format) -> float:
    """Correct decimal digits of a relative error, between 0 and those that the format carries."""
    carried = -math.log10(format.epsilon / 2)
    if math.isnan(error):
        return math.nan
    return carried if error == 0 else min(max(-math.log10(error), 0.0), carried)


def _relative(off: list[Fraction], exact: tuple[Fraction, ...]) -> float:
    size = _length(exact)
    return float(_length(off) / size) if size else (math.inf if any(off) else 0.0)


def _length(values: tuple[Fraction, ...] | list[Fraction]) -> float:
    """The 2-norm of exact numbers, without overflow or underflow on the way."""
    largest = max((abs(value) for value in values), default=Fraction(0))
    if not largest:
        return 0.0
    return float(largest) * math.sqrt(sum(float(value / largest) ** 2 for value in values))
