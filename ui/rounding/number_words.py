"""How pages write the numbers of a format."""

import math
from fractions import Fraction

from numerics.formats import Decoded, read_exact
from numerics.formats.digits import format_exact, shortest
from numerics.numbers import superscript


def digits_of(value: float) -> str:
    """A number of a format, exactly if 17 digits are enough; infinities and NaN by their names."""
    if math.isfinite(value):
        return repr(value).removesuffix(".0")
    return "NaN" if math.isnan(value) else f"{'−' if value < 0 else ''}infinity"


def name_of(number: Decoded) -> str:
    """A number of a format in as few digits as tell it from its neighbours; infinities and NaN by their names."""
    return digits_of(number.value) if number.exact is None else shortest(number)


def power_of_two(value: float) -> str:
    """A power of two as such, and what it is about."""
    about = format_exact(value)
    return f"2{superscript(math.frexp(value)[1] - 1)} {'=' if read_exact(about) == Fraction(value) else '≈'} {about}"
