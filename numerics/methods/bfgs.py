"""BFGS: Newton's method with an inverse Hessian learned from the gradients."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from numerics.inside.families import quasi_newton
from numerics.inside.views import Steps, View
from numerics.knobs import knob
from numerics.methods.base import Array, Elsewhere, Method
from numerics.methods.line_search import SUFFICIENT, first_length, strong_wolfe
from numerics.oracle import Oracle


class State(NamedTuple):
    """Steps taken, f at the iterate (...), the iterate before with its gradient (..., n), and the matrix M (..., n, n)
    that took the last step."""

    t: int
    value: Array
    x: Array
    gradient: Array
    inverse: Array


@dataclass(frozen=True)
class BFGS(Method):
    """d = -M ∇f(x);  x ← x + α d;  then M learns from s = x₊ - x and y = ∇f(x₊) - ∇f(x).

    M ← (I - ρ s yᵀ) M (I - ρ y sᵀ) + ρ s sᵀ with ρ = 1 / yᵀs is the nearest symmetric matrix with M y = s. It begins
    as I, scaled by yᵀs / yᵀy before the first update. The strong Wolfe conditions make yᵀs > 0, which
    keeps M positive definite. On a quadratic in n variables with exact line searches (c₂ → 0) M is the
    inverse Hessian after n steps, and the minimum is reached.
    """

    name = "bfgs"
    title = "BFGS"
    monotone = True
    equations = (
        r"\begin{aligned}"
        r" d_t &= -M_t\, \nabla f(x_t), \qquad x_{t+1} = x_t + \alpha_t\, d_t \quad\text{(strong Wolfe)} \\"
        r" s &= x_{t+1} - x_t, \quad y = \nabla f(x_{t+1}) - \nabla f(x_t), \quad \rho = 1 / y^\top s \\"
        r" M_{t+1} &= (I - \rho\, s y^\top)\, M_t\, (I - \rho\, y s^\top) + \rho\, s s^\top"
        r" \end{aligned}"
    )
    source = "J. Nocedal, S. J. Wright, Numerical Optimization, 2nd ed. (2006), section 6.1 (Broyden et al., 1970)"
    elsewhere = Elsewhere(
        scipy=(
            "# SciPy begins with the identity and does not scale it.\n"
            'minimize(value, START, jac=gradient, method="BFGS", options={"gtol": $tolerance, "norm": 2, '
            '"maxiter": $steps, "c1": $sufficient, "c2": $curvature})'
        ),
    )

    sufficient: float = knob(SUFFICIENT, 1e-12, 0.5, "share of the promised decrease", symbol="c_1", log=True)
    curvature: float = knob(0.9, 1e-10, 0.99, "share of the slope that may be left", symbol="c_2", log=True)

    def init(self, oracle: Oracle, x: Array) -> State:
        identity = np.broadcast_to(np.eye(x.shape[-1]), (*x.shape, x.shape[-1])).copy()
        return State(0, oracle.value(x), x, np.zeros_like(x), identity)

    def step(self, oracle: Oracle, x: Array, gradient: Array, state: State) -> tuple[Array, State]:
        inverse = learn(state.inverse, x - state.x, gradient - state.gradient, first=state.t <= 1)
        direction = -np.vecdot(inverse, gradient[..., None, :])
        length = first_length(gradient) if state.t == 0 else 1.0
        found = strong_wolfe(oracle, x, state.value, gradient, direction, length, self.sufficient, self.curvature)
        # Where the search found nothing, M is forgotten: the next step tries the gradient.
        stuck = (found.length == 0)[..., None, None]
        inverse = np.where(stuck, np.eye(x.shape[-1]), inverse)
        return found.x, State(state.t + 1, found.value, x, gradient, inverse)

    def inside(self, steps: Steps) -> tuple[View, ...]:
        return quasi_newton(steps, steps.after.inverse, self.sufficient)


def learn(inverse: Array, s: Array, y: Array, first: bool = False) -> Array:
    """The BFGS update of an inverse Hessian (..., n, n) by a step s and its change of gradient y (..., n) each.

    Where yᵀs is not positive there is nothing to learn, and the matrix stays. The first update also
    gives the matrix its scale.
    """
    ys, yy = np.vecdot(y, s)[..., None, None], np.vecdot(y, y)[..., None, None]
    useful = ys > 1e-14 * np.sqrt(yy) * np.linalg.norm(s, axis=-1)[..., None, None]
    rho = 1 / np.where(useful, ys, 1)
    scaled = inverse * np.where(useful, ys / np.where(useful, yy, 1), 1) if first else inverse
    my = np.vecdot(scaled, y[..., None, :])
    cross = my[..., :, None] * s[..., None, :]
    growth = 1 + rho * np.vecdot(y, my)[..., None, None]
    updated = scaled - rho * (cross + np.swapaxes(cross, -1, -2)) + rho * growth * s[..., :, None] * s[..., None, :]
    return np.where(useful, updated, inverse)
