"""Numbers as they are written: a text, a fraction or a float to its exact value, without going through a float64."""

import math
import re
from decimal import Decimal
from fractions import Fraction
from numbers import Rational

from numerics.errors import ExpressionError, LimitError, NumericsError

# A fraction; or a float where there is none: ±infinity, NaN and -0.
Exact = Fraction | float

MAX_DIGITS = 1200  # 2^-1074, the longest exact float64, has 1075 when it is written out
MAX_POWERS = {"ten": 5000, "two": 20_000}

_DECIMAL = r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)"
_POWER = "[+-]?[0-9]+"
_NUMBER = re.compile(
    rf"""\s* (?P<sign>[+-]?) \s*
    (?: (?P<infinity>inf(?:inity)?|∞)
      | (?P<nan>nan)
      | 2\s*(?:\^|\*\*)\s*(?P<two>{_POWER})
      | 0x(?P<hex>[0-9a-f]+\.?[0-9a-f]*|\.[0-9a-f]+)p(?P<hex_power>{_POWER})
      | (?P<over>{_DECIMAL})(?:e(?P<over_power>{_POWER}))? \s*
        (?: / \s* (?P<under>{_DECIMAL})(?:e(?P<under_power>{_POWER}))? )?
    ) \s*""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)


def is_finite(x: Exact) -> bool:
    """Whether x is neither infinite nor NaN. (`math.isfinite` fails for a fraction beyond the range of float64.)"""
    return not isinstance(x, float) or math.isfinite(x)


def is_nan(x: Exact) -> bool:
    """Whether x is NaN; `math.isnan` for any size."""
    return isinstance(x, float) and math.isnan(x)


def read_exact(value: object) -> Exact:
    """The exact value of a number, or of a text as `read_text` takes it.

    Raises NumericsError for what is neither a text nor a real number, and as `read_text` does.
    """
    if isinstance(value, str | Decimal):
        return read_text(str(value))
    if isinstance(value, Rational):
        return Fraction(int(value.numerator), int(value.denominator))
    try:
        near = float(value)  # type: ignore[arg-type]
    except TypeError:
        raise NumericsError(f"A real number is needed, not {type(value).__name__}.") from None
    if not math.isfinite(near) or (near == 0 and math.copysign(1, near) < 0):
        return near
    return Fraction(*getattr(value, "as_integer_ratio", near.as_integer_ratio)())


def read_text(text: str) -> Exact:
    """The exact value of a typed number: "0.1", "-1e-400", "1/3", "2^-24", "0x1.8p-3" (1.5 · 2^-3), "-inf", "nan".

    Raises ExpressionError for a text that is no number, and LimitError for one of more than 1200 digits or with a power
    of ten beyond ±5000 or of two beyond ±20000.
    """
    plain = "".join(" " if c.isspace() else c for c in text).replace("−", "-").replace("–", "-")
    if sum(map(str.isalnum, plain)) > MAX_DIGITS or len(plain) > 2 * MAX_DIGITS:
        raise LimitError(f"At most {MAX_DIGITS} digits can be read: shorten the number.", 0, text)
    found = _NUMBER.fullmatch(plain)
    if found is None:
        raise ExpressionError(_remedy(plain), 0, text)
    sign = -1 if found["sign"] == "-" else 1
    if found["infinity"]:
        return sign * math.inf
    if found["nan"]:
        return math.nan
    if found["two"]:
        magnitude = Fraction(2) ** _power(found, "two", "two", text)
    elif found["hex"]:
        magnitude = _digits(found["hex"], 16) * Fraction(2) ** _power(found, "hex_power", "two", text)
    else:
        magnitude = _digits(found["over"], 10) * Fraction(10) ** _power(found, "over_power", "ten", text)
        if found["under"]:
            divisor = _digits(found["under"], 10) * Fraction(10) ** _power(found, "under_power", "ten", text)
            if divisor == 0:
                raise ExpressionError("Nothing can be divided by 0.", found.start("under"), text)
            magnitude /= divisor
    return -0.0 if magnitude == 0 and sign < 0 else sign * magnitude


def _digits(text: str, base: int) -> Fraction:
    whole, _, part = text.partition(".")
    return Fraction(int(whole + part, base), base ** len(part))


def _power(found: re.Match[str], group: str, base: str, text: str) -> int:
    """The power of ten or two in this group, 0 where none is written; refused before a huge number is made of it."""
    power, largest = found[group] or "0", MAX_POWERS[base]
    if len(power.lstrip("+-0")) > 9 or abs(int(power)) > largest:
        message = f"A power of {base} may lie between -{largest} and {largest}."
        raise LimitError(message, found.start(group), text)
    return int(power)


def _remedy(plain: str) -> str:
    """What to write instead of a text that is no number."""
    if not plain.strip():
        return "Type a number, such as 0.1, 1e-8 or 1/3."
    if any(character.isdigit() and not character.isascii() for character in plain):
        return "Write the digits as 0 to 9, as in 0.1 or 1e-8."
    if "," in plain:
        return "Write a decimal point and no separators, as in 1234.5."
    return "This is not a number. Write it as 0.1, -2.5e-8, 1/3, 2^-24, inf or nan."
