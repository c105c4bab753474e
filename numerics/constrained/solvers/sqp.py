"""Sequential quadratic programming."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from numerics.constrained.model import Floats, Local, Model
from numerics.constrained.quadratic_program import elastic_step
from numerics.constrained.solvers.base import Solver, Step
from numerics.knobs import knob

ARMIJO = 1e-4
HALVINGS = 40
RAISES = 7  # times that prices may be raised tenfold where linearized constraints are not satisfied
WEIGHTS = (0.0, 1.0, 10.0, 100.0)
LEAST = 0.01  # sizes of the steepest gradient so far: what a violation costs at least
SHORT = 0.1  # a shorter share of d says that the model is trusted too far: B is damped
NEAR = 1e-2  # relative to x: how near a boundary is for its curvature to be added
LONGEST = 100.0  # times the size of x: how far a step may go where nothing curves


@dataclass(frozen=True)
class SQP(Solver):
    """At each point minimize a quadratic model of the Lagrangian where the linearized constraints hold.

    d minimizes ½ dᵀB d + ∇f·d with c + J d = 0 or ≤ 0, where B is ∇²L with its eigenvalues made positive; then
    x ← x + α d, with α halved until the merit f + Σ νᵢ·violation falls. A full step that fails only because the
    constraints curve is bent back onto them first (second-order correction).
    """

    name = "sqp"
    title = "Sequential quadratic programming"
    equations = (
        r"\min_d \tfrac12 d^\top B d + \nabla f^\top d \;\text{ where }\; c + J d = 0 \text{ or } \le 0,\qquad"
        r" x \leftarrow x + \alpha d"
    )
    source = "J. Nocedal, S. J. Wright, Numerical Optimization, 2nd ed., chapter 18"

    price: float = knob(10.0, 1e-3, 1e6, "how much a violation counts at first, in sizes of the gradient", log=True)

    def iterates(self, model: Model, start: Floats) -> Iterator[Step]:
        """The start, and the point after each accepted step."""
        local = model.near(start)
        multipliers = np.zeros(len(model.equality))
        prices, damping, steepest = np.zeros_like(multipliers), 0.0, 0.0
        yield Step(local, multipliers, local.f)
        while True:
            B, shift = convex(model, local, multipliers)
            B = B + damping * np.eye(len(B))
            d, found, raised = self._step(model, B, local, local.c)
            found = found + shift * (local.jacobian @ d)
            steepest = max(steepest, float(np.linalg.norm(local.gradient)))
            least = LEAST * (steepest or 1.0) / np.maximum(np.linalg.norm(local.jacobian, axis=1), 1e-8)
            prices = np.maximum(np.maximum(1.5 * np.abs(found), least), (prices + 1.5 * np.abs(found)) / 2)
            reached, share = _searched(model, B, local, d, prices, raised)
            if reached is None:
                return
            if share < SHORT:
                damping = max(4 * damping, float(np.linalg.norm(B @ d) / np.linalg.norm(d)))
            elif share == 1:
                damping = damping / 4 if damping > 1e-3 * np.linalg.norm(B) else 0.0
            local, multipliers = reached, found
            yield Step(local, multipliers, _merit(model, local.f, local.c, prices))

    def _step(self, model: Model, B: Floats, local: Local, c: Floats) -> tuple[Floats, Floats, Floats]:
        """d, multipliers and the prices it took: raised where the linearized constraints did not hold."""
        lengths = np.linalg.norm(local.jacobian, axis=1)
        size = max(float(np.linalg.norm(local.gradient)), 1e-8)
        prices = self.price * size / np.maximum(lengths, 1e-8 * max(1.0, float(lengths.max(initial=0.0))))
        for _ in range(RAISES):
            d, found = elastic_step(B, local.gradient, c, local.jacobian, model.equality, prices)
            bound = np.abs(found) >= prices * (1 - 1e-12)
            if not bound.any():
                break
            prices = np.where(bound, 10 * prices, prices)
        return d, found, prices


def convex(model: Model, local: Local, multipliers: Floats) -> tuple[Floats, Floats]:
    """B = ∇²L + Σ wᵢ ∇cᵢ∇cᵢᵀ made positive, and the weights w (m,).

    Where the constraint i holds to first order, wᵢ changes the model by a constant and the multiplier by wᵢ∇cᵢ·d, so
    that curvature across constraints known to hold with equality is free (Nocedal, Wright, section 17.3): B is positive
    without further change near a minimum, and steps are Newton's.
    """
    hessian = local.lagrangian_hessian(multipliers)
    lengths = (local.jacobian**2).sum(1)
    near = local.c > -NEAR * np.sqrt(lengths) * max(1.0, float(np.linalg.norm(local.x)))
    pushing = (model.equality | ((multipliers > 0) & near)) & (lengths > 0)
    weights = np.zeros_like(multipliers)
    weights[pushing] = float(np.abs(np.linalg.eigvalsh(hessian)).max()) / lengths[pushing]
    for factor in WEIGHTS:
        B = hessian + (local.jacobian.T * factor * weights) @ local.jacobian
        values = np.linalg.eigvalsh(B)
        if values[0] > 1e-8 * values[-1]:
            return B, factor * weights
    return positive(hessian, local, multipliers), np.zeros_like(multipliers)


def positive(hessian: Floats, local: Local, multipliers: Floats) -> Floats:
    """The matrix with its eigenvalues' absolute values, none so small that a step would go out of sight."""
    values, vectors = np.linalg.eigh(hessian)
    reach = max(1.0, float(np.linalg.norm(local.x)))
    pull = float(np.linalg.norm(local.lagrangian_gradient(multipliers)))
    floor = (
        max(
            1e-13 * float(np.abs(values).max()),
            pull / (LONGEST * reach),
            1e-8 * float(np.linalg.norm(local.gradient)) / reach,
        )
        or 1e-10
    )
    return (vectors * np.maximum(np.abs(values), floor)) @ vectors.T


