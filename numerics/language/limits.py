"""What a tree may cost, decided before any algebra touches it.

Size, depth and nesting bound the derivation. The *bits* bound the integers that can arise when
powers and products are multiplied out: each exponent of `((((3x)^64)^64)^64)^64` is harmless, the
whole has 10^8 digits. Constant parts are evaluated, exactly while they are rational, so that
`1/0`, `sqrt(-1)` and `exp(1000)` are named where they stand.
"""

import math
import operator
from collections.abc import Callable
from fractions import Fraction
from functools import reduce
from typing import Any, NamedTuple

from numerics.errors import ExpressionError, LimitError
from numerics.language.tree import Apply, Node, Number, Variable, fold

MAX_NODES = 500
MAX_DEPTH = 40
MAX_NESTED = 8
MAX_EXPONENT = 100
MAX_BITS = 13_000
MAX_CONSTANT = 1e100

_CHAIN = {"add": "sum", "subtract": "sum", "multiply": "product", "divide": "product"}
_PLAIN = {*_CHAIN, "negate", "less", "less_equal", "greater", "greater_equal", "equal", "not_equal", "all_of"}


class _Size(NamedTuple):
    """Measures of a subtree; `numerator` and `denominator` are bits of integers, multiplied out."""

    depth: int
    nested: int
    numerator: float
    denominator: float
    value: Any


_VARIABLE = _Size(1, 0, 0.0, 0.0, None)


def check(node: Node, text: str) -> Fraction | float | None:
    """Raise LimitError or ExpressionError if `node` is too large, too costly or has no real value.

    Returns the value of a tree without variables, a Fraction if it is rational; else None.
    """
    nodes = 0

    def measure(node: Node, sizes: list[_Size]) -> _Size:
        nonlocal nodes
        nodes += 1
        if nodes > MAX_NODES:
            raise LimitError(f"The formula has more than {MAX_NODES} parts; shorten it.", node.position, text)
        if isinstance(node, Variable):
            return _VARIABLE
        if isinstance(node, Number):
            return _Size(1, 0, *_bits(node.value), node.value)
        if isinstance(node, Apply):
            return _measure(node, sizes, text)
        return _Size(1, 0, 0.0, 0.0, _CONSTANTS[node.name])

    return fold(node, measure).value


def _measure(node: Apply, sizes: list[_Size], text: str) -> _Size:
    function = node.function
    depth = 1 + max([size.depth for size in sizes])
    first = node.arguments[0]
    if function in _CHAIN and isinstance(first, Apply) and _CHAIN.get(first.function) == _CHAIN[function]:
        depth = max(sizes[0].depth, 1 + max([size.depth for size in sizes[1:]]))
    nested = max([size.nested for size in sizes]) + (function not in _PLAIN)
    if depth > MAX_DEPTH:
        raise LimitError(
            f"The formula is nested more than {MAX_DEPTH} deep; simplify it.", node.position, text
        )
    if nested > MAX_NESTED:
        message = f"Functions and powers are nested more than {MAX_NESTED} deep; simplify the formula."
        raise LimitError(message, node.position, text)
    if function == "power" and sizes[1].value is not None and not abs(sizes[1].value) <= MAX_EXPONENT:
        message = f"A constant exponent may be at most {MAX_EXPONENT}; use a smaller one or exp(…)."
        raise LimitError(message, node.position, text)
    numerator, denominator = _combined_bits(function, sizes)
    if max(numerator, denominator) > MAX_BITS:
        message = "Multiplied out, this has numbers of thousands of digits; use smaller exponents."
        raise LimitError(message, node.position, text)
    value = None
    if all(size.value is not None for size in sizes):
        value = _constant_value(node, [size.value for size in sizes], text)
        numerator, denominator = _bits(value)
    elif function == "divide" and sizes[1].value == 0:
        raise ExpressionError("This divides by zero; change the denominator.", node.position, text)
    return _Size(depth, nested, numerator, denominator, value)


def _bits(value: Fraction | float) -> tuple[float, float]:
    if isinstance(value, Fraction):
        return math.log2(max(abs(value.numerator), 1)), math.log2(value.denominator)
    return 0.0, 0.0


def _combined_bits(function: str, sizes: list[_Size]) -> tuple[float, float]:
    """Bits of the largest numerator and of the common denominator of all coefficients."""
    if function in ("add", "subtract"):
        denominator = sum([size.denominator for size in sizes])
        largest = max([size.numerator - size.denominator for size in sizes])
        return largest + denominator + math.log2(len(sizes)), denominator
    if function in ("multiply", "negate"):
        return sum([size.numerator for size in sizes]), sum([size.denominator for size in sizes])
    if function == "divide":
        over, under = sizes
        return over.numerator + under.denominator, over.denominator + under.numerator
    if function == "power":
        base, exponent = sizes
        if exponent.value is None:
            times = 2 ** min(exponent.numerator - exponent.denominator, 60.0)
        else:
            times = abs(float(exponent.value))
        bits = base.numerator * times, base.denominator * times
        return bits if exponent.value is None or exponent.value >= 0 else bits[::-1]
    return 0.0, 0.0


def _constant_value(node: Apply, values: list[Any], text: str) -> Any:
    """The value of a constant Apply; the sentence says why it has none."""
    try:
        value = _EVALUATE[node.function](*values)
    except ZeroDivisionError:
        problem = "This divides by zero; change the constants here."
    except OverflowError:
        problem = "This constant is too large; use smaller numbers."
    except ValueError:
        problem = f"{node.function} has no finite real value here; change the constants."
    else:
        if isinstance(value, complex):
            problem = "This power of a negative number is not real; use abs(…) or cbrt(…)."
        elif abs(value) <= MAX_CONSTANT:
            return value
        else:
            problem = "This constant is larger than 10^100; use smaller numbers."
    raise ExpressionError(problem, node.position, text)


def _sign(x: Any) -> int:
    return (x > 0) - (x < 0)


_CONSTANTS = {"pi": math.pi, "e": math.e, "tau": math.tau}

_FROM_MATH = (
    *("exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "sqrt", "cbrt", "hypot"),
    *("sin", "cos", "tan", "asin", "acos", "atan", "atan2"),
    *("sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "erf", "erfc", "gamma"),
)
_EVALUATE: dict[str, Callable[..., Any]] = {
    "add": lambda *values: reduce(operator.add, values),
    "multiply": lambda *values: reduce(operator.mul, values),
    "subtract": operator.sub,
    "divide": operator.truediv,
    "power": operator.pow,
    "negate": operator.neg,
    "less": operator.lt,
    "less_equal": operator.le,
    "greater": operator.gt,
    "greater_equal": operator.ge,
    "equal": operator.eq,
    "not_equal": operator.ne,
    "all_of": lambda *values: all(values),
    "where": lambda condition, first, second: first if condition else second,
    "abs": abs,
    "min": min,
    "max": max,
    "sign": _sign,
    "sec": lambda x: 1 / math.cos(x),
    "csc": lambda x: 1 / math.sin(x),
    "cot": lambda x: 1 / math.tan(x),
    "loggamma": math.lgamma,
    "norm": math.hypot,
    "relu": lambda x: max(x, 0),
    "sigmoid": lambda x: (1 + math.tanh(x / 2)) / 2,
    "softplus": lambda x: max(x, 0) + math.log1p(math.exp(-abs(x))),
}
_EVALUATE.update((name, getattr(math, name)) for name in _FROM_MATH)
