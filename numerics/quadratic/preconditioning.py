"""Preconditioning: steps x ← x - P⁻¹∇f, whose speed κ(P⁻¹A) decides in place of κ(A)."""

import numpy as np
from numpy.typing import NDArray

from numerics.inside.replay import replay
from numerics.methods.bfgs import BFGS
from numerics.quadratic.quadratic import Quadratic
from numerics.run import Run

Floats = NDArray[np.float64]


def preconditioned(quadratic: Quadratic, preconditioner: str) -> Quadratic:
    """The quadratic that descent sees with a preconditioner: of C⁻¹AC⁻ᵀ, where P = CCᵀ.

    `identity` leaves A alone, `diagonal` has P = diag(A), Jacobi's, and `full` P = A, Newton's. Its eigenvalues are
    those of P⁻¹A. (J. Nocedal, S. J. Wright, Numerical Optimization, 2nd ed. (2006), section 5.1.)
    """
    a = quadratic.matrix
    if preconditioner == "identity":
        return quadratic
    if preconditioner == "full":
        return Quadratic(np.eye(len(a)))
    scale = np.sqrt(np.diagonal(a))
    scaled = a / np.outer(scale, scale)
    return Quadratic((scaled + scaled.T) / 2)


def learned_inverse(run: Run) -> Floats:
    """‖Mₖ - H⁻¹‖ / ‖H⁻¹‖ in the Frobenius norm for the matrix Mₖ that BFGS steps with from iterate k, (T+1,).

    H is the Hessian at the end of the run. Raises ValueError for a run of another method.
    """
    if not isinstance(run.method, BFGS):
        raise ValueError(f"{run.method.name} learns no inverse Hessian")
    learned = replay(run, np.arange(run.steps + 1)).after.inverse
    inverse = np.linalg.inv(run.hessian[-1])
    return np.asarray(np.linalg.norm(learned - inverse, axis=(-2, -1)) / np.linalg.norm(inverse))
