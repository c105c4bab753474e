"""The augmented Lagrangian method, also called the method of multipliers."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from numerics.constrained.model import Floats, Local, Model
from numerics.constrained.solvers.base import Solver, Step
from numerics.constrained.solvers.sqp import ARMIJO, positive
from numerics.knobs import knob

INNER = 50  # Newton steps for one set of multipliers
HALVINGS = 30


@dataclass(frozen=True)
class AugmentedLagrangian(Solver):
    """Minimize f + (1/2ρ) Σ ((λᵢ + ρcᵢ)² - λᵢ²) by Newton's method, then λ ← λ + ρ c, and again.

    For an inequality λᵢ + ρcᵢ counts as 0 where it is negative. ρ grows where the violation did not fall to a
    quarter.
    """

    name = "augmented_lagrangian"
    title = "Augmented Lagrangian"
    equations = (
        r"x \leftarrow \arg\min_x f + \tfrac{1}{2\rho}\sum_i \left((\lambda_i + \rho c_i)_+^2 - \lambda_i^2\right),"
        r"\qquad \lambda \leftarrow (\lambda + \rho\, c)_+"
    )
    source = "R. T. Rockafellar, SIAM J. Control 12, 1974; J. Nocedal, S. J. Wright, section 17.3"

    penalty: float = knob(10.0, 1e-3, 1e6, "how much a violation counts at first", symbol=r"\rho", log=True)

    def iterates(self, model: Model, start: Floats) -> Iterator[Step]:
        """The start, and the point after each of Newton's steps."""
        local, rho = model.near(start), self.penalty
        multipliers = np.zeros(len(model.equality))
        yield Step(local, multipliers, penalized(model, local.f, local.c, multipliers, rho))
        violated = np.inf
        while True:
            moved = False
            for _ in range(INNER):
                following = newton_step(model, local, multipliers, rho)
                if following is None:
                    break
                local, moved = following, True
                yield Step(local, shifted(model, local, multipliers, rho),
                           penalized(model, local.f, local.c, multipliers, rho))  # fmt: skip
            multipliers = shifted(model, local, multipliers, rho)
            left = float(np.maximum(model.violation(local.c), 0.0).max(initial=0.0))
            if not moved and (left == 0 or rho > 1e12):
                return
            if left > violated / 4:
                rho *= 10
                if rho > 1e14:
                    return
            violated = left


def shifted(model: Model, local: Local, multipliers: Floats, rho: float) -> Floats:
    """λ + ρ c, for inequalities at least 0."""
    value = multipliers + rho * local.c
    return np.where(model.equality, value, np.maximum(value, 0.0))


def penalized(model: Model, f: float, c: Floats, multipliers: Floats, rho: float) -> float:
    """What is minimized for one λ and ρ; infinity where it is not defined."""
    moved = multipliers + rho * c
    moved = np.where(model.equality, moved, np.maximum(moved, 0.0))
    value = float(f + (moved @ moved - multipliers @ multipliers) / (2 * rho))
    return value if np.isfinite(value) else np.inf


def newton_step(model: Model, local: Local, multipliers: Floats, rho: float) -> Local | None:
    """One step of Newton's method with halving; None where the gradient is 0 or nothing is gained."""
    moved = shifted(model, local, multipliers, rho)
    gradient = local.lagrangian_gradient(moved)
    pushing = model.equality | (moved > 0)
    hessian = local.lagrangian_hessian(moved) + rho * local.jacobian[pushing].T @ local.jacobian[pushing]
    d = -np.linalg.solve(positive(hessian, local, moved), gradient)
    now, slope = penalized(model, local.f, local.c, multipliers, rho), float(gradient @ d)
    share = 1.0
    for _ in range(HALVINGS):
        x = local.x + share * d
        value = model.evaluate(x)
        if penalized(model, value[0], value[1:], multipliers, rho) < now + ARMIJO * share * slope:
            there = model.near(x)
            if there.finite:
                return there
        share /= 2
    return None
