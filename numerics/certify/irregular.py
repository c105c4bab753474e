"""Points that Krawczyk's test cannot prove: degenerate ones, tips of cones, and what a search left over."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from numerics.certify.clusters import Reason, Undecided, roundest
from numerics.certify.critical_point import CriticalPoint, PointKind
from numerics.certify.enclosure import Boxes, Enclosure
from numerics.certify.extremum import surrounded
from numerics.certify.guesses import grid_minima, lowered
from numerics.certify.regular import regular_points
from numerics.certify.search import krawczyk, within
from numerics.curvature import eigenvalues
from numerics.objective import Objective

Floats = NDArray[np.float64]

DEEPEST = 12  # grid points from which minima are looked for


def settled(f: Objective, bounds: Enclosure, cluster: Undecided, size: Floats) -> CriticalPoint | None:
    """What can be said of a small cluster after all; None of a large one, or where nothing can be said."""
    if (cluster.hull.width[0] > 1e-3 * size).any():
        return None
    margin = np.maximum(cluster.hull.width, 1e-7 * size)
    wide = Boxes(cluster.hull.lo - margin, cluster.hull.hi + margin)
    x, box = roundest(cluster.hull), (wide.lo[0], wide.hi[0])
    image, usable = krawczyk(bounds, wide)
    if usable[0] and within(image, wide)[0]:
        return regular_points(f, bounds, image, size)[0]
    bent = cluster.reason in (Reason.KINK, Reason.BORDER)
    crossing = None if bent or f.dimension > 1 else _crossing(bounds, wide)
    around = surrounded(bounds, wide, x)
    with np.errstate(all="ignore"):
        candidate = CriticalPoint(
            x, PointKind.DEGENERATE, eigenvalues(f.hessian(x)), False, float(f(x)), box, "", False
        )
    if crossing in ((1, 1), (-1, -1)):
        return replace(
            candidate,
            kind=PointKind.SADDLE,
            proof="f′ has the same sign on both sides of a tiny box that it may touch zero in: no extremum.",
        )
    if around:
        kind = PointKind.MINIMUM if around > 0 else PointKind.MAXIMUM
        where = "higher" if around > 0 else "lower"
        proof = f"On the whole border of a tiny box f is {where} than at its centre, so it has a {kind} inside"
        return replace(candidate, kind=kind, certified=True, proof=f"{proof}; whether only one is not proven.")
    if bent:
        return None
    return replace(candidate, proof="A candidate: the gradient nearly vanishes, and nothing could be proven.")


def _crossing(bounds: Enclosure, box: Boxes) -> tuple[int, int] | None:
    """The signs of f′ at both ends of an interval, if they are certain."""
    signs = []
    for end in (box.lo, box.hi):
        slope = bounds.gradient(Boxes(end, end))
        if not (slope.lo[0, 0] > 0 or slope.hi[0, 0] < 0):
            return None
        signs.append(1 if slope.lo[0, 0] > 0 else -1)
    return signs[0], signs[1]


def valleys(f: Objective, bounds: Enclosure, window: Boxes, known: Sequence[CriticalPoint]) -> Iterator[CriticalPoint]:
    """Minima near the lowest points of a grid that are none of the `known` points, proven without derivatives."""
    size = window.width[0]
    taken = np.array([point.x for point in known]).reshape(-1, len(size))
    for start in grid_minima(f, window, most=DEEPEST):
        x = lowered(f, start, size)
        if (np.abs(taken - x) <= 1e-4 * size).all(axis=1).any():
            continue
        box = Boxes((x - 1e-4 * size)[None], (x + 1e-4 * size)[None])
        x = roundest(Boxes((x - 1e-7 * size)[None], (x + 1e-7 * size)[None]))
        if surrounded(bounds, box, x) > 0:
            taken = np.vstack([taken, x])
            proof = "On the whole border of a small box f is higher than at its centre, so it has a minimum inside"
            with np.errstate(all="ignore"):
                curvature = eigenvalues(f.hessian(x))
            yield CriticalPoint(
                x, PointKind.MINIMUM, curvature, True, float(f(x)), (box.lo[0], box.hi[0]),
                f"{proof}; whether only one is not proven.", False,
            )  # fmt: skip
