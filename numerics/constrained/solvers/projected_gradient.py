"""Projected gradient descent."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from numerics.constrained.model import Floats, Model
from numerics.constrained.quadratic_program import elastic_step
from numerics.constrained.solvers.base import Solver, Step
from numerics.knobs import knob

ROUNDS = 30  # linearizations for one projection
HALVINGS = 40
DEAR = 1e6  # the price of a violation in a projection, in lengths


@dataclass(frozen=True)
class ProjectedGradient(Solver):
    """Step down the gradient, then go to the nearest allowed point: x ← P(x - η ∇f).

    The projection onto a ball, a box, a half-space or whatever the constraints describe is a small problem of its own,
    solved by linearizing the constraints again and again; it is exact for linear ones. η is halved until f falls, and
    doubled afterwards. The multipliers of the projection, divided by η, are those of the problem.
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
        x, pushes = projection(model, start, start)
        local, rate = model.near(x), self.learning_rate
        if not local.finite:
            return
        yield Step(local, pushes, local.f)
        while True:
            for _ in range(HALVINGS):
                x, pushes = projection(model, local.x - rate * local.gradient, local.x)
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


def projection(model: Model, target: Floats, begin: Floats) -> tuple[Floats, Floats]:
    """The allowed point (n,) nearest to `target` (n,), looked for from `begin` (n,), and its multipliers (m,)."""
    z, pushes = begin, np.zeros(len(model.equality))
    identity = np.eye(len(z))
    for _ in range(ROUNDS):
        local = model.near(z)
        if not local.finite:
            break
        reach = max(1.0, float(np.linalg.norm(z - target)))
        prices = DEAR * reach / np.maximum(np.linalg.norm(local.jacobian, axis=1), 1e-8)
        d, pushes = elastic_step(identity, z - target, local.c, local.jacobian, model.equality, prices)
        if not np.isfinite(d).all():
            break
        z = z + d
        if np.abs(d).max() <= 1e-13 * max(1.0, float(np.abs(z).max())):
            break
    return z, pushes
