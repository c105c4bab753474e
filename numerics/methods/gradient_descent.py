"""Gradient descent with a fixed learning rate."""

from dataclasses import dataclass

import numpy as np

from numerics.inside.families import isotropic
from numerics.inside.views import Steps, View, basics
from numerics.methods.base import Array, Elsewhere, Method, learning_rate_knob
from numerics.oracle import Oracle
from numerics.recurrence import Coefficients


@dataclass(frozen=True)
class GradientDescent(Method):
    """x ← x - η ∇f(x).

    On a quadratic the error along an eigenvector of curvature λ is multiplied by 1 - ηλ at every
    step: it shrinks exactly while ηλ < 2.
    """

    name = "gradient_descent"
    title = "Gradient descent"
    elementwise = True
    equations = r"x_{t+1} = x_t - \eta\, \nabla f(x_t)"
    source = "A. Cauchy, Comptes rendus 25 (1847) 536–538"
    elsewhere = Elsewhere(
        torch="torch.optim.SGD([x], lr=$learning_rate)",
        jax="x - $learning_rate * jax.grad(f)(x)",
    )

    learning_rate: float = learning_rate_knob(0.1)

    def step(self, oracle: Oracle, x: Array, gradient: Array, state: None) -> tuple[Array, None]:
        return x - self.learning_rate * gradient, None

    def inside(self, steps: Steps) -> tuple[View, ...]:
        return *basics(steps), isotropic(steps)

    @property
    def curvature_limit(self) -> float:
        return 2.0

    @staticmethod
    def coefficients(sharpness: Array, momentum: Array | float = 0.0) -> Coefficients:
        return 1 - sharpness, np.zeros_like(sharpness)

    @staticmethod
    def tuned(lowest: float, highest: float) -> tuple[float, float]:
        return 2 / (highest + lowest), 0.0
