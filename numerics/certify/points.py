"""All critical points of f in a window, each proven, and what could not be decided."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from numerics.certify.clusters import Reason, Undecided, clusters
from numerics.certify.enclosure import Boxes, Enclosure
from numerics.certify.extremum import surrounded
from numerics.certify.guesses import grid_minima, guessed, lowered, polished, proven_at
from numerics.certify.interval import Interval
from numerics.certify.search import MOST_BOXES, Found, krawczyk, search, within
from numerics.curvature import eigenvalues
from numerics.errors import NumericsError
from numerics.objective import Objective

Floats = NDArray[np.float64]
Window = Sequence[Sequence[float]]

SECONDS = 2.0
MARGIN = 0.01  # by which the window is enlarged for the search, so that points on its edge are inside
MOST_VARIABLES = 3
DEEPEST = 12  # grid points from which minima are looked for where not all is decided
FLAT = 1e-6  # a gradient no longer than this, relative to 1 + |f|, counts as zero at a minimum without a proof of it


class PointKind(StrEnum):
    """What a critical point is; DEGENERATE where the second derivative does not tell and nothing else did."""

    MINIMUM = "minimum"
    MAXIMUM = "maximum"
    SADDLE = "saddle"
    DEGENERATE = "degenerate"


@dataclass(frozen=True, eq=False)
class CriticalPoint:
    """A point with ∇f = 0.

    Attributes:
        x: (n,), to rounding.
        kind: minimum, maximum, saddle (in one variable also a point of inflection) or degenerate.
        eigenvalues: (n,) of the Hessian at x, ascending.
        certified: whether it is proven that a critical point of this kind lies in `box`; False for a candidate.
        value: f(x).
        box: where it lies: lower and upper corner (n,), (n,).
        proof: one sentence.
        regular: whether it is the only one in its box and its Hessian is not singular.
    """

    x: Floats
    kind: PointKind
    eigenvalues: Floats
    certified: bool
    value: float
    box: tuple[Floats, Floats]
    proof: str
    regular: bool


@dataclass(frozen=True, eq=False)
class Report:
    """What is known of the critical points in a window.

    Attributes:
        points: critical points, lowest first.
        kinks: minima and maxima where f has no gradient: its formula jumps or divides by zero there.
        undecided: clusters of boxes that may hold more.
        complete: whether `points` are certainly all, one in each of their boxes.
        examined: boxes looked at.
        seconds: time it took.
    """

    points: tuple[CriticalPoint, ...]
    kinks: tuple[CriticalPoint, ...]
    undecided: tuple[Undecided, ...]
    complete: bool
    examined: int
    seconds: float


def critical_points(f: Objective, window: Window, seconds: float = SECONDS) -> list[CriticalPoint]:
    """The critical points of f in a window, lowest first; `examine` also tells what stayed undecided.

    Args:
        f: of 1 to 3 variables.
        window: (low, high) for each variable.
        seconds: after which what is left is undecided.

    Raises NumericsError for more variables, and for a window that is none.
    """
    return list(examine(f, window, seconds).points)


def examine(
    f: Objective,
    window: Window,
    seconds: float = SECONDS,
    boxes: int = MOST_BOXES,
    progress: Callable[[float], None] = lambda share: None,
) -> Report:
    """Search a window for critical points within a budget of seconds and boxes.

    Further arguments and errors as in `critical_points`; `progress` is told the share of the budget that is spent.
    """
    begin = time.monotonic()
    inner = whole(f, window)
    margin = MARGIN * inner.width
    outer = Boxes(inner.lo - margin, inner.hi + 1.01 * margin)
    bounds = Enclosure(f)
    found = search(bounds, outer, seconds, boxes, progress)
    if not found.ended:  # what is lowest and highest on a grid is worth a look of its own
        found.proven.append(guessed(f, bounds, inner))
    points = _regular(f, bounds, found, inner.width[0])
    left: list[Undecided] = []
    kinks: list[CriticalPoint] = []
    for cluster in _undecided(found, outer):
        settled = _settled(f, bounds, cluster, inner.width[0])
        if settled is None or not settled.regular:
            left.append(cluster)
        if settled is not None:
            (points if settled.regular or cluster.reason is Reason.SINGULAR else kinks).append(settled)
    known = [*points, *kinks]
    for point in _valleys(f, bounds, inner, known) if left else ():
        (points if np.linalg.norm(f.gradient(point.x)) <= FLAT * (1 + abs(point.value)) else kinks).append(point)
    inside = [point for point in _distinct(points, inner.width[0]) if _within(point.x, inner)]
    remaining = [cluster for cluster in left if _meets(cluster.hull, inner)]
    return Report(
        tuple(sorted(inside, key=lambda point: (point.value, *point.x))),
        tuple(point for point in kinks if _within(point.x, inner)),
        tuple(remaining),
        not remaining,
        found.examined,
        time.monotonic() - begin,
    )


def whole(f: Objective, window: Window) -> Boxes:
    """The window as one box; NumericsError where it is none, or f has too many variables."""
    if f.dimension > MOST_VARIABLES:
        raise NumericsError(f"Critical points are proven for at most {MOST_VARIABLES} variables, not {f.dimension}.")
    ends = np.asarray(window, dtype=np.float64)
    if ends.shape != (f.dimension, 2) or not np.isfinite(ends).all() or not (ends[:, 0] < ends[:, 1]).all():
        raise NumericsError("The window needs a lower and a higher end for each variable.")
    return Boxes(ends[None, :, 0], ends[None, :, 1])


def _regular(f: Objective, bounds: Enclosure, found: Found, size: Floats) -> list[CriticalPoint]:
    """The points in the boxes that were proven to hold exactly one."""
    if not found.proven:
        return []
    proven = Boxes(*(np.concatenate([getattr(part, end) for part in found.proven]) for end in ("lo", "hi")))
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


def _undecided(found: Found, window: Boxes) -> list[Undecided]:
    if not found.undecided:
        return []
    boxes = Boxes(*(np.concatenate([getattr(part, end) for part in found.undecided]) for end in ("lo", "hi")))
    return clusters(boxes, np.concatenate(found.flags), window, found.ended)


def _settled(f: Objective, bounds: Enclosure, cluster: Undecided, size: Floats) -> CriticalPoint | None:
    """What can be said of a small cluster after all; None of a large one, or where nothing can be said."""
    if (cluster.hull.width[0] > 1e-3 * size).any():
        return None
    margin = np.maximum(cluster.hull.width, 1e-7 * size)
    wide = Boxes(cluster.hull.lo - margin, cluster.hull.hi + margin)
    x, box = cluster.middle, (wide.lo[0], wide.hi[0])
    image, usable = krawczyk(bounds, wide)
    if usable[0] and within(image, wide)[0]:
        return _regular(f, bounds, Found(proven=[image]), size)[0]
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


def _valleys(f: Objective, bounds: Enclosure, window: Boxes, known: Sequence[CriticalPoint]) -> Iterator[CriticalPoint]:
    """Minima near the lowest points of a grid that are none of the `known` points, proven without derivatives."""
    size = window.width[0]
    taken = np.array([point.x for point in known]).reshape(-1, len(size))
    for start in grid_minima(f, window, most=DEEPEST):
        x = lowered(f, start, size)
        if (np.abs(taken - x) <= 1e-4 * size).all(axis=1).any():
            continue
        box = Boxes((x - 1e-4 * size)[None], (x + 1e-4 * size)[None])
        x = Undecided(box, Boxes(x[None] - 1e-7 * size, x[None] + 1e-7 * size), Reason.SINGULAR).middle
        if surrounded(bounds, box, x) > 0:
            taken = np.vstack([taken, x])
            proof = "On the whole border of a small box f is higher than at its centre, so it has a minimum inside"
            with np.errstate(all="ignore"):
                curvature = eigenvalues(f.hessian(x))
            yield CriticalPoint(
                x, PointKind.MINIMUM, curvature, True, float(f(x)), (box.lo[0], box.hi[0]),
                f"{proof}; whether only one is not proven.", False,
            )  # fmt: skip


def _crossing(bounds: Enclosure, box: Boxes) -> tuple[int, int] | None:
    """The signs of f′ at both ends of an interval, if they are certain."""
    signs = []
    for end in (box.lo, box.hi):
        slope = bounds.gradient(Boxes(end, end))
        if not (slope.lo[0, 0] > 0 or slope.hi[0, 0] < 0):
            return None
        signs.append(1 if slope.lo[0, 0] > 0 else -1)
    return signs[0], signs[1]


def _distinct(points: Sequence[CriticalPoint], size: Floats) -> list[CriticalPoint]:
    """One of those that are the same: near each other, and one in the other's box, which holds only one."""
    if not points:
        return []
    dropped: set[int] = set()
    order = sorted(points, key=lambda point: float((point.box[1] - point.box[0]).max()))
    near = cKDTree(np.array([point.x / size for point in order])).query_pairs(1e-6)
    for first, second in sorted(near):
        box = order[first].box
        if first not in dropped and ((order[second].x >= box[0]) & (order[second].x <= box[1])).all():
            dropped.add(second)
    return [point for place, point in enumerate(order) if place not in dropped]


def _within(x: Floats, window: Boxes) -> bool:
    slack = 1e-8 * window.width[0]
    return bool(((x >= window.lo[0] - slack) & (x <= window.hi[0] + slack)).all())


def _meets(hull: Boxes, window: Boxes) -> bool:
    return bool(((hull.hi >= window.lo) & (hull.lo <= window.hi)).all())
