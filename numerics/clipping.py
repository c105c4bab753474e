"""Gradient clipping: no step may be longer than the gradient that is trusted.

R. Pascanu, T. Mikolov, Y. Bengio, On the difficulty of training recurrent neural networks, ICML 2013, section 3.2.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from numerics.errors import NumericsError

Array = NDArray[Any]


def clip_by_norm(gradient: ArrayLike, most: float) -> Array:
    """g · min(1, c / ‖g‖₂) for vectors g (..., n) and the longest length c = `most`: the direction is kept.

    The norm is taken of g / max|gᵢ|, whose squares neither overflow nor vanish, and in float64 at least; the result
    has the format of `gradient`. A gradient that is not finite has no direction: the result is NaN. Raises
    NumericsError unless `most` is a positive number.
    """
    g = _floats(gradient)
    limit = _positive(most)
    with np.errstate(all="ignore"):
        wide = g.astype(np.result_type(g, np.float64))
        largest = np.abs(wide).max(axis=-1, keepdims=True, initial=0.0)
        unit = wide / np.where(largest == 0, 1, largest)
        length = np.linalg.norm(unit, axis=-1, keepdims=True)  # between 1 and √n, as ‖g‖ itself might be infinite
        short = length <= limit / largest
        return np.where(short, g, (unit * (limit / length)).astype(g.dtype))


def clip_by_value(gradient: ArrayLike, most: float) -> Array:
    """Every entry of g (..., n) cut to -c … c, c = `most`: the direction turns towards a diagonal.

    NaN stays NaN. Raises NumericsError unless `most` is a positive number.
    """
    limit = _positive(most)
    return np.clip(_floats(gradient), -limit, limit)


def _floats(gradient: ArrayLike) -> Array:
    """An array of floats in its own format, with at least one axis."""
    g = np.atleast_1d(np.asarray(gradient))
    return g if np.issubdtype(g.dtype, np.floating) else g.astype(np.float64)


def _positive(most: float) -> float:
    if not most > 0:
        raise NumericsError(f"A gradient is clipped to a positive length, not {most:g}.")
    return float(most)
