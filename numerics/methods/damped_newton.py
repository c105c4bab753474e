"""Newton's method made safe: a Hessian shifted to be positive definite, and Armijo's backtracking."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from numerics.inside.families import inverted
from numerics.inside.views import Arrow, Model, Reading, Steps, View, gradient_arrow, search, step_arrow
from numerics.knobs import knob
from numerics.methods.base import Array, Elsewhere, Method
from numerics.methods.line_search import SUFFICIENT, backtrack
from numerics.oracle import Oracle

DEFINITE = 1e-12  # a smallest eigenvalue below this share of the largest is rounding


class State(NamedTuple):
    """f at the iterate, the shift τ and the length α of the step that led to it, (...) each."""

    value: Array
    shift: Array
    length: Array


@dataclass(frozen=True)
class DampedNewton(Method):
    """Solve (H + τI) p = -∇f;  x ← x + α p, with the first α of 1, ½, ¼, … that meets Armijo's condition.

    τ = 0 where H is positive definite: near a minimum these are Newton's steps, and as fast. Elsewhere τ
    lifts the smallest eigenvalue to its modulus, and to no less than a share σ of the largest, so that p leads
    downhill, past saddles and maxima.
    """

    name = "damped_newton"
    title = "Newton, damped"
    monotone = True
    equations = (
        r"\begin{aligned}"
        r" \tau_t &= \begin{cases} 0 & H(x_t) \succ 0 \\"
        r" \max(|\lambda_{\min}|, \sigma \max_i |\lambda_i|) - \lambda_{\min} & \text{otherwise} \end{cases} \\"
        r" (H(x_t) + \tau_t I)\, p_t &= -\nabla f(x_t) \\"
        r" x_{t+1} &= x_t + \alpha_t\, p_t, \quad"
        r" f(x_{t+1}) \le f(x_t) + c_1 \alpha_t\, \nabla f(x_t)^\top p_t"
        r" \end{aligned}"
    )
    source = "J. Nocedal, S. J. Wright, Numerical Optimization, 2nd ed. (2006), section 3.4"
    elsewhere = Elsewhere(
        scipy=(
            "# SciPy shifts no eigenvalue: it stops solving for the step where the curvature is negative.\n"
            'minimize(value, START, jac=gradient, hess=hessian, method="Newton-CG", options={"xtol": 1e-12, '
            '"maxiter": $steps})'
        ),
    )

    floor: float = knob(1e-6, 1e-12, 1.0, "smallest eigenvalue after a shift, as a share", symbol=r"\sigma", log=True)
    sufficient: float = knob(SUFFICIENT, 1e-12, 0.5, "share of the promised decrease", symbol="c_1", log=True)

    def init(self, oracle: Oracle, x: Array) -> State:
        value = oracle.value(x)
        return State(value, np.zeros_like(value), np.zeros_like(value))

    def step(self, oracle: Oracle, x: Array, gradient: Array, state: State) -> tuple[Array, State]:
        values, vectors = eigen(oracle.hessian(x))
        lowest, size = values[..., 0], np.abs(values).max(-1)
        lifted = np.maximum(np.abs(lowest), self.floor * size)
        shift = np.where(lowest > DEFINITE * size, 0, lifted - lowest)
        # A flat f has no curvature at all: then the gradient itself.
        shift = np.where(size == 0, 1, shift)
        along = np.vecdot(np.swapaxes(vectors, -1, -2), gradient[..., None, :])  # the gradient in the eigenbasis
        direction = -np.vecdot(vectors, (along / (values + shift[..., None]))[..., None, :])
        found = backtrack(oracle, x, state.value, gradient, direction, sufficient=self.sufficient)
        return found.x, State(found.value, shift, found.length)

    def inside(self, steps: Steps) -> tuple[View, ...]:
        shift, n = steps.after.shift, steps.x.shape[-1]
        matrix = steps.objective.hessian(steps.x) + shift[:, None, None] * np.eye(n)
        whole = -np.vecdot(inverted(matrix), steps.gradient[:, None, :])
        found = search(steps, whole, self.sufficient)
        return (
            gradient_arrow(steps),
            Arrow("Newton's step", "The step to the minimum of the shifted model.", "other", steps.x, whole),
            step_arrow(steps),
            Model(
                "shifted model ∇²f + τI",
                "f's own model with τ added to every curvature, so that it has a minimum; the same where τ = 0.",
                steps.gradient, matrix,
            ),
            found,
            Reading("τ", shift),
            Reading("α", found.taken),
        )  # fmt: skip


def eigen(hessian: Array) -> tuple[Array, Array]:
    """Eigenvalues (..., n), ascending, and eigenvectors (..., n, n) in columns; the identity's for one not finite."""
    finite = np.asarray(np.isfinite(hessian).all((-2, -1)))[..., None, None]
    values, vectors = np.linalg.eigh(np.where(finite, hessian, np.eye(hessian.shape[-1])))
    return values, vectors
