"""School algebra, exactly: an expression as a quotient of polynomials in what is not arithmetic.

`x*exp(x) - 2/sqrt(y)` is a quotient of polynomials in x, exp(x) and sqrt(y). Multiplying out, common denominators,
cancelling and factoring are then python-flint's, and every result is written back as a tree. The forms are equal as
formulas; which of them rounds better is for measurement to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import comb, gcd, lcm
from typing import Any

from flint import fmpq, fmpq_mpoly_ctx

from numerics.language import Apply, Node, fold
from numerics.microscope.rewriting import terms
from numerics.microscope.rewriting.terms import number, rational, size, whole_exponent

MAX_TERMS = 120
MAX_POWER = 12
MAX_ATOMS = 12

_ARITHMETIC = {"add", "subtract", "multiply", "divide", "negate"}
Polynomial = Any  # python-flint's fmpq_mpoly, which mypy does not know


class TooLarge(ArithmeticError):
    """The algebra would take more terms than it is worth."""


def is_arithmetic(node: Node) -> bool:
    """Whether a node is a sum, product, quotient or whole power."""
    if not isinstance(node, Apply):
        return False
    if node.function in _ARITHMETIC:
        return True
    exponent = whole_exponent(node)
    return exponent is not None and 0 < abs(exponent) <= MAX_POWER


@dataclass(frozen=True)
class Quotient:
    """above/below, without common factors, polynomials in the generators that stand for `atoms`."""

    above: Polynomial
    below: Polynomial
    atoms: tuple[Node, ...]


def quotient(node: Node) -> Quotient:
    """The node as a quotient of polynomials; raises TooLarge, or ZeroDivisionError if it divides by what is 0."""
    atoms = _Atoms(node)
    above, below = _cancelled(*atoms.quotient(node))
    return Quotient(above, below, atoms.nodes)


@lru_cache(1024)
def forms(node: Node) -> tuple[Node, ...]:
    """Other ways to write an arithmetic node: factored, multiplied out, term by term, by Horner's rule."""
    try:
        q = quotient(node)
        found = dict.fromkeys(form for form in _forms(q) if form != node)
    except (TooLarge, ZeroDivisionError, terms.TooLong):
        return ()
    return tuple(found)


@lru_cache(2048)
def shortest(node: Node) -> Node:
    """The shortest of the node and its factored and multiplied-out forms; the node itself if none is shorter."""
    if not is_arithmetic(node):
        return node
    return min((node, *forms(node)), key=size)


def tidy(node: Node) -> Node:
    """The node with every arithmetic part in its shortest form."""

    def combine(node: Node, arguments: list[Node]) -> Node:
        if not isinstance(node, Apply):
            return node
        if not is_arithmetic(node):
            arguments = [shortest(argument) for argument in arguments]
        return terms.build(node.function, *arguments)

    return shortest(fold(node, combine))


@lru_cache(2048)
def equal(a: Node, b: Node) -> bool:
    """Whether two nodes are the same by algebra."""
    if a == b:
        return True
    try:
        return bool(quotient(Apply("subtract", (a, b), 0)).above == 0)
    except (TooLarge, ZeroDivisionError):
        return False


