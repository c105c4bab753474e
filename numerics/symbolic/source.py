"""Expressions printed as NumPy source: the text that leaves the worker.

Only `+ - * /`, names, numbers and calls occur. Numbers are exact where text can be: a short decimal
as typed (`0.1*x`), any other fraction as a division (`x/3`).
"""

from collections.abc import Iterable
from fractions import Fraction

from numerics.symbolic.functions import Expr
from numerics.symbolic.spelling import spelled

SUM, NEGATIVE, PRODUCT, ATOM = range(4)  # how tightly a printed expression binds
EXACT = 2**53  # every integer up to here is a float64


def source(expression: Expr) -> str:
    """The expression as Python source."""
    return _print(expression)[0]


def _print(e: Expr) -> tuple[str, int]:
    if e.is_Symbol:
        return e.name, ATOM
    if e.is_Add:
        return _sum(map(_print, e.args)), SUM
    if e.is_Mul:
        return _product(e.args)
    if e.is_Pow and int(e.exp) > 0:
        base = source(e.base)
        return (f"square({base})" if e.exp == 2 else f"ipow({base}, {int(e.exp)})"), ATOM
    if e.is_Pow or e.is_Rational:
        return _product([e])
    if e.is_Number:  # nan, or an infinity
        return "nan", ATOM
    text = _call(e)
    return text, PRODUCT if text.startswith("1/") else ATOM


def _sum(terms: Iterable[tuple[str, int]]) -> str:
    text = ""
    for term, level in terms:
        if level == SUM:
            term = f"({term})"
        if not text:
            text = term
        else:
            text += f" - {term[1:]}" if level == NEGATIVE else f" + {term}"
    return text


def _product(factors: Iterable[Expr]) -> tuple[str, int]:
    sign = ""
    over: list[str] = []
    under: list[str] = []
    for factor in factors:
        if factor.is_Rational:
            sign = "-" if factor < 0 else ""
            numerator, denominator = _magnitude(abs(Fraction(int(factor.p), int(factor.q))))
            over += [numerator] * (numerator != "1")
            under += [denominator] * (denominator != "1")
        elif factor.is_Pow and int(factor.exp) < 0:
            under.append(_bound(_print(factor.base ** -int(factor.exp)), ATOM))
        else:
            over.append(_bound(_print(factor), PRODUCT))
    text = sign + ("*".join(over) or "1")
    if under:
        text += "/" + (under[0] if len(under) == 1 else f"({'*'.join(under)})")
    level = NEGATIVE if sign else PRODUCT if under or len(over) > 1 else ATOM
    return text, level


def _bound(printed: tuple[str, int], level: int) -> str:
    text, own = printed
    return text if own >= level else f"({text})"


def _magnitude(value: Fraction) -> tuple[str, str]:
    """Numerator and denominator whose float64 quotient is the correctly rounded value."""
    if value.denominator == 1 and value < EXACT:
        return str(value), "1"
    try:
        text = repr(float(value))
    except OverflowError:
        return "inf", "1"
    short = value < EXACT and value.denominator < 10**30 and Fraction(text) == value
    if not short and max(value.numerator, value.denominator) < EXACT:
        return str(value.numerator), str(value.denominator)
    return text, "1"


def _call(e: Expr) -> str:
    arguments = [source(argument) for argument in e.args]
    if len(arguments) == 1 and e.name == "norm":
        return f"abs({arguments[0]})"
    return spelled(e.source, arguments)
