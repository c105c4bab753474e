"""What a format typically leaves of a solution: many right-hand sides instead of one that may be lucky."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from numerics.conditioning.exact import exact_solution
from numerics.conditioning.matrices import Matrix, as_exact
from numerics.conditioning.solve import error_of, factor, rounded
from numerics.formats import Format, format_of

COUNT = 15


def typical_errors(
    matrix: Matrix, formats: Sequence[str | Format], count: int = COUNT, seed: int = 0
) -> NDArray[np.float64]:
    """The relative errors (k, count) of A x = b solved in k formats, for solutions x* with random entries.

    The entries of x* are drawn evenly from -1 … 1; b = A x* is stored in float64 before a format takes it.
    """
    factors = [factor(rounded(matrix, kind), kind) for kind in map(format_of, formats)]
    A, errors = rounded(matrix, format_of("float64")), np.empty((len(factors), count))
    for place, x in enumerate(np.random.default_rng(seed).uniform(-1, 1, (count, len(matrix)))):
        b = A @ x
        exact = exact_solution(matrix, as_exact(b))
        errors[:, place] = [error_of(each.solve(b), exact) for each in factors]
    return errors
