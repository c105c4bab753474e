"""Gradient descent that sees the gradient through noise."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from numerics.inside.views import Arrow, Steps, View, step_arrow
from numerics.knobs import knob
from numerics.methods.base import Array, Method, learning_rate_knob
from numerics.oracle import Oracle


class State(NamedTuple):
    """Steps taken: with the seed they determine the noise."""

    t: int


@dataclass(frozen=True)
class StochasticGradientDescent(Method):
    """x ← x - η (∇f(x) + √s ξ), where the entries of ξ are independent standard normal numbers.

    Near a minimum of curvature λ the iterates do not settle: their variance tends to η² s / (1 - (1 - ηλ)²), about
    η s / (2λ), so that a smaller rate is slower and closer. The noise of step t depends on the seed and on t alone:
    the same for every start of a batch, and the same run again tomorrow.
    """

    name = "stochastic_gradient_descent"
    title = "Stochastic gradient descent"
    elementwise = True
    equations = r"x_{t+1} = x_t - \eta \left(\nabla f(x_t) + \sqrt{s}\, \xi_t\right), \quad \xi_t \sim \mathcal N(0, I)"
    source = "H. Robbins, S. Monro, A Stochastic Approximation Method, Ann. Math. Statist. 22(3) (1951) 400–407"

    learning_rate: float = learning_rate_knob(0.1)
    variance: float = knob(1.0, 0.0, 1e6, "variance of the noise in every entry of the gradient", symbol="s")
    seed: int = knob(0, 0, 1_000_000, "which noise")

    def init(self, oracle: Oracle, x: Array) -> State:
        return State(0)

    def step(self, oracle: Oracle, x: Array, gradient: Array, state: State) -> tuple[Array, State]:
        noise = np.random.default_rng([self.seed, state.t]).standard_normal(x.shape[-1])
        return x - self.learning_rate * (gradient + np.sqrt(self.variance) * noise), State(state.t + 1)

    def inside(self, steps: Steps) -> tuple[View, ...]:
        meaning = "The step without the noise. The difference to the step is chance."
        return Arrow("−η∇f", meaning, "gradient", steps.x, -steps.rate * steps.gradient), step_arrow(steps)

    @property
    def curvature_limit(self) -> float:
        return 2.0
