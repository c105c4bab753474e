"""Every way to rewrite one operation: the catalogue's rules, school algebra, and other orders of the same terms."""

from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from numerics.language import Apply, Node
from numerics.microscope.rewriting import terms
from numerics.microscope.rewriting.algebra import MAX_POWER, forms, is_arithmetic, tidy
from numerics.microscope.rewriting.catalogue import root_of, rules_by_root
from numerics.microscope.rewriting.matching import rewritten
from numerics.microscope.rewriting.terms import divide, factors, multiply, product_of, sum_of, summands

MOST_TERMS = 4  # of a sum or product whose orders are tried
_RULES = rules_by_root()


class Move(NamedTuple):
    """What a node may be replaced by, and the name of what is done."""

    name: str
    node: Node


def moves(node: Node) -> Iterator[Move]:
    """Every replacement of a node; for each the result as it comes and in its shortest form."""
    for move in _moves(node):
        for result in dict.fromkeys((move.node, tidy(move.node))):
            if result != node:
                yield Move(move.name, result)


def _moves(node: Node) -> Iterator[Move]:
    if not isinstance(node, Apply):
        return
    whole = terms.whole_exponent(node)
    if whole is None or abs(whole) > MAX_POWER:
        for rule in _RULES.get(root_of(node), ()):
            for result in rewritten(rule.pattern, rule.replacement, node):
                yield Move(rule.name, result)
    if is_arithmetic(node):
        for form in forms(node):
            yield Move("rearrange by algebra", form)
    root = root_of(node)
    if root == "sum":
        for result in _orders_of_sum(summands(node)):
            yield Move("add in another order", result)
    if root == "product":
        for result in _orders_of_product(*factors(node)):
            yield Move("multiply and divide in another order", result)
        for result in _divided_through(node):
            yield Move("divide above and below the bar", result)


def _orders_of_sum(parts: list[tuple[int, Node]]) -> Iterator[Node]:
    if 3 <= len(parts) <= MOST_TERMS:
        for pair in combinations(range(len(parts)), 2):
            rest = [part for at, part in enumerate(parts) if at not in pair]
            together = sum_of([parts[at] for at in pair])
            yield sum_of([(1, together), *rest])
            yield sum_of([*rest, (1, together)])


def _orders_of_product(sign: int, powers: list[tuple[int, Node]]) -> Iterator[Node]:
    """One factor, or the quotient of one factor by another, split off from the rest."""
    # x^2 may overflow where x*(x/y) does not.
    parts = [(1 if exponent > 0 else -1, factor) for exponent, factor in powers for _ in range(abs(exponent))]
    if not 3 <= len(parts) <= MOST_TERMS:
        return
    yield product_of(sign, parts)
    for at, (exponent, factor) in enumerate(parts):
        rest = [*parts[:at], *parts[at + 1 :]]
        if exponent < 0:
            yield divide(product_of(sign, rest), factor)
            continue
        yield multiply(product_of(sign, [(1, factor)]), product_of(1, rest))
        yield divide(product_of(sign, [(1, factor)]), product_of(1, [(-other, part) for other, part in rest]))
        for place, (other, divisor) in enumerate(rest):
            if other < 0:
                remaining = [*rest[:place], *rest[place + 1 :]]
                yield multiply(divide(product_of(sign, [(1, factor)]), divisor), product_of(1, remaining))


def _divided_through(node: Apply) -> Iterator[Node]:
    """A quotient whose denominator is a sum, with numerator and denominator divided by one of its terms."""
    if node.function != "divide":
        return
    above, below = node.arguments
    parts = summands(below)
    if 2 <= len(parts) <= MOST_TERMS:
        for _, part in parts:
            if terms.rational(part) is None:
                denominator = sum_of([(sign, tidy(divide(other, part))) for sign, other in parts])
                yield divide(tidy(divide(above, part)), denominator)
