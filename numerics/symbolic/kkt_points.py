"""All points where the Karush-Kuhn-Tucker conditions hold, of a problem made of polynomials. Runs in the worker.

At a KKT point the multipliers can be chosen so that the gradients of the constraints with a multiplier other than 0 are
independent (Carathéodory). So for every set of at most n inequalities the equations

    ∇L = 0,   cᵢ = 0 for the equations and for this set,   λᵢ = 0 for the other inequalities

are solved, and those solutions are kept at which cᵢ ≤ 0 and λᵢ ≥ 0; both signs are decided exactly.

A request is `{"want": "kkt", "expressions", "variables", "parameters", "values", "equality", "maximize"}`: f comes
first among the expressions, then the constraints c; the values of the parameters are fractions. The answer holds the
`points`, each with `x`, `multipliers` and `f`, and `endless`: the sets of constraints whose equations have infinitely
many solutions. Or `refused` names why there is none. A number is told as its decimals and, where it is a + b√d with
short rational a and b, as these three.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import Any

from flint import fmpq, fmpq_poly, fmpz
from sympy import QQ, Rational, Symbol
from sympy.polys.orderings import grevlex
from sympy.polys.rings import PolyElement, PolyRing

from numerics.symbolic.build import build
from numerics.symbolic.polynomial_system import Infinite, Number, Solution, Undecided, finite_in_last, solve

MOST_SETS = 400
MOST_POINTS = 60
DIGITS, SAME = 25, 20  # digits that are told, and to which points have to agree to be the same
LONGEST_EXACT = 6  # characters of a numerator or denominator: a longer form says less than decimals
LARGEST_SQUARE = 100  # whose root is looked for as a factor

Told = dict[str, Any]


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """The points, or why they are not listed."""
    names = request["variables"]
    unknowns = {name: Symbol(f"v{at}") for at, name in enumerate(names)}
    given = {name: Rational(text) for name, text in zip(request["parameters"], request["values"], strict=True)}
    equality = request["equality"]
    inequalities = [at for at, equal in enumerate(equality) if not equal]
    if sum(comb(len(inequalities), count) for count in range(len(names) + 1)) > MOST_SETS:
        return {"refused": "sets"}
    ring = PolyRing([*(Symbol(f"l{at}") for at in range(len(equality))), *unknowns.values()], QQ, grevlex)
    try:
        f, *c = (ring.from_expr(build(postfix, unknowns | given)) for postfix in request["expressions"])
    except ValueError:
        return {"refused": "polynomial"}
    problem = _Problem(f, tuple(c), tuple(equality), -1 if request["maximize"] else 1)
    found: dict[tuple[str, ...], Told] = {}
    endless: list[list[int]] = []
    try:
        for count in range(len(names) + 1):
            for active in combinations(inequalities, count):
                for solution in problem.solutions(active, endless):
                    place = tuple(solution.ball(solution.values[x]).str(SAME, radius=False) for x in problem.x)
                    if place not in found:
                        found[place] = problem.told(solution)
                if len(found) > MOST_POINTS:
                    return {"refused": "points"}
    except Undecided:
        return {"refused": "undecided"}
    return {"points": list(found.values()), "endless": endless}


@dataclass(frozen=True, eq=False)
class _Problem:
    """Minimize sign · f where cᵢ = 0 or cᵢ ≤ 0, as polynomials of one ring: first the λᵢ, then x."""

    f: PolyElement
    c: tuple[PolyElement, ...]
    equality: tuple[bool, ...]
    sign: int

    @property
    def multipliers(self) -> list[PolyElement]:
        """λ."""
        return list(self.f.ring.gens[: len(self.c)])

    @property
    def x(self) -> list[PolyElement]:
        """The variables."""
        return list(self.f.ring.gens[len(self.c) :])

    def solutions(self, active: Sequence[int], endless: list[list[int]]) -> Iterator[Solution]:
        """The KKT points at which only equations and these inequalities have a multiplier.

        Where infinitely many multipliers belong to finitely many x, some equation can do without one. Where x is
        endless the set is noted.
        """
        equations = [at for at, equal in enumerate(self.equality) if equal]
        pending, seen = [frozenset(equations)], set[frozenset[int]]()
        while pending:
            pushing = pending.pop()
            if pushing in seen:
                continue
            seen.add(pushing)
            if len(seen) > MOST_SETS:
                raise Undecided
            having = sorted([*pushing, *active])
            system = self._system(having, sorted([*equations, *active]))
            try:
                for solution in solve(system, [*(self.multipliers[at] for at in having), *self.x]):
                    if self._allowed(solution, active):
                        yield solution
            except Infinite:
                if finite_in_last(system, len(self.x)):
                    pending += [pushing - {at} for at in pushing]
                else:
                    endless.append(sorted([*equations, *active]))

    def _system(self, having: Sequence[int], zero: Sequence[int]) -> list[PolyElement]:
        lagrangian = self.sign * self.f + sum(self.multipliers[at] * self.c[at] for at in having)
        return [*(lagrangian.diff(x) for x in self.x), *(self.c[at] for at in zero)]

    def _allowed(self, solution: Solution, active: Sequence[int]) -> bool:
        return all(solution.sign(solution.values[self.multipliers[at]]) >= 0 for at in active) and all(
            equal or at in active or solution.sign(solution.number(c)) <= 0
            for at, (c, equal) in enumerate(zip(self.c, self.equality, strict=True))
        )

    def told(self, solution: Solution) -> Told:
        """A point as text."""
        zero = fmpq_poly([0])
        pushes = [solution.values.get(multiplier, zero) for multiplier in self.multipliers]
        return {
            "x": [_told(solution, solution.values[x]) for x in self.x],
            "multipliers": [_told(solution, push) for push in pushes],
            "f": _told(solution, solution.number(self.f)),
        }


def _told(solution: Solution, number: Number) -> list[str]:
    return [solution.ball(number).str(DIGITS, radius=False), *_surd(solution, number)]


def _surd(solution: Solution, number: Number) -> list[str]:
    """a, b and d of a + b√d, b = 0 for a rational number; nothing where it is neither, or long."""
    if number.degree() < 1:
        parts = [number[0], fmpq(0), fmpq(1)]
    else:
        top = number.degree()
        square = number * number % solution.q
        middle = square[top] / number[top] / 2
        rest = square - 2 * middle * number
        if rest.degree() > 0:
            return []
        # (number - middle)² = under
        under = rest[0] + middle * middle
        outside, inside = _root(under)
        parts = [middle, outside * solution.sign(number - fmpq_poly([middle])), fmpq(inside)]
    texts = [str(part) for part in parts]
    return texts if all(len(piece) <= LONGEST_EXACT for text in texts for piece in text.split("/")) else []


def _root(under: fmpq) -> tuple[fmpq, fmpz]:
    """b > 0 and d with √under = b√d, d whole and without the square factors that are looked for."""
    inside, outside = under.p * under.q, fmpq(1, under.q)
    for factor in range(2, LARGEST_SQUARE + 1):
        while inside % (factor * factor) == 0:
            inside //= factor * factor
            outside *= factor
    return outside, inside
