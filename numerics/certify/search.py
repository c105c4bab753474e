"""Branch, exclude, prove: all zeros of ∇f in a window, whole generations of boxes at once.

A box on which a component of the gradient's enclosure lacks zero has no critical point. On the others the Krawczyk
operator

    K(X) = m - C ∇f(m) + (I - C H(X)) (X - m),    C ≈ H(m)⁻¹,

holds every critical point of X; if it lies inside X there is exactly one. What neither excludes nor proves is halved.

Source: R. Krawczyk, Computing 4 (1969); R. E. Moore, SIAM J. Numer. Anal. 14 (1977); A. Neumaier, Interval Methods for
Systems of Equations (1990), chapter 5.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from numerics.certify.enclosure import Boxes, Enclosure
from numerics.certify.interval import Flags, Interval, interval

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

MOST_BOXES = 400_000  # examined in all
WIDEST = 16_000  # boxes examined at once
SMALLEST = 2e-7  # sides of an undecided box, in parts of the window
SMALLEST_FLAGGED = 2e-4  # where the gradient jumps or ends: such curves would take all the budget
INFLATION = 0.15  # of a side, to each side: so that a root on the border of a box is not lost
PROBE = 0.05  # boxes shorter than this part of the window are tried on their inflated selves


@dataclass
class Found:
    """What a search has decided.

    Attributes:
        proven: boxes with exactly one critical point each; several may hold the same one.
        undecided: boxes that may hold any number, with the flags (k,) of their gradients.
        examined: how many boxes were looked at.
        ended: whether all was worked off before the budget ended.
    """

    proven: list[Boxes] = field(default_factory=list)
    undecided: list[Boxes] = field(default_factory=list)
    flags: list[Flags] = field(default_factory=list)
    examined: int = 0
    ended: bool = True


def search(
    f: Enclosure,
    window: Boxes,
    seconds: float = 2.0,
    most: int = MOST_BOXES,
    progress: Callable[[float], None] = lambda share: None,
) -> Found:
    """Look for all zeros of ∇f in a window (one box), within a budget of seconds and boxes.

    `progress` is called with the share of the budget that is spent.
    """
    found, waiting = Found(), [_divided(window)]
    size, begin = window.width[0], time.monotonic()
    while waiting:
        boxes = waiting.pop()
        spent = max((time.monotonic() - begin) / seconds, (found.examined + boxes.count) / most)
        if spent > 1:
            for rest in (boxes, *waiting):
                _give_up(found, f, rest)
            break
        if boxes.count > WIDEST:  # the rest of the generation waits: memory stays bounded, and some boxes get small
            waiting.append(boxes[WIDEST:])
            boxes = boxes[:WIDEST]
        progress(min(spent, 1.0))
        found.examined += boxes.count
        boxes, flags = _possible(f, boxes)
        if not boxes.count:
            continue
        boxes, flags = _tested(f, boxes, flags, found, size)
        smallest = np.where(flags[:, None] > 0, SMALLEST_FLAGGED, SMALLEST) * size
        small = _all(boxes.width <= smallest)
        found.undecided.append(boxes[small])
        found.flags.append(flags[small])
        if not small.all():
            waiting.append(_halved(boxes[~small], size))
    return found


def _give_up(found: Found, f: Enclosure, boxes: Boxes) -> None:
    """The budget ends: what is left and cannot be excluded is undecided."""
    found.ended = False
    boxes, flags = _possible(f, boxes)
    found.undecided.append(boxes)
    found.flags.append(flags)


def _possible(f: Enclosure, boxes: Boxes) -> tuple[Boxes, Flags]:
    """The boxes on which no component of the gradient lacks zero, with the flags of their gradients."""
    gradient = f.gradient(boxes)
    possible = _all((gradient.lo <= 0) & (gradient.hi >= 0))
    return boxes[possible], gradient.flags[possible]


def _tested(f: Enclosure, boxes: Boxes, flags: Flags, found: Found, size: Floats) -> tuple[Boxes, Flags]:
    """Krawczyk's test on boxes; proven ones go to `found`, those that remain come back, where possible smaller."""
    probe = _all(boxes.width < PROBE * size)
    margin = np.where(probe[:, None], INFLATION * boxes.width, 0.0)
    wide = Boxes(boxes.lo - margin, boxes.hi + margin)
    image, usable = krawczyk(f, wide)
    inside = usable & within(image, wide)
    apart = usable & ((image.lo > boxes.hi) | (image.hi < boxes.lo)).any(axis=1)
    if inside.any():
        found.proven.append(Boxes(image.lo[inside], image.hi[inside]))
    keep = ~(inside | apart)
    cut = usable[keep, None]
    low = np.where(cut, np.maximum(boxes.lo[keep], image.lo[keep]), boxes.lo[keep])
    high = np.where(cut, np.minimum(boxes.hi[keep], image.hi[keep]), boxes.hi[keep])
    return Boxes(low, high), flags[keep]


