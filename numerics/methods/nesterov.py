"""Nesterov's accelerated gradient, in the look-ahead velocity form."""

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from numerics.inside.views import Arrow, Reading, Steps, View, cosine, gradient_arrow, step_arrow
from numerics.knobs import knob
from numerics.methods.base import Array, Elsewhere, Method, learning_rate_knob
from numerics.oracle import Oracle
from numerics.recurrence import Coefficients


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

    def inside(self, steps: Steps) -> tuple[View, ...]:
        kept = self.momentum * steps.before.velocity
        speed = np.linalg.norm(steps.after.velocity, axis=-1)
        return (
            Arrow(
                "look ahead, βv", "Where the kept velocity alone would lead: the gradient is taken there.", "memory",
                steps.x, kept,
            ),
            Arrow(
                "−η∇f(x + βv)", "What the gradient at that place adds: a correction before the mistake.", "gradient",
                steps.x + kept, steps.step - kept,
            ),
            gradient_arrow(steps),
            step_arrow(steps),
            Reading("speed ‖v‖", speed),
            Reading("cosine of v and −∇f", -cosine(steps.after.velocity, steps.gradient)),
        )  # fmt: skip

    @property
    def curvature_limit(self) -> float:
        return 2 * (1 + self.momentum) / (1 + 2 * self.momentum)

    @staticmethod
    def coefficients(sharpness: Array, momentum: Array | float = 0.0) -> Coefficients:
        shrink = 1 - sharpness
        return (1 + momentum) * shrink, momentum * shrink

    @staticmethod
    def tuned(lowest: float, highest: float) -> tuple[float, float]:
        # L. Lessard, B. Recht, A. Packard, SIAM J. Optim. 26(1) (2016), proposition 1.
        root = math.sqrt(3 * highest / lowest + 1)
        return 4 / (3 * highest + lowest), (root - 2) / (root + 2)
