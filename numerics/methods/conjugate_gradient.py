"""Nonlinear conjugate gradient, Polak–Ribière+."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from numerics.inside.views import Arrow, Reading, Steps, View, gradient_arrow, search, step_arrow
from numerics.knobs import knob
from numerics.methods.base import Array, Elsewhere, Method
from numerics.methods.line_search import SUFFICIENT, first_length, strong_wolfe
from numerics.oracle import Oracle


class State(NamedTuple):
    """f at the iterate (...), and of the step that led to it: the gradient and the direction (..., n), and how much f
    would have changed had its slope stayed (...). All zero before the first step."""

    value: Array
    gradient: Array
    direction: Array
    promised: Array


@dataclass(frozen=True)
class ConjugateGradient(Method):
    """d ← -g + β d, β = max(0, gᵀ(g - g₋) / g₋ᵀg₋);  x ← x + α d.

    g₋ is the gradient before. On a quadratic in n variables with exact line searches (c₂ → 0) the directions are
    conjugate, and the minimum is reached in n steps; it needs no matrix. Where d would lead uphill, or the last search
    found nothing, it restarts with d = -g.
    """

    name = "conjugate_gradient"
    title = "Conjugate gradient"
    monotone = True
    equations = (
        r"\begin{aligned}"
        r" \beta_t &= \max\left(0, \frac{g_t^\top (g_t - g_{t-1})}{g_{t-1}^\top g_{t-1}}\right),"
        r" \quad g_t = \nabla f(x_t) \\"
        r" d_t &= -g_t + \beta_t\, d_{t-1} \\"
        r" x_{t+1} &= x_t + \alpha_t\, d_t \quad\text{(strong Wolfe)}"
        r" \end{aligned}"
    )
    source = (
        "E. Polak, G. Ribière, Rev. Fr. Inform. Rech. Opér. 3(16) (1969) 35–43; J. C. Gilbert, J. Nocedal, "
        "SIAM J. Optim. 2(1) (1992) 21–42"
    )
    elsewhere = Elsewhere(
        scipy=(
            "# SciPy's is Polak and Ribière's too; its line search tries other lengths.\n"
            'minimize(value, START, jac=gradient, method="CG", options={"gtol": $tolerance, "norm": 2, '
            '"maxiter": $steps, "c1": $sufficient, "c2": $curvature})'
        ),
    )

    sufficient: float = knob(SUFFICIENT, 1e-12, 0.5, "share of the promised decrease", symbol="c_1", log=True)
    curvature: float = knob(0.1, 1e-10, 0.49, "share of the slope that may be left", symbol="c_2", log=True)

    def init(self, oracle: Oracle, x: Array) -> State:
        value = oracle.value(x)
        return State(value, np.zeros_like(x), np.zeros_like(x), np.zeros_like(value))

    def step(self, oracle: Oracle, x: Array, gradient: Array, state: State) -> tuple[Array, State]:
        before = np.vecdot(state.gradient, state.gradient)
        change = np.vecdot(gradient, gradient - state.gradient)
        beta = np.maximum(0, change / np.where(before > 0, before, np.inf))
        direction = -gradient + beta[..., None] * state.direction
        downhill = np.vecdot(gradient, direction) < 0
        direction = np.where(downhill[..., None], direction, -gradient)
        slope = np.vecdot(gradient, direction)
        # The first trial promises as much as the step before (Nocedal, Wright, equation 3.60).
        first = np.where(state.promised < 0, state.promised / slope, first_length(gradient))
        found = strong_wolfe(oracle, x, state.value, gradient, direction, first, self.sufficient, self.curvature)
        moved = (found.length > 0)[..., None]
        return found.x, State(found.value, gradient * moved, direction * moved, found.length * slope)

    def inside(self, steps: Steps) -> tuple[View, ...]:
        direction = steps.after.direction
        kept = direction + steps.gradient
        found = search(steps, direction, self.sufficient)
        square = np.vecdot(steps.before.direction, steps.before.direction)
        beta = np.vecdot(kept, steps.before.direction) / np.where(square > 0, square, np.inf)
        return (
            gradient_arrow(steps),
            Arrow(
                "βd, the old direction", "The share of the last direction that is kept; only its direction is drawn.",
                "memory", steps.x, kept, scaled=True,
            ),
            step_arrow(steps),
            found,
            Reading("β", beta),
            Reading("α", found.taken),
        )  # fmt: skip
