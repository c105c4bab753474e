"""Adam: a step per coordinate, scaled by running moments of the gradient."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from numerics.inside.families import adaptive
from numerics.inside.views import Steps, View
from numerics.knobs import knob
from numerics.methods.base import Array, Elsewhere, Method, learning_rate_knob
from numerics.oracle import Oracle


class State(NamedTuple):
    """Steps taken, and the running mean of the gradient and of its square, (..., n) each."""

    t: int
    m: Array
    v: Array


@dataclass(frozen=True)
class Adam(Method):
    """m ← β₁ m + (1 - β₁) g;  v ← β₂ v + (1 - β₂) g²;  x ← x - η m̂ / (√v̂ + ε).

    m̂ = m / (1 - β₁ᵗ) and v̂ = v / (1 - β₂ᵗ) undo the pull of the zeros that m and v start from.
    With them the first step has length η in every coordinate where |g| ≫ ε; without them it is
    (1 - β₁) / √(1 - β₂) times that, √10 for the default values.
    """

    name = "adam"
    title = "Adam"
    elementwise = True
    equations = (
        r"\begin{aligned}"
        r" m_{t+1} &= \beta_1 m_t + (1 - \beta_1)\, \nabla f(x_t) \\"
        r" v_{t+1} &= \beta_2 v_t + (1 - \beta_2)\, \nabla f(x_t)^2 \\"
        r" \hat m &= \frac{m_{t+1}}{1 - \beta_1^{t+1}}, \quad \hat v = \frac{v_{t+1}}{1 - \beta_2^{t+1}} \\"
        r" x_{t+1} &= x_t - \eta\, \frac{\hat m}{\sqrt{\hat v} + \varepsilon}"
        r" \end{aligned}"
    )
    source = "D. P. Kingma, J. Ba, Adam: A Method for Stochastic Optimization, ICLR 2015, arXiv:1412.6980"
    scale_free = True
    elsewhere = Elsewhere(
        torch=(
            "# PyTorch always corrects the bias.\n"
            "torch.optim.Adam([x], lr=$learning_rate, betas=($beta1, $beta2), eps=$epsilon)"
        ),
        jax=("# Optax always corrects the bias.\noptax.adam($learning_rate, b1=$beta1, b2=$beta2, eps=$epsilon)"),
    )

    learning_rate: float = learning_rate_knob(0.01)
    beta1: float = knob(0.9, 0.0, 0.9999, "memory of the mean gradient", symbol=r"\beta_1")
    beta2: float = knob(0.999, 0.0, 0.99999, "memory of the mean squared gradient", symbol=r"\beta_2")
    epsilon: float = knob(1e-8, 1e-16, 1.0, "keeps the division finite", symbol=r"\varepsilon", log=True)
    bias_correction: bool = knob(True, False, True, "undo the start from zero (m̂, v̂)")

    def init(self, oracle: Oracle, x: Array) -> State:
        return State(0, np.zeros_like(x), np.zeros_like(x))

    def step(self, oracle: Oracle, x: Array, gradient: Array, state: State) -> tuple[Array, State]:
        t = state.t + 1
        m = self.beta1 * state.m + (1 - self.beta1) * gradient
        v = self.beta2 * state.v + (1 - self.beta2) * gradient**2
        m_hat, v_hat = m, v
        if self.bias_correction:
            m_hat = m / (1 - self.beta1**t)
            v_hat = v / (1 - self.beta2**t)
        return x - self.learning_rate * m_hat / (np.sqrt(v_hat) + self.epsilon), State(t, m, v)

    def inside(self, steps: Steps) -> tuple[View, ...]:
        t, m, v = steps.after.t[:, None], steps.after.m, steps.after.v
        corrected = np.sqrt(v / (1 - self.beta2**t)) + self.epsilon
        plain = np.sqrt(v) + self.epsilon
        if self.bias_correction:
            return adaptive(steps, corrected, m / (1 - self.beta1**t), other=plain)
        return adaptive(steps, plain, m, other=corrected)
