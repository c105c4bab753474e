"""How the numbers of a format lie on the line: so many between one power of two and the next."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from numerics.formats.decoding import decode
from numerics.formats.format import Format


class Density(NamedTuple):
    """`counts[k]` numbers x with 2^`powers[k]` ≤ x < 2^(`powers[k]` + 1); the powers are all that the format has."""

    powers: NDArray[np.int64]
    counts: NDArray[np.int64]


def density(format: Format) -> Density:
    """The positive finite numbers of the format, binade by binade."""
    powers = np.arange(format.emin - format.fraction_bits, format.emax + 1)
    counts = np.int64(2) ** np.minimum(powers - powers[0], format.fraction_bits)
    counts[-1] -= 0 if format.infinities else 1  # its pattern of all ones is NaN
    return Density(powers, counts)


def share_below_one(format: Format) -> float:
    """The part of the positive finite numbers that is at most 1."""
    return decode(1, format).ordinal / format.largest_pattern
