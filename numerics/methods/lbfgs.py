"""L-BFGS: BFGS that keeps the last few steps instead of a matrix."""

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
    """Steps taken, f at the iterate (...), the iterate before with its gradient (..., n), and the last m steps s and
    changes of gradient y, oldest first, (..., m, n) each; 0 where there was none."""

    t: int
    value: Array
    x: Array
    gradient: Array
    s: Array
    y: Array


@dataclass(frozen=True)
class LBFGS(Method):
    """d = -M ∇f(x);  x ← x + α d, where M is what BFGS would make of the last m pairs (s, y), starting from γI.

    γ = sᵀy / yᵀy of the newest pair. M is never written down: two loops over the pairs apply it, with
    4mn multiplications, so that the method suits many variables.
    """

    name = "lbfgs"
    title = "L-BFGS"
    monotone = True
    equations = (
        r"\begin{aligned}"
        r" q &= \nabla f(x_t); \quad \text{newest to oldest: } a_i = \rho_i\, s_i^\top q,\ q \leftarrow q - a_i y_i \\"
        r" d &= \gamma_t\, q; \quad \text{oldest to newest: } d \leftarrow d + (a_i - \rho_i\, y_i^\top d)\, s_i \\"
        r" x_{t+1} &= x_t - \alpha_t\, d \quad\text{(strong Wolfe)}"
        r" \end{aligned}"
    )
    source = "J. Nocedal, Math. Comp. 35(151) (1980) 773–782; D. C. Liu, J. Nocedal, Math. Prog. 45 (1989) 503–528"
    elsewhere = Elsewhere(
        scipy=(
            "# SciPy's c₁ and c₂ are fixed at 0.001 and 0.9; gtol is of the largest entry of the gradient.\n"
            'minimize(value, START, jac=gradient, method="L-BFGS-B", options={"maxcor": $memory, "gtol": $tolerance, '
            '"ftol": 0, "maxiter": $steps})'
        ),
        torch=(
            "# PyTorch's c₁ and c₂ are fixed at 0.0001 and 0.9; its first length is at most 1 / ‖∇f‖₁.\n"
            "torch.optim.LBFGS([x], lr=1, max_iter=1, max_eval=100, history_size=$memory, "
            'line_search_fn="strong_wolfe")'
        ),
    )

    memory: int = knob(10, 1, 100, "pairs that are kept", symbol="m")
    sufficient: float = knob(SUFFICIENT, 1e-12, 0.5, "share of the promised decrease", symbol="c_1", log=True)
    curvature: float = knob(0.9, 1e-10, 0.99, "share of the slope that may be left", symbol="c_2", log=True)

    def init(self, oracle: Oracle, x: Array) -> State:
        empty = np.zeros((*x.shape[:-1], self.memory, x.shape[-1]))
        return State(0, oracle.value(x), x, np.zeros_like(x), empty, empty)

    def step(self, oracle: Oracle, x: Array, gradient: Array, state: State) -> tuple[Array, State]:
        s, y = _remember(state, x - state.x, gradient - state.gradient)
        direction = -_apply(s, y, gradient)
        length = first_length(gradient) if state.t == 0 else 1.0
        found = strong_wolfe(oracle, x, state.value, gradient, direction, length, self.sufficient, self.curvature)
        # Where the search found nothing, the pairs are forgotten: the next step tries the gradient.
        moved = (found.length > 0)[..., None, None]
        return found.x, State(state.t + 1, found.value, x, gradient, s * moved, y * moved)

    def inside(self, steps: Steps) -> tuple[View, ...]:
        units = np.eye(steps.x.shape[-1])
        columns = [_apply(steps.after.s, steps.after.y, np.broadcast_to(unit, steps.x.shape)) for unit in units]
        return quasi_newton(steps, np.stack(columns, axis=-1), self.sufficient)


def _remember(state: State, s: Array, y: Array) -> tuple[Array, Array]:
    """The pairs with (s, y) as the newest, where yᵀs is positive."""
    size = np.linalg.norm(s, axis=-1) * np.linalg.norm(y, axis=-1)
    useful = (np.vecdot(y, s) > 1e-14 * size)[..., None, None]
    longer_s = np.concatenate((state.s[..., 1:, :], s[..., None, :]), axis=-2)
    longer_y = np.concatenate((state.y[..., 1:, :], y[..., None, :]), axis=-2)
    return np.where(useful, longer_s, state.s), np.where(useful, longer_y, state.y)


def _apply(s: Array, y: Array, gradient: Array) -> Array:
    """M times the gradient, by the two loops; a pair of zeros has no effect."""
    ys, yy = np.vecdot(y, s), np.vecdot(y, y)
    known = ys > 0
    rho = np.where(known, 1 / np.where(known, ys, 1), 0)
    newest = known[..., -1]
    gamma = np.where(newest, ys[..., -1] / np.where(newest, yy[..., -1], 1), 1)
    q = gradient
    a = np.zeros_like(rho)
    memory = s.shape[-2]
    for i in reversed(range(memory)):
        a[..., i] = rho[..., i] * np.vecdot(s[..., i, :], q)
        q = q - a[..., i, None] * y[..., i, :]
    d = gamma[..., None] * q
    for i in range(memory):
        b = rho[..., i] * np.vecdot(y[..., i, :], d)
        d = d + (a[..., i] - b)[..., None] * s[..., i, :]
    return d
