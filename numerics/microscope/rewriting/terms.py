"""Trees to rewrite: plain ones, equal when they mean the same operations, and what builds them.

In a plain tree every operation has its own node of two operands at most (`norm`, `min` and `max` apart), positions
are 0, and a negative number is the negation of one. The builders leave out what does nothing: `0 + a`, `1 a`, `--a`.
"""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache, reduce

from numerics.language import Apply, Constant, Node, Number, Variable, fold
from numerics.language.lexer import MAX_DIGITS, MAX_EXPONENT
from numerics.language.tree import arguments_of

_PLAIN_FROM, _PLAIN_TO = 1e-4, 1e6  # numbers between are written without an exponent


class TooLong(ArithmeticError):
    """A number that cannot be written in the digits that the language allows."""


def plain(node: Node) -> Node:
    """The plain tree of `node`, operation by operation the same."""

    def combine(node: Node, arguments: list[Node]) -> Node:
        if isinstance(node, Number):
            return number(node.value)
        if isinstance(node, Constant):
            return Constant(node.name, 0)
        if isinstance(node, Variable):
            return Variable(node.name, 0)
        if node.function in ("add", "multiply", "all_of"):
            return reduce(lambda a, b: Apply(node.function, (a, b), 0), arguments)
        if node.function == "log" and len(arguments) == 2:
            return Apply("divide", (Apply("log", (arguments[0],), 0), Apply("log", (arguments[1],), 0)), 0)
        return Apply(node.function, tuple(arguments), 0)

    return fold(node, combine)


def number(value: Fraction | int) -> Node:
    """The number, as a quotient of whole numbers if it has no short decimal; raises TooLong if they are long too."""
    value = Fraction(value)
    if value < 0:
        return Apply("negate", (number(-value),), 0)
    text = _decimal(value)
    if text is not None:
        return Number(value, text, 0)
    above, below = _decimal(Fraction(value.numerator)), _decimal(Fraction(value.denominator))
    if above is None or below is None:
        raise TooLong(value)
    return Apply(
        "divide", (Number(Fraction(value.numerator), above, 0), Number(Fraction(value.denominator), below, 0)), 0
    )


@lru_cache(4096)
def _decimal(value: Fraction) -> str | None:
    """The exact decimal of a number ≥ 0 within the limits of the language, or None."""
    twos = (value.denominator & -value.denominator).bit_length() - 1
    fives, rest = 0, value.denominator >> twos
    while rest % 5 == 0:
        fives, rest = fives + 1, rest // 5
    places = max(twos, fives)
    if rest != 1 or places > MAX_EXPONENT + MAX_DIGITS:
        return None
    exact = Decimal(value.numerator * 2 ** (places - twos) * 5 ** (places - fives)).scaleb(-places).normalize()
    digits, power = len(exact.as_tuple().digits), exact.adjusted()
    if digits > MAX_DIGITS or abs(power) > MAX_EXPONENT:
        return None
    if value == 0 or _PLAIN_FROM <= value < _PLAIN_TO or (value.denominator == 1 and power < MAX_DIGITS):
        return f"{exact:f}"
    return f"{exact:e}".replace("e+", "e")


def rational(node: Node) -> Fraction | None:
    """The value of a number, of its negation, or of a quotient of numbers; None of anything else."""
    if isinstance(node, Number):
        return node.value
    if isinstance(node, Apply) and node.function in ("negate", "divide"):
        values = [rational(argument) for argument in node.arguments]
        if node.function == "negate" and values[0] is not None:
            return -values[0]
        if len(values) == 2 and values[0] is not None and values[1]:
            return values[0] / values[1]
    return None


def size(node: Node) -> int:
    """The number of operations and leaves."""
    return fold(node, lambda _, sizes: 1 + sum(sizes))


def negated(node: Node) -> bool:
    """Whether the node is a negation."""
    return isinstance(node, Apply) and node.function == "negate"


def build(function: str, *arguments: Node) -> Node:
    """The function applied to the arguments, without operations that do nothing."""
    return _BUILDERS[function](*arguments) if function in _BUILDERS else Apply(function, arguments, 0)


def negate(a: Node) -> Node:
    """-a."""
    if isinstance(a, Apply):
        if a.function == "negate":
            return a.arguments[0]
        if a.function == "subtract":
            return Apply("subtract", a.arguments[::-1], 0)
    return a if rational(a) == 0 else Apply("negate", (a,), 0)


def add(a: Node, b: Node) -> Node:
    """a + b."""
    if rational(a) == 0:
        return b
    if rational(b) == 0:
        return a
    if negated(b):
        return subtract(a, arguments_of(b)[0])
    return subtract(b, arguments_of(a)[0]) if negated(a) else Apply("add", (a, b), 0)


