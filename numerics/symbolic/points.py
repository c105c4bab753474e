"""Points as float64 arrays."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from numerics.errors import NumericsError


def as_points(points: ArrayLike, variables: tuple[str, ...]) -> NDArray[np.float64]:
    """Points (..., n) for n variables; NumericsError if they are no real numbers or of another shape."""
    try:
        array = np.asarray(points, np.float64)
    except (TypeError, ValueError) as error:
        raise NumericsError("A point is made of real numbers, one for each variable.") from error
    if array.ndim == 0 or array.shape[-1] != len(variables):
        given = array.shape[-1] if array.ndim else 0
        message = f"A point here has {len(variables)} coordinates ({', '.join(variables)}), not {given}."
        raise NumericsError(message)
    return array
