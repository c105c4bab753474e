"""Numbers as they are written: a text, a fraction or a float to its exact value, without going through a float64."""

import math
import re
from decimal import Decimal
from fractions import Fraction
from numbers import Rational

from numerics.errors import ExpressionError, LimitError, NumericsError

# A fraction; or a float where there is none: ±infinity, NaN and -0.
Exact = Fraction | float

MAX_DIGITS = 1200  # the longest exact float64, 2^-1074 written out, has 1075
MAX_EXPONENT = 5000
MAX_POWER_OF_TWO = 20_000

_DECIMAL = r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
_NUMBER = re.compile(
    rf"""\s* (?P<sign>[+-]?) \s*
    (?: (?P<infinity>inf(?:inity)?|∞) | (?P<nan>nan) | 2\s*(?:\^|\*\*)\s*(?P<power>[+-]?[0-9]+)
      | (?P<numerator>{_DECIMAL}) \s* (?: / \s* (?P<denominator>{_DECIMAL}) )? ) \s*""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)


def read_exact(value: object) -> Exact:
    """The exact value of a number or of a text such as "0.1", "-1e-400", "1/3", "2^-24", "-inf" or "nan".

    Raises ExpressionError for a text that is no number, LimitError for one of more than 1200 digits or a power of ten
    beyond ±5000, and NumericsError for what is neither a text nor a real number.
    """
    if isinstance(value, str):
        return read_decimal(value)
    if isinstance(value, Decimal):
        return read_decimal(str(value))
    if isinstance(value, Rational):
        return Fraction(int(value.numerator), int(value.denominator))
    try:
        if not math.isfinite(value) or (value == 0 and math.copysign(1, value) < 0):  # type: ignore[arg-type]
            return float(value)  # type: ignore[arg-type]
        return Fraction(*value.as_integer_ratio())  # type: ignore[attr-defined]
    except (TypeError, AttributeError):
        raise NumericsError(f"A real number is needed, not {type(value).__name__}.") from None


def read_decimal(text: str) -> Exact:
    """The exact value of a typed number; see `read_exact` for what is understood and raised."""
    plain = text.replace("−", "-").replace("–", "-")
    if sum(map(str.isdigit, plain)) > MAX_DIGITS or len(plain) > 2 * MAX_DIGITS:
        raise LimitError(f"At most {MAX_DIGITS} digits can be read: shorten the number.", 0, text)
    found = _NUMBER.fullmatch(plain)
    if found is None:
        raise ExpressionError(_remedy(plain), 0, text)
    sign = -1 if found["sign"] == "-" else 1
    if found["infinity"]:
        return sign * math.inf
    if found["nan"]:
        return math.nan
    if found["power"]:
        power = _bounded(found["power"], MAX_POWER_OF_TWO, "two", text)
        return sign * Fraction(2) ** power
    magnitude = _fraction(found["numerator"], text)
    if found["denominator"]:
        denominator = _fraction(found["denominator"], text)
        if denominator == 0:
            raise ExpressionError("Nothing can be divided by 0.", found.start("denominator"), text)
        magnitude /= denominator
    return -0.0 if magnitude == 0 and sign < 0 else sign * magnitude


def _fraction(decimal: str, text: str) -> Fraction:
    digits, _, exponent = decimal.lower().partition("e")
    power = _bounded(exponent, MAX_EXPONENT, "ten", text) if exponent else 0
    whole, _, part = digits.partition(".")
    return Fraction(int(whole + part)) * Fraction(10) ** (power - len(part))


def _bounded(exponent: str, largest: int, base: str, text: str) -> int:
    """The exponent as a number; LimitError beyond ±largest, before anything of that size is computed."""
    if len(exponent.lstrip("+-0")) > 9 or abs(int(exponent)) > largest:
        raise LimitError(f"A power of {base} may lie between -{largest} and {largest}.", text.find(exponent), text)
    return int(exponent)


def _remedy(plain: str) -> str:
    """What to write instead of a text that is no number."""
    if not plain.strip():
        return "Type a number, such as 0.1, 1e-8 or 1/3."
    if any(character.isdigit() and not character.isascii() for character in plain):
        return "Write the digits as 0 to 9, as in 0.1 or 1e-8."
    if "," in plain:
        return "Write a decimal point and no separators, as in 1234.5."
    return "This is not a number. Write it as 0.1, -2.5e-8, 1/3, 2^-24, inf or nan."
