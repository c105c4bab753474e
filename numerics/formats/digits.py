"""How many decimal digits a number of a format needs, and how many it can keep."""

from decimal import Decimal, localcontext

from numerics.formats.decoding import Decoded, decode
from numerics.formats.exact import Exact
from numerics.numbers import format_number


def to_digits(number: Decoded, digits: int) -> str:
    """The finite number to so many significant digits (at most 17), correctly rounded from its exact value."""
    # Python prints a float64 from its exact value, and every number of a format is a float64.
    mantissa, e, power = f"{number.value:.{digits - 1}e}".partition("e")
    return f"{mantissa}{e}{power and int(power)}"


def shortest(number: Decoded) -> str:
    """The decimal of fewest digits that is read as this number: "0.1" for float32's nearest to 0.1; "inf" or "nan"."""
    for digits in range(1, number.format.max_digits10 + 1):
        text = to_digits(number, digits)
        if number.exact is None or decode(text, number.format) == number:
            break
    return repr(float(text)).removesuffix(".0")  # the same digits, as Python writes them


def format_exact(value: Exact, digits: int = 4) -> str:
    """An exact number as `format_number` writes it, whether or not a float64 could hold it; up to 40 digits."""
    if isinstance(value, float) or (digits <= 15 and (value == 0 or 1e-300 < abs(value) < 1e300)):
        return format_number(float(value), digits)
    with localcontext(prec=digits, Emax=10**6, Emin=-(10**6)) as context:
        rounded = context.divide(Decimal(value.numerator), Decimal(value.denominator)).normalize()
        plain = f"{rounded:f}" if -7 <= rounded.adjusted() < digits else f"{rounded:e}"
    return plain.replace("e+", "e")
