"""How many decimal digits a number of a format needs, and how many it can keep."""

from numerics.formats.decoding import Decoded, decode


def to_digits(number: Decoded, digits: int) -> str:
    """The finite number to so many significant digits (at most 17), correctly rounded from its exact value."""
    # Python prints a float64 from its exact value, and every number of a format is a float64.
    return f"{number.value:.{digits - 1}e}"


def shortest(number: Decoded) -> str:
    """The decimal of fewest digits that is read as this number: "0.1" for float32's nearest to 0.1; "inf" or "nan"."""
    for digits in range(1, number.format.max_digits10 + 1):
        text = to_digits(number, digits)
        if number.exact is None or decode(text, number.format) == number:
            break
    return repr(float(text)).removesuffix(".0")  # the same digits, as Python writes them
