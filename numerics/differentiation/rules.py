"""The rules of differentiation, each as an equation between trees.

A rule makes the derivative of `f(u, v, …)` out of u, v, … and their derivatives. The same equation gives the general
formula (of letters), the rule applied to a visitor's expression, the result, and the local derivatives of automatic
differentiation (where the derivatives are 0 and 1).
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from numerics.differentiation.algebra import (
    ONE,
    TWO,
    ZERO,
    add,
    apply,
    divide,
    is_zero,
    multiply,
    negate,
    power,
    rational,
    subtract,
    value_of,
    whole,
)
from numerics.language import Apply, Constant, Node, Number


class Rule(NamedTuple):
    """A rule by its name, and what it gives."""

    name: str
    result: Node


def derivative_by_rule(node: Apply, inner: Sequence[Node]) -> Rule:
    """The derivative of a function or operator applied to arguments whose derivatives are `inner`.

    An argument whose derivative is the literal 0 counts as a constant. `where` has no derivative of its condition:
    `inner` then has two entries. At kinks the derivative is the mean of both sides.
    """
    if node.function in SLOPES:
        (u,), (du,) = node.arguments, inner
        return Rule(node.function, multiply(SLOPES[node.function](u), du))
    return _RULES[node.function](node.arguments, inner)


def _sum(_: Sequence[Node], inner: Sequence[Node]) -> Rule:
    return Rule("sum", add(*inner))


def _difference(_: Sequence[Node], inner: Sequence[Node]) -> Rule:
    return Rule("sum", subtract(*inner))


def _negative(_: Sequence[Node], inner: Sequence[Node]) -> Rule:
    return Rule("factor", negate(inner[0]))


def _product(factors: Sequence[Node], inner: Sequence[Node]) -> Rule:
    terms = [multiply(*factors[:at], slope, *factors[at + 1 :]) for at, slope in enumerate(inner) if not is_zero(slope)]
    return Rule("factor" if len(terms) == 1 else "product", add(*terms))


def _quotient(arguments: Sequence[Node], inner: Sequence[Node]) -> Rule:
    (u, v), (du, dv) = arguments, inner
    if is_zero(dv):
        return Rule("factor", divide(du, v))
    below = power(v, TWO)
    if is_zero(du):
        return Rule("reciprocal", negate(divide(multiply(u, dv), below)))
    return Rule("quotient", divide(subtract(multiply(du, v), multiply(u, dv)), below))


def _power(arguments: Sequence[Node], inner: Sequence[Node]) -> Rule:
    (u, v), (du, dv) = arguments, inner
    if is_zero(dv):
        return Rule("power", multiply(v, power(u, _one_less(v)), du))
    whole_power = apply("power", u, v)
    growth = whole_power if isinstance(u, Constant) and u.name == "e" else multiply(whole_power, apply("log", u))
    if is_zero(du):
        return Rule("exponential", multiply(growth, dv))
    return Rule("general power", add(multiply(v, power(u, _one_less(v)), du), multiply(growth, dv)))


def _one_less(exponent: Node) -> Node:
    value = value_of(exponent)
    if value is None:
        return subtract(exponent, ONE)
    return rational(value - 1, decimal=isinstance(exponent, Number))


def _length(arguments: Sequence[Node], inner: Sequence[Node]) -> Rule:
    return Rule("norm", divide(add(*map(multiply, arguments, inner)), apply("norm", *arguments)))


def _angle(arguments: Sequence[Node], inner: Sequence[Node]) -> Rule:
    (y, x), (dy, dx) = arguments, inner
    squares = add(apply("power", x, TWO), apply("power", y, TWO))
    return Rule("atan2", divide(subtract(multiply(x, dy), multiply(y, dx)), squares))


def _larger(arguments: Sequence[Node], inner: Sequence[Node]) -> Rule:
    return Rule("max", _select(*arguments, *inner))


def _smaller(arguments: Sequence[Node], inner: Sequence[Node]) -> Rule:
    return Rule("min", _select(*arguments, *reversed(inner)))


def _rectifier(arguments: Sequence[Node], inner: Sequence[Node]) -> Rule:
    return Rule("relu", _select(arguments[0], ZERO, inner[0], ZERO))


def _select(a: Node, b: Node, above: Node, below: Node) -> Node:
    """`above` where a > b, `below` where a < b, and their mean at a tie."""
    if above == below:
        return above
    tie = divide(add(above, below), TWO)
    return apply("where", apply("greater", a, b), above, apply("where", apply("less", a, b), below, tie))


def _branches(arguments: Sequence[Node], inner: Sequence[Node]) -> Rule:
    return Rule("where", inner[0] if inner[0] == inner[1] else apply("where", arguments[0], *inner))


_RULES: dict[str, Callable[[Sequence[Node], Sequence[Node]], Rule]] = {
    "add": _sum,
    "subtract": _difference,
    "negate": _negative,
    "multiply": _product,
    "divide": _quotient,
    "power": _power,
    "norm": _length,
    "hypot": _length,
    "atan2": _angle,
    "max": _larger,
    "min": _smaller,
    "relu": _rectifier,
    "where": _branches,
}


def _square(u: Node) -> Node:
    return power(u, TWO)


def _one_over(u: Node) -> Node:
    return divide(ONE, u)


_TWO_OVER_ROOT_PI = divide(TWO, apply("sqrt", Constant("pi", 0)))

SLOPES: dict[str, Callable[[Node], Node]] = {
    "exp": lambda u: apply("exp", u),
    "exp2": lambda u: multiply(apply("log", TWO), apply("exp2", u)),
    "expm1": lambda u: apply("exp", u),
    "log": _one_over,
    "log2": lambda u: _one_over(multiply(u, apply("log", TWO))),
    "log10": lambda u: _one_over(multiply(u, apply("log", whole(10)))),
    "log1p": lambda u: _one_over(add(ONE, u)),
    "sqrt": lambda u: _one_over(multiply(TWO, apply("sqrt", u))),
    "cbrt": lambda u: _one_over(multiply(whole(3), _square(apply("cbrt", u)))),
    "abs": lambda u: apply("sign", u),
    "sign": lambda u: ZERO,
    "sin": lambda u: apply("cos", u),
    "cos": lambda u: negate(apply("sin", u)),
    "tan": lambda u: add(ONE, _square(apply("tan", u))),
    "sec": lambda u: multiply(apply("sec", u), apply("tan", u)),
    "csc": lambda u: negate(multiply(apply("csc", u), apply("cot", u))),
    "cot": lambda u: negate(add(ONE, _square(apply("cot", u)))),
    "asin": lambda u: _one_over(apply("sqrt", subtract(ONE, _square(u)))),
    "acos": lambda u: negate(_one_over(apply("sqrt", subtract(ONE, _square(u))))),
    "atan": lambda u: _one_over(add(ONE, _square(u))),
    "sinh": lambda u: apply("cosh", u),
    "cosh": lambda u: apply("sinh", u),
    "tanh": lambda u: _one_over(_square(apply("cosh", u))),  # 1 - tanh² is 0 from u = 19 on
    "asinh": lambda u: _one_over(apply("sqrt", add(ONE, _square(u)))),
    "acosh": lambda u: _one_over(multiply(apply("sqrt", subtract(u, ONE)), apply("sqrt", add(u, ONE)))),
    "atanh": lambda u: _one_over(subtract(ONE, _square(u))),
    "erf": lambda u: multiply(_TWO_OVER_ROOT_PI, apply("exp", negate(_square(u)))),
    "erfc": lambda u: negate(multiply(_TWO_OVER_ROOT_PI, apply("exp", negate(_square(u))))),
    "gamma": lambda u: multiply(apply("gamma", u), apply("digamma", u)),
    "loggamma": lambda u: apply("digamma", u),
    "sigmoid": lambda u: multiply(apply("sigmoid", u), apply("sigmoid", negate(u))),  # σ(1 - σ) cancels at large u
    "softplus": lambda u: apply("sigmoid", u),
}
"""The derivative of each function of one argument at that argument; the chain rule multiplies it by the inner one."""
