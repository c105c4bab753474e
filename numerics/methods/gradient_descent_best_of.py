"""Gradient descent that tries several lengths and takes the best."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from numerics.inside.views import Reading, Steps, View, basics, search
from numerics.knobs import knob
from numerics.methods.base import Array, Method
from numerics.oracle import Oracle


class State(NamedTuple):
    """The lengths that were tried (4,), f at each of them (..., 4), and the one that was taken (...).

    Before the first step nothing was tried: NaN.
    """

    tried: tuple[float, ...]
    values: Array
    taken: Array


def _trial(default: float, number: int) -> float:
    return knob(default, 1e-12, 1e6, f"length {number} that is tried", symbol=rf"\varepsilon_{number}", log=True)


@dataclass(frozen=True)
class GradientDescentBestOf(Method):
    """x ← x - ε ∇f(x) for that one of four ε at which f is smallest.

    The crudest line search: it knows no slope and no bound, so if every length overshoots, f rises. Lengths at
    which f is not defined are passed over.
    """

    name = "gradient_descent_best_of"
    title = "Gradient descent, best of four"
    equations = (
        r"\begin{aligned}"
        r" \varepsilon_t &= \operatorname*{arg\,min}_{\varepsilon \in \{\varepsilon_1, \dots, \varepsilon_4\}}"
        r" f(x_t - \varepsilon\, \nabla f(x_t)) \\"
        r" x_{t+1} &= x_t - \varepsilon_t\, \nabla f(x_t)"
        r" \end{aligned}"
    )
    source = "I. Goodfellow, Y. Bengio, A. Courville, Deep Learning (2016), section 4.3"

    epsilon_1: float = _trial(0.05, 1)
    epsilon_2: float = _trial(0.1, 2)
    epsilon_3: float = _trial(0.25, 3)
    epsilon_4: float = _trial(0.5, 4)

    def init(self, oracle: Oracle, x: Array) -> State:
        values = np.full((*x.shape[:-1], 4), np.nan)
        return State(tuple(self.knobs.values()), values, values[..., 0])

    def step(self, oracle: Oracle, x: Array, gradient: Array, state: State) -> tuple[Array, State]:
        lengths = np.array(state.tried)
        trials = x[..., None, :] - lengths[:, None] * gradient[..., None, :]  # (..., 4, n)
        values = oracle.value(trials)
        best = np.argmin(np.where(np.isnan(values), np.inf, values), axis=-1)
        chosen = np.take_along_axis(trials, best[..., None, None], axis=-2)[..., 0, :]
        return chosen, State(state.tried, values, lengths[best])

    def inside(self, steps: Steps) -> tuple[View, ...]:
        found = search(steps, -steps.gradient)
        return *basics(steps), found, Reading("ε", found.taken)
