"""Where a rule applies: patterns with letters, matched up to the order of terms and factors.

In a pattern every variable is a hole; one that occurs twice must be filled with the same thing (by algebra). A sum in
the pattern matches a sum with the same terms in any order and with both signs turned; of a product likewise. At the
top of a pattern more terms or factors may be left over. A lone hole takes what the other parts leave: `1 - a` matches
`1 + x` with a = -x.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import islice
from math import isqrt

from numerics.language import Apply, Constant, Node, Number, Variable, fold
from numerics.language.tree import arguments_of
from numerics.microscope.rewriting import terms
from numerics.microscope.rewriting.algebra import equal
from numerics.microscope.rewriting.terms import factors, number, product_of, rational, sum_of, summands, whole_exponent

Bindings = dict[str, Node]
Part = tuple[int, Node]  # a term with its sign, or a factor with its exponent
Missing = Callable[[int, Sequence[Part]], Node | None]

MOST_MATCHES = 12
MOST_PARTS = 8  # terms or factors of what is matched
_SUM, _PRODUCT = {"add", "subtract", "negate"}, {"multiply", "divide"}


def rewritten(pattern: Node, replacement: Node, node: Node) -> Iterator[Node]:
    """Every way to replace `pattern` at the top of `node`, a few at most."""
    return islice(_rewritten(pattern, replacement, node), MOST_MATCHES)


def _rewritten(pattern: Node, replacement: Node, node: Node) -> Iterator[Node]:
    if _is(pattern, _SUM) and _is(node, _SUM):
        parts = summands(node)
        if len(parts) > MOST_PARTS:
            return
        for flip in (1, -1):
            wanted = [(flip * sign, part) for sign, part in summands(pattern)]
            for bound, rest in _group(wanted, parts, {}, _missing_terms):
                term = (flip, substituted(replacement, bound))
                yield sum_of([term, *rest] if rest != parts[: len(rest)] else [*rest, term])
    elif _is_product(pattern) and _is_product(node):
        sign, parts = factors(node)
        pattern_sign, wanted = factors(pattern)
        if len(parts) > MOST_PARTS:
            return
        for bound, rest in _group(wanted, parts, {}, _missing_factors):
            numbers = [part for part in rest if isinstance(part[1], Number)]
            others = [part for part in rest if part not in numbers]
            yield product_of(sign * pattern_sign, [*numbers, (1, substituted(replacement, bound)), *others])
    else:
        for bound in matches(pattern, node, {}):
            yield substituted(replacement, bound)


def substituted(replacement: Node, bound: Mapping[str, Node]) -> Node:
    """The replacement with its holes filled."""

    def combine(node: Node, arguments: list[Node]) -> Node:
        if isinstance(node, Variable):
            return bound[node.name]
        return terms.build(node.function, *arguments) if isinstance(node, Apply) else node

    return fold(replacement, combine)


def matches(pattern: Node, node: Node, bound: Bindings) -> Iterator[Bindings]:
    """Every way to fill the holes of the whole pattern so that it is the whole node."""
    if isinstance(pattern, Variable):
        if pattern.name not in bound:
            yield {**bound, pattern.name: node}
        elif equal(bound[pattern.name], node):
            yield bound
        return
    value = rational(pattern)
    if value is not None or isinstance(pattern, Number | Constant):
        if pattern == node or (value is not None and rational(node) == value):
            yield bound
        return
    if _is(pattern, _SUM):
        yield from _whole(summands(pattern), summands(node), bound, _missing_terms)
    elif _is_product(pattern):
        sign, parts = factors(node)
        pattern_sign, wanted = factors(pattern)
        minus = [] if sign == pattern_sign else [(1, number(-1))]
        yield from _whole(wanted, [*minus, *parts], bound, _missing_factors)
    elif (
        isinstance(node, Apply) and node.function == pattern.function and len(node.arguments) == len(pattern.arguments)
    ):
        found = [bound]
        for inner, argument in zip(arguments_of(pattern), arguments_of(node), strict=True):
            found = [more for each in found for more in islice(matches(inner, argument, each), MOST_MATCHES)]
        yield from found


def _missing_terms(weight: int, parts: Sequence[Part]) -> Node | None:
    """What a hole of a sum with this sign must be to make up for the terms."""
    return sum_of([(weight * sign, part) for sign, part in parts]) if parts else None


def _missing_factors(weight: int, parts: Sequence[Part]) -> Node | None:
    """What a hole of a product with this exponent must be to make up for the factors; None if nothing does."""
    roots: list[Part] = []
    for exponent, part in parts:
        value = rational(part)
        if exponent % weight == 0:
            roots.append((exponent // weight, part))
        elif value is not None and abs(weight) == 2 and (root := _square_root(value ** abs(exponent))) is not None:
            roots.append(((1 if exponent > 0 else -1) * weight // 2, number(root)))
        else:
            return None
    return product_of(1, roots) if roots else None


def _whole(wanted: Sequence[Part], parts: Sequence[Part], bound: Bindings, missing: Missing) -> Iterator[Bindings]:
    return (found for found, rest in _group(wanted, parts, bound, missing) if not rest)


def _group(
    wanted: Sequence[Part], parts: Sequence[Part], bound: Bindings, missing: Missing
) -> Iterator[tuple[Bindings, list[Part]]]:
    """Match the wanted parts against as many of `parts`; what is left over comes with the bindings."""
    structured = [part for part in wanted if not isinstance(part[1], Variable)]
    holes = [part for part in wanted if isinstance(part[1], Variable)]
    yield from _structured(structured, holes, list(parts), bound, missing)


def _structured(
    structured: Sequence[Part], holes: Sequence[Part], parts: list[Part], bound: Bindings, missing: Missing
) -> Iterator[tuple[Bindings, list[Part]]]:
    if not structured:
        yield from _holes(holes, parts, bound, missing)
        return
    (weight, pattern), *others = structured
    for at, (own, part) in enumerate(parts):
        if own == weight:
            for found in matches(pattern, part, bound):
                yield from _structured(others, holes, parts[:at] + parts[at + 1 :], found, missing)


def _holes(
    holes: Sequence[Part], parts: list[Part], bound: Bindings, missing: Missing
) -> Iterator[tuple[Bindings, list[Part]]]:
    if not holes:
        yield bound, parts
        return
    (weight, hole), *others = holes
    assert isinstance(hole, Variable)
    if hole.name in bound:
        for at, (own, part) in enumerate(parts):
            if own == weight and equal(part, bound[hole.name]):
                yield from _holes(others, parts[:at] + parts[at + 1 :], bound, missing)
        return
    if not others:
        filling = missing(weight, parts)
        if filling is not None:
            yield {**bound, hole.name: filling}, []
    if others or len(parts) > 1:
        for at, single in enumerate(parts):
            filling = missing(weight, [single])
            if filling is not None:
                yield from _holes(others, parts[:at] + parts[at + 1 :], {**bound, hole.name: filling}, missing)


def _square_root(value: Fraction) -> Fraction | None:
    if value < 0:
        return None
    above, below = isqrt(value.numerator), isqrt(value.denominator)
    return Fraction(above, below) if above**2 == value.numerator and below**2 == value.denominator else None


def _same_operation(a: Node, b: Node) -> bool:
    same = isinstance(a, Apply) and isinstance(b, Apply) and a.function == b.function
    return same and len(arguments_of(a)) == len(arguments_of(b))


def _is(node: Node, functions: set[str]) -> bool:
    return isinstance(node, Apply) and node.function in functions


def _is_product(node: Node) -> bool:
    return _is(node, _PRODUCT) or whole_exponent(node) is not None
