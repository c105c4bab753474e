"""A minimum proven without derivatives: f is higher all around a box than at a point inside it."""

import itertools

import numpy as np
from numpy.typing import NDArray

from numerics.certify.enclosure import Boxes, Enclosure
from numerics.certify.interval import PARTIAL

Floats = NDArray[np.float64]

PIECES = 128  # of every side


def surrounded(f: Enclosure, box: Boxes, x: Floats) -> int:
    """1 if a continuous f is certainly higher on the whole border of a box than at x inside it, -1 if lower, else 0.

    Then the least (largest) value on the closed box, which a continuous function takes, lies inside: there is a local
    minimum (maximum). One box in n ≤ 3 dimensions; 0 also where f is not defined on the whole box.
    """
    if f.value(box).flags[0] & PARTIAL:
        return 0
    at = f.value(Boxes(x[None], x[None]))
    border = f.value(_border(box))
    if (border.lo > at.hi[0]).all():
        return 1
    return -1 if (border.hi < at.lo[0]).all() else 0


def _border(box: Boxes) -> Boxes:
    """The border of a box in small flat boxes."""
    lo, hi, n = box.lo[0], box.hi[0], box.lo.shape[1]
    lows, highs = [], []
    for axis, end in itertools.product(range(n), (lo, hi)):
        edges = [
            np.array([end[i], end[i]]) if i == axis else np.linspace(lo[i], hi[i], PIECES // 2 ** (n - 1) + 1)
            for i in range(n)
        ]
        lows.append(_corners([edge[:-1] for edge in edges]))
        highs.append(_corners([edge[1:] for edge in edges]))
    return Boxes(np.concatenate(lows), np.concatenate(highs))


def _corners(edges: list[Floats]) -> Floats:
    return np.stack([part.ravel() for part in np.meshgrid(*edges, indexing="ij")], axis=-1)