def subtract(a: Node, b: Node) -> Node:
    """a - b."""
    if rational(a) == 0:
        return negate(b)
    if rational(b) == 0:
        return a
    return add(a, arguments_of(b)[0]) if negated(b) else Apply("subtract", (a, b), 0)


def multiply(a: Node, b: Node) -> Node:
    """a b."""
    if rational(a) == 0 or rational(b) == 0:
        return number(0)
    if rational(a) == 1:
        return b
    if rational(b) == 1:
        return a
    if negated(a):
        return negate(multiply(arguments_of(a)[0], b))
    return negate(multiply(a, arguments_of(b)[0])) if negated(b) else Apply("multiply", (a, b), 0)


def divide(a: Node, b: Node) -> Node:
    """a/b."""
    if rational(b) == 1 or rational(a) == 0:
        return a
    if negated(a):
        return negate(divide(arguments_of(a)[0], b))
    return negate(divide(a, arguments_of(b)[0])) if negated(b) else Apply("divide", (a, b), 0)


def power(a: Node, b: Node) -> Node:
    """a^b."""
    if rational(b) == 1:
        return a
    return number(1) if rational(b) == 0 else Apply("power", (a, b), 0)


_BUILDERS: dict[str, Callable[..., Node]] = {
    "negate": negate,
    "add": add,
    "subtract": subtract,
    "multiply": multiply,
    "divide": divide,
    "power": power,
}


def summands(node: Node) -> list[tuple[int, Node]]:
    """The terms of a sum with their signs, from left to right; a node that is no sum is its only term."""
    found: list[tuple[int, Node]] = []
    pending = [(1, node)]
    while pending:
        sign, current = pending.pop()
        if isinstance(current, Apply) and current.function in ("add", "subtract"):
            first, second = current.arguments
            pending += [(sign if current.function == "add" else -sign, second), (sign, first)]
        elif negated(current):
            pending.append((-sign, arguments_of(current)[0]))
        else:
            found.append((sign, current))
    return found


def sum_of(terms: list[tuple[int, Node]]) -> Node:
    """The sum of signed terms, from left to right; one with a plus stands first if there is any."""
    first = next((at for at, (sign, _) in enumerate(terms) if sign > 0), 0)
    total: Node = number(0)
    for sign, term in [terms[first], *terms[:first], *terms[first + 1 :]] if terms else []:
        total = add(total, term) if sign > 0 else subtract(total, term)
    return total


def factors(node: Node) -> tuple[int, list[tuple[int, Node]]]:
    """The sign of a product, and its factors with whole exponents, from left to right; equal ones together."""
    sign = 1
    found: dict[Node, int] = {}
    pending = [(1, node)]
    while pending:
        exponent, current = pending.pop()
        whole = whole_exponent(current)
        if isinstance(current, Apply) and current.function in ("multiply", "divide"):
            first, second = current.arguments
            pending += [(exponent if current.function == "multiply" else -exponent, second), (exponent, first)]
        elif negated(current):
            sign *= -1 if exponent % 2 else 1
            pending.append((exponent, arguments_of(current)[0]))
        elif whole is not None:
            pending.append((exponent * whole, arguments_of(current)[0]))
        else:
            found[current] = found.get(current, 0) + exponent
    return sign, [(exponent, factor) for factor, exponent in found.items() if exponent]


def whole_exponent(node: Node) -> int | None:
    """n of a power a^n with a whole number n; None of anything else."""
    if isinstance(node, Apply) and node.function == "power":
        exponent = rational(node.arguments[1])
        if exponent is not None and exponent.denominator == 1:
            return int(exponent)
    return None


def product_of(sign: int, parts: list[tuple[int, Node]]) -> Node:
    """The product of factors with whole exponents: what is above the bar over what is below it."""
    above, below = number(1), number(1)
    for exponent, factor in parts:
        part = power(factor, number(abs(exponent)))
        if exponent > 0:
            above = multiply(above, part)
        else:
            below = multiply(below, part)
    result = divide(above, below)
    return result if sign > 0 else negate(result)


def replace(node: Node, path: tuple[int, ...], by: Node) -> Node:
    """The tree with another subtree at the place that the path of argument indices leads to."""
    if not path:
        return by
    assert isinstance(node, Apply)
    arguments = list(node.arguments)
    arguments[path[0]] = replace(arguments[path[0]], path[1:], by)
    return build(node.function, *arguments)


def places(node: Node) -> list[tuple[tuple[int, ...], Node]]:
    """Every subtree with the path that leads to it, the whole first."""
    found: list[tuple[tuple[int, ...], Node]] = []
    pending: list[tuple[tuple[int, ...], Node]] = [((), node)]
    while pending:
        path, current = pending.pop()
        found.append((path, current))
        pending += [((*path, at), argument) for at, argument in reversed(list(enumerate(arguments_of(current))))]
    return found
