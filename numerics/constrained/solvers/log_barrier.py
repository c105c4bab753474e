"""The logarithmic barrier: an interior-point method, with its central path."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from numerics.constrained.model import Floats, Local, Model
from numerics.constrained.solvers.augmented_lagrangian import HALVINGS, INNER
from numerics.constrained.solvers.base import Solver, Step
from numerics.constrained.solvers.sqp import ARMIJO, positive
from numerics.knobs import knob

SMALLEST = 1e-12


@dataclass(frozen=True)
class LogBarrier(Solver):
    """Minimize f - μ Σ log(-cᵢ) by Newton's method, then make μ smaller, and again.

    The minima for all μ are the central path, inside the region; there λᵢ = μ/(-cᵢ). Equations have no inside: they are
    kept by a quadratic penalty c²/(2μ).
    """

    name = "log_barrier"
    title = "Log barrier (interior point)"
    equations = r"x \leftarrow \arg\min_x f - \mu \sum_i \log(-c_i(x)),\qquad \mu \leftarrow \sigma\mu"
    source = "A. V. Fiacco, G. P. McCormick, Nonlinear Programming, 1968; J. Nocedal, S. J. Wright, section 19.6"

    barrier: float = knob(1.0, 1e-6, 1e6, "how strongly the walls repel at first", symbol=r"\mu", log=True)
    shrink: float = knob(0.2, 0.01, 0.9, "by what the barrier is multiplied", symbol=r"\sigma")

    def refusal(self, model: Model, start: Floats) -> str:
        """The barrier needs a start strictly inside."""
        inside = model.near(start).c[~model.equality] < 0
        return "" if inside.all() else "The log barrier needs a start where every inequality holds with room to spare."

    def iterates(self, model: Model, start: Floats) -> Iterator[Step]:
        """The start, and the point after each of Newton's steps."""
        local, mu = model.near(start), self.barrier
        yield Step(local, _multipliers(model, local, mu), _value(model, local.f, local.c, mu))
        while mu >= SMALLEST:
            for _ in range(INNER):
                following = _newton(model, local, mu)
                if following is None:
                    break
                local = following
                yield Step(local, _multipliers(model, local, mu), _value(model, local.f, local.c, mu))
            mu *= self.shrink


def _multipliers(model: Model, local: Local, mu: float) -> Floats:
    return np.where(model.equality, local.c / mu, -mu / np.where(model.equality, -1.0, local.c))


def _value(model: Model, f: float, c: Floats, mu: float) -> float:
    inside, equal = c[~model.equality], c[model.equality]
    if not (inside < 0).all():
        return np.inf
    value = float(f - mu * np.log(-inside).sum() + equal @ equal / (2 * mu))
    return value if np.isfinite(value) else np.inf


def _newton(model: Model, local: Local, mu: float) -> Local | None:
    """One step of Newton's method that stays inside; None where nothing is gained."""
    multipliers = _multipliers(model, local, mu)
    gradient = local.lagrangian_gradient(multipliers)
    bends = np.where(model.equality, 1 / mu, multipliers**2 / mu)
    hessian = local.lagrangian_hessian(multipliers) + (local.jacobian.T * bends) @ local.jacobian
    d = -np.linalg.solve(positive(hessian, local, multipliers), gradient)
    now, slope, share = _value(model, local.f, local.c, mu), float(gradient @ d), 1.0
    for _ in range(HALVINGS):
        x = local.x + share * d
        value = model.evaluate(x)
        if _value(model, value[0], value[1:], mu) < now + ARMIJO * share * slope:
            there = model.near(x)
            if there.finite:
                return there
        share /= 2
    return None