class _Atoms:
    """The generators for what is not arithmetic in a node, and the relations between them."""

    def __init__(self, node: Node) -> None:
        self._of: dict[Node, tuple[int, int]] = {}  # atom → generator and exponent: exp(2x) is the square of exp(x)
        self._roots: dict[int, Node] = {}  # generator of sqrt(u) → u
        nodes: list[Node] = []
        exponentials: dict[Node, list[tuple[Fraction, Node]]] = {}
        pending = [node]
        while pending:
            current = pending.pop()
            if is_arithmetic(current):
                assert isinstance(current, Apply)
                whole = whole_exponent(current)
                pending += current.arguments[::-1] if whole is None else current.arguments[:1]
            elif rational(current) is None and current not in self._of:
                if isinstance(current, Apply) and current.function == "exp":
                    multiple, inner = _primitive(current.arguments[0])
                    exponentials.setdefault(inner, []).append((multiple, current))
                    self._of[current] = (-1, 0)
                    continue
                self._of[current] = (len(nodes), 1)
                if isinstance(current, Apply) and current.function == "sqrt":
                    self._roots[len(nodes)] = current.arguments[0]
                    pending.append(current.arguments[0])
                nodes.append(current)
        for inner, found in exponentials.items():
            unit = _common_measure([multiple for multiple, _ in found])
            for multiple, exponential in found:
                self._of[exponential] = (len(nodes), int(multiple / unit))
            nodes.append(Apply("exp", (terms.multiply(number(unit), inner),), 0))
        if len(nodes) > MAX_ATOMS:
            raise TooLarge
        self.nodes = tuple(nodes)
        self._context = fmpq_mpoly_ctx.get(tuple(f"g{at}" for at in range(max(1, len(nodes)))), "lex")
        self._generators = self._context.gens()

    def quotient(self, node: Node) -> tuple[Polynomial, Polynomial]:
        """Numerator and denominator of a node, common factors perhaps left in."""
        return fold(node, self._combine, lambda n: n.arguments if isinstance(n, Apply) and is_arithmetic(n) else ())

    def _combine(self, node: Node, parts: list[tuple[Polynomial, Polynomial]]) -> tuple[Polynomial, Polynomial]:
        one = self._context.constant(1)
        value = rational(node)
        if value is not None:
            return self._context.constant(fmpq(value.numerator, value.denominator)), one
        if not parts:
            generator, exponent = self._of[node]
            part = self._generators[generator] ** abs(exponent)
            return (part, one) if exponent > 0 else (one, part)
        assert isinstance(node, Apply)
        if node.function == "power":
            times = whole_exponent(node) or 0
            (above, below) = parts[0] if times > 0 else parts[0][::-1]
            return self._reduced(_power(above, abs(times)), _power(below, abs(times)))
        if node.function == "negate":
            return -parts[0][0], parts[0][1]
        (a, b), (c, d) = parts
        if node.function == "multiply":
            return self._reduced(_product(a, c), _product(b, d))
        if node.function == "divide":
            return self._reduced(_product(a, d), _product(b, c))
        if node.function == "subtract":
            c = -c
        common = b.gcd(d)
        left, right = d / common, b / common
        return self._reduced(_product(a, left) + _product(c, right), _product(b, left))

    def _reduced(self, above: Polynomial, below: Polynomial) -> tuple[Polynomial, Polynomial]:
        """With sqrt(u)^2 replaced by u, and common factors cancelled."""
        if below == 0:
            raise ZeroDivisionError
        for generator, inner in self._roots.items():
            if max(above.degrees()[generator], below.degrees()[generator]) > 1:
                a, b = self._without_squares(above, generator, inner)
                c, d = self._without_squares(below, generator, inner)
                above, below = _product(a, d), _product(b, c)
        return _cancelled(above, below)

    def _without_squares(self, p: Polynomial, generator: int, inner: Node) -> tuple[Polynomial, Polynomial]:
        u, v = self.quotient(inner)
        highest = p.degrees()[generator] // 2
        total = self._context.constant(0)
        for exponents, coefficient in p.terms():
            squares, rest = divmod(exponents[generator], 2)
            kept = (*exponents[:generator], rest, *exponents[generator + 1 :])
            term = self._context.from_dict({kept: coefficient})
            total += _product(_product(term, _power(u, squares)), _power(v, highest - squares))
        return total, _power(v, highest)


def _cancelled(above: Polynomial, below: Polynomial) -> tuple[Polynomial, Polynomial]:
    if below == 0:
        raise ZeroDivisionError
    common = above.gcd(below)
    above, below = above / common, below / common
    leading = below.leading_coefficient()
    return above / leading, below / leading


def _product(a: Polynomial, b: Polynomial) -> Polynomial:
    if len(a) * len(b) > MAX_TERMS**2 // 4:
        raise TooLarge
    result = a * b
    if len(result) > MAX_TERMS:
        raise TooLarge
    return result


def _power(a: Polynomial, exponent: int) -> Polynomial:
    if comb(len(a) + exponent - 1, exponent) > MAX_TERMS or sum(a.degrees()) * exponent > 10 * MAX_POWER:
        raise TooLarge
    return a**exponent


def _primitive(node: Node) -> tuple[Fraction, Node]:
    """A node as a number times what is left, the same for all its multiples."""
    try:
        q = quotient(node)
    except (TooLarge, ZeroDivisionError):
        return Fraction(1), node
    if q.above == 0:
        return Fraction(0), number(1)
    content = _content(q.above)
    return content, terms.divide(_sum(q.above / _fmpq(content), q.atoms), _sum(q.below, q.atoms))


def _content(p: Polynomial) -> Fraction:
    """The number that makes p/content a polynomial of whole numbers without common divisor, the first one positive."""
    coefficients = [_fraction(c) for c in p.coeffs()]
    content = Fraction(gcd(*(c.numerator for c in coefficients)), lcm(*(c.denominator for c in coefficients)))
    return content if coefficients[0] > 0 else -content


def _common_measure(values: list[Fraction]) -> Fraction:
    """The largest number of which all values are whole multiples."""
    below = lcm(*(value.denominator for value in values))
    return Fraction(gcd(*(int(value * below) for value in values)), below) or Fraction(1)