def _merit(model: Model, f: float, c: Floats, prices: Floats) -> float:
    value = float(f + prices @ model.violation(c))
    return value if np.isfinite(value) else np.inf


def _searched(
    model: Model, B: Floats, local: Local, d: Floats, prices: Floats, raised: Floats
) -> tuple[Local | None, float]:
    """The point on the way along d at which the merit is low enough, and its share of d; None where there is none."""
    if not np.isfinite(d).all():
        return None, 0.0
    now = _merit(model, local.f, local.c, prices)
    predicted = float(local.gradient @ d) + prices @ (
        model.violation(local.c + local.jacobian @ d) - model.violation(local.c)
    )
    slope = min(float(predicted), 0.0)
    noise = 1e-15 * (abs(now) + abs(local.f))

    def good(x: Floats, share: float) -> bool:
        value = model.evaluate(x)
        return _merit(model, value[0], value[1:], prices) <= now + ARMIJO * share * slope + noise * (share == 1)

    share = 1.0
    for halving in range(HALVINGS):
        x = local.x + share * d
        if (x == local.x).all():
            return None, 0.0
        if good(x, share):
            there = model.near(x)
            if there.finite:
                return there, share
        if halving == 0:
            bent = _bent(model, B, local, d, raised)
            if bent is not None and good(bent, share):
                there = model.near(bent)
                if there.finite:
                    return there, share
        share /= 2
    return None, 0.0


def _bent(model: Model, B: Floats, local: Local, d: Floats, prices: Floats) -> Floats | None:
    """x + d corrected by the curvature of the constraints, as it shows in their values at x + d."""
    c = model.evaluate(local.x + d)[1:]
    if not len(c) or not np.isfinite(c).all():
        return None
    corrected, _ = elastic_step(B, local.gradient, c - local.jacobian @ d, local.jacobian, model.equality, prices)
    return local.x + corrected if np.linalg.norm(corrected - d) <= np.linalg.norm(d) else None
