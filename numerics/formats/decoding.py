"""A number of a format taken apart: its fields, its class, its exact value, its neighbours."""

import math
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from numerics.errors import NumericsError
from numerics.formats.exact import Exact, read_exact
from numerics.formats.format import Format, format_of
from numerics.formats.rounding import Mode, mode_of, round_exact


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
        return self._magnitude >> self.format.fraction_bits

    @property
    def fraction(self) -> int:
        """The fraction field as a whole number, 0 to 2^(fraction bits) - 1."""
        return self.pattern & ((1 << self.format.fraction_bits) - 1)

    @property
    def kind(self) -> Class:
        """Whether the pattern is a normal or subnormal number, a zero, an infinity or NaN."""
        if self._magnitude > self.format.largest_pattern:
            infinite = self.format.infinities and self.fraction == 0
            return Class.INFINITY if infinite else Class.NAN
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
    def number(self) -> Exact:
        """The number without its format: a fraction, or a float where there is none (±infinity, NaN, -0)."""
        return self.value if self.exact is None or (self.value == 0 and self.sign) else self.exact

    @property
    def decimal(self) -> str:
        """The number written out to its last decimal, such as "0.100000001490116119384765625"; "inf" or "nan"."""
        if not math.isfinite(self.value):
            return str(self.value)
        # The denominator is a power of two: as many decimals as its exponent end the expansion.
        numerator, denominator = abs(self.value).as_integer_ratio()
        places = denominator.bit_length() - 1
        digits = str(numerator * 5**places).rjust(places + 1, "0")
        whole = len(digits) - places
        return "-" * self.sign + digits[:whole] + ("." + digits[whole:] if places else "")

    @property
    def ulp(self) -> float:
        """The unit in the last place: the weight of the fraction's last bit; NaN for infinities and NaN."""
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
    def ordinal(self) -> int:
        """Where the number stands among those of its format: 0 for both zeros, 1 for the next larger one, and so on."""
        return -self._magnitude if self.sign else self._magnitude

    @property
    def above(self) -> float:
        """The next larger number, infinity above the largest; NaN where there is none."""
        return self._beside(1)

    @property
    def below(self) -> float:
        """The next smaller number, -infinity below the smallest; NaN where there is none."""
        return self._beside(-1)

    @property
    def _magnitude(self) -> int:
        return self.pattern & ((1 << (self.format.bits - 1)) - 1)

    def _beside(self, step: int) -> float:
        if self.kind is Class.NAN or (self.kind is Class.INFINITY and self.value * step > 0):
            return math.nan
        return at_ordinal(self.ordinal + step, self.format).value


def decode(x: object, format: str | Format, mode: str | Mode = Mode.NEAREST_EVEN) -> Decoded:
    """The number x, rounded to the format if it is not one of its numbers, taken apart.

    x is one number, or a text as `exact.read_text` takes it. Raises NumericsError for what is none.
    """
    target = format_of(format)
    return Decoded(target, _pattern(round_exact(read_exact(x), target, mode_of(mode)), target))


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


def at_ordinal(ordinal: int, format: Format) -> Decoded:
    """The number that stands `ordinal` places above zero; patterns of one sign are ordered as their magnitudes."""
    sign = int(ordinal < 0) << (format.bits - 1)
    return Decoded(format, sign | abs(ordinal))


def neighbours(number: Decoded, count: int) -> list[Decoded]:
    """The finite numbers around one, up to `count` on each side, ascending and with a single zero; none around NaN."""
    if number.kind is Class.NAN:
        return []
    last = number.format.largest_pattern
    places = range(max(-last, number.ordinal - count), min(last, number.ordinal + count) + 1)
    return [at_ordinal(place, number.format) for place in places]


def _pattern(value: float, format: Format) -> int:
    """The bits of a number of the format; of NaN, the positive quiet one with nothing else in its fraction."""
    sign = int(math.copysign(1, value) < 0) << (format.bits - 1)
    if math.isnan(value):
        quiet = 1 << (format.fraction_bits - 1) if format.infinities else 1
        return format.largest_pattern + 1 | quiet
    if math.isinf(value):
        return sign | format.largest_pattern + 1
    if abs(value) < format.smallest_normal:
        return sign | int(abs(value) / format.smallest_subnormal)
    significand, power = math.frexp(abs(value))
    whole = int(math.ldexp(significand, format.precision))
    return sign | (format.bias + power - 2 << format.fraction_bits) + whole  # the leading bit of `whole` carries into E
