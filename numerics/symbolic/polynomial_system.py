"""All real solutions of a system of polynomial equations, exactly. Runs in the worker.

Unknowns on which an equation depends linearly are put into the others. For what is left a linear form u is added whose
values tell the solutions apart; in a lexicographic Gröbner basis with u last every unknown is then a polynomial in u,
and u a root of one polynomial (the "shape lemma": P. Gianni, T. Mora, 1989; D. Cox, J. Little, D. O'Shea, "Ideals,
Varieties, and Algorithms", section 3.1). Where solutions are repeated, the square-free part of that polynomial is added
to the equations, for several forms if need be, until no solution is (A. Seidenberg, 1974).

A number is a polynomial in u modulo the irreducible factor q of which u is a root. So whether it is 0 is decided by
division, and its sign by balls of arbitrary precision.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flint import arb, arb_poly, ctx, fmpq, fmpq_poly
from sympy import QQ, Poly, Symbol
from sympy.polys.fglmtools import matrix_fglm
from sympy.polys.groebnertools import groebner
from sympy.polys.orderings import grevlex, lex
from sympy.polys.rings import PolyElement, PolyRing

Number = Any  # a fmpq_poly in u, of lower degree than q; flint has no types
Values = dict[Any, Number]

FORMS = 6  # linear forms to try before the system counts as too large
LEAST_BITS, MOST_BITS = 128, 16_384
ACCURATE = 100  # bits of a number that is told


class Infinite(Exception):
    """The equations have infinitely many solutions, among the complex numbers."""


class Undecided(Exception):
    """The system is too large or too degenerate."""


@dataclass(frozen=True, eq=False)
class Solution:
    """One real solution.

    Attributes:
        q: irreducible over the rationals.
        place: which of its real roots u is, ascending.
        values: of every unknown, by its generator.
    """

    q: Any
    place: int
    values: Values

    def number(self, polynomial: PolyElement) -> Number:
        """The value of a polynomial in the unknowns."""
        return _value(polynomial, self.values, self.q)

    def ball(self, number: Number) -> arb:
        """An enclosure of a number to `ACCURATE` bits; exact where it is rational."""
        return self._enclosed(number, lambda ball: ball.rel_accuracy_bits() >= ACCURATE)

    def sign(self, number: Number) -> int:
        """-1, 0 or 1."""
        if number == 0:
            return 0
        return 1 if self._enclosed(number, lambda ball: not ball.contains(0)) > 0 else -1

    def _enclosed(self, number: Number, enough: Callable[[arb], bool]) -> arb:
        """A ball round a number, as small as that is `enough`."""
        bits = LEAST_BITS
        while bits <= MOST_BITS:
            with ctx.workprec(bits):
                ball = arb_poly(number)(_real_roots(self.q)[self.place])
            if number == 0 or enough(ball):
                return ball
            bits *= 2
        raise Undecided


def solve(equations: Sequence[PolyElement], unknowns: Sequence[PolyElement]) -> list[Solution]:
    """Every real solution of polynomials in these generators that are to be 0; raises Infinite or Undecided."""
    rest, found = _eliminated(equations)
    if any(equation.is_ground for equation in rest):
        return []
    left = [generator for generator in unknowns if generator not in dict(found)]
    if not left:
        return [Solution(fmpq_poly([0, 1]), 0, _completed({}, found, fmpq_poly([0, 1])))]
    if not rest:
        raise Infinite
    solutions = []
    for q, shape in _shapes(rest, left):
        values = _completed(dict(zip(left, shape, strict=True)), found, q)
        solutions += [Solution(q, place, values) for place in range(len(_real_roots(q)))]
    return solutions


def finite_in_last(equations: Sequence[PolyElement], count: int) -> bool:
    """Whether the last `count` generators take finitely many values, however many the others take."""
    ring = equations[0].ring
    ordered = ring.clone(order=lex)
    basis = groebner([equation.set_ring(ordered) for equation in equations if equation], ordered)
    return any(polynomial.is_ground for polynomial in basis) or _finite(basis, range(ring.ngens - count, ring.ngens))


def _finite(basis: Sequence[PolyElement], unknowns: range) -> bool:
    """Whether some leading term of a Gröbner basis is a power of each of these unknowns alone."""
    alone = [present[0] for poly in basis if len(present := [at for at, power in enumerate(poly.LM) if power]) == 1]
    return set(unknowns) <= set(alone)


def _eliminated(equations: Sequence[PolyElement]) -> tuple[list[PolyElement], list[tuple[PolyElement, PolyElement]]]:
    """The equations without the unknowns that they give linearly, and those with what they are, the last first."""
    rest = [equation for equation in equations if equation]
    found: list[tuple[PolyElement, PolyElement]] = []
    while (step := _linear(rest)) is not None:
        at, generator = step
        equation = rest.pop(at)
        meaning = generator - equation * (1 / equation.coeff(generator))
        rest = [other for each in rest if (other := each.compose(generator, meaning))]
        found.insert(0, (generator, meaning))
    return rest, found


def _linear(equations: Sequence[PolyElement]) -> tuple[int, PolyElement] | None:
    """An equation, and an unknown that it gives, where that makes no other equation longer."""
    degrees = [equation.degrees() for equation in equations]
    for at, equation in enumerate(equations):
        if equation.is_ground:
            return None
        for index, generator in enumerate(equation.ring.gens):
            if degrees[at][index] != 1 or sum(1 for powers in equation if powers[index]) != 1:
                continue
            alone = all(not other[index] for place, other in enumerate(degrees) if place != at)
            if equation.coeff(generator) and (alone or max(map(sum, equation)) == 1):
                return at, generator
    return None


def _shapes(equations: Sequence[PolyElement], unknowns: Sequence[PolyElement]) -> Iterator[tuple[Any, list[Number]]]:
    """Every irreducible q with the unknowns as polynomials in its roots u."""
    symbols = [generator.as_expr() for generator in unknowns]
    system = list(equations)
    for attempt in range(FORMS):
        u = Symbol(f"u{attempt}")
        symbols.append(u)
        ring = PolyRing(symbols, QQ, grevlex)
        form = sum(generator * _weight(attempt, at) for at, generator in enumerate(ring.gens[: len(unknowns)]))
        basis = groebner([*(equation.set_ring(ring) for equation in system), ring.gens[-1] - form], ring)
        if any(polynomial.is_ground for polynomial in basis):
            return
        if not _finite(basis, range(ring.ngens)):
            raise Infinite
        *rest, p = sorted(matrix_fglm(basis, ring, lex), key=lambda polynomial: polynomial.LM, reverse=True)
        single = Poly(p.as_expr(), u, domain=QQ)
        if len(rest) + 1 == ring.ngens and all(sum(polynomial.LM) == 1 for polynomial in rest):
            shape = [
                _flint(Poly((g - poly).as_expr(), u, domain=QQ)) for g, poly in zip(p.ring.gens, rest, strict=False)
            ]
            for factor, _ in single.factor_list()[1]:
                q = _flint(factor)
                yield q, [number % q for number in shape[: len(unknowns)]]
            return
        system = [*basis, ring.from_expr(single.sqf_part().as_expr())]
    raise Undecided


def _weight(attempt: int, at: int) -> int:
    """Small numbers without pattern, so that the forms are independent of each other."""
    return 1 + (17 * attempt * attempt + (7 + 4 * attempt) * at + at * at) % (23 + attempt)


def _flint(polynomial: Poly) -> Any:
    return fmpq_poly([_rational(c) for c in polynomial.rep.to_list()[::-1]])


def _rational(value: Any) -> fmpq:
    return fmpq(int(value.numerator), int(value.denominator))


def _completed(values: Values, found: Sequence[tuple[PolyElement, PolyElement]], q: Any) -> Values:
    """The values with those that were eliminated, each of which depends on those found before it."""
    values = dict(values)
    for generator, meaning in found:
        values[generator] = _value(meaning, values, q)
    return values


def _value(polynomial: PolyElement, values: Values, q: Any) -> Number:
    total = fmpq_poly([0])
    known = {index: values[g] for index, g in enumerate(polynomial.ring.gens) if g in values}
    for monomial, coefficient in polynomial.terms():
        term = fmpq_poly([_rational(coefficient)])
        for index, power in enumerate(monomial):
            for _ in range(power):
                term = term * known[index] % q
        total += term
    return total


def _real_roots(q: Any) -> list[arb]:
    """The real roots of q, ascending, to the precision of the context."""
    roots = [root.real for root, _ in q.numer().complex_roots() if root.imag == 0]
    return sorted(roots, key=lambda root: root.mid())
