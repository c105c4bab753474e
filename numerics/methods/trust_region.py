"""Trust region: the best step of the local model within a radius that the model has earned."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from numerics.inside.views import Arrow, Ball, Model, Reading, Series, Slice, Steps, View, gradient_arrow, step_arrow
from numerics.knobs import knob
from numerics.methods.base import Array, Elsewhere, Method
from numerics.methods.damped_newton import eigen
from numerics.oracle import Oracle

ROUNDING = 10 * np.finfo(float).eps


class State(NamedTuple):
    """f at the iterate and the radius for the next step, (...) each; and of the step just tried: the step itself and
    the full Newton step of the model (..., n), the radius it was bound by, ρ, and whether it was taken (...).

    Before the first step they are NaN, and nothing was taken.
    """

    value: Array
    radius: Array
    tried: Array
    newton: Array
    tried_radius: Array
    ratio: Array
    accepted: Array


@dataclass(frozen=True)
class TrustRegion(Method):
    """p minimizes m(p) = f + gᵀp + ½ pᵀBp along the dogleg within ‖p‖ ≤ Δ;  ρ = (f(x) - f(x + p)) / (m(0) - m(p)).

    The dogleg runs from 0 to the model's minimum along -g, and from there to its minimum -B⁻¹g. B is the Hessian with
    the signs of its negative eigenvalues turned, so that the model has a minimum. The step is taken if ρ > η
    and f does not rise; otherwise x stays. Δ falls to ‖p‖/4 if ρ < ¼, and doubles if ρ > ¾ and the step reached
    the edge. ρ = 1 is a perfect model; where both differences are lost in the rounding of f it counts as one.
    """

    name = "trust_region"
    title = "Trust region (dogleg)"
    monotone = True
    equations = (
        r"\begin{aligned}"
        r" p_t &\approx \operatorname*{arg\,min}_{\|p\| \le \Delta_t} m_t(p), \quad"
        r" m_t(p) = f(x_t) + \nabla f(x_t)^\top p + \tfrac12 p^\top B_t\, p \\"
        r" \rho_t &= \frac{f(x_t) - f(x_t + p_t)}{m_t(0) - m_t(p_t)} \\"
        r" x_{t+1} &= \begin{cases} x_t + p_t & \rho_t > \eta \\ x_t & \text{otherwise} \end{cases}"
        r" \end{aligned}"
    )
    source = (
        "M. J. D. Powell, in: Numerical Methods for Nonlinear Algebraic Equations (1970) 87–114; J. Nocedal, "
        "S. J. Wright, Numerical Optimization, 2nd ed. (2006), algorithm 4.1"
    )
    elsewhere = Elsewhere(
        scipy=(
            "# SciPy takes the best step of the region with the Hessian as it is; its dogleg needs a positive "
            "definite one.\n"
            'minimize(value, START, jac=gradient, hess=hessian, method="trust-exact", '
            'options={"initial_trust_radius": $radius, "max_trust_radius": $max_radius, "eta": $accept, '
            '"gtol": $tolerance, "maxiter": $steps})'
        ),
    )

    radius: float = knob(1.0, 1e-8, 1e6, "radius of the first region", symbol=r"\Delta_0", log=True)
    max_radius: float = knob(1e3, 1e-8, 1e12, "the radius never grows beyond", symbol=r"\Delta_{\max}", log=True)
    accept: float = knob(0.1, 0.0, 0.25, "smallest ρ of a step that is taken", symbol=r"\eta")

    def init(self, oracle: Oracle, x: Array) -> State:
        value = np.asarray(oracle.value(x))
        nothing, nowhere = np.full_like(value, np.nan), np.full_like(x, np.nan)
        radius = np.full_like(value, min(self.radius, self.max_radius))
        return State(value, radius, nowhere, nowhere, nothing, nothing, np.zeros_like(value, dtype=bool))

    def step(self, oracle: Oracle, x: Array, gradient: Array, state: State) -> tuple[Array, State]:
        values, vectors = eigen(oracle.hessian(x))
        curvature = np.abs(values)  # B in its eigenbasis, in which the gradient is:
        g = np.vecdot(np.swapaxes(vectors, -1, -2), gradient[..., None, :])
        p, full = dogleg(g, curvature, state.radius)
        step, newton = (np.vecdot(vectors, each[..., None, :]) for each in (p, full))
        trial = x + step
        reached = oracle.value(trial)
        promised = -np.vecdot(g, p) - np.vecdot(p, curvature * p) / 2
        lost = ROUNDING * np.abs(state.value)
        ratio = (state.value - reached + lost) / (promised + lost)
        accepted = (ratio > self.accept) & (reached <= state.value)
        length = np.linalg.norm(p, axis=-1)
        trusted = (ratio > 0.75) & (length > 0.99 * state.radius)
        radius = np.where(trusted, np.minimum(2 * state.radius, self.max_radius), state.radius)
        # A step refused for whatever reason must not be tried again; NaN is refused.
        radius = np.where(~accepted | (ratio < 0.25), length / 4, radius)
        value = np.where(accepted, reached, state.value)
        x = np.where(accepted[..., None], trial, x)
        return x, State(value, radius, step, newton, state.radius, ratio, accepted)

    def inside(self, steps: Steps) -> tuple[View, ...]:
        seen = steps.after
        values, vectors = eigen(steps.objective.hessian(steps.x))
        matrix = (vectors * np.abs(values)[:, None, :]) @ np.swapaxes(vectors, -1, -2)
        taken = seen.accepted.astype(float)
        return (
            gradient_arrow(steps),
            Arrow("Newton's step −B⁻¹∇f", "To the minimum of the model, however far.", "memory", steps.x, seen.newton),
            Arrow("tried step", "The best step on the dogleg within the region.", "other", steps.x, seen.tried),
            step_arrow(steps),
            Ball("trust region", "Within this radius the model is believed.", seen.tried_radius),
            Model(
                "model with B",
                "Its level line through this point. B is the Hessian, with negative curvature made positive.",
                steps.gradient, matrix,
            ),
            Slice(seen.tried, np.ones((len(taken), 1)), taken),
            Series(
                "ρ",
                "The actual decrease over the promised one; 1 is a perfect model. Below ¼ the region shrinks, above ¾ "
                "it may grow; below η the step is refused.",
                ["ρ"], [seen.ratio], span=(-0.5, 2.0), marks=[(0.25, "¼"), (0.75, "¾"), (1.0, "1")],
            ),
            Series("radius Δ", "How far the model is believed.", ["Δ"], [seen.tried_radius], log=True),
            Reading("Δ", seen.tried_radius),
            Reading("ρ", seen.ratio),
            Reading("the step is", ["taken" if each else "refused" for each in seen.accepted]),
        )  # fmt: skip


def dogleg(g: Array, curvature: Array, radius: Array) -> tuple[Array, Array]:
    """The dogleg step and the full step -B⁻¹g, (..., n) each, for gradients g and B = diag(`curvature` ≥ 0).

    Where B is singular its smallest eigenvalues are lifted to a rounding of the largest; where B = 0 the step
    is -g as far as the radius (...) allows.
    """
    size = curvature.max(-1, keepdims=True)
    b = np.maximum(curvature, np.where(size > 0, 1e-14 * size, 1e-14))
    full = -g / b
    gg, gbg = np.vecdot(g, g), np.vecdot(g, b * g)
    steepest = -(gg / np.where(gbg > 0, gbg, 1))[..., None] * g
    full_length, steepest_length = np.linalg.norm(full, axis=-1), np.linalg.norm(steepest, axis=-1)
    # Where the second leg crosses the edge: ‖steepest + τ (full - steepest)‖ = radius.
    leg = full - steepest
    a, half_b = np.vecdot(leg, leg), np.vecdot(leg, steepest)
    c = np.minimum(steepest_length**2 - radius**2, 0)
    root = np.sqrt(np.maximum(half_b**2 - a * c, 0))
    tau = np.where(half_b > 0, -c / np.where(half_b > 0, half_b + root, 1), (root - half_b) / np.where(a > 0, a, 1))
    short = -(radius / np.where(gg > 0, np.sqrt(gg), 1))[..., None] * g
    bent = steepest + tau[..., None] * leg
    p = np.where((steepest_length >= radius)[..., None], short, bent)
    return np.where((full_length <= radius)[..., None], full, p), full
