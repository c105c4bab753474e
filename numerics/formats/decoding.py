"""A number of a format taken apart: its fields, its class, its exact value, its neighbours."""

import math
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from numpy.typing import ArrayLike

from numerics.errors import NumericsError
from numerics.formats.exact import Exact
from numerics.formats.format import Format, format_of
from numerics.formats.rounding import Mode, round_to


class Class(Enum):
    """The kinds of numbers that a pattern of bits can mean (IEEE 754-2019, section 3.4)."""

    NORMAL = "normal"
    SUBNORMAL = "subnormal"
    ZERO = "zero"
    INFINITY = "infinity"
    NAN = "NaN"


@dataclass(frozen=True)
class Decoded:
    """One pattern of bits of a format, and what it means.

    Attributes:
        format: the format.
        pattern: the bits as a whole number, the sign bit first.
    """

    format: Format
    pattern: int

    def __post_init__(self) -> None:
        if not 0 <= self.pattern < 1 << self.format.bits:
            raise NumericsError(f"A pattern of {self.format.name} has {self.format.bits} bits.")

    @property
    def sign(self) -> int:
        """The sign bit: 1 for minus."""
        return self.pattern >> (self.format.bits - 1)

    @property
    def exponent(self) -> int:
        """The exponent field E as it is stored, bias included."""
        return (self.pattern >> self.format.fraction_bits) & ((1 << self.format.exponent_bits) - 1)

    @property
    def fraction(self) -> int:
        """The fraction field as a whole number, 0 to 2^(fraction bits) - 1."""
        return self.pattern & ((1 << self.format.fraction_bits) - 1)

    @property
    def kind(self) -> Class:
        """Whether the pattern is a normal or subnormal number, a zero, an infinity or NaN."""
        top = self.exponent == (1 << self.format.exponent_bits) - 1
        full = self.fraction == (1 << self.format.fraction_bits) - 1
        if top and self.format.infinities:
            return Class.NAN if self.fraction else Class.INFINITY
        if top and full:
            return Class.NAN
        if self.exponent == 0:
            return Class.SUBNORMAL if self.fraction else Class.ZERO
        return Class.NORMAL

    @property
    def power(self) -> int:
        """The power of two that the significand is multiplied by: E - bias, and emin for subnormal numbers and zero."""
        return max(self.exponent, 1) - self.format.bias

    @property
    def significand(self) -> int:
        """The fraction with its leading bit, as a whole number of units in the last place."""
        return self.fraction | (1 << self.format.fraction_bits if self.exponent else 0)

    @property
    def value(self) -> float:
        """The number as a float64, which holds every number of every format here."""
        match self.kind:
            case Class.INFINITY:
                magnitude = math.inf
            case Class.NAN:
                magnitude = math.nan
            case _:
                magnitude = math.ldexp(self.significand, self.power - self.format.fraction_bits)
        return -magnitude if self.sign else magnitude

    @property
    def exact(self) -> Fraction | None:
        """The number as a fraction; None for infinities and NaN."""
        return Fraction(self.value) if math.isfinite(self.value) else None

    @property
    def decimal(self) -> str:
        """The number written out to its last decimal, such as "0.100000001490116119384765625"; "inf" or "nan"."""
        if not math.isfinite(self.value):
            return str(self.value)
        return "-" * self.sign + written_out(abs(Fraction(self.value)))

    @property
    def ulp(self) -> float:
        """The unit in the last place: the weight of the fraction's last bit, NaN for infinities and NaN."""
        return math.ldexp(1.0, self.power - self.format.fraction_bits) if math.isfinite(self.value) else math.nan

    @property
    def bits(self) -> str:
        """The pattern as a text of 0 and 1, the sign first."""
        return f"{self.pattern:0{self.format.bits}b}"

    @property
    def hex(self) -> str:
        """The pattern in hexadecimal digits, as many as its bits need."""
        return f"{self.pattern:0{-(-self.format.bits // 4)}x}"

    @property
    def above(self) -> float:
        """The next larger number, infinity above the largest; NaN where there is none."""
        return self._neighbour(up=True)

    @property
    def below(self) -> float:
        """The next smaller number, -infinity below the smallest; NaN where there is none."""
        return self._neighbour(up=False)

    def _neighbour(self, up: bool) -> float:
        if self.kind is Class.NAN or self.value == (math.inf if up else -math.inf):
            return math.nan
        if self.kind is Class.ZERO:
            return self.format.smallest_subnormal * (1 if up else -1)
        # The patterns of one sign are ordered as their magnitudes.
        outward = up != bool(self.sign)
        return Decoded(self.format, self.pattern + (1 if outward else -1)).value


def decode(x: ArrayLike | Exact | str, format: str | Format, mode: str | Mode = Mode.NEAREST_EVEN) -> Decoded:
    """The number x, rounded to the format if it is not one of its numbers, taken apart.

    x is one number or text, as `round_to` takes it. NumericsError as there.
    """
    target = format_of(format)
    return Decoded(target, _pattern(float(round_to(x, target, mode)), target))


def from_bits(pattern: int | str, format: str | Format) -> Decoded:
    """What a pattern means: a whole number, or a text of 0 and 1 (spaces are passed over).

    Raises NumericsError for a pattern that does not fit the format.
    """
    target = format_of(format)
    if isinstance(pattern, str):
        bits = "".join(pattern.split())
        if len(bits) != target.bits or set(bits) - {"0", "1"}:
            raise NumericsError(f"A pattern of {target.name} is a text of {target.bits} digits 0 and 1.")
        pattern = int(bits, 2)
    return Decoded(target, pattern)


def written_out(magnitude: Fraction) -> str:
    """A fraction ≥ 0 whose denominator is a power of two, in decimal digits to the last."""
    places = magnitude.denominator.bit_length() - 1
    digits = str(magnitude.numerator * 5**places).rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}" if places else digits


def _pattern(value: float, format: Format) -> int:
    """The bits of a number of the format; of NaN, the positive quiet one with nothing else in its fraction."""
    sign = int(math.copysign(1, value) < 0)
    field = (1 << format.exponent_bits) - 1
    if math.isnan(value):
        quiet = 1 << (format.fraction_bits - 1) if format.infinities else (1 << format.fraction_bits) - 1
        return field << format.fraction_bits | quiet
    if math.isinf(value):
        body = field << format.fraction_bits
    elif abs(value) < format.smallest_normal:
        body = int(abs(value) / format.smallest_subnormal)
    else:
        significand, power = math.frexp(abs(value))
        whole = int(math.ldexp(significand, format.precision))
        body = (power - 1 + format.bias - 1 << format.fraction_bits) + whole
    return sign << (format.bits - 1) | body
