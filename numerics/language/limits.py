"""What a tree may cost, decided before any algebra touches it.

Size, depth and nesting bound the derivation. The *bits* bound the integers that can arise when
powers and products are multiplied out: each exponent of `((((3x)^64)^64)^64)^64` is harmless, the
whole has 10^8 digits. Constant parts are evaluated, exactly while they are rational, so that
`1/0`, `sqrt(-1)` and `exp(1000)` are named where they stand.
"""

import math
import operator
from collections.abc import Callable, Sequence
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

_HUGE = 60.0

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
    depths, nestings, numerators, denominators, values = zip(*sizes, strict=True)
    first = node.arguments[0]
    if function in _CHAIN and isinstance(first, Apply) and _CHAIN.get(first.function) == _CHAIN[function]:
        depth = max(depths[0], *[1 + depth for depth in depths[1:]])
    else:
        depth = 1 + max(depths)
    nested = max(nestings) + (function not in _PLAIN)
    exponent = values[1] if function == "power" else None
    bits = _combined_bits(function, numerators, denominators, exponent)
    if depth > MAX_DEPTH:
        problem = f"The formula is nested more than {MAX_DEPTH} deep; simplify it."
    elif nested > MAX_NESTED:
        problem = f"Functions and powers are nested more than {MAX_NESTED} deep; simplify the formula."
    elif exponent is not None and not abs(exponent) <= MAX_EXPONENT:
        problem = f"A constant exponent may be at most {MAX_EXPONENT}; use a smaller one or exp(…)."
    elif max(bits) > MAX_BITS:
        problem = "Multiplied out, this has numbers of thousands of digits; use smaller exponents."
    elif None not in values:
        value = _constant_value(node, values, text)
        return _Size(depth, nested, *_bits(value), value)
    elif function == "divide" and values[1] == 0:
        raise ExpressionError("This divides by zero; change the denominator.", node.position, text)
    else:
        return _Size(depth, nested, *bits, None)
    raise LimitError(problem, node.position, text)


def _bits(value: Fraction | float) -> tuple[float, float]:
    if isinstance(value, Fraction):
        return math.log2(max(abs(value.numerator), 1)), math.log2(value.denominator)
    return 0.0, 0.0


def _combined_bits(
    function: str, numerators: Sequence[float], denominators: Sequence[float], exponent: Any
) -> tuple[float, float]:
    """Bits of the largest numerator and of the common denominator of all coefficients."""
    if function in ("add", "subtract"):
        common = sum(denominators)
        largest = max([numerator - own for numerator, own in zip(numerators, denominators, strict=True)])
        return largest + common + math.log2(len(numerators)), common
    if function in ("multiply", "negate"):
        return sum(numerators), sum(denominators)
    if function == "divide":
        return numerators[0] + denominators[1], denominators[0] + numerators[1]
    if function != "power":
        return 0.0, 0.0
    if exponent is None:  # its size with every variable at 1: 2^(x + 1000) hides 2^1000
        exponent = 2 ** min(numerators[1] - denominators[1], _HUGE)
    times = float(abs(exponent))
    bits = numerators[0] * times, denominators[0] * times
    return bits if exponent >= 0 else bits[::-1]


def _constant_value(node: Apply, values: Sequence[Any], text: str) -> Any:
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
