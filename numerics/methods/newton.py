"""Newton's method as it stands, undamped: fast near a minimum, and free to fail elsewhere."""

from dataclasses import dataclass

import numpy as np

from numerics.curvature import eigenvalues
from numerics.inside.views import Reading, Steps, View, basics, taylor
from numerics.methods.base import Array, Elsewhere, Method
from numerics.oracle import Oracle


@dataclass(frozen=True)
class Newton(Method):
    """Solve H(x) p = -∇f(x);  x ← x + p.

    The step goes to the critical point of the local quadratic model, whatever its kind: with
    negative curvature that is a saddle or a maximum. Where H is singular there is no step (NaN).
    """

    name = "newton"
    title = "Newton"
    equations = r"\begin{aligned} H(x_t)\, p_t &= -\nabla f(x_t) \\ x_{t+1} &= x_t + p_t \end{aligned}"
    source = "J. Nocedal, S. J. Wright, Numerical Optimization, 2nd ed. (2006), section 3.3"
    elsewhere = Elsewhere(
        scipy=(
            "# SciPy has no bare Newton step: it solves for it by conjugate gradients, and searches along it.\n"
            'minimize(value, START, jac=gradient, hess=hessian, method="Newton-CG", '
            'options={"xtol": 1e-12, "maxiter": $steps})'
        ),
        jax="x - jnp.linalg.solve(jax.hessian(f)(x), jax.grad(f)(x))",
    )

    def step(self, oracle: Oracle, x: Array, gradient: Array, state: None) -> tuple[Array, None]:
        return x + solve(oracle.hessian(x), -gradient), None

    def inside(self, steps: Steps) -> tuple[View, ...]:
        model = taylor(steps)
        lowest, highest = eigenvalues(model.matrix)[:, [0, -1]].T
        return *basics(steps), model, Reading("smallest λ", lowest), Reading("largest λ", highest)


def solve(matrix: Array, vector: Array) -> Array:
    """The solutions (..., n) of many systems at once; NaN where a matrix (..., n, n) is singular."""
    try:
        return np.linalg.solve(matrix, vector[..., None])[..., 0]
    except np.linalg.LinAlgError:  # raised when any one of the batch is singular
        singular = np.linalg.slogdet(matrix).sign == 0
        safe = np.where(singular[..., None, None], np.eye(matrix.shape[-1]), matrix)
        solution = np.linalg.solve(safe, vector[..., None])[..., 0]
        return np.where(singular[..., None], np.nan, solution)
