"""Gradient descent with Armijo's backtracking."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from numerics.inside.views import Reading, Steps, View, basics, search
from numerics.knobs import knob
from numerics.methods.base import Array, Method
from numerics.methods.line_search import SHRINK, SUFFICIENT, backtrack
from numerics.oracle import Oracle


class State(NamedTuple):
    """f at the iterate, and the length of the step that led to it, (...) each."""

    value: Array
    length: Array


@dataclass(frozen=True)
class GradientDescentArmijo(Method):
    """x ← x - α ∇f(x), where α is the first of α₀, α₀ s, α₀ s², … with f(x - α ∇f) ≤ f(x) - c₁ α ‖∇f‖².

    Every step lowers f by a fixed share of what the slope promises; no learning rate has to be guessed.
    """

    name = "gradient_descent_armijo"
    title = "Gradient descent, Armijo"
    monotone = True
    equations = (
        r"\begin{aligned}"
        r" \alpha_t &= \max\{\alpha \in \{\alpha_0, \alpha_0 s, \alpha_0 s^2, \dots\} :"
        r" f(x_t - \alpha \nabla f) \le f(x_t) - c_1 \alpha \|\nabla f\|^2\} \\"
        r" x_{t+1} &= x_t - \alpha_t\, \nabla f(x_t)"
        r" \end{aligned}"
    )
    source = "L. Armijo, Pacific J. Math. 16(1) (1966) 1–3"

    first_step: float = knob(1.0, 1e-12, 1e6, "the first length that is tried", symbol=r"\alpha_0", log=True)
    shrink: float = knob(SHRINK, 0.01, 0.99, "what a refused length is multiplied by", symbol="s")
    sufficient: float = knob(SUFFICIENT, 1e-12, 0.5, "share of the promised decrease", symbol="c_1", log=True)

    def init(self, oracle: Oracle, x: Array) -> State:
        value = oracle.value(x)
        return State(value, np.zeros_like(value))

    def step(self, oracle: Oracle, x: Array, gradient: Array, state: State) -> tuple[Array, State]:
        found = backtrack(oracle, x, state.value, gradient, -gradient, self.first_step, self.shrink, self.sufficient)
        return found.x, State(found.value, found.length)

    def inside(self, steps: Steps) -> tuple[View, ...]:
        found = search(steps, -steps.gradient, self.sufficient)
        return *basics(steps), found, Reading("α", found.taken)
