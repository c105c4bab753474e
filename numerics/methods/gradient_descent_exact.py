"""Gradient descent that goes to the minimum along each gradient."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from numerics.inside.views import Reading, Steps, View, basics, search
from numerics.methods.base import Array, Method
from numerics.methods.line_search import first_length, strong_wolfe
from numerics.oracle import Oracle

EXACT = 1e-8  # the share of the slope that may be left; rounding allows little less


class State(NamedTuple):
    """f at the iterate, and the length of the step that led to it (0 before the first), (...) each."""

    value: Array
    length: Array


@dataclass(frozen=True)
class GradientDescentExact(Method):
    """x ← x - ε* ∇f(x), where ε* is a minimum of f(x - ε ∇f(x)) over ε > 0: steepest descent.

    On a quadratic ε* = gᵀg / gᵀHg, successive steps are perpendicular, and the error in f shrinks at least by
    ((κ - 1) / (κ + 1))² a step: the zig-zag. Elsewhere ε* is the minimum that the search meets first, found to where
    the slope along the line has fallen by 10⁸.
    """

    name = "gradient_descent_exact"
    title = "Gradient descent, exact"
    monotone = True
    equations = (
        r"\begin{aligned}"
        r" \varepsilon^* &= \operatorname*{arg\,min}_{\varepsilon > 0} f(x_t - \varepsilon\, \nabla f(x_t)) \\"
        r" x_{t+1} &= x_t - \varepsilon^*\, \nabla f(x_t)"
        r" \end{aligned}"
    )
    source = "A. Cauchy, Comptes rendus 25 (1847) 536–538; J. Nocedal, S. J. Wright, Numerical Optimization (2006), 3.3"

    def init(self, oracle: Oracle, x: Array) -> State:
        value = oracle.value(x)
        return State(value, np.zeros_like(value))

    def step(self, oracle: Oracle, x: Array, gradient: Array, state: State) -> tuple[Array, State]:
        first = np.where(state.length > 0, state.length, first_length(gradient))
        found = strong_wolfe(oracle, x, state.value, gradient, -gradient, first, curvature=EXACT)
        return found.x, State(found.value, found.length)

    def inside(self, steps: Steps) -> tuple[View, ...]:
        found = search(steps, -steps.gradient)
        return *basics(steps), found, Reading("ε", found.taken)
