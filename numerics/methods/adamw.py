"""AdamW: Adam with the weight decay taken out of the gradient."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from numerics.inside.families import adaptive
from numerics.inside.views import Arrow, Steps, View
from numerics.knobs import knob
from numerics.methods.base import Array, Elsewhere, Method, learning_rate_knob
from numerics.oracle import Oracle


class State(NamedTuple):
    """Steps taken, and the running mean of the gradient and of its square, (..., n) each."""

    t: int
    m: Array
    v: Array


@dataclass(frozen=True)
class AdamW(Method):
    """m ← β₁ m + (1 - β₁) g;  v ← β₂ v + (1 - β₂) g²;  x ← x - η (m̂ / (√v̂ + ε) + λ x).

    Every step also shrinks x by the factor 1 - ηλ, by the same share in every coordinate: a penalty λ‖x‖²/2 inside f
    would be rescaled by √v̂. It is therefore at rest where m̂ / (√v̂ + ε) = -λ x, and in general not at a minimum of
    f. PyTorch's `AdamW` has this form and these defaults (its learning rate is 0.001).
    """

    name = "adamw"
    title = "AdamW"
    elementwise = True
    equations = (
        r"\begin{aligned}"
        r" m_{t+1} &= \beta_1 m_t + (1 - \beta_1)\, \nabla f(x_t) \\"
        r" v_{t+1} &= \beta_2 v_t + (1 - \beta_2)\, \nabla f(x_t)^2 \\"
        r" \hat m &= \frac{m_{t+1}}{1 - \beta_1^{t+1}}, \quad \hat v = \frac{v_{t+1}}{1 - \beta_2^{t+1}} \\"
        r" x_{t+1} &= x_t - \eta \left( \frac{\hat m}{\sqrt{\hat v} + \varepsilon} + \lambda\, x_t \right)"
        r" \end{aligned}"
    )
    source = "I. Loshchilov, F. Hutter, Decoupled Weight Decay Regularization, ICLR 2019, arXiv:1711.05101"
    scale_free = True
    elsewhere = Elsewhere(
        torch=(
            "torch.optim.AdamW([x], lr=$learning_rate, betas=($beta1, $beta2), eps=$epsilon, "
            "weight_decay=$weight_decay)"
        ),
        jax=("optax.adamw($learning_rate, b1=$beta1, b2=$beta2, eps=$epsilon, weight_decay=$weight_decay)"),
    )

    learning_rate: float = learning_rate_knob(0.01)
    beta1: float = knob(0.9, 0.0, 0.9999, "memory of the mean gradient", symbol=r"\beta_1")
    beta2: float = knob(0.999, 0.0, 0.99999, "memory of the mean squared gradient", symbol=r"\beta_2")
    epsilon: float = knob(1e-8, 1e-16, 1.0, "keeps the division finite", symbol=r"\varepsilon", log=True)
    weight_decay: float = knob(0.01, 0.0, 10.0, "pull towards 0", symbol=r"\lambda")

    def init(self, oracle: Oracle, x: Array) -> State:
        return State(0, np.zeros_like(x), np.zeros_like(x))

    def step(self, oracle: Oracle, x: Array, gradient: Array, state: State) -> tuple[Array, State]:
        t = state.t + 1
        m = self.beta1 * state.m + (1 - self.beta1) * gradient
        v = self.beta2 * state.v + (1 - self.beta2) * gradient**2
        m_hat = m / (1 - self.beta1**t)
        v_hat = v / (1 - self.beta2**t)
        direction = m_hat / (np.sqrt(v_hat) + self.epsilon) + self.weight_decay * x
        return x - self.learning_rate * direction, State(t, m, v)

    def inside(self, steps: Steps) -> tuple[View, ...]:
        t, m, v = steps.after.t[:, None], steps.after.m, steps.after.v
        divisor = np.sqrt(v / (1 - self.beta2**t)) + self.epsilon
        pull = -steps.rate * self.weight_decay * steps.x
        meaning = "What the weight decay adds to the step: a pull towards 0, the same however steep f is."
        return (
            *adaptive(steps, divisor, m / (1 - self.beta1**t), other=np.sqrt(v) + self.epsilon),
            Arrow("−ηλx", meaning, "other", steps.x, pull),
        )
