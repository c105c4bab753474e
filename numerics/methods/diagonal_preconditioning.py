"""Gradient descent with every coordinate scaled by its own curvature."""

from dataclasses import dataclass

import numpy as np

from numerics.inside.views import Model, Steps, View, basics
from numerics.knobs import knob
from numerics.methods.base import Array, Elsewhere, Method, learning_rate_knob
from numerics.oracle import Oracle


@dataclass(frozen=True)
class DiagonalPreconditioning(Method):
    """xᵢ ← xᵢ - η ∂f/∂xᵢ / (|∂²f/∂xᵢ²| + μ).

    Newton's step with the off-diagonal part of the Hessian left out (Jacobi's preconditioner). On ½ xᵀAx with a
    diagonal A one step of size 1 reaches the minimum, however badly A is conditioned; a valley that runs
    obliquely is not helped. A coordinate without curvature, where the divisor would be 0, is not scaled.
    """

    name = "diagonal_preconditioning"
    title = "Diagonal preconditioning"
    elementwise = True
    equations = (
        r"\begin{aligned}"
        r" D_t &= |\operatorname{diag} H(x_t)| + \mu \\"
        r" x_{t+1} &= x_t - \eta\, D_t^{-1}\, \nabla f(x_t)"
        r" \end{aligned}"
    )
    source = "Y. LeCun, L. Bottou, G. Orr, K.-R. Müller, Efficient BackProp (1998), section 9.1"
    elsewhere = Elsewhere(
        jax=(
            "# Without a rule for a coordinate whose curvature is 0.\n"
            "x - $learning_rate * jax.grad(f)(x) / (jnp.abs(jnp.diagonal(jax.hessian(f)(x))) + $damping)"
        ),
    )

    learning_rate: float = learning_rate_knob(1.0)
    damping: float = knob(0.0, 0.0, 1e3, "added to every curvature", symbol=r"\mu")

    def step(self, oracle: Oracle, x: Array, gradient: Array, state: None) -> tuple[Array, None]:
        scale = np.abs(np.diagonal(oracle.hessian(x), axis1=-2, axis2=-1)) + self.damping
        return x - self.learning_rate * gradient / np.where(scale == 0, 1, scale), None

    def inside(self, steps: Steps) -> tuple[View, ...]:
        scale = np.abs(np.diagonal(steps.objective.hessian(steps.x), axis1=-2, axis2=-1)) + self.damping
        curvature = np.where(scale == 0, 1, scale) / steps.rate
        meaning = "Curvature along the axes only: exact where the Hessian is diagonal, blind to oblique valleys."
        model = Model("diagonal model", meaning, steps.gradient, curvature[..., None] * np.eye(steps.x.shape[-1]))
        return *basics(steps), model
