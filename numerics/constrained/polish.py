"""The last digits: Newton's method on the KKT equations of a guessed active set."""

import numpy as np
from numpy.typing import NDArray

from numerics.constrained.certificate import certify, first_order
from numerics.constrained.model import Floats, Model

STRICT = 1e-9  # of the certificate that a polished point has to pass
STEPS = 60  # two or three as a rule; the rest is for degenerate solutions, where Newton's method only halves the error
NEAR = (1e-8, 1e-5, 1e-3)  # relative to x: how near a constraint has to be to count as active


def polished(model: Model, x: Floats, multipliers: Floats) -> tuple[Floats, Floats]:
    """A point (n,) near x and multipliers (m,) at which the KKT conditions hold as exactly as can be; else the same.

    Several active sets are tried: what the solver's multipliers say, and what is near its boundary. For each, Newton's
    method solves ∇L = 0, c = 0 over it by least squares, which copes with dependent gradients.
    """
    best, least = (x, multipliers), np.inf
    for active in _guesses(model, x, multipliers):
        found = _newton(model, x, multipliers, active)
        if found is None:
            continue
        certificate = certify(model, found[0], tolerance=STRICT)
        if not certificate.holds:
            continue
        left = max(part.residual / max(part.tolerance, 1e-300) for part in certificate.conditions)
        if left < least:
            best, least = (found[0], certificate.multipliers), left
    return best


def _guesses(model: Model, x: Floats, multipliers: Floats) -> list[NDArray[np.bool_]]:
    """The active sets to try, the likeliest first."""
    local = model.near(x)
    size = np.abs(local.jacobian) @ np.maximum(1.0, np.abs(x)) + 1e-300
    pushing = np.abs(multipliers) > 1e-9 * np.abs(multipliers).max(initial=0.0)
    guesses = [model.equality | pushing]
    for share in NEAR:
        near = local.c > -share * size
        fitted = certify(model, x, tolerance=share).multipliers
        guesses += [model.equality | near, model.equality | (near & (fitted > 0))]
    different = {guess.tobytes(): guess for guess in reversed(guesses)}
    return list(different.values())[::-1]


def _newton(model: Model, x: Floats, multipliers: Floats, active: NDArray[np.bool_]) -> tuple[Floats, Floats] | None:
    """Where Newton's method on the equations of this active set ends; None where it leaves the neighbourhood."""
    n, reach = len(x), 0.1 * np.maximum(1.0, np.abs(x))
    point, values = x, np.where(active, multipliers, 0.0)
    count = int(active.sum())
    size = _force(model, x, values)
    best, least = None, np.inf
    for _ in range(STEPS):
        local = model.near(point)
        if not local.finite:
            return best
        jacobian = local.jacobian[active]
        lengths = np.linalg.norm(jacobian, axis=1)
        lengths[lengths == 0] = 1.0
        unit = jacobian / lengths[:, None]
        right = -np.concatenate([local.lagrangian_gradient(values) / size, local.c[active] / lengths])
        left = float(np.linalg.norm(right))
        if left < least:
            best, least = (point, values), left
            if left == 0:
                break
        elif left > 10 * least or (first_order(model, local, values, 1e-13) and left >= least):
            break
        matrix = np.block([[local.lagrangian_hessian(values) / size, unit.T], [unit, np.zeros((count, count))]])
        step = np.linalg.lstsq(matrix, right, rcond=1e-13)[0]
        point = point + step[:n]
        values = values.copy()
        values[active] += step[n:] * size / lengths
        if not np.isfinite(point).all() or (np.abs(point - x) > reach).any():
            return best
    return best


def _force(model: Model, x: Floats, multipliers: Floats) -> float:
    """How large gradients are near x, and how much they change over its size."""
    local = model.near(x)
    curved = np.linalg.norm(local.lagrangian_hessian(multipliers)) * max(1.0, float(np.linalg.norm(x)))
    size = float(np.linalg.norm(local.gradient) + curved)
    return size if np.isfinite(size) and size > 0 else 1.0
