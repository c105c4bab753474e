"""From the postfix form of a typed tree to a SymPy expression."""

from functools import reduce
from typing import Any

from sympy import Add, Pow, Rational, nan, oo, zoo

from numerics.symbolic import functions
from numerics.symbolic.functions import (
    COMPARISONS,
    CONSTANTS,
    AllOf,
    Atan2,
    Expr,
    Log,
    Max,
    Min,
    Norm,
    Relu,
    Where,
    power,
    product,
)
from numerics.symbolic.postfix import Postfix


class _Sum(list[Any]):
    """Terms not yet added up: adding each one to the sum so far would be quadratic in their number."""


_UNARY = (
    "exp exp2 expm1 log2 log10 log1p sqrt cbrt abs sign sin cos tan sec csc cot asin acos atan "
    "sinh cosh tanh asinh acosh atanh erf erfc gamma loggamma sigmoid softplus"
)

OPERATIONS: dict[str, Any] = {
    **{name: getattr(functions, name.capitalize()) for name in _UNARY.split()},
    **COMPARISONS,
    "multiply": product,
    "divide": lambda a, b: product(a, Pow(b, -1)),
    "negate": lambda a: -a,
    "power": power,
    "log": lambda u, *base: Log(u) / Log(*base) if base else Log(u),
    "atan2": Atan2,
    "hypot": Norm,
    "norm": Norm,
    "max": lambda *arguments: reduce(Max, arguments),
    "min": lambda *arguments: reduce(Min, arguments),
    "relu": Relu,
    "where": Where,
    "all_of": lambda *conditions: reduce(AllOf, conditions),
}


def build(postfix: Postfix, symbols: dict[str, Expr]) -> Expr:
    """The expression; `nan` where the text divides by what is always 0."""
    constants = {symbol.name: symbol for symbol in CONSTANTS}
    stack: list[Any] = []
    for kind, what, count in postfix:
        if kind == "number":
            stack.append(Rational(what))
        elif kind == "constant":
            stack.append(constants[what])
        elif kind == "name":
            stack.append(symbols[what])
        else:
            arguments = stack[-count:]
            del stack[-count:]
            stack.append(_apply(what, arguments))
    (expression,) = stack
    return defined(_closed(expression))


def defined(expression: Expr) -> Expr:
    """The expression itself, or `nan` if SymPy found a division by 0 in it."""
    return nan if expression.has(nan, zoo, oo, -oo) else expression


def _closed(value: Any) -> Expr:
    return Add(*value) if isinstance(value, _Sum) else value


def _apply(name: str, arguments: list[Any]) -> Any:
    if name not in ("add", "subtract"):
        return OPERATIONS[name](*map(_closed, arguments))
    first = arguments[0]
    terms = first if isinstance(first, _Sum) else _Sum([first])
    for argument in arguments[1:]:
        terms.append(_closed(argument) if name == "add" else -_closed(argument))
    return terms
