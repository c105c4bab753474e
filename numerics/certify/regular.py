"""Points in boxes that hold exactly one: found to rounding, and their kinds proven."""

import numpy as np
from numpy.typing import NDArray

from numerics.certify.critical_point import CriticalPoint, PointKind
from numerics.certify.enclosure import Boxes, Enclosure
from numerics.certify.guesses import polished, proven_at
from numerics.certify.interval import Interval
from numerics.curvature import eigenvalues
from numerics.objective import Objective

Floats = NDArray[np.float64]


def regular_points(f: Objective, bounds: Enclosure, proven: Boxes, size: Floats) -> list[CriticalPoint]:
    """The points in boxes that were proven to hold exactly one; `size` (n,) is that of the window."""
    x = np.clip(polished(f, proven.middle), proven.lo, proven.hi)
    tight, shrunk = proven_at(bounds, x, size)
    lo, hi = (
        np.where(shrunk[:, None], tight_end, whole_end)
        for tight_end, whole_end in ((tight.lo, proven.lo), (tight.hi, proven.hi))
    )
    return _points(f, bounds, x, Boxes(lo, hi))


def _points(f: Objective, bounds: Enclosure, x: Floats, boxes: Boxes) -> list[CriticalPoint]:
    """The points x (k, n) in boxes that certainly hold exactly one each, with their kinds where those are certain."""
    n, curvatures, values = x.shape[1], eigenvalues(f.hessian(x)), f(x)
    found = []
    for k, (rising, falling) in enumerate(zip(*_certain_signs(bounds, boxes), strict=True)):
        certain = rising + falling == n
        kind = {n: PointKind.MINIMUM, 0: PointKind.MAXIMUM}.get(rising, PointKind.SADDLE)
        side = float(boxes.width[k].max())
        proof = f"Krawczyk's operator maps a box of side {side:.0e} into itself, so it holds exactly one critical point"
        proof += (
            f", and on all of it {rising} eigenvalues of the Hessian are positive and {falling} negative."
            if certain
            else "; the signs of the Hessian's eigenvalues are not certain on that box."
        )
        found.append(
            CriticalPoint(
                x[k] + 0.0,
                kind if certain else PointKind.DEGENERATE,
                curvatures[k],
                bool(certain),
                float(values[k]),
                (boxes.lo[k], boxes.hi[k]),
                proof,
                bool(certain),
            )
        )
    return found


def _certain_signs(bounds: Enclosure, boxes: Boxes) -> tuple[list[int], list[int]]:
    """How many of the Hessian's eigenvalues are positive on a whole box, and how many negative; for each box.

    In the eigenvectors Q of the Hessian's middle it is nearly diagonal, and the eigenvalues lie in Gershgorin's discs;
    by Sylvester's law of inertia the signs are those of Qᵀ H Q, for any Q that has an inverse.
    """
    H = bounds.hessian(boxes)
    n = boxes.lo.shape[1]
    with np.errstate(all="ignore"):
        middle = 0.5 * (H.lo + H.hi)
        known = np.isfinite(middle).all((1, 2)) & (H.flags == 0)
        Q = np.linalg.eigh(np.where(known[:, None, None], middle, np.eye(n)))[1]
        discs = []
        for i in range(n):
            row = [_rotated(H.lo, H.hi, Q[:, :, i], Q[:, :, j]) for j in range(n)]
            radius = sum((row[j].size for j in range(n) if j != i), np.zeros(len(middle)))
            discs.append(row[i] + Interval(-radius, radius))
    rising = sum(((disc.lo > 0) & known).astype(int) for disc in discs)
    falling = sum(((disc.hi < 0) & known).astype(int) for disc in discs)
    return np.asarray(rising).tolist(), np.asarray(falling).tolist()


def _rotated(lo: Floats, hi: Floats, left: Floats, right: Floats) -> Interval:
    """leftᵀ H right for every H between lo and hi (k, n, n); left and right (k, n)."""
    total = Interval(np.zeros(len(lo)), np.zeros(len(lo)))
    for i, j in np.ndindex(lo.shape[1:]):
        total = total + Interval(lo[:, i, j], hi[:, i, j]) * left[:, i] * right[:, j]
    return total
