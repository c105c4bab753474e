"""A typed number on its way into a format: what is stored, and how far it lies from what was typed."""

import math
import re
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from numerics.errors import ExpressionError
from numerics.formats.decoding import Class, Decoded, decode, from_bits
from numerics.formats.exact import Exact, is_finite, is_nan, read_exact
from numerics.formats.format import Format
from numerics.formats.rounding import Mode

_PATTERN = re.compile(r"\s*0(?:b\s*(?P<b>[01][01\s_]*)|x\s*(?P<x>[0-9a-f][0-9a-f\s_]*))", re.IGNORECASE | re.ASCII)


class Event(Enum):
    """What happens to a number on its way into a format (the exceptions of IEEE 754-2019, section 7)."""

    EXACT = "exact"
    ROUNDED = "rounded"
    SUBNORMAL = "subnormal: digits are lost"
    UNDERFLOW = "underflow to zero"
    OVERFLOW = "overflow"
    NO_INFINITY = "no infinity here"
    NOT_A_NUMBER = "not a number"


@dataclass(frozen=True)
class Span:
    """The real numbers from `low` to `high`, ±infinity where they do not end; and whether the ends belong to them."""

    low: Exact
    high: Exact
    has_low: bool
    has_high: bool


@dataclass(frozen=True)
class Conversion:
    """An exact number and the number of a format that was made of it.

    Attributes:
        exact: what was typed.
        stored: what became of it.
        mode: the direction in which it was rounded.
    """

    exact: Exact
    stored: Decoded
    mode: Mode

    @property
    def error(self) -> Fraction | None:
        """The stored number minus the typed one, exactly; None where one of them is not finite."""
        if self.stored.exact is None or not is_finite(self.exact):
            return None
        return self.stored.exact - Fraction(self.exact)

    @property
    def ulps(self) -> Fraction | None:
        """The error in units in the last place of the stored number."""
        return None if self.error is None else self.error / Fraction(self.stored.ulp)

    @property
    def relative(self) -> Fraction | None:
        """The error as a part of the typed number; None for zero too."""
        return None if self.error is None or self.exact == 0 else self.error / Fraction(self.exact)

    @property
    def event(self) -> Event:
        """What happened on the way."""
        if is_nan(self.exact):
            return Event.NOT_A_NUMBER
        if not is_finite(self.exact):
            return Event.NO_INFINITY if self.stored.kind is Class.NAN else Event.EXACT
        beyond = abs(Fraction(self.exact)) > self.stored.format.largest
        # A number within a unit of the largest is rounded to it as to any other: no larger one would be nearer.
        if self.ulps is None or (beyond and abs(self.ulps) >= 1):
            return Event.OVERFLOW
        if self.error == 0:
            return Event.EXACT
        if self.stored.kind is Class.ZERO:
            return Event.UNDERFLOW
        return Event.SUBNORMAL if self.stored.kind is Class.SUBNORMAL else Event.ROUNDED


def convert(x: object, format: Format, mode: Mode = Mode.NEAREST_EVEN, via: Format | None = None) -> Conversion:
    """Round x to the format, or first to the format `via` and then once more.

    x is what `read_number` takes, its pattern of bits being one of `format`. Raises NumericsError as there.
    """
    exact = read_number(x, format)
    if isinstance(exact, Decoded):
        if via is None:
            return Conversion(exact.number, exact, mode)
        exact = exact.number
    first = exact if via is None else decode(exact, via, mode).number
    return Conversion(exact, decode(first, format, mode), mode)


def read_number(x: object, format: Format) -> Exact | Decoded:
    """A number or a text as `exact.read_exact` takes it, or a pattern of bits: "0b0 01111 1000000000", "0x3e00".

    Raises ExpressionError for a pattern of another width than the format's, and NumericsError as `read_exact` does.
    """
    found = _PATTERN.fullmatch(x) if isinstance(x, str) else None
    if found is None:
        return read_exact(x)
    base = "b" if found["b"] else "x"
    digits = re.sub(r"[\s_]", "", found[base])
    wanted = format.bits if base == "b" else -(-format.bits // 4)
    pattern = int(digits, 2 if base == "b" else 16) if len(digits) == wanted else -1
    if not 0 <= pattern < 1 << format.bits:
        kind = "digits 0 and 1" if base == "b" else f"hexadecimal digits for its {format.bits} bits"
        raise ExpressionError(f"A pattern of {format.title} has {wanted} {kind}.", found.start(base), str(x))
    return from_bits(pattern, format)


def text_of(number: Decoded) -> str:
    """A text that `read_number` gives the very same number for: short digits, else hexadecimal, NaN as its bits."""
    if number.kind is Class.NAN:
        return "nan" if number == decode(math.nan, number.format) else f"0b{number.bits}"
    short = repr(number.value).removesuffix(".0")
    if number.exact is None or read_exact(short) in (number.exact, -0.0):
        return short
    mantissa, _, power = number.value.hex().partition("p")
    return f"{mantissa.rstrip('0').rstrip('.')}p{power}"


def overflowing(format: Format, mode: Mode) -> list[Span]:
    """The real numbers beyond the largest number and its opposite that overflow in that direction of rounding."""
    bottom, top = (origins(decode(sign * format.largest, format), mode) for sign in (-1, 1))
    below = Span(-math.inf, bottom.low, False, not bottom.has_low)
    above = Span(top.high, math.inf, not top.has_high, False)
    return [span for span in (below, above) if span.low != span.high]


def origins(stored: Decoded, mode: Mode) -> Span:
    """The real numbers that become this finite number when they are rounded in that direction."""
    value, ulp = Fraction(stored.value), Fraction(stored.ulp)
    above = Fraction(stored.above) if math.isfinite(stored.above) else value + ulp
    below = Fraction(stored.below) if math.isfinite(stored.below) else value - ulp
    if mode in (Mode.NEAREST_EVEN, Mode.NEAREST_AWAY):
        even = stored.fraction % 2 == 0
        away = (value > 0, value < 0)  # a tie goes away from zero: to this number at its end nearer to zero
        return Span((below + value) / 2, (value + above) / 2, *((even, even) if mode is Mode.NEAREST_EVEN else away))
    upward = mode is Mode.UP or (mode is Mode.TOWARD_ZERO and value <= 0)
    downward = mode is Mode.DOWN or (mode is Mode.TOWARD_ZERO and value >= 0)
    at_top, at_bottom = value == stored.format.largest, value == -stored.format.largest
    return Span(
        (-math.inf if at_bottom else below) if upward else value,
        (math.inf if at_top else above) if downward else value,
        not upward,
        not downward,
    )
