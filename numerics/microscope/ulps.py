"""Errors counted in the numbers of a format: how many of them lie between a result and the right one.

E. Schkufza, R. Sharma, A. Aiken, Stochastic optimization of floating-point programs with tunable precision, PLDI 2014;
the measure of Herbie (P. Panchekha et al., Automatically improving accuracy for floating point expressions, PLDI 2015).
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from numerics.formats import Format

Floats = NDArray[np.float64]


def ordinals(x: ArrayLike, format: Format) -> NDArray[np.int64]:
    """The place of each number in the order of all numbers of the format: 0 for ±0, 1 for the smallest one above, ….

    Infinity follows the largest number. `x` holds numbers of the format; NaN gives no meaningful place.
    """
    values = np.asarray(x, dtype=np.float64)
    magnitude = np.minimum(np.where(np.isnan(values), 0.0, np.abs(values)), format.largest)
    power = np.where(magnitude < format.smallest_normal, format.emin, np.frexp(magnitude)[1] - 1)
    units = np.ldexp(magnitude, format.fraction_bits - power).astype(np.int64)
    place = units + (power - format.emin).astype(np.int64) * 2**format.fraction_bits + np.isinf(values)
    return np.where(values < 0, -place, place)


def from_ordinals(places: ArrayLike, format: Format) -> Floats:
    """The numbers at these places; infinite beyond the largest one."""
    place = np.asarray(places, dtype=np.int64)
    binade, units = np.divmod(np.abs(place), 2**format.fraction_bits)
    hidden = np.where(binade > 0, 2**format.fraction_bits, 0)
    power = np.maximum(binade, 1) - 1 + format.emin
    with np.errstate(over="ignore"):
        magnitude = np.ldexp((units + hidden).astype(np.float64), power - format.fraction_bits)
    magnitude = np.where(magnitude > format.largest, np.inf, magnitude)
    return np.where(place < 0, -magnitude, magnitude)


def ulps_between(computed: Floats, true: Floats, format: Format) -> Floats:
    """The steps of one unit in the last place from the true to the computed numbers of the format.

    - Where the truth is NaN (no real value, or undecided) there is nothing to compare with: NaN.
    - A computed NaN where there is a true value is as wrong as can be: 2^bits - 1, every pattern of the format.
    - Infinity counts as the number after the largest one, for the truth as for the result.
    """
    with np.errstate(invalid="ignore"):
        distance = _distance(ordinals(computed, format), ordinals(true, format))
    distance = np.where(np.isnan(computed), 2.0**format.bits - 1, distance)
    return np.where(np.isnan(true), np.nan, distance)


def bits_of(ulps: ArrayLike) -> Floats:
    """Bits of error: log₂(1 + ulps), 0 for a correctly rounded result, 64 for NaN in float64."""
    return np.log2(1 + np.asarray(ulps, dtype=np.float64))


def _distance(a: NDArray[np.int64], b: NDArray[np.int64]) -> Floats:
    """|a - b| as float64; the difference of two places of float64 does not fit in 64 bits with a sign."""
    apart = np.maximum(a, b).astype(np.uint64) - np.minimum(a, b).astype(np.uint64)
    return apart.astype(np.float64)
