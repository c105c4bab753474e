"""Rounding to a format, in five directions, without ever rounding twice.

NumPy's and ml_dtypes' casts are the independent check of this module, not its engine: they know one direction, there
is none for TF32 or a custom format, and ml_dtypes casts float64 to bfloat16 and to 8 bits through float32, so that a
number just beyond a midpoint is rounded twice and wrongly.
"""

import math
from enum import Enum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from numerics.errors import NumericsError
from numerics.formats.exact import Exact, read_exact
from numerics.formats.format import Format, format_of

Floats = NDArray[np.float64]


class Mode(Enum):
    """The five rounding directions of IEEE 754-2019, section 4.3; the value is the name in scripts and links."""

    NEAREST_EVEN = "nearest_even"
    NEAREST_AWAY = "nearest_away"
    TOWARD_ZERO = "toward_zero"
    UP = "up"
    DOWN = "down"


def mode_of(name: "str | Mode") -> Mode:
    """The mode of that name; NumericsError for any other."""
    try:
        return Mode(name)
    except ValueError:
        raise NumericsError(f"A rounding mode is one of {', '.join(mode.value for mode in Mode)}.") from None


def round_to(x: ArrayLike | Exact, format: str | Format, mode: str | Mode = Mode.NEAREST_EVEN) -> Floats:
    """Every number of x rounded to the format: float64 of the shape of x, each a number of the format.

    Floats and small integers are taken as they are. Texts ("0.1", "1/3", "-1e-400"), fractions, decimals and integers
    beyond 2^53 are taken by their exact value, so that they are rounded once. What lies beyond the largest number
    overflows as the direction says: to infinity (NaN in a format without infinities) or to the largest number.

    Raises NumericsError for an unknown format or mode and for a text that is no number.
    """
    target, direction = format_of(format), mode_of(mode)
    array = np.asarray(x)
    if _is_float64(array):
        return round_floats(array.astype(np.float64, copy=False), target, direction)
    rounded = [round_exact(read_exact(item), target, direction) for item in array.ravel().tolist()]
    return np.array(rounded, dtype=np.float64).reshape(array.shape)


def _is_float64(array: NDArray[np.generic]) -> bool:
    """Whether every number of the array is a float64, so that none is rounded on the way."""
    kind, size = array.dtype.kind, array.dtype.itemsize
    if kind in "iu":
        return size < 8 or bool((np.abs(array) <= 2**53).all())
    return kind == "b" or (kind in "fV" and size <= 8)  # V: the kind of ml_dtypes' formats


def round_floats(x: Floats, format: Format, mode: Mode) -> Floats:
    """The numbers of a float64 array rounded to the format."""
    if format.precision == 53 and format.exponent_bits == 11:
        return x.copy()
    finite = np.isfinite(x)
    safe = np.where(finite, x, 0.0)
    # |x| = m 2^e with 1/2 ≤ m < 1: its leading bit is e - 1, and the last bit that the format keeps is `last`.
    last = np.maximum(np.frexp(safe)[1] - 1, format.emin) - format.fraction_bits
    with np.errstate(over="ignore"):
        rounded = np.ldexp(_to_integer(np.ldexp(safe, -last), mode), last)
    beyond = np.abs(rounded) > format.largest
    if beyond.any():
        rounded = np.where(beyond, np.where(rounded > 0, *_overflow(format, mode)), rounded)
    special = x if format.infinities else np.full_like(x, np.nan)
    return np.where(finite, rounded, special)


def round_exact(value: Exact, format: Format, mode: Mode) -> float:
    """One exact number rounded to the format."""
    if isinstance(value, float):
        return value if format.infinities or value == 0 else math.nan
    magnitude = abs(value)
    sign = -1 if value < 0 else 1
    if magnitude == 0:
        return 0.0
    last = max(_leading_bit(magnitude.numerator, magnitude.denominator), format.emin) - format.fraction_bits
    scaled = magnitude / 2**last if last >= 0 else magnitude * 2**-last
    whole = _integer(scaled.numerator, scaled.denominator, _seen_from_zero(mode, sign))
    if whole.bit_length() + last > format.emax + 1 or math.ldexp(whole, last) > format.largest:
        return _overflow(format, mode)[0 if sign > 0 else 1]
    return math.copysign(math.ldexp(whole, last), sign)


def _to_integer(x: Floats, mode: Mode) -> Floats:
    match mode:
        case Mode.NEAREST_EVEN:
            return np.rint(x)
        case Mode.NEAREST_AWAY:
            whole = np.trunc(x)
            return np.copysign(np.abs(whole) + (np.abs(x - whole) >= 0.5), x)
        case Mode.TOWARD_ZERO:
            return np.trunc(x)
        case Mode.UP:
            return np.ceil(x)
        case Mode.DOWN:
            return np.floor(x)


def _overflow(format: Format, mode: Mode) -> tuple[float, float]:
    """What a positive and what a negative number beyond the largest becomes."""
    beyond, largest = format.overflow, format.largest
    above = largest if mode in (Mode.TOWARD_ZERO, Mode.DOWN) else beyond
    below = largest if mode in (Mode.TOWARD_ZERO, Mode.UP) else beyond
    return above, -below


def _leading_bit(numerator: int, denominator: int) -> int:
    """⌊log₂(numerator / denominator)⌋."""
    guess = numerator.bit_length() - denominator.bit_length()
    larger = numerator >= denominator << guess if guess >= 0 else numerator << -guess >= denominator
    return guess if larger else guess - 1


def _seen_from_zero(mode: Mode, sign: int) -> Mode:
    """The direction as it acts on the magnitude of a number of that sign."""
    if sign > 0 or mode not in (Mode.UP, Mode.DOWN):
        return mode
    return Mode.DOWN if mode is Mode.UP else Mode.UP


def _integer(numerator: int, denominator: int, mode: Mode) -> int:
    """The quotient ≥ 0 rounded to a whole number."""
    whole, rest = divmod(numerator, denominator)
    half = 2 * rest - denominator
    match mode:
        case Mode.NEAREST_EVEN:
            return whole + (half > 0 or (half == 0 and whole % 2 == 1))
        case Mode.NEAREST_AWAY:
            return whole + (half >= 0)
        case Mode.UP:
            return whole + (rest > 0)
        case _:
            return whole
