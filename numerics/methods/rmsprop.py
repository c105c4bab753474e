"""RMSProp: a step per coordinate, scaled by the recent gradients."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from numerics.inside.families import adaptive
from numerics.inside.views import Steps, View
from numerics.knobs import knob
from numerics.methods.base import Array, Elsewhere, Method, learning_rate_knob
from numerics.oracle import Oracle


class State(NamedTuple):
    """The running mean of the squared gradient (..., n)."""

    r: Array


@dataclass(frozen=True)
class RMSProp(Method):
    """r ← ρ r + (1 - ρ) g²;  x ← x - η g / (√r + ε);  r starts at 0.

    Adagrad that forgets. ε stands outside the root, as in PyTorch (whose ρ is called `alpha`, default 0.99);
    Goodfellow, Bengio, Courville (section 8.5.2) write √(r + δ). The mean starts from 0 and is not corrected: the first
    step has length η / √(1 - ρ).
    """

    name = "rmsprop"
    title = "RMSProp"
    elementwise = True
    equations = (
        r"\begin{aligned}"
        r" r_{t+1} &= \rho\, r_t + (1 - \rho)\, \nabla f(x_t)^2 \\"
        r" x_{t+1} &= x_t - \eta\, \frac{\nabla f(x_t)}{\sqrt{r_{t+1}} + \varepsilon}"
        r" \end{aligned}"
    )
    source = "T. Tieleman, G. Hinton, Neural Networks for Machine Learning, lecture 6.5 (Coursera, 2012)"
    scale_free = True
    elsewhere = Elsewhere(
        torch="torch.optim.RMSprop([x], lr=$learning_rate, alpha=$decay, eps=$epsilon)",
        jax="optax.rmsprop($learning_rate, decay=$decay, eps=$epsilon, eps_in_sqrt=False)",
    )

    learning_rate: float = learning_rate_knob(0.01)
    decay: float = knob(0.9, 0.0, 0.9999, "memory of the mean squared gradient", symbol=r"\rho")
    epsilon: float = knob(1e-8, 1e-16, 1.0, "keeps the division finite", symbol=r"\varepsilon", log=True)

    def init(self, oracle: Oracle, x: Array) -> State:
        return State(np.zeros_like(x))

    def step(self, oracle: Oracle, x: Array, gradient: Array, state: State) -> tuple[Array, State]:
        r = self.decay * state.r + (1 - self.decay) * gradient**2
        return x - self.learning_rate * gradient / (np.sqrt(r) + self.epsilon), State(r)

    def inside(self, steps: Steps) -> tuple[View, ...]:
        return adaptive(steps, np.sqrt(steps.after.r) + self.epsilon)
