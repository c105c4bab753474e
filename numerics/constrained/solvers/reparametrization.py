"""Reparametrization: new variables in which every constraint holds by itself."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.optimize import least_squares

from numerics.constrained.certificate import TOLERANCE, feasibility_tolerances, fitted_multipliers
from numerics.constrained.model import Floats, Local, Model
from numerics.constrained.solvers.base import Solver, Step
from numerics.knobs import knob
from numerics.numbers import format_point
from numerics.vector_map import VectorMap

HALVINGS = 60
ARMIJO = 0.1
SAMPLES = 300  # values of the new variables at which the map is looked at
REACH = 4.0  # how far they lie from 0
BEGINNINGS = 8  # from which the values that give the start are looked for


@dataclass(frozen=True)
class Reparametrization(Solver):
    """Write x = φ(θ) with a map whose every value is allowed, and go down the gradient in θ: θ ← θ - η Jᵀ∇f(φ(θ)).

    J is the Jacobian of φ. No constraint is left; η is halved until f falls, and doubled afterwards. Where the columns
    of J depend on each other the gradient in θ can be 0 although f still falls in x.
    """

    name = "reparametrization"
    title = "Reparametrization"
    equations = (
        r"x = \varphi(\theta),\qquad \theta \leftarrow \theta - \eta\, J_\varphi(\theta)^\top \nabla f(\varphi(\theta))"
    )
    source = "I. Goodfellow, Y. Bengio, A. Courville, Deep Learning, section 4.4"

    #: φ as typed, one component for each variable; its variables are θ.
    map: str = "cos(t), sin(t)"
    learning_rate: float = knob(0.1, 1e-9, 1e6, "how far the first step goes", symbol=r"\eta", log=True)

    def refusal(self, model: Model, start: Floats) -> str:
        """The map has to give as many numbers as x has, and only allowed points."""
        phi = VectorMap.parse(self.map)
        given, wanted = phi.shape[0], model.shape[1]
        if given != wanted:
            components = f"{given} component{'s' * (given > 1)}"
            return f"The map has {components}, but there are {wanted} variables: each needs one."
        theta = _samples(phi)
        x = phi(theta)
        defined = np.isfinite(x).all(-1)
        if not defined.any():
            return "The map has no value at any of the places that were tried."
        suspect = defined & ~(model.violation(model.evaluate(x)[..., 1:]) <= 0).all(-1)
        for at, point in zip(theta[suspect], x[suspect], strict=True):
            local = model.near(point)
            allowed = feasibility_tolerances(local, TOLERANCE * np.maximum(1.0, np.abs(point)))
            failing = np.flatnonzero(~(model.violation(local.c) <= allowed))
            if failing.size:
                return (
                    f"The map leaves the constraints: at {', '.join(phi.variables)} = {format_point(at)} it gives "
                    f"{format_point(point)}, where {model.labels[failing[0]]} fails. A map for this solver gives "
                    "allowed points only."
                )
        return ""

    def iterates(self, model: Model, start: Floats) -> Iterator[Step]:
        """The start, the nearest point that the map was found to give, and the point after each step."""
        phi, rate = VectorMap.parse(self.map), self.learning_rate
        local = model.near(start)
        yield _step(model, local)
        theta = nearest(phi, start)
        local = model.near(phi(theta))
        while local.finite:
            yield _step(model, local)
            slope = phi.jacobian(theta).T @ local.gradient
            if not np.isfinite(slope).all() or not slope.any():
                return
            for _ in range(HALVINGS):
                moved = theta - rate * slope
                there = model.near(phi(moved))
                if there.finite and there.f <= local.f - ARMIJO * rate * float(slope @ slope):
                    break
                rate /= 2
            else:
                return
            theta, local = moved, there
            rate *= 2


def nearest(phi: VectorMap, x: Floats) -> Floats:
    """θ (k,) at which φ is near x (n,): the best of a few local searches."""

    def apart(theta: Floats) -> Floats:
        return np.nan_to_num(phi(theta) - x, nan=1e50, posinf=1e50, neginf=-1e50)

    def slopes(theta: Floats) -> Floats:
        return np.nan_to_num(phi.jacobian(theta), posinf=0.0, neginf=0.0)

    samples = _samples(phi)
    with np.errstate(all="ignore"):
        order = np.argsort(np.linalg.norm(np.nan_to_num(phi(samples) - x, nan=np.inf), axis=-1))
        found = [least_squares(apart, samples[at], slopes, max_nfev=100).x for at in order[:BEGINNINGS]]
    return min(found, key=lambda theta: float(np.linalg.norm(apart(theta))))


def _samples(phi: VectorMap) -> Floats:
    """Values of the new variables, the same in every run."""
    count = phi.shape[1]
    return np.vstack(
        [np.zeros(count), np.ones(count), np.random.default_rng(7).uniform(-REACH, REACH, (SAMPLES, count))]
    )


def _step(model: Model, local: Local) -> Step:
    scale = np.maximum(1.0, np.abs(local.x))
    room = feasibility_tolerances(local, TOLERANCE * scale)
    return Step(local, fitted_multipliers(model, local, room, scale, TOLERANCE), local.f)
