"""Iterative refinement: solve roughly, measure what is left precisely, solve for the correction, repeat."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from numerics.conditioning.exact import exact_solution
from numerics.conditioning.matrices import Matrix
from numerics.conditioning.solve import error_of, factor, residual_of, rounded
from numerics.formats import Format, format_of, round_to

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Refinement:
    """The course of a refinement: `x` (T+1, n), the relative errors and backward errors (T+1,) as in `Solution`."""

    x: Floats
    error: Floats
    residual: Floats


def refine(
    matrix: Matrix,
    b: tuple[Fraction, ...],
    factor_format: str | Format,
    working_format: str | Format,
    residual_format: str | Format,
    steps: int = 10,
) -> Refinement:
    """x ← x + d with L U d = b - A x, `steps` times.

    A is factored once in `factor_format`; A, b and x are stored in `working_format`; the residual b - A x is
    accumulated in `residual_format`. The error shrinks by about κ u of the factors' format a step, as long as that is
    below 1, down to a level that the other two decide.

    Source: J. H. Wilkinson, Rounding Errors in Algebraic Processes (1963); E. Carson and N. J. Higham, SIAM J. Sci.
    Comput. 40 (2018), for three precisions.
    """
    working, precise = format_of(working_format), format_of(residual_format)
    A, right = rounded(matrix, working), round_to(np.array(b, dtype=object), working)
    factors = factor(A, factor_format)
    x = round_to(factors.solve(right), working)
    course = [x]
    with np.errstate(all="ignore"):
        for _ in range(steps):
            rest = _residual(A, x, right, precise)
            size = float(np.abs(rest).max(initial=0.0))
            scale = 2.0 ** np.frexp(size)[1] if np.isfinite(size) and size else 1.0
            # The residual is brought to size 1 first: in a narrow format it would be flushed to zero.
            x = round_to(x + round_to(scale * factors.solve(rest / scale), working), working)
            course.append(x)
    exact = exact_solution(matrix, b)
    return Refinement(
        np.array(course),
        np.array([error_of(x, exact) for x in course]),
        np.array([residual_of(matrix, x, b) for x in course]),
    )


def _residual(A: Floats, x: Floats, b: Floats, format: Format) -> Floats:
    """b - A x, products and sums rounded to the format one after the other."""
    rest = round_to(b, format)
    for column, value in zip(A.T, x, strict=True):
        rest = round_to(rest - round_to(column * value, format), format)
    return rest
