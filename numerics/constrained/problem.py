"""A typed constrained problem: an objective, and constraints that are equations or inequalities.

**The convention of signs, here and wherever a multiplier is shown.** Every constraint is written c = 0 or c ≤ 0 with
c = left - right, where `≥` is flipped first: c = right - left. The Lagrangian of a minimization is

    L(x, λ) = f(x) + Σ λᵢ cᵢ(x),

so at a minimum every multiplier of an inequality is ≥ 0, and that of an equation has any sign (writing its two sides
the other way round changes it). To maximize f is to minimize -f, with L = -f + Σ λᵢ cᵢ.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from numerics.constrained.certificate import TOLERANCE, Certificate, certify
from numerics.constrained.constraint import Constraint, read_constraints
from numerics.constrained.equations import equations_latex
from numerics.constrained.exact import ExactPoints, read_points
from numerics.constrained.model import Floats, Model
from numerics.constrained.shadow_prices import ShadowPrice, shadow_price
from numerics.constrained.solve import STEPS, Solution, solve
from numerics.constrained.solvers import Solver, choose_solver
from numerics.errors import ExpressionError, NumericsError
from numerics.language import Apply, Node, parse_expression, to_latex
from numerics.symbolic.declared import declared, found_variables
from numerics.symbolic.derivation import derive, kkt_points
from numerics.symbolic.points import as_points
from numerics.symbolic.pool import TooCostly
from numerics.symbolic.program import Program

MOST_VARIABLES = 8
MOST_CONSTRAINTS = 40
MOST_STEPS = 10_000
MOST_RESTARTS = 100
MOST_CHANGES = 200


@dataclass(frozen=True)
class ConstrainedProblem:
    """Minimize (or maximize) f(x) where every constraint holds; see the module for the convention of signs.

    Attributes:
        text: the objective as typed.
        constraint_texts: the constraints as typed.
        variables: their names, in the order of the coordinates.
        objective: the tree of f as typed.
        constraints: the m scalar constraints in order; a chain `a <= x <= b` is two.
        maximize: whether f is to be made large.
        parameters: other names with their values.
        program: f (or -f) and the constraints with their derivatives, as one checked source.
    """

    text: str
    constraint_texts: tuple[str, ...]
    variables: tuple[str, ...]
    objective: Node = field(repr=False)
    constraints: tuple[Constraint, ...] = field(repr=False)
    maximize: bool
    parameters: Mapping[str, float] = field(hash=False)
    program: Program = field(repr=False, compare=False)

    @classmethod
    def parse(
        cls,
        text: str,
        constraints: Sequence[str] = (),
        variables: Iterable[str] | None = None,
        maximize: bool = False,
        parameters: Mapping[str, float] | None = None,
    ) -> ConstrainedProblem:
        """The problem that the texts describe.

        Args:
            text: the objective f.
            constraints: texts such as `x^3 - y = 0`, `x + y >= 1` or `0 <= x <= 1`; `<` counts as `<=`.
            variables: their names; None takes every name in the texts in natural order.
            maximize: make f large instead of small.
            parameters: names that have a value instead of a coordinate.

        Raises:
            ExpressionError: the objective has no meaning, or there are not 1 to 8 variables.
            ConstraintError: a constraint has no meaning; it says which.
            DerivationError: the derivatives take too long or grow too large.
        """
        if isinstance(constraints, str):
            raise NumericsError("The constraints are a list of texts, one for each.")
        typed = tuple(constraints)
        names, values = declared(variables, parameters)
        known = None if names is None else (*names, *values)
        objective = parse_expression(text, known)
        found = [part for at, source in enumerate(typed) for part in read_constraints(source, known, at)]
        if len(found) > MOST_CONSTRAINTS:
            raise ExpressionError(f"There are {len(found)} constraints; at most {MOST_CONSTRAINTS} are possible.")
        trees = [part.tree for part in found]
        chosen = found_variables([objective, *trees], values, text) if names is None else names
        if len(chosen) > MOST_VARIABLES:
            raise ExpressionError(f"There are {len(chosen)} variables; 1 to {MOST_VARIABLES} are possible.", 0, text)
        minimized = Apply("negate", (objective,), 0) if maximize else objective
        program = derive([minimized, *trees], chosen, tuple(values))
        given = MappingProxyType(values)
        return cls(text, typed, chosen, objective, tuple(found), bool(maximize), given, program)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled as its texts (caches copy by pickling); compiled functions cannot be."""
        texts = (self.text, self.constraint_texts, self.variables, self.maximize)
        return ConstrainedProblem.parse, (*texts, dict(self.parameters))

    @property
    def shape(self) -> tuple[int, int]:
        """(m, n): numbers of scalar constraints and of variables."""
        return len(self.constraints), len(self.variables)

    @cached_property
    def lagrangian_latex(self) -> str:
        r"""`\mathcal{L} = …`: the Lagrangian with every constraint as left - right, ≥ flipped first."""
        terms = [r"-\left(" + to_latex(self.objective) + r"\right)" if self.maximize else to_latex(self.objective)]
        for number, part in enumerate(self.constraints, 1):
            terms.append(rf"\lambda_{{{number}}}\left({to_latex(part.tree)}\right)")
        return r"\mathcal{L} = " + " + ".join(terms)

    @cached_property
    def equations_latex(self) -> str:
        """∇L = 0, and what every constraint and its multiplier have to fulfil: see `equations`."""
        return equations_latex(self._minimized, self.constraints, self.variables, tuple(self.parameters))

    @property
    def _minimized(self) -> Node:
        return Apply("negate", (self.objective,), 0) if self.maximize else self.objective

    @property
    def sign(self) -> int:
        """1, or -1 where f is maximized: what is minimized is sign · f."""
        return -1 if self.maximize else 1

    @cached_property
    def model(self) -> Model:
        """What solvers and the certificate see of it."""
        equality = np.array([part.equality for part in self.constraints], dtype=bool)
        labels = tuple(part.text for part in self.constraints)
        return Model(self.program, equality, labels, self.sign, parameters=tuple(self.parameters.values()))

    def values(self, p: ArrayLike) -> tuple[Floats, Floats]:
        """f as typed (...) and the constraints c (..., m) at points (..., n)."""
        both = self.model.evaluate(as_points(p, self.variables))
        return self.sign * both[..., 0], both[..., 1:]

    def gradients(self, p: ArrayLike) -> tuple[Floats, Floats]:
        """∇f as typed (..., n) and ∂cᵢ/∂xⱼ (..., m, n) at points (..., n)."""
        both = self.model.evaluate(as_points(p, self.variables), "gradient")
        return self.sign * both[..., 0, :], both[..., 1:, :]

    def violation(self, p: ArrayLike) -> Floats:
        """By how much each constraint fails at points (..., n), shape (..., m): |c| of an equation, else max(c, 0)."""
        return self.model.violation(self.values(p)[1])

    def solve(
        self,
        start: ArrayLike | None = None,
        method: str | Solver | None = None,
        restarts: int | None = None,
        steps: int = STEPS,
        **knobs: Any,
    ) -> Solution:
        """A minimum (or maximum), polished and certified: see `solve.solve`.

        Args:
            start: (n,); None starts at 0.
            method: the name of a solver in `SOLVERS`, or one at hand; None takes the default and its fallbacks.
            restarts: how many other starts to try in any case; the best solution counts. None: only where
                needed, and with the default solver.
            steps: of each run at most.
            knobs: of the solver, and the `map` of the reparametrization.

        How it ends is an `Outcome`, never an exception; NumericsError is for input that means nothing.
        """
        point = as_points(np.zeros(len(self.variables)) if start is None else start, self.variables)
        if point.ndim != 1 or not np.isfinite(point).all():
            raise NumericsError(f"The start is one point of {len(self.variables)} finite numbers.")
        if not 1 <= steps <= MOST_STEPS or not 0 <= (restarts or 0) <= MOST_RESTARTS:
            raise NumericsError(f"There are 1 to {MOST_STEPS} steps and 0 to {MOST_RESTARTS} restarts.")
        solver = choose_solver(method, knobs)
        if solver is not None and (refusal := solver.refusal(self.model, point)):
            raise NumericsError(refusal)
        return solve(self.model, point, solver, restarts, int(steps))

    def shadow_price(self, solution: Solution, constraint: int, changes: ArrayLike) -> ShadowPrice:
        """The best value as one scalar constraint is loosened by ε in `changes` (k,): see `shadow_prices`.

        Raises NumericsError for a constraint that does not exist or changes that are not finite.
        """
        given = np.atleast_1d(np.asarray(changes, np.float64))
        if not 0 <= constraint < len(self.constraints):
            raise NumericsError(f"There are {len(self.constraints)} constraints, counted from 0.")
        if given.ndim != 1 or not np.isfinite(given).all() or len(given) > MOST_CHANGES:
            raise NumericsError(f"The changes are at most {MOST_CHANGES} finite numbers.")
        return shadow_price(self.model, solution, constraint, given)

    def kkt_points(self) -> ExactPoints:
        """All KKT points of a problem made of polynomials, exactly: see `exact`. A refusal is a sentence in it.

        Raises DerivationError if no worker is free.
        """
        trees = [self.objective, *(part.tree for part in self.constraints)]
        equality = [part.equality for part in self.constraints]
        try:
            answer = kkt_points(trees, equality, self.maximize, self.variables, self.parameters)
        except TooCostly:
            answer = {"refused": "slow"}
        return read_points(self.model, answer)

    def kkt(self, x: ArrayLike, multipliers: ArrayLike | None = None, tolerance: float = TOLERANCE) -> Certificate:
        """The Karush-Kuhn-Tucker conditions at any point x (n,), one by one.

        Args:
            x: the point.
            multipliers: (m,) to be checked; None fits them: see `certificate.certify`.
            tolerance: how large a change of each coordinate, relative to max(1, |xⱼ|), counts as nothing.
        """
        point = as_points(x, self.variables)
        given = None if multipliers is None else np.asarray(multipliers, np.float64)
        if point.ndim != 1 or (given is not None and given.shape != (len(self.constraints),)):
            raise NumericsError("One point is needed here, and one multiplier for each constraint or none.")
        return certify(self.model, point, given, tolerance)
