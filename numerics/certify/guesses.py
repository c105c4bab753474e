"""Critical points found by Newton's method and then proven: what a search that ran out of budget may have missed."""

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from scipy.optimize import minimize

from numerics.certify.enclosure import Boxes, Enclosure
from numerics.certify.search import krawczyk, within
from numerics.objective import Objective

Floats = NDArray[np.float64]

SIDE = {1: 4001, 2: 801, 3: 61}  # of the grid on which guesses are looked for
MOST = 4000
NEWTON_STEPS = 8
RADIUS = 1e-9  # of the final boxes, in parts of the window


def guessed(f: Objective, bounds: Enclosure, window: Boxes) -> Boxes:
    """Boxes that hold exactly one critical point each: those near the lowest and highest points of a grid."""
    size = window.width[0]
    x = polished(f, np.concatenate([grid_minima(f, window), grid_minima(f, window, sign=-1)]))
    x = x[np.isfinite(x).all(axis=1)]
    x = x[np.unique((x / (10 * RADIUS * size)).round(), axis=0, return_index=True)[1]]  # many go to the same point
    tight, proven = proven_at(bounds, x, size)
    return tight[proven]


def grid_minima(f: Objective, window: Boxes, sign: int = 1, most: int = MOST) -> Floats:
    """The grid points (k, n) at which sign · f is no higher than at any neighbour, lowest first."""
    n = window.lo.shape[1]
    axes = [np.linspace(window.lo[0, i], window.hi[0, i], SIDE[n]) for i in range(n)]
    grid = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1)
    values = sign * f(grid)
    known = np.where(np.isfinite(values), values, np.inf)
    lowest = (known == ndimage.minimum_filter(known, 3)) & np.isfinite(values)
    return np.asarray(grid[lowest][np.argsort(known[lowest], kind="stable")[:most]])


def lowered(f: Objective, x: Floats, size: Floats) -> Floats:
    """A point (n,) from which Nelder and Mead's method, which needs no gradient, went down from x."""
    simplex = np.vstack([x, x + np.diag(size / (2 * SIDE[len(x)]))])
    options = {"initial_simplex": simplex, "xatol": 1e-10 * float(size.max()), "fatol": 0.0, "maxfev": 400}
    return np.asarray(
        minimize(lambda p: float(np.nan_to_num(f(p), nan=np.inf)), x, method="Nelder-Mead", options=options).x
    )


def polished(f: Objective, x: Floats) -> Floats:
    """Points (k, n) after some steps of Newton's method."""
    for _ in range(NEWTON_STEPS):
        with np.errstate(all="ignore"):
            hessian, gradient = f.hessian(x), f.gradient(x)
            usable = np.isfinite(hessian).all((1, 2)) & (np.abs(np.linalg.det(np.nan_to_num(hessian))) > 0)
            safe = np.where(usable[:, None, None], hessian, np.eye(x.shape[1]))
            x = x + np.where(usable[:, None], np.linalg.solve(safe, -gradient[..., None])[..., 0], 0.0)
    return x


def proven_at(bounds: Enclosure, x: Floats, size: Floats) -> tuple[Boxes, NDArray[np.bool_]]:
    """Tiny boxes around points (k, n), and which of them certainly hold exactly one critical point."""
    tight = Boxes(x - RADIUS * size, x + RADIUS * size)
    image, usable = krawczyk(bounds, tight)
    return tight, usable & within(image, tight)
