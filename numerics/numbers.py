"""Numbers for people: a few significant digits, no rounding dust."""

import math
from collections.abc import Iterable


def format_number(value: float, digits: int = 4) -> str:
    """`value` to `digits` significant digits: 2.312, 0.013, 2508, 16627, 3.1e-17, nan, inf.

    Trailing zeros are dropped and no digit before the point is rounded away.
    """
    value = float(value)
    if not math.isfinite(value) or value == 0:
        return "0" if value == 0 else str(value)
    mantissa, _, exponent = f"{value:.{digits - 1}e}".partition("e")
    power = int(exponent)
    if -4 <= power <= 5:
        return _trimmed(f"{value:.{max(0, digits - 1 - power)}f}")
    return f"{_trimmed(mantissa)}e{power}"


def format_apart(value: float, reference: float, digits: int = 4) -> str:
    """`value` with as many digits as it takes to read differently from `reference`.

    So that a sentence never says "2 > 2".
    """
    while digits < 17 and value != reference:
        if format_number(value, digits) != format_number(reference, digits):
            break
        digits += 1
    return format_number(value, digits)


def format_point(x: Iterable[float], digits: int = 4) -> str:
    """A point as "(1, -0.5)", or its number alone in one dimension; the middle of a long one is left out."""
    numbers = [format_number(value, digits) for value in x]
    if len(numbers) == 1:
        return numbers[0]
    if len(numbers) > 4:
        numbers = [*numbers[:3], "…", numbers[-1]]
    return f"({', '.join(numbers)})"


def superscript(power: int) -> str:
    """A whole number as an exponent."""
    return str(power).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text