def krawczyk(f: Enclosure, boxes: Boxes) -> tuple[Boxes, Mask]:
    """K(X) of every box, and where it may be used: f and its derivatives exist all over X, without kinks."""
    n = boxes.lo.shape[1]
    middle = boxes.middle
    at = f.gradient(Boxes(middle, middle))
    H = f.hessian(boxes)
    domain = f.value(boxes)
    with np.errstate(all="ignore"):
        C = _inverses(0.5 * H.lo + 0.5 * H.hi)
    usable = _all(np.isfinite(C).all(2)) & ((H.flags | at.flags | domain.flags) == 0)
    usable &= _all(np.isfinite(H.lo).all(2) & np.isfinite(H.hi).all(2))
    with np.errstate(all="ignore"):
        centre = [interval(middle[:, i]) for i in range(n)]
        offset = [Interval(boxes.lo[:, i], boxes.hi[:, i]) - centre[i] for i in range(n)]
        g = [Interval(at.lo[:, i], at.hi[:, i]) for i in range(n)]
        image = []
        for i in range(n):
            row = centre[i]
            for j in range(n):
                row = row - C[:, i, j] * g[j]
                entry = interval(np.full(len(middle), float(i == j)))
                for k in range(n):
                    entry = entry - C[:, i, k] * Interval(H.lo[:, k, j], H.hi[:, k, j])
                row = row + entry * offset[j]
            image.append(row)
    lo, hi = (np.stack([getattr(row, end) for row in image], axis=-1) for end in ("lo", "hi"))
    return Boxes(lo, hi), usable & _all(np.isfinite(lo) & np.isfinite(hi))


def within(inner: Boxes, outer: Boxes) -> Mask:
    """Which boxes lie inside others, borders apart, (k,)."""
    return _all((inner.lo > outer.lo) & (inner.hi < outer.hi))


def _all(conditions: Any) -> Mask:
    """Of conditions (k, n), where all n hold."""
    return np.asarray(conditions.all(axis=1))


def _inverses(matrices: Floats) -> Floats:
    """The inverses (k, n, n), NaN where there is none."""
    n = matrices.shape[-1]
    finite = _all(np.isfinite(matrices).all(2))
    safe = np.where(finite[:, None, None], matrices, np.eye(n))
    regular = finite & (np.abs(np.linalg.det(safe)) > 1e-280)
    result = np.full_like(matrices, np.nan)
    result[regular] = np.linalg.inv(safe[regular])
    return result


def _divided(window: Boxes) -> Boxes:
    """The window in a few boxes, at places that are not round: critical points like round numbers."""
    n = window.lo.shape[1]
    parts = {1: 16, 2: 8}.get(n, 4)
    edges = [np.linspace(window.lo[0, i], window.hi[0, i], parts + 1) for i in range(n)]
    for edge, size in zip(edges, window.width[0], strict=True):
        edge[1:-1] += 0.00731 * size
    lows = np.meshgrid(*(edge[:-1] for edge in edges), indexing="ij")
    highs = np.meshgrid(*(edge[1:] for edge in edges), indexing="ij")
    return Boxes(*(np.stack([part.ravel() for part in grid], axis=-1) for grid in (lows, highs)))


def _halved(boxes: Boxes, size: Floats) -> Boxes:
    """Each box in two, across its longest side in parts of the window, slightly beside its middle."""
    across = (boxes.width / size).argmax(axis=1)[:, None]
    at = np.take_along_axis(boxes.lo + 0.49 * boxes.width, across, axis=1)
    left, right = boxes.hi.copy(), boxes.lo.copy()
    np.put_along_axis(left, across, at, axis=1)
    np.put_along_axis(right, across, at, axis=1)
    return Boxes(np.concatenate([boxes.lo, right]), np.concatenate([left, boxes.hi]))
