"""The quadratic penalty method."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from numerics.constrained.model import Floats, Model
from numerics.constrained.solvers.augmented_lagrangian import INNER, newton_step, penalized, shifted
from numerics.constrained.solvers.base import Solver, Step
from numerics.knobs import knob

LARGEST = 1e12


@dataclass(frozen=True)
class QuadraticPenalty(Solver):
    """Minimize f + (ρ/2) Σ violation² by Newton's method, then make ρ larger, and again.

    The points come from outside: for every ρ the constraints fail by about λ/ρ, so that ρ has to go to infinity, and
    the Hessian becomes ever worse conditioned. The augmented Lagrangian mends this.
    """

    name = "quadratic_penalty"
    title = "Quadratic penalty"
    equations = (
        r"x \leftarrow \arg\min_x f + \tfrac{\rho}{2}\sum_i \mathrm{violation}_i^2,\qquad \rho \leftarrow \gamma\rho"
    )
    source = "R. Courant, Bull. AMS 49, 1943; J. Nocedal, S. J. Wright, section 17.1"

    penalty: float = knob(1.0, 1e-3, 1e6, "how much a violation counts at first", symbol=r"\rho", log=True)
    growth: float = knob(10.0, 1.1, 1000.0, "by what the penalty is multiplied", symbol=r"\gamma", log=True)

    def iterates(self, model: Model, start: Floats) -> Iterator[Step]:
        """The start, and the point after each of Newton's steps."""
        local, rho, none = model.near(start), self.penalty, np.zeros(len(model.equality))
        yield Step(local, none, penalized(model, local.f, local.c, none, rho))
        while rho <= LARGEST:
            for _ in range(INNER):
                following = newton_step(model, local, none, rho)
                if following is None:
                    break
                local = following
                yield Step(local, shifted(model, local, none, rho), penalized(model, local.f, local.c, none, rho))
            rho *= self.growth
