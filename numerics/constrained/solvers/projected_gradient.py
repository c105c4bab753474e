"""Projected gradient descent."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import ArrayLike

from numerics.constrained.certificate import TOLERANCE, feasibility_tolerances
from numerics.constrained.model import Floats, Local, Model
from numerics.constrained.solvers.base import Solver, Step, follow
from numerics.constrained.solvers.sqp import SQP
from numerics.knobs import knob
from numerics.symbolic.program import KINDS, Kind

STEPS = 30  # of SQP for one projection
HALVINGS = 40
WORK = 1000  # steps of SQP for all projections of one run


@dataclass(frozen=True)
class ProjectedGradient(Solver):
    """Step down the gradient, then go to the nearest allowed point: x ← P(x - η ∇f).

    The projection onto a ball, a box, a half-space or whatever the constraints describe is a small problem of its own
    (solved by SQP; of a set that is not convex, locally). η is halved until f falls, and doubled afterwards. The
    multipliers of the projection, divided by η, are those of the problem.
    """

    name = "projected_gradient"
    title = "Projected gradient"
    equations = r"x \leftarrow P\left(x - \eta \nabla f(x)\right),\qquad P(y) = \arg\min_{z\ \text{allowed}} \|z - y\|"
    source = "A. A. Goldstein, Bull. AMS 70, 1964; D. P. Bertsekas, Nonlinear Programming, section 2.3"

    learning_rate: float = knob(1.0, 1e-9, 1e6, "how far the first step goes", symbol=r"\eta", log=True)

    def iterates(self, model: Model, start: Floats) -> Iterator[Step]:
        """The start, its projection, and the point after each step."""
        local = model.near(start)
        yield Step(local, np.zeros(len(model.equality)), local.f)
        x, pushes, work = projection(model, start, start)
        local, rate = model.near(x), self.learning_rate
        if not local.finite:
            return
        yield Step(local, pushes, local.f)
        if (model.violation(local.c) > feasibility_tolerances(local, TOLERANCE * np.maximum(1.0, np.abs(x)))).any():
            return  # no allowed point was found: there is nothing to project onto
        while True:
            for _ in range(HALVINGS):
                x, pushes, taken = projection(model, local.x - rate * local.gradient, local.x)
                work += taken
                if work > WORK:
                    return
                moved = x - local.x
                there = model.near(x)
                if there.finite and there.f <= local.f - 0.1 * float(moved @ moved) / rate:
                    break
                rate /= 2
            else:
                return
            local = there
            yield Step(local, pushes / rate, local.f)
            if not moved.any():
                return
            rate *= 2


def projection(model: Model, target: Floats, begin: Floats) -> tuple[Floats, Floats, int]:
    """The allowed point (n,) nearest to `target` (n,) from `begin` (n,), its multipliers (m,) and how many steps."""
    nearest = Nearest(
        model.program, model.equality, model.labels, room=model.room, parameters=model.parameters, target=target
    )
    path = follow(SQP(), nearest, begin, STEPS, tolerance=1e-11)
    return path.x[-1], path.multipliers[-1], path.steps


@dataclass(frozen=True, eq=False)
class Nearest(Model):
    """The same constraints, with ½‖x - target‖² to be minimized."""

    target: Floats = field(default_factory=lambda: np.zeros(0))

    def evaluate(self, points: ArrayLike, kind: Kind = "value") -> Floats:
        """As for the model, but of the distance instead of f."""
        values = super().evaluate(points, kind)
        offset = np.asarray(points, np.float64) - self.target
        distance = {"value": (offset**2).sum(-1) / 2, "gradient": offset, "hessian": np.eye(len(self.target))}
        values[(Ellipsis, 0) + (slice(None),) * KINDS.index(kind)] = distance[kind]
        return values

    def near(self, x: Floats) -> Local:
        """As for the model, but with the distance instead of f."""
        offset = x - self.target
        return replace(super().near(x), f=float(offset @ offset) / 2, gradient=offset, hessian=np.eye(len(x)))