def _fraction(c: Any) -> Fraction:
    return Fraction(int(c.p), int(c.q))


def _fmpq(value: Fraction) -> Any:
    return fmpq(value.numerator, value.denominator)


# From polynomials back to trees


def _forms(q: Quotient) -> Iterator[Node]:
    if q.above == 0:
        yield number(0)
        return
    contents = _content(q.above), _content(q.below)
    above, below = q.above / _fmpq(contents[0]), q.below / _fmpq(contents[1])
    ratio = contents[0] / contents[1]
    over, under = Fraction(ratio.numerator), Fraction(ratio.denominator)
    factored_above, factored_below = _factored(above, q.atoms), _factored(below, q.atoms)
    factored_above, sign = _turned(factored_above) if over < 0 else (factored_above, 1)
    yield _over(terms.product_of(1, factored_above), sign * over, terms.product_of(1, factored_below), under)
    yield _over(_sum(above, q.atoms), over, terms.product_of(1, factored_below), under)
    yield _over(_sum(above * _fmpq(over), q.atoms), Fraction(1), _sum(below * _fmpq(under), q.atoms), Fraction(1))
    if 1 < len(q.above) <= 6 and len(q.below) >= 1 and below != 1:
        yield _term_by_term(q)
    for at in range(len(q.atoms)):
        if q.above.degrees()[at] > 1:
            yield _over(_horner(above, at, q.atoms), over, terms.product_of(1, factored_below), under)


def _over(above: Node, over: Fraction, below: Node, under: Fraction) -> Node:
    sign = -1 if over < 0 else 1
    result = terms.divide(terms.multiply(number(abs(over)), above), terms.multiply(number(under), below))
    return result if sign > 0 else terms.negate(result)


def _factored(p: Polynomial, atoms: tuple[Node, ...]) -> list[tuple[int, Node]]:
    constant, found = p.factor()
    parts = [(int(exponent), _sum(factor, atoms)) for factor, exponent in found]
    parts.sort(key=lambda part: size(part[1]))
    constant = _fraction(constant)
    return parts if constant == 1 else [(1, number(constant)), *parts]


def _turned(parts: list[tuple[int, Node]]) -> tuple[list[tuple[int, Node]], int]:
    """The factors with a difference turned round, if there is one to take up a minus sign, and the sign left over."""
    for at, (exponent, part) in enumerate(parts):
        if isinstance(part, Apply) and part.function == "subtract" and exponent % 2:
            return [*parts[:at], (exponent, terms.negate(part)), *parts[at + 1 :]], -1
    return parts, 1


def _term_by_term(q: Quotient) -> Node:
    """Every term of the numerator over the denominator, each cancelled by itself."""
    context = q.above.context()
    found: list[tuple[int, Node]] = []
    for exponents, coefficient in q.above.terms():
        above, below = _cancelled(context.from_dict({exponents: coefficient}), q.below)
        content = _content(above) / _content(below)
        parts = _sum(above / _fmpq(_content(above)), q.atoms), _sum(below / _fmpq(_content(below)), q.atoms)
        node = _over(parts[0], Fraction(abs(content.numerator)), parts[1], Fraction(content.denominator))
        found.append((1 if content > 0 else -1, node))
    return terms.sum_of(found)


def _sum(p: Polynomial, atoms: tuple[Node, ...]) -> Node:
    """A polynomial term by term."""
    found: list[tuple[int, Node]] = []
    for exponents, coefficient in p.terms():
        value = _fraction(coefficient)
        monomial = [(int(e), atom) for e, atom in zip(exponents, atoms, strict=False) if e]
        above = terms.product_of(1, [(1, number(abs(value.numerator))), *monomial])
        found.append((1 if value > 0 else -1, terms.divide(above, number(value.denominator))))
    return terms.sum_of(found)


def _horner(p: Polynomial, at: int, atoms: tuple[Node, ...]) -> Node:
    """A polynomial in the generator `at` by Horner's rule; its coefficients are sums."""
    context = p.context()
    by_degree: dict[int, dict[tuple[int, ...], Any]] = {}
    for exponents, coefficient in p.terms():
        rest = tuple(0 if place == at else int(e) for place, e in enumerate(exponents))
        by_degree.setdefault(int(exponents[at]), {})[rest] = coefficient
    degrees = sorted(by_degree, reverse=True)
    result = _sum(context.from_dict(by_degree[degrees[0]]), atoms)
    for degree, following in zip(degrees, [*degrees[1:], 0], strict=True):
        result = terms.multiply(result, terms.power(atoms[at], number(degree - following)))
        if following in by_degree and following != degree:
            result = terms.add(result, _sum(context.from_dict(by_degree[following]), atoms))
    return result
