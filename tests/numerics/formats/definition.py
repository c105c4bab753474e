"""Rounding by its definition: every number of a small format listed, and the right one picked."""

import math
from bisect import bisect_right
from fractions import Fraction
from functools import cache

from numerics.formats import FORMATS, Format, Mode

SMALL = (
    FORMATS["float8_e4m3fn"],
    FORMATS["float8_e5m2"],
    Format.custom(2, 1),
    Format.custom(3, 2),
    Format.custom(4, 7),
    Format.custom(8, 1),
)


@cache
def magnitudes(format: Format) -> list[Fraction]:
    """Every finite number ≥ 0 of the format, ascending (IEEE 754-2019, section 3.4); and the one that would follow."""
    bias, fractions = 2 ** (format.exponent_bits - 1) - 1, 2**format.fraction_bits
    found = [
        Fraction(2) ** (max(exponent, 1) - bias) * (Fraction(fraction, fractions) + (exponent > 0))
        for exponent in range(2**format.exponent_bits)
        for fraction in range(fractions)
    ]
    reserved = fractions if format.infinities else 1  # patterns of the largest exponent that are no numbers
    return found[: len(found) - reserved + 1]


def by_definition(x: Fraction, format: Format, mode: Mode) -> float:
    """The number of the format that x is rounded to."""
    if x < 0:
        mirrored = {Mode.UP: Mode.DOWN, Mode.DOWN: Mode.UP}.get(mode, mode)
        return -by_definition(-x, format, mirrored)
    numbers = magnitudes(format)
    at = bisect_right(numbers, x) - 1
    if at == len(numbers) - 1:  # not even between the largest number and the one that would follow
        inward = mode in (Mode.TOWARD_ZERO, Mode.DOWN)
        return float(numbers[-2]) if inward else beyond(format)
    low, high = numbers[at], numbers[at + 1]
    if x == low:
        return float(low)
    match mode:
        case Mode.UP:
            outward = True
        case Mode.DOWN | Mode.TOWARD_ZERO:
            outward = False
        case Mode.NEAREST_AWAY:
            outward = high - x <= x - low
        case Mode.NEAREST_EVEN:
            outward = high - x < x - low or (high - x == x - low and at % 2 == 1)
    if outward and at + 1 == len(numbers) - 1:
        return beyond(format)
    return float(high if outward else low)


def beyond(format: Format) -> float:
    return math.inf if format.infinities else math.nan


def same(a: float, b: float) -> bool:
    """Whether two floats are the same number, signs of zero and NaN included."""
    return (math.isnan(a) and math.isnan(b)) or (a == b and math.copysign(1, a) == math.copysign(1, b))
