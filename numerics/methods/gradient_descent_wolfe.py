"""Gradient descent with a line search for the strong Wolfe conditions."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from numerics.inside.views import Reading, Steps, View, basics, search
from numerics.knobs import knob
from numerics.methods.base import Array, Method
from numerics.methods.line_search import SUFFICIENT, first_length, strong_wolfe
from numerics.oracle import Oracle


class State(NamedTuple):
    """f at the iterate, and the length of the step that led to it (0 before the first), (...) each."""

    value: Array
    length: Array


@dataclass(frozen=True)
class GradientDescentWolfe(Method):
    """x ← x - α ∇f(x), where α is neither too long (Armijo) nor too short: the slope has fallen to a share c₂.

    The first length tried is that of the last step, so that α adapts to the function within a few steps.
    """

    name = "gradient_descent_wolfe"
    title = "Gradient descent, Wolfe"
    monotone = True
    equations = (
        r"\begin{aligned}"
        r" d_t &= -\nabla f(x_t), \qquad x_{t+1} = x_t + \alpha_t d_t \quad\text{with} \\"
        r" f(x_{t+1}) &\le f(x_t) + c_1 \alpha_t\, d_t^\top \nabla f(x_t), \quad"
        r" |d_t^\top \nabla f(x_{t+1})| \le c_2\, |d_t^\top \nabla f(x_t)|"
        r" \end{aligned}"
    )
    source = "P. Wolfe, Convergence Conditions for Ascent Methods, SIAM Review 11(2) (1969) 226–235"

    sufficient: float = knob(SUFFICIENT, 1e-12, 0.5, "share of the promised decrease", symbol="c_1", log=True)
    curvature: float = knob(0.5, 1e-10, 0.99, "share of the slope that may be left", symbol="c_2", log=True)

    def init(self, oracle: Oracle, x: Array) -> State:
        value = oracle.value(x)
        return State(value, np.zeros_like(value))

    def step(self, oracle: Oracle, x: Array, gradient: Array, state: State) -> tuple[Array, State]:
        first = np.where(state.length > 0, state.length, first_length(gradient))
        found = strong_wolfe(oracle, x, state.value, gradient, -gradient, first, self.sufficient, self.curvature)
        return found.x, State(found.value, found.length)

    def inside(self, steps: Steps) -> tuple[View, ...]:
        found = search(steps, -steps.gradient, self.sufficient)
        return *basics(steps), found, Reading("α", found.taken)
