"""Gradient descent with momentum, in the velocity form."""

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from numerics.inside.views import Arrow, Reading, Steps, View, cosine, step_arrow
from numerics.knobs import knob
from numerics.methods.base import Array, Elsewhere, Method, learning_rate_knob
from numerics.oracle import Oracle
from numerics.recurrence import Coefficients


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

    def inside(self, steps: Steps) -> tuple[View, ...]:
        kept = self.momentum * steps.before.velocity
        speed = np.linalg.norm(steps.after.velocity, axis=-1)
        return (
            Arrow("βv", "The kept share of the velocity: where it alone would lead.", "memory", steps.x, kept),
            Arrow(
                "−η∇f", "What the gradient at this iterate adds to it.", "gradient",
                steps.x + kept, -steps.rate * steps.gradient,
            ),
            step_arrow(steps),
            Reading("speed ‖v‖", speed),
            Reading("cosine of v and −∇f", -cosine(steps.after.velocity, steps.gradient)),
        )  # fmt: skip

    @property
    def curvature_limit(self) -> float:
        return 2 * (1 + self.momentum)

    @staticmethod
    def coefficients(sharpness: Array, momentum: Array | float = 0.0) -> Coefficients:
        a = 1 + momentum - sharpness
        return a, np.broadcast_to(momentum, np.shape(a))

    @staticmethod
    def tuned(lowest: float, highest: float) -> tuple[float, float]:
        root_low, root_high = math.sqrt(lowest), math.sqrt(highest)
        return (2 / (root_high + root_low)) ** 2, ((root_high - root_low) / (root_high + root_low)) ** 2
