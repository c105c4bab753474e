"""Nesterov's accelerated gradient, in the look-ahead velocity form."""

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
class Nesterov(Method):
    """v ← β v - η ∇f(x + β v);  x ← x + v;  v starts at 0.

    Momentum, but the gradient is taken where the velocity alone would lead. This is the form of Sutskever et al.
    and of Goodfellow, Bengio, Courville (section 8.3.3). PyTorch's `SGD(nesterov=True)` records the look-ahead points
    y = x + β v instead of the x: y ← y - η (∇f(y) + β b), b ← β b + ∇f(y), with v = -η b.

    On a quadratic the error along curvature λ follows z² - (1 + β) (1 - ηλ) z + β (1 - ηλ) = 0, whose roots lie
    inside the unit circle exactly while ηλ < 2 (1 + β) / (1 + 2β).
    """

    name = "nesterov"
    title = "Nesterov"
    elementwise = True
    equations = (
        r"\begin{aligned}"
        r" v_{t+1} &= \beta\, v_t - \eta\, \nabla f(x_t + \beta\, v_t) \\"
        r" x_{t+1} &= x_t + v_{t+1}"
        r" \end{aligned}"
    )
    source = (
        "Y. Nesterov, Soviet Math. Dokl. 27 (1983) 372–376; I. Sutskever et al., On the importance of initialization "
        "and momentum in deep learning, ICML 2013"
    )
    needs_gradient = False  # it takes the one where it looks ahead
    elsewhere = Elsewhere(
        torch=(
            "# PyTorch steps from one look-ahead point x + β v to the next, and prints those instead of x.\n"
            "torch.optim.SGD([x], lr=$learning_rate, momentum=$momentum, nesterov=True)"
        ),
        jax=(
            "# Optax steps from one look-ahead point x + β v to the next, and prints those instead of x.\n"
            "optax.sgd($learning_rate, momentum=$momentum, nesterov=True)"
        ),
    )

    learning_rate: float = learning_rate_knob(0.01)
    momentum: float = knob(0.9, 0.0, 0.999, "the share of the velocity that is kept", symbol=r"\beta")

    def init(self, oracle: Oracle, x: Array) -> State:
        return State(np.zeros_like(x))

    def step(self, oracle: Oracle, x: Array, gradient: Array, state: State) -> tuple[Array, State]:
        ahead = oracle.gradient(x + self.momentum * state.velocity)
        velocity = self.momentum * state.velocity - self.learning_rate * ahead
        return x + velocity, State(velocity)

    @property
    def curvature_limit(self) -> float:
        return 2 * (1 + self.momentum) / (1 + 2 * self.momentum)

    def contraction(self, curvature: Array) -> Array:
        # The larger root in modulus; a conjugate pair has the modulus √(β (1 - ηλ)).
        shrink = 1 - self.learning_rate * curvature
        middle = (1 + self.momentum) * shrink / 2
        discriminant = middle**2 - self.momentum * shrink
        real = np.abs(middle) + np.sqrt(np.maximum(discriminant, 0))
        return np.where(discriminant < 0, np.sqrt(np.abs(self.momentum * shrink)), real)
