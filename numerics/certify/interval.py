"""Arrays of intervals: every result contains all values that its operands allow, rounding included.

NumPy rounds to nearest, so each end is moved outwards by two units in the last place after + - * / and √, which IEEE
754 rounds correctly, and by eight after other functions (NumPy's and SciPy's err by a few).

Source: R. E. Moore, R. B. Kearfott and M. J. Cloud, Introduction to Interval Analysis (2009), chapters 2 to 5.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.uint8]

PARTIAL, KINK = 1, 2  # flags: not defined on the whole box; a jump of the function (or of a derivative) inside it
_ULP, _TINY = float(np.finfo(float).eps), float(np.finfo(float).smallest_subnormal)
_LARGEST = float(np.finfo(float).max)
NO_FLAGS = np.uint8(0)


@dataclass(frozen=True, eq=False)
class Interval:
    """Intervals [lo, hi], each of shape (k,) or a single one; NaN where there is certainly no value.

    Attributes:
        lo, hi: the ends; infinite where nothing is known.
        flags: what happened on the way, PARTIAL | KINK, for each.
    """

    lo: Any
    hi: Any
    flags: Any = NO_FLAGS

    __array_ufunc__ = None  # NumPy's arrays leave arithmetic with intervals to them

    def __add__(self, other: Any) -> Interval:
        other = interval(other)
        return outward(self.lo + other.lo, self.hi + other.hi, self.flags | other.flags, tiny=0.0)

    def __radd__(self, other: Any) -> Interval:
        return self + other

    def __neg__(self) -> Interval:
        return Interval(-self.hi, -self.lo, self.flags)

    def __sub__(self, other: Any) -> Interval:
        return self + -interval(other)

    def __rsub__(self, other: Any) -> Interval:
        return interval(other) + -self

    def __mul__(self, other: Any) -> Interval:
        other = interval(other)
        ends = [_times(a, b) for a in (self.lo, self.hi) for b in (other.lo, other.hi)]
        low = np.minimum(np.minimum(ends[0], ends[1]), np.minimum(ends[2], ends[3]))
        high = np.maximum(np.maximum(ends[0], ends[1]), np.maximum(ends[2], ends[3]))
        product = outward(low, high, self.flags | other.flags)
        # A product of numbers that are not negative is not negative: a sum of squares must not look negative.
        rises = (self.lo >= 0) & (other.lo >= 0) | (self.hi <= 0) & (other.hi <= 0)
        falls = (self.lo >= 0) & (other.hi <= 0) | (self.hi <= 0) & (other.lo >= 0)
        low = np.where(rises, np.maximum(product.lo, 0.0), product.lo)
        return replace(product, lo=low, hi=np.where(falls, np.minimum(product.hi, 0.0), product.hi))

    def __rmul__(self, other: Any) -> Interval:
        return self * other

    def __truediv__(self, other: Any) -> Interval:
        return self * interval(other).reciprocal()

    def __rtruediv__(self, other: Any) -> Interval:
        return interval(other) * self.reciprocal()

    def reciprocal(self) -> Interval:
        """1/x; everything where 0 lies inside, and a half line where it is an end."""
        lo, hi = self.lo, self.hi
        pole = (lo <= 0) & (hi >= 0)
        low = np.where(pole, np.where((lo == 0) & (hi > 0), 1 / hi, -np.inf), 1 / hi)
        high = np.where(pole, np.where((hi == 0) & (lo < 0), 1 / lo, np.inf), 1 / lo)
        return outward(low, high, self.flags | np.where(pole, PARTIAL, 0).astype(np.uint8))

    def flagged(self, mask: Any, flag: int) -> Interval:
        """The same, with a flag where `mask` holds."""
        return replace(self, flags=self.flags | np.where(mask, flag, 0).astype(np.uint8))

    @property
    def size(self) -> Any:
        """The largest absolute value."""
        return np.maximum(np.abs(self.lo), np.abs(self.hi))

    def contains_zero(self) -> Any:
        """Whether 0 is inside; False where there is no value."""
        return (self.lo <= 0) & (self.hi >= 0)


def interval(value: Any) -> Interval:
    """An interval as it is; a number as the interval of it alone."""
    return value if isinstance(value, Interval) else Interval(value, value)


def outward(lo: Any, hi: Any, flags: Any, ulps: int = 2, tiny: float = _TINY) -> Interval:
    """The interval with its ends moved outwards; an infinity stays what it is.

    `tiny` is for results that may have underflowed; sums never do.
    """
    margin = ulps * _ULP
    low, high = lo - (np.abs(lo) * margin + tiny), hi + (np.abs(hi) * margin + tiny)
    # inf - inf is NaN: the end was infinite already, or there is no value at all. What overflowed is large and finite.
    low = np.where(np.isinf(lo), np.minimum(lo, _LARGEST), low)
    return Interval(low, np.where(np.isinf(hi), np.maximum(hi, -_LARGEST), high), flags)


def _times(a: Any, b: Any) -> Any:
    """a · b of two ends, where 0 · ∞ is 0: the infinity is a bound, not a value."""
    product = a * b
    return np.where((a == 0) & np.isinf(b) | (b == 0) & np.isinf(a), 0.0, product)
