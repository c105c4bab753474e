"""Adagrad: a step per coordinate, scaled by all the gradients so far."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from numerics.inside.families import adaptive
from numerics.inside.views import Steps, View
from numerics.knobs import knob
from numerics.methods.base import Array, Elsewhere, Method, learning_rate_knob
from numerics.oracle import Oracle


class State(NamedTuple):
    """The sum of the squared gradients (..., n)."""

    r: Array


@dataclass(frozen=True)
class Adagrad(Method):
    """r ← r + g²;  x ← x - η g / (√r + ε);  r starts at 0.

    The first step has length η in every coordinate; a coordinate with small or rare gradients keeps
    a large rate, and every rate only ever falls. PyTorch's `Adagrad` has this form, with ε = 1e-10 as its default.
    """

    name = "adagrad"
    title = "Adagrad"
    elementwise = True
    equations = (
        r"\begin{aligned}"
        r" r_{t+1} &= r_t + \nabla f(x_t)^2 \\"
        r" x_{t+1} &= x_t - \eta\, \frac{\nabla f(x_t)}{\sqrt{r_{t+1}} + \varepsilon}"
        r" \end{aligned}"
    )
    source = "J. Duchi, E. Hazan, Y. Singer, J. Machine Learning Research 12 (2011) 2121–2159"
    scale_free = True
    elsewhere = Elsewhere(
        torch="torch.optim.Adagrad([x], lr=$learning_rate, eps=$epsilon)",
        jax=(
            "# Optax has ε inside the root: g / √(r + ε).\n"
            "optax.adagrad($learning_rate, initial_accumulator_value=0.0, eps=$epsilon)"
        ),
    )

    learning_rate: float = learning_rate_knob(0.1)
    epsilon: float = knob(1e-7, 1e-16, 1.0, "keeps the division finite", symbol=r"\varepsilon", log=True)

    def init(self, oracle: Oracle, x: Array) -> State:
        return State(np.zeros_like(x))

    def step(self, oracle: Oracle, x: Array, gradient: Array, state: State) -> tuple[Array, State]:
        r = state.r + gradient**2
        return x - self.learning_rate * gradient / (np.sqrt(r) + self.epsilon), State(r)

    def inside(self, steps: Steps) -> tuple[View, ...]:
        return adaptive(steps, np.sqrt(steps.after.r) + self.epsilon)
