"""Levenberg–Marquardt: Gauss–Newton for a sum of squares, damped as much as it needs."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from numerics.differentiable import Differentiable
from numerics.errors import DerivationError
from numerics.inside.views import Arrow, Model, Reading, Series, Slice, Steps, View, gradient_arrow, step_arrow
from numerics.knobs import knob
from numerics.methods.base import Array, Elsewhere, Method
from numerics.methods.newton import solve
from numerics.oracle import Oracle


class State(NamedTuple):
    """f at the iterate and the damping for the next step, (...) each; the step just tried (..., n), and whether it
    was taken (...)."""

    value: Array
    damping: Array
    tried: Array
    accepted: Array


@dataclass(frozen=True)
class LevenbergMarquardt(Method):
    """Solve (JᵀJ + λD) p = -Jᵀr for f = Σ rᵢ²;  x ← x + p if f falls.

    J is the Jacobian of the residuals r, and D the diagonal of JᵀJ. JᵀJ is half the Hessian of f without the terms
    rᵢ ∇²rᵢ, which vanish where the residuals do: no second derivative is needed. λ is divided by ν after a step
    that was taken, which makes the next one more like Gauss–Newton's, and multiplied by ν after one that was
    refused, which makes it shorter and more like a gradient step. It is for functions whose text is a sum of squares.
    A residual vector counts as one evaluation of f, its Jacobian as one gradient.
    """

    name = "levenberg_marquardt"
    title = "Levenberg–Marquardt"
    monotone = True
    needs_gradient = False  # 2Jᵀr is at hand
    equations = (
        r"\begin{aligned}"
        r" f(x) &= \textstyle\sum_i r_i(x)^2, \quad J = \partial r / \partial x \\"
        r" \left(J^\top J + \lambda_t \operatorname{diag}(J^\top J)\right) p_t &= -J^\top r(x_t) \\"
        r" x_{t+1} &= x_t + p_t \text{ if } f \text{ falls:}\ \lambda_{t+1} = \lambda_t / \nu;"
        r" \quad \text{else } x_t,\ \lambda_{t+1} = \nu \lambda_t"
        r" \end{aligned}"
    )
    source = "K. Levenberg, Quart. Appl. Math. 2 (1944) 164–168; D. W. Marquardt, J. SIAM 11(2) (1963) 431–441"
    elsewhere = Elsewhere(
        scipy=(
            "# MINPACK bounds the step by a radius and finds λ from it; it needs as many residuals as variables.\n"
            'least_squares(residuals, START, jac=jacobian, method="lm", x_scale="jac", ftol=1e-15, xtol=1e-15, '
            "gtol=1e-15)"
        ),
    )

    damping: float = knob(1e-3, 1e-12, 1e6, "damping of the first step", symbol=r"\lambda_0", log=True)
    factor: float = knob(10.0, 1.1, 1e3, "what the damping is divided or multiplied by", symbol=r"\nu", log=True)

    def refusal(self, f: Differentiable) -> str:
        try:
            if Oracle(f).has_residuals:
                return ""
        except DerivationError:
            return "the derivatives of its residuals take too long"
        return "it needs f written as a sum of squares, such as (1 - x)^2 + (10(y - x^2))^2"

    def init(self, oracle: Oracle, x: Array) -> State:
        value = np.asarray(oracle.value(x))
        nothing = np.zeros_like(value, dtype=bool)
        return State(value, np.full_like(value, self.damping), np.full_like(x, np.nan), nothing)

    def step(self, oracle: Oracle, x: Array, gradient: Array, state: State) -> tuple[Array, State]:
        residuals, jacobian = oracle.residuals(x), oracle.jacobian(x)
        normal, scale = _normal_matrix(jacobian)
        damped = normal + _damping(state.damping, scale)
        step = solve(damped, -np.vecdot(np.swapaxes(jacobian, -1, -2), residuals[..., None, :]))
        reached = oracle.value(x + step)
        accepted = reached <= state.value
        damping = np.where(accepted, np.maximum(state.damping / self.factor, 1e-15), state.damping * self.factor)
        value = np.where(accepted, reached, state.value)
        return np.where(accepted[..., None], x + step, x), State(value, damping, step, accepted)

    def inside(self, steps: Steps) -> tuple[View, ...]:
        seen, damping = steps.after, steps.before.damping
        normal, scale = _normal_matrix(Oracle(steps.objective).jacobian(steps.x))
        damped = normal + _damping(damping, scale)
        taken = seen.accepted.astype(float)
        return (
            gradient_arrow(steps),
            Arrow("tried step", "To the minimum of the damped model.", "other", steps.x, seen.tried),
            step_arrow(steps),
            Model(
                "Gauss–Newton's model 2JᵀJ",
                "The model without second derivatives of the residuals, nearly f's own where the residuals are small.",
                steps.gradient, 2 * normal,
            ),
            Model(
                "damped model 2(JᵀJ + λD)", "With the damping its level lines shrink, and so does the step.",
                steps.gradient, 2 * damped,
            ),
            Slice(seen.tried, np.ones((len(taken), 1)), taken),
            Series(
                "damping λ", "Divided by ν after a step that was taken, multiplied after one that was refused.",
                ["λ"], [damping], log=True,
            ),
            Reading("λ", damping),
            Reading("the step is", ["taken" if each else "refused" for each in seen.accepted]),
        )  # fmt: skip


def _normal_matrix(jacobian: Array) -> tuple[Array, Array]:
    """JᵀJ (..., n, n) and its diagonal (..., n), in which a column of zeros leaves its coordinate alone."""
    columns = np.swapaxes(jacobian, -1, -2)  # (..., n, m)
    normal = np.vecdot(columns[..., :, None, :], columns[..., None, :, :])
    scale = np.diagonal(normal, axis1=-2, axis2=-1)
    return normal, np.maximum(scale, 1e-14 * scale.max(-1, keepdims=True))


def _damping(damping: Array, scale: Array) -> Array:
    """λD, (..., n, n)."""
    return damping[..., None, None] * scale[..., None] * np.eye(scale.shape[-1])
