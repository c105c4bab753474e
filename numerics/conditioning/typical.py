"""What a format typically leaves of a solution: many right-hand sides instead of one that may be lucky."""

import numpy as np
from numpy.typing import NDArray

from numerics.conditioning.exact import exact_solution
from numerics.conditioning.matrices import Matrix, as_exact
from numerics.conditioning.solve import error_of, factor, rounded
from numerics.formats import Format, format_of

COUNT = 15


def typical_errors(matrix: Matrix, format: str | Format, count: int = COUNT, seed: int = 0) -> NDArray[np.float64]:
    """The relative errors (count,) of A x = b solved in a format, for solutions x* with random entries.

    The entries of x* are drawn evenly from -1 … 1; b = A x* is stored in float64 before the format takes it.
    """
    kind = format_of(format)
    factors, A = factor(rounded(matrix, kind), kind), rounded(matrix, format_of("float64"))
    errors = []
    for x in np.random.default_rng(seed).uniform(-1, 1, (count, len(matrix))):
        b = A @ x
        errors.append(error_of(factors.solve(b), exact_solution(matrix, as_exact(b))))
    return np.array(errors)
