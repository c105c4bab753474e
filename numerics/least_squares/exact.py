"""The exact least-squares solution of given floats, in rational arithmetic, and the digits that a computed one has."""

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

import numpy as np
from flint import fmpq_mat
from numpy.typing import ArrayLike, NDArray

from numerics.fraction_matrix import flint_column, flint_matrix, fractions_of
from numerics.least_squares.solution import Floats


class Exact(NamedTuple):
    """The shortest solution x (n,), and the true rank of A."""

    x: tuple[Fraction, ...]
    rank: int


def exact_solution(matrix: Floats, right: Floats) -> tuple[Fraction, ...]:
    """The x of `solve_exactly`."""
    return solve_exactly(matrix, right).x


def solve_exactly(matrix: Floats, right: Floats) -> Exact:
    """The shortest x (n,) that minimizes ‖Ax - b‖, for the numbers A (m, n) and b (m,) exactly as they are stored.

    Every float is a fraction, and the normal equations in fractions have no rounding to suffer from. Where columns
    depend exactly on others, x = Fᵀz with the row space F of A: that is the shortest solution.
    """
    return _shortest(matrix.tolist(), right.tolist())


def exact_solution_of_fractions(rows: Sequence[Sequence[Fraction]], right: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """The same for rows (m, n) of fractions, such as decimals as they were printed."""
    return _shortest(rows, right).x


def _shortest(rows: Sequence[Sequence[Fraction | float]], right: Sequence[Fraction | float]) -> Exact:
    a, b, n = flint_matrix(rows), flint_column(right), len(rows[0])
    gram, moments = a.transpose() * a, a.transpose() * b
    reduced, rank = gram.rref()
    if rank == 0:
        return Exact((Fraction(0),) * n, rank)
    if rank == n:
        x = gram.solve(moments)
    else:
        space = fmpq_mat(rank, n, [reduced[i, j] for i in range(rank) for j in range(n)])
        x = space.transpose() * (space * gram * space.transpose()).solve(space * moments)
    return Exact(fractions_of(x), rank)


def correct_digits(x: ArrayLike, exact: Sequence[Fraction]) -> NDArray[np.float64]:
    """The digits (n,) to which each coefficient is right: -log₁₀ of its relative error, of its error where it is 0.

    NIST's log relative error (B. D. McCullough, The American Statistician 52, 1998): at least 0, and at most the
    digits of the format of x, 15.95 for float64 and 7.22 for float32. NaN where x is not finite.
    """
    values = np.asarray(x)
    most = -math.log10(float(np.finfo(values.dtype).eps) / 2)
    return np.array([_digits(float(value), truth, most) for value, truth in zip(values, exact, strict=True)])


def _digits(value: float, truth: Fraction, most: float) -> float:
    if not math.isfinite(value):
        return math.nan
    error = abs(Fraction(value) - truth) / (abs(truth) or 1)
    if error == 0:
        return most
    return min(max(math.log10(error.denominator) - math.log10(error.numerator), 0.0), most)
