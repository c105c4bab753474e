"""What a solver sees of a problem: numbers and derivatives at a point."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from numerics.symbolic.program import Kind, Program

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Local:
    """A problem near one point, to second order; f is what is minimized.

    Attributes:
        x: (n,) the point.
        f: the objective (of a maximization -f as typed).
        gradient: (n,) its gradient.
        hessian: (n, n) its Hessian.
        c: (m,) the constraints.
        jacobian: (m, n) their gradients.
        curvatures: (m, n, n) their Hessians.
    """

    x: Floats
    f: float
    gradient: Floats
    hessian: Floats
    c: Floats
    jacobian: Floats
    curvatures: Floats

    @cached_property
    def finite(self) -> bool:
        """Whether f, the constraints and their first derivatives are finite numbers."""
        return bool(
            np.isfinite(self.f)
            and all(np.isfinite(part).all() for part in (self.x, self.c, self.gradient, self.jacobian))
        )

    def lagrangian_gradient(self, multipliers: Floats) -> Floats:
        """∇ₓL = ∇f + Σ λᵢ ∇cᵢ."""
        return self.gradient + multipliers @ self.jacobian

    def lagrangian_hessian(self, multipliers: Floats) -> Floats:
        """∇²ₓL = ∇²f + Σ λᵢ ∇²cᵢ; what is not finite counts as 0."""
        return np.nan_to_num(self.hessian + np.tensordot(multipliers, self.curvatures, 1), posinf=0.0, neginf=0.0)


@dataclass(frozen=True, eq=False)
class Model:
    """Minimize f where cᵢ = 0 for equations and cᵢ ≤ 0 for inequalities.

    Attributes:
        program: f and then the m constraints, with their derivatives.
        equality: (m,) which constraints are equations.
        labels: how sentences name the constraints.
        sign: 1, or -1 where what was typed is to be maximized: its value is sign · f.
        room: how much each constraint is loosened: what was typed as c ≤ 0 or c = 0 is c ≤ room or c = room.
        parameters: their values.
    """

    program: Program = field(repr=False)
    equality: NDArray[np.bool_]
    labels: tuple[str, ...]
    sign: int = 1
    room: float | Floats = 0.0
    parameters: tuple[float, ...] = ()

    @property
    def shape(self) -> tuple[int, int]:
        """(m, n): numbers of constraints and of variables."""
        return len(self.equality), self.program.dimension

    def evaluate(self, points: ArrayLike, kind: Kind = "value") -> Floats:
        """f and the constraints, or their derivatives, at points (..., n): (..., 1 + m), (..., 1 + m, n), …."""
        values = self.program.evaluate(np.asarray(points, np.float64), self.parameters, (kind,))[0]
        if kind == "value":
            values[..., 1:] -= self.room
        return values

    def near(self, x: Floats) -> Local:
        """f and the constraints at one point (n,), to second order."""
        value, gradient, hessian = self.program.evaluate(x, self.parameters, ("value", "gradient", "hessian"))
        return Local(x, float(value[0]), gradient[0], hessian[0], value[1:] - self.room, gradient[1:], hessian[1:])

    def loosened(self, constraint: int, change: float) -> Model:
        """The same model with one constraint loosened by `change`; tightened where that is negative."""
        room = np.zeros(len(self.equality)) + self.room
        room[constraint] += change
        return replace(self, room=room)

    def violation(self, c: Floats) -> Floats:
        """By how much each constraint fails, from c (..., m): |c| of an equation, max(c, 0) of an inequality."""
        return np.where(self.equality, np.abs(c), np.maximum(c, 0.0))
