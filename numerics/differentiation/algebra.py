"""Trees put together with the little algebra that keeps a derivative readable: 0 + u is u, 1·u is u, 2·3u is 6u."""

from collections.abc import Sequence
from fractions import Fraction
from functools import reduce

from numerics.language import Apply, Constant, Node, Number, Variable

_LONGEST = 10**17  # beyond it literals are not multiplied


def whole(value: int) -> Number:
    """The literal of a whole number ≥ 0."""
    return Number(Fraction(value), str(value), 0)


ZERO: Node = whole(0)
ONE: Node = whole(1)
TWO: Node = whole(2)


def apply(function: str, *arguments: Node) -> Apply:
    """A function or operator applied to its arguments."""
    return Apply(function, arguments, 0)


def rational(value: Fraction, decimal: bool = False) -> Node:
    """A number as it is written: -2/3, or 1.5 where decimals are wanted and exact."""
    if value < 0:
        return apply("negate", rational(-value, decimal))
    if value.denominator == 1:
        return whole(value.numerator)
    text = repr(float(value))
    if decimal and "e" not in text and Fraction(text) == value:
        return Number(value, text, 0)
    return apply("divide", whole(value.numerator), whole(value.denominator))


def value_of(node: Node) -> Fraction | None:
    """The number that a literal, its negative, or a quotient of such is; None for anything else."""
    if isinstance(node, Number):
        return node.value
    if isinstance(node, Apply) and node.function in ("negate", "divide"):
        values = [value_of(argument) for argument in node.arguments]
        if node.function == "negate":
            return None if values[0] is None else -values[0]
        if values[0] is not None and values[1]:
            return values[0] / values[1]
    return None


def is_zero(node: Node) -> bool:
    """Whether a tree is the literal 0."""
    return isinstance(node, Number) and node.value == 0


def add(*terms: Node) -> Node:
    """The sum; a negative term is subtracted, zeros are left out."""
    return reduce(_plus, terms, ZERO)


def subtract(a: Node, b: Node) -> Node:
    """The difference."""
    return _plus(a, negate(b))


def negate(a: Node) -> Node:
    """The negative; that of a negative is the inside."""
    if is_zero(a):
        return ZERO
    if isinstance(a, Apply) and a.function == "negate":
        return a.arguments[0]
    return apply("negate", a)


def multiply(*factors: Node) -> Node:
    """The product, signs and literals in front and fractions on one bar; what holds the variable keeps its order."""
    negative, over, under = False, [], []  # type: bool, list[Node], list[Node]
    pending = list(reversed(factors))
    while pending:
        factor = pending.pop()
        match factor:
            case Apply(function="negate"):
                negative = not negative
                pending.append(factor.arguments[0])
            case Apply(function="multiply"):
                pending.extend(reversed(factor.arguments))
            case Apply(function="divide"):
                pending.append(factor.arguments[0])
                below = factor.arguments[1]
                under.extend(below.arguments if isinstance(below, Apply) and below.function == "multiply" else [below])
            case _:
                over.append(factor)
    (literal, top), (divisor, bottom) = _literal(over), _literal(under)
    if literal == 0:
        return ZERO
    if divisor not in (0, 1):
        literal, divisor = Fraction((literal / divisor).numerator), Fraction((literal / divisor).denominator)
    product = _joined(abs(literal), top)
    result = apply("divide", product, _joined(divisor, bottom)) if bottom or divisor != 1 else product
    return negate(result) if negative != (literal < 0) else result


def divide(a: Node, b: Node) -> Node:
    """The quotient; a fraction over b goes on one bar."""
    return multiply(a, apply("divide", ONE, b))


def power(base: Node, exponent: Node) -> Node:
    """The power; u¹ is u, u⁰ is 1, and the square of a square root is the inside."""
    value = value_of(exponent)
    if value == 2 and isinstance(base, Apply) and base.function == "sqrt":
        return base.arguments[0]
    return ONE if value == 0 else base if value == 1 else apply("power", base, exponent)


def _plus(a: Node, b: Node) -> Node:
    if is_zero(a):
        return b
    if is_zero(b):
        return a
    if isinstance(b, Apply) and b.function == "negate":
        return apply("subtract", a, b.arguments[0])
    x, y = value_of(a), value_of(b)
    if x is not None and y is not None:
        return rational(x + y, decimal=True)
    terms = [part for term in (a, b) for part in _terms(term)]
    return apply("add", *terms)


def _terms(node: Node) -> tuple[Node, ...]:
    return node.arguments if isinstance(node, Apply) and node.function == "add" else (node,)


def _literal(factors: Sequence[Node]) -> tuple[Fraction, list[Node]]:
    """The product of the literals among plain factors, and the others: names, then powers, then the rest.

    Powers of the same name become one.
    """
    literal, exponents, rest = Fraction(1), {}, []  # type: Fraction, dict[str, Fraction], list[Node]
    for factor in factors:
        base, exponent = factor, Fraction(1)  # type: Node, Fraction | None
        if isinstance(factor, Apply) and factor.function == "power":
            base, exponent = factor.arguments[0], value_of(factor.arguments[1])
        if isinstance(factor, Number) and max(_size(literal * factor.value)) < _LONGEST:
            literal *= factor.value
        elif isinstance(base, Variable) and exponent is not None and exponent.denominator == 1:
            exponents[base.name] = exponents.get(base.name, Fraction(0)) + exponent
        else:
            rest.append(factor)
    named = [power(Variable(name, 0), rational(exponent)) for name, exponent in exponents.items() if exponent]
    return literal, sorted([*named, *rest], key=_place)


def _size(value: Fraction) -> tuple[int, int]:
    return abs(value.numerator), value.denominator


def _joined(literal: Fraction, rest: Sequence[Node]) -> Node:
    factors = [rational(literal, decimal=True), *rest] if literal != 1 or not rest else rest
    return factors[0] if len(factors) == 1 else apply("multiply", *factors)


def _place(factor: Node) -> int:
    if isinstance(factor, Number | Constant | Variable):
        return 0
    if isinstance(factor, Apply) and factor.function == "power" and isinstance(factor.arguments[0], Variable):
        return 1
    return 3 if isinstance(factor, Apply) and factor.function == "derivative" else 2
