"""Least squares without iteration: the normal equations, QR, and the singular values."""

import numpy as np

from numerics.least_squares.factors import NotPositiveDefiniteError, cholesky, householder, solve_lower, solve_upper
from numerics.least_squares.solution import Ending, Floats, Solution
from numerics.numbers import format_number


def normal(matrix: Floats, right: Floats) -> Solution:
    """Solve the normal equations AᵀA x = Aᵀb with Cholesky's factor of AᵀA: not iterative, one linear system.

    At the minimum the residual is orthogonal to the columns, Aᵀ(Ax - b) = 0. The cheapest way, and the most fragile:
    the condition number of AᵀA is the square of A's.
    """
    try:
        factor = cholesky(matrix.T @ matrix)
    except NotPositiveDefiniteError as error:
        return not_positive_definite("normal", matrix, right, error)
    x = solve_upper(factor.T, solve_lower(factor, matrix.T @ right))
    return finished("normal", matrix, right, x, matrix.shape[1], Ending.SOLVED)


def qr(matrix: Floats, right: Floats) -> Solution:
    """Reflect A to R by Householder's method with column pivoting, then solve Rx = Qᵀb; AᵀA is never formed.

    Where columns depend on others, x is a basic solution: zeros for those.
    """
    triangle = householder(matrix, right)
    x = np.zeros_like(matrix[0])
    x[triangle.order] = solve_upper(triangle.upper, triangle.right)
    rank = len(triangle.order)
    return finished("qr", matrix, right, x, rank, Ending.SOLVED if rank == matrix.shape[1] else Ending.BASIC)


def svd(matrix: Floats, right: Floats, *, cutoff: float | None = None) -> Solution:
    """x = A⁺b with the pseudoinverse from the singular values: A⁺ = Σ vᵢuᵢᵀ/σᵢ.

    Singular values up to `cutoff` times the largest count as zero, and then x is the shortest of all solutions. The
    default is max(m, n) ε, as `numpy.linalg.lstsq` and MATLAB's `pinv` have it; `scipy.linalg.lstsq` has ε.
    """
    if cutoff is None:
        cutoff = max(matrix.shape) * float(np.finfo(matrix.dtype).eps)
    u, sigma, vt = np.linalg.svd(matrix, full_matrices=False)
    rank = int((sigma > cutoff * sigma[0]).sum())
    x = vt[:rank].T @ ((u[:, :rank].T @ right) / sigma[:rank])
    ending = Ending.SOLVED if rank == matrix.shape[1] else Ending.MINIMUM_NORM
    return finished("svd", matrix, right, x, rank, ending, singular_values=sigma, cutoff=cutoff)


def newton(matrix: Floats, right: Floats, *, start: Floats | None = None, steps: int = 1) -> Solution:
    """Newton's method on f(x) = ½‖Ax - b‖²: x ← x - (AᵀA)⁻¹ Aᵀ(Ax - b).

    f is its own quadratic model, so that one step from anywhere is exact, up to rounding. A further step refines what
    rounding has spoilt.
    """
    x = np.zeros_like(matrix[0]) if start is None else start
    try:
        factor = cholesky(matrix.T @ matrix)
    except NotPositiveDefiniteError as error:
        return not_positive_definite("newton", matrix, right, error)
    path = [x]
    for _ in range(steps):
        gradient = matrix.T @ (matrix @ path[-1] - right)
        path.append(path[-1] - solve_upper(factor.T, solve_lower(factor, gradient)))
    norms = np.array([np.linalg.norm(matrix.T @ (matrix @ x - right)) for x in path], dtype=np.float64)
    return finished(
        "newton", matrix, right, path[-1], matrix.shape[1], Ending.SOLVED, path=np.array(path), gradient_norms=norms
    )


def finished(
    method: str,
    matrix: Floats,
    right: Floats,
    x: Floats,
    rank: int | None,
    ending: Ending,
    outcome: str = "",
    **more: object,
) -> Solution:
    """The solution with its residual; a coefficient that is not finite makes it one that failed."""
    if not np.isfinite(x).all() and ending is not Ending.DIVERGED:
        ending, outcome = Ending.OVERFLOW, ""
    residual = right.astype(np.float64) - matrix.astype(np.float64) @ x.astype(np.float64)
    if rank is not None and rank < matrix.shape[1] and not outcome:
        outcome = f"{ending.value} A has rank {rank}, and {matrix.shape[1]} columns."
    return Solution(method, x, residual, rank, ending, outcome or ending.value, **more)  # type: ignore[arg-type]


def not_positive_definite(method: str, matrix: Floats, right: Floats, error: NotPositiveDefiniteError) -> Solution:
    """The failure of Cholesky's method, with the pivot that stopped it; NaN for x."""
    if not np.isfinite(error.pivot):
        ending = Ending.OVERFLOW
        told = f"{ending.value} An entry of AᵀA is not finite."
    else:
        ending = Ending.NOT_POSITIVE_DEFINITE
        needed = f"above {format_number(error.bound, 2)}, its own rounding error" if error.bound else "above 0"
        told = f"{ending.value} Pivot {error.place + 1} is {format_number(error.pivot, 3)}; it has to be {needed}."
    nothing, residual = np.full_like(matrix[0], np.nan), np.full(len(right), np.nan)
    return Solution(method, nothing, residual, error.place, ending, told)
