"""Gradient descent with momentum, in the velocity form."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from numerics.knobs import knob
from numerics.methods.base import Array, Elsewhere, Method, learning_rate_knob
from numerics.oracle import Oracle


class State(NamedTuple):
    """The velocity (..., n)."""

    velocity: Array


@dataclass(frozen=True)
class Momentum(Method):
    """v ← β v - η ∇f(x);  x ← x + v;  v starts at 0.

    The exponential-average form, v ← β v + (1 - β) ∇f(x), x ← x - α v, walks the same path when
    η = (1 - β) α: its velocity is ours divided by -α. (At a constant rate; otherwise they differ.)

    On a quadratic the error along curvature λ follows z² - (1 + β - ηλ) z + β = 0, whose roots
    lie inside the unit circle exactly while ηλ < 2 (1 + β).
    """

    name = "momentum"
    title = "Momentum"
    elementwise = True
    equations = (
        r"\begin{aligned}"
        r" v_{t+1} &= \beta\, v_t - \eta\, \nabla f(x_t) \\"
        r" x_{t+1} &= x_t + v_{t+1}"
        r" \end{aligned}"
    )
    source = "B. T. Polyak, USSR Comput. Math. Math. Phys. 4(5) (1964) 1–17"
    elsewhere = Elsewhere(
        torch=(
            "# PyTorch keeps b ← β b + ∇f(x) and steps by -η b: at a constant rate the same path, with v = -η b.\n"
            "torch.optim.SGD([x], lr=$learning_rate, momentum=$momentum)"
        ),
        jax=(
            "# Optax keeps b ← β b + ∇f(x) and steps by -η b: at a constant rate the same path, with v = -η b.\n"
            "optax.sgd($learning_rate, momentum=$momentum)"
        ),
    )

    learning_rate: float = learning_rate_knob(0.01)
    momentum: float = knob(0.9, 0.0, 0.999, "the share of the velocity that is kept", symbol=r"\beta")

    def init(self, oracle: Oracle, x: Array) -> State:
        return State(np.zeros_like(x))

    def step(self, oracle: Oracle, x: Array, gradient: Array, state: State) -> tuple[Array, State]:
        velocity = self.momentum * state.velocity - self.learning_rate * gradient
        return x + velocity, State(velocity)

    @property
    def curvature_limit(self) -> float:
        return 2 * (1 + self.momentum)

    def contraction(self, curvature: Array) -> Array:
        # The larger root in modulus; a conjugate pair has modulus √β.
        middle = (1 + self.momentum - self.learning_rate * curvature) / 2
        discriminant = middle**2 - self.momentum
        real = np.abs(middle) + np.sqrt(np.maximum(discriminant, 0))
        return np.where(discriminant < 0, np.sqrt(self.momentum), real)
