"""Where constraints contradict each other: the point that violates them least, and where a function has a kink."""

import numpy as np
from scipy.optimize import least_squares

from numerics.constrained.model import Floats, Model

EVALUATIONS = 200
UNDEFINED = 1e50  # stands for the violation where a constraint has no value
NEARBY = 1e-6  # relative to x: how far from a point its kinks are looked for


def least_violation(model: Model, start: Floats) -> Floats:
    """(n,) a point at which the sum of the squared violations is locally least, from a start where they are defined."""

    def violation(x: Floats) -> Floats:
        return np.nan_to_num(model.violation(model.evaluate(x)[1:]), nan=UNDEFINED, posinf=UNDEFINED)

    def slopes(x: Floats) -> Floats:
        local = model.near(x)
        pulling = model.equality | (local.c > 0)
        turned = np.where(model.equality & (local.c < 0), -1.0, 1.0)
        return np.nan_to_num(np.where(pulling, turned, 0.0)[:, None] * local.jacobian, posinf=0.0, neginf=0.0)

    if not len(model.equality):
        return start
    try:
        with np.errstate(all="ignore"):
            return least_squares(violation, start, slopes, xtol=1e-15, ftol=1e-15, gtol=1e-15, max_nfev=EVALUATIONS).x
    except (ValueError, np.linalg.LinAlgError):  # an undefined value on the way
        return start


def has_kink(model: Model, x: Floats) -> bool:
    """Whether a gradient of f or of a constraint that matters at x jumps there, judged by its values on both sides."""
    local = model.near(x)
    matters = np.append(True, model.equality | (local.c > -NEARBY * (1 + np.abs(local.c))))
    for j, width in enumerate(NEARBY * np.maximum(1.0, np.abs(x))):
        sides = x + np.outer([-1.0, 1.0], np.eye(len(x))[j] * width)
        slopes = model.evaluate(sides, "gradient")[:, matters]
        curved = np.abs(model.evaluate(sides, "hessian")[:, matters, j]).max(0)
        jump = np.abs(slopes[1] - slopes[0])
        if (jump > 1e-3 * np.abs(slopes).sum(0).max() + 100 * width * curved).any():
            return True
    return False
