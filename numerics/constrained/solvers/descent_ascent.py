"""Gradient descent in x and ascent in λ: the saddle of the Lagrangian."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from numerics.constrained.model import Floats, Model
from numerics.constrained.solvers.base import Solver, Step
from numerics.knobs import knob


@dataclass(frozen=True)
class DescentAscent(Solver):
    """Play min over x against max over λ: x ← x - η ∇ₓL, λ ← λ + α c, for inequalities at least 0.

    Each player raises what the other lowers, so that the path turns around the saddle. It spirals in where L curves
    upwards in x, circles for ever where L is linear in x, and diverges for too large a rate.
    """

    name = "descent_ascent"
    title = "Gradient descent–ascent"
    equations = (
        r"x \leftarrow x - \eta \nabla_x \mathcal{L},\qquad \lambda \leftarrow \left(\lambda + \alpha\, c\right)_+"
    )
    source = "K. J. Arrow, L. Hurwicz, H. Uzawa, Studies in Linear and Non-Linear Programming, 1958"

    learning_rate: float = knob(0.05, 1e-9, 1e3, "how far x goes along its gradient", symbol=r"\eta", log=True)
    ascent_rate: float = knob(0.05, 1e-9, 1e3, "how far λ goes along the violation", symbol=r"\alpha", log=True)

    def iterates(self, model: Model, start: Floats) -> Iterator[Step]:
        """The start, and the pair after each step; the merit is L."""
        local, multipliers = model.near(start), np.zeros(len(model.equality))
        while True:
            yield Step(local, multipliers, float(local.f + multipliers @ local.c))
            raised = multipliers + self.ascent_rate * local.c
            x = local.x - self.learning_rate * local.lagrangian_gradient(multipliers)
            multipliers = np.where(model.equality, raised, np.maximum(raised, 0.0))
            local = model.near(x)
