"""The quadratic program of one step, with a price on every constraint, solved by its dual.

    minimize over d:   ½ dᵀBd + gᵀd + Σ νᵢ · violation of (cᵢ + ∇cᵢ·d),   B positive definite

The price makes it solvable also where the linearized constraints contradict each other ("elastic mode"). Its dual has
one variable for each constraint and nothing but bounds:

    minimize over λ:   ½ (g + Jᵀλ)ᵀ B⁻¹ (g + Jᵀλ) - cᵀλ,   -νᵢ ≤ λᵢ ≤ νᵢ for equations,   0 ≤ λᵢ ≤ νᵢ for inequalities

and d = -B⁻¹(g + Jᵀλ). A multiplier at its price belongs to a constraint that d does not satisfy (R. Fletcher,
"Practical Methods of Optimization", section 12.3 and 14.3).
"""

import numpy as np
from numpy.typing import NDArray

from numerics.constrained.model import Floats

ROUNDS = 20  # iterations of the active-set method for each variable


def elastic_step(
    B: Floats, g: Floats, c: Floats, jacobian: Floats, equality: NDArray[np.bool_], prices: Floats
) -> tuple[Floats, Floats]:
    """d (n,) and the multipliers λ (m,) of the program above, for prices ν (m,)."""
    factor = np.linalg.cholesky(B)
    columns = np.linalg.solve(factor, jacobian.T)  # (n, m)
    reduced = np.linalg.solve(factor, g)
    lengths = np.linalg.norm(columns, axis=0)
    lengths[lengths == 0] = 1.0
    unit = columns / lengths
    high = prices * lengths
    low = np.where(equality, -high, 0.0)
    scaled = least_in_box(unit.T @ unit, unit.T @ reduced - c / lengths, low, high)
    d = -np.linalg.solve(factor.T, reduced + unit @ scaled)
    return d, scaled / lengths


def least_in_box(Q: Floats, q: Floats, low: Floats, high: Floats) -> Floats:
    """x that makes ½xᵀQx + qᵀx least where low ≤ x ≤ high; Q is positive semidefinite.

    An active-set method: minimize over the free variables, stop at the first bound that is in the way, and at a
    minimum free the bound that pulls most. Where Q is singular along the free variables and q falls there, the way
    leads straight to a bound.
    """
    x = np.clip(np.zeros_like(q), low, high)
    free = (low < x) & (x < high)
    for _ in range(ROUNDS * len(q)):
        gradient = Q @ x + q
        noise = 1e-13 * (np.abs(Q) @ np.abs(x) + np.abs(q)) + 1e-300
        p, bounded = _direction(Q[np.ix_(free, free)], gradient[free], noise[free])
        step = np.zeros_like(x)
        step[free] = p
        with np.errstate(all="ignore"):
            reach = np.where(step > 0, (high - x) / step, np.where(step < 0, (low - x) / step, np.inf))
        nearest = float(reach.min(initial=np.inf))
        length = min(1.0, nearest) if bounded else nearest
        if step.any() and np.isfinite(length):
            x = np.clip(x + length * step, low, high)
            if length == nearest:
                stuck = int(reach.argmin())
                x[stuck] = high[stuck] if step[stuck] > 0 else low[stuck]
                free[stuck] = False
                continue
        gradient = Q @ x + q
        pull = np.where(free, 0.0, np.where(x <= low, -gradient, gradient))
        pull[(low >= high) | (pull <= noise)] = 0.0
        if not pull.any():
            break
        free[int(pull.argmax())] = True
    return x


def _direction(Q: Floats, gradient: Floats, noise: Floats) -> tuple[Floats, bool]:
    """The way to the minimum over the free variables, or one along which the value falls without end (False)."""
    if not len(gradient):
        return gradient, True
    values, vectors = np.linalg.eigh(Q)
    along = vectors.T @ gradient
    flat = values <= 1e-13 * max(1.0, float(values[-1]))
    falling = flat & (np.abs(along) > 10 * np.linalg.norm(noise))
    if falling.any():
        return -vectors[:, falling] @ along[falling], False
    return -vectors[:, ~flat] @ (along[~flat] / values[~flat]), True
