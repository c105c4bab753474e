"""All critical points of f in a window, each proven, and what could not be decided."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from numerics.certify.clusters import Reason, Undecided, clusters
from numerics.certify.critical_point import CriticalPoint
from numerics.certify.edges import EdgeMinimum, edge_minima
from numerics.certify.enclosure import Boxes, Enclosure, joined
from numerics.certify.guesses import guessed
from numerics.certify.irregular import settled, valleys
from numerics.certify.regular import regular_points
from numerics.certify.search import MOST_BOXES, search
from numerics.errors import NumericsError
from numerics.objective import Objective

Floats = NDArray[np.float64]
Window = Sequence[Sequence[float]]

SECONDS = 2.0
MARGIN = 0.01  # by which the window is enlarged for the search, so that points on its edge are inside
MOST_VARIABLES = 3
FLAT = 1e-6  # a gradient no longer than this, relative to 1 + |f|, counts as zero at a minimum without a proof of it


@dataclass(frozen=True, eq=False)
class Report:
    """What is known of the critical points in a window.

    Attributes:
        points: critical points, lowest first.
        kinks: minima and maxima where f has no gradient: its formula jumps or divides by zero there.
        edges: minima on the window's edge, of at most two variables; found by sampling, not proven.
        undecided: clusters of boxes that may hold more.
        complete: whether `points` are certainly all, one in each of their boxes.
        examined: boxes looked at.
        seconds: time it took.
    """

    points: tuple[CriticalPoint, ...]
    kinks: tuple[CriticalPoint, ...]
    edges: tuple[EdgeMinimum, ...]
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
    """Search a window for critical points within a budget of seconds and boxes; what that leaves gets as long again.

    Further arguments and errors as in `critical_points`; `progress` is told the share of the budget that is spent.
    """
    begin = time.monotonic()
    inner = whole(f, window)
    margin, size = MARGIN * inner.width, inner.width[0]
    outer = Boxes(inner.lo - margin, inner.hi + 1.01 * margin)
    bounds = Enclosure(f)
    found = search(bounds, outer, seconds, boxes, progress)
    if not found.ended:  # what is lowest and highest on a grid is worth a look of its own
        found.proven.append(guessed(f, bounds, inner))
    points = regular_points(f, bounds, joined(found.proven), size) if found.proven else []
    kinks: list[CriticalPoint] = []
    left: list[Undecided] = []
    undecided: list[Undecided] = []
    if found.undecided:
        undecided = clusters(joined(found.undecided), np.concatenate(found.flags), outer, found.ended)
    for cluster in undecided:
        spent = (time.monotonic() - begin) / seconds
        progress(min(spent, 1.0))
        point = settled(f, bounds, cluster, size) if spent < 2 else None  # as long again as the search may take
        if point is None or not point.regular:
            left.append(cluster)
        if point is not None:
            (points if point.regular or cluster.reason is Reason.SINGULAR else kinks).append(point)
    for point in valleys(f, bounds, inner, [*points, *kinks]) if left else ():
        (points if np.linalg.norm(f.gradient(point.x)) <= FLAT * (1 + abs(point.value)) else kinks).append(point)
    inside = [point for point in _distinct(points, size) if _within(point.x, inner)]
    remaining = [cluster for cluster in left if _meets(cluster.hull, inner)]
    return Report(
        tuple(sorted(inside, key=lambda point: (point.value, *point.x))),
        tuple(point for point in kinks if _within(point.x, inner)),
        tuple(edge_minima(f, window) if f.dimension <= 2 else ()),
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
