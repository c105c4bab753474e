"""Minima on the edge of a window: lowest nearby, though the gradient does not vanish there."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar

from numerics.objective import Objective

Floats = NDArray[np.float64]

SAMPLES = 401  # on every edge


class EdgeMinimum(NamedTuple):
    """A point x (n,) on the edge of the window at which f is lower than near it inside, and f there."""

    x: Floats
    value: float


def edge_minima(f: Objective, window: Sequence[Sequence[float]]) -> list[EdgeMinimum]:
    """Minima of f on the edge of a window of one or two variables, lowest first; found by sampling, not proven.

    At such a point f rises along the edge in both directions and into the window.
    """
    ends = np.asarray(window, dtype=np.float64)
    found: list[EdgeMinimum] = []
    if f.dimension == 1:
        candidates = [np.array([end]) for end in ends[0]]
    else:
        corners = [np.array([x, y]) for x in ends[0] for y in ends[1]]
        candidates = corners + [x for axis in range(2) for end in ends[1 - axis] for x in _along(f, ends, axis, end)]
    for x in candidates:
        at_low, at_high = np.isclose(x, ends[:, 0], rtol=0, atol=0), np.isclose(x, ends[:, 1], rtol=0, atol=0)
        slope = f.gradient(x)
        rises = np.where(at_low, slope > 0, True) & np.where(at_high, slope < 0, True)
        if rises.all() and np.isfinite(f(x)):
            found.append(EdgeMinimum(x, float(f(x))))
    return sorted(found, key=lambda minimum: minimum.value)


def _along(f: Objective, ends: Floats, axis: int, end: float) -> list[Floats]:
    """The minima of f along one edge, corners left out."""
    t = np.linspace(ends[axis, 0], ends[axis, 1], SAMPLES)
    points = np.empty((SAMPLES, 2))
    points[:, axis], points[:, 1 - axis] = t, end
    values = f(points)
    found = []
    for k in np.flatnonzero((values[1:-1] < values[:-2]) & (values[1:-1] <= values[2:])) + 1:

        def along(s: float) -> float:
            x = np.empty(2)
            x[axis], x[1 - axis] = s, end
            return float(f(x))

        best = float(minimize_scalar(along, bounds=(t[k - 1], t[k + 1]), method="bounded", options={"xatol": 1e-12}).x)
        x = np.empty(2)
        x[axis], x[1 - axis] = best, end
        found.append(x)
    return found
