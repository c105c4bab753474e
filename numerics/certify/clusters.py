"""Boxes that touch, seen as one: what a search could not decide, and why."""

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from numerics.certify.enclosure import Boxes
from numerics.certify.interval import KINK, PARTIAL, Flags

Floats = NDArray[np.float64]

CELLS = {1: 4000, 2: 400, 3: 80}  # a window's side in cells of the grid on which neighbours are found
SPREAD = 0.02  # of the window: a longer cluster is no point


class Reason(Enum):
    """Why boxes stay undecided."""

    KINK = "f has a kink here: its gradient jumps, so there is no Hessian to test with"
    BORDER = "f ends here, or its gradient divides by zero (a pole, a vertical slope, the tip of a cone)"
    SINGULAR = "the Hessian is singular here: a degenerate critical point, or several too close to be told apart"
    CURVE = "the gradient vanishes, or nearly, along a curve or a flat part: the points are not isolated"
    BUDGET = "the budget ended before these boxes were small enough"


@dataclass(frozen=True, eq=False)
class Undecided:
    """A cluster of boxes that may hold any number of critical points, none included.

    Attributes:
        boxes: its boxes.
        hull: the one box (1, n) around them.
        reason: why.
    """

    boxes: Boxes
    hull: Boxes
    reason: Reason


def roundest(box: Boxes) -> Floats:
    """The roundest numbers near the centre of a box, (n,): of a tiny one around (0.5, 0) it is that point."""
    lo, hi = box.lo[0], box.hi[0]
    for digits in range(16):
        rounded = np.round(0.5 * (lo + hi), digits)
        if ((rounded >= lo) & (rounded <= hi)).all():
            return np.asarray(rounded + 0.0)
    return np.asarray(0.5 * (lo + hi))


def clusters(boxes: Boxes, flags: Flags, window: Boxes, ended: bool) -> list[Undecided]:
    """The undecided boxes in groups of neighbours, those of most boxes first."""
    if not boxes.count:
        return []
    n, size = boxes.lo.shape[1], window.width[0]
    cells = CELLS[n]
    at = np.clip(((boxes.middle - window.lo) / size * cells).astype(int), 0, cells - 1)
    grid = np.zeros((cells,) * n, dtype=bool)
    grid[tuple(at.T)] = True
    # Large boxes reach over several cells: neighbours may be as far apart as they are wide.
    reach = int(np.ceil((boxes.width / size).max() * cells)) + 1
    grid = ndimage.binary_dilation(grid, np.ones((3,) * n), iterations=min(reach, cells // 8))
    labels = ndimage.label(grid, np.ones((3,) * n))[0][tuple(at.T)]
    order = np.argsort(labels, kind="stable")
    found = []
    for member in np.split(order, np.flatnonzero(np.diff(labels[order])) + 1):
        part = boxes[member]
        hull = Boxes(part.lo.min(axis=0)[None], part.hi.max(axis=0)[None])
        found.append(Undecided(part, hull, _reason(int(np.bitwise_or.reduce(flags[member])), hull, size, ended)))
    return sorted(found, key=lambda cluster: -cluster.boxes.count)


def _reason(flags: int, hull: Boxes, size: Floats, ended: bool) -> Reason:
    wide = bool((hull.width[0] > SPREAD * size).any())
    if flags & KINK:
        return Reason.KINK
    if flags & PARTIAL:
        return Reason.BORDER
    if wide:
        return Reason.CURVE if ended or hull.width[0].max() / size.max() < 0.9 else Reason.BUDGET
    return Reason.SINGULAR if ended else Reason.BUDGET
