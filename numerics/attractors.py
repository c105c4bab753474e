"""The points that many runs end at: which ends are the same attractor, and of what kind it is.

Ends near a critical point that the second-derivative test can judge are carried to it by Newton steps: two such ends
are the same attractor if they arrive at the same point, however loosely their runs had converged. The others lie
where f is flat: on a curve of critical points, at a point like that of x⁴, in a tail. They are one attractor where they
are connected, each to the next no further than a gap.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import KDTree

from numerics.curvature import Kind, eigenvalues, kinds_of, model
from numerics.objective import Objective

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

POLISH = 6  # Newton steps from an end, each of which squares the relative error
SAME = 1e-3  # of the reach: polished points closer than this are the same


@dataclass(frozen=True, eq=False)
class Attractors:
    """k attractors, those with the lowest f first: `x` (k, n), f there (k,), and the kind of each.

    `extent` (k,) is how far its ends lie from `x`: where that is much, the attractor is a curve or a flat
    region, and `x` one point of it.
    """

    x: Floats
    f: Floats
    kinds: tuple[Kind, ...]
    extent: Floats

    def __len__(self) -> int:
        return len(self.x)


def arrived(f: Objective, x: Floats, reach: float) -> Mask:
    """Which points (m, n) lie no further than `reach` from a minimum, by a Newton step that can be trusted.

    The step is taken from one point of each cell of width `reach`: that with the smallest gradient.
    """
    x = np.asfortranarray(x)
    gradient, hessian = f.gradient(x), f.hessian(x)
    with np.errstate(all="ignore"):
        steepness = np.hypot.reduce(gradient, axis=-1)
        # No step is shorter than this, which spares most points the rest.
        shortest = steepness / np.linalg.norm(hessian, axis=(-2, -1))
        near = np.flatnonzero(shortest <= reach)
    cells = _cells(x[near], reach, steepness[near])
    ends = x[near][cells.first]
    at = model(f, ends)
    sure = at.trusted & (at.eigenvalues[:, 0] > 0)
    with np.errstate(all="ignore"):
        distance = np.linalg.norm(x[near] - (ends + at.step)[cells.of], axis=-1)
    close = np.zeros(len(x), dtype=bool)
    close[near] = sure[cells.of] & (distance <= reach)
    return close


def settle(f: Objective, x: Floats, reach: float, gap: float) -> tuple[Ints, Attractors]:
    """Sort ends x (m, n), all at or near critical points, by attractor: labels (m,), and the attractors.

    Ends in one cell of width `reach` are taken as one. `gap` is how far ends of a flat attractor may lie apart.
    """
    steepness = np.linalg.norm(f.gradient(x), axis=-1)
    ends = _cells(x, reach, steepness)
    polished, firm = _polish(f, x[ends.first], reach)
    critical, flat = _cells(polished[firm], SAME * reach), _cells(polished[~firm], gap)
    # The cells are the nodes of a graph, and neighbours are linked; a path joins what is one attractor.
    nodes = np.empty(len(firm), dtype=np.int64)
    nodes[firm], nodes[~firm] = critical.of, len(critical.corner) + flat.of
    links = [
        _neighbours(critical.corner),
        len(critical.corner) + _neighbours(flat.corner),
        _nearest(polished[~firm], nodes[~firm], polished[firm], nodes[firm], reach),
    ]
    group = _components(np.concatenate(links), len(critical.corner) + len(flat.corner))[nodes][ends.of]
    return _described(f, x, steepness, group, polished[ends.of], firm[ends.of], reach)


class _Cells(NamedTuple):
    """Points sorted into cubes: the cube `of` each point (m,), the `corner` of each (c, n), its `first` point (c,)."""

    of: Ints
    corner: Floats
    first: Ints


def _cells(x: Floats, width: float, order: Floats | None = None) -> _Cells:
    """Sort points (m, n) into cubes of this width; the first of each has the smallest `order` (m,)."""
    corner = np.floor(x / width)
    ranking = np.lexsort([*([] if order is None else [order]), *corner.T])
    ranked = corner[ranking]
    new = np.ones(len(x), dtype=bool)
    new[1:] = (ranked[1:] != ranked[:-1]).any(axis=-1)
    of = np.empty(len(x), dtype=np.int64)
    of[ranking] = np.cumsum(new) - 1
    return _Cells(of, ranked[new], ranking[new])


def _polish(f: Objective, x: Floats, reach: float) -> tuple[Floats, Mask]:
    """The critical points next to x (c, n), and where the quadratic model leads to one; elsewhere x itself."""
    point = x.copy()
    firm = np.ones(len(x), dtype=bool)
    for _ in range(POLISH):
        at = model(f, point)
        firm &= at.trusted
        point[firm] += at.step[firm]
    with np.errstate(all="ignore"):
        firm &= np.linalg.norm(point - x, axis=-1) <= reach
    return np.where(firm[:, None], point, x), firm


def _neighbours(corner: Floats) -> Ints:
    """Pairs (p, 2) of cubes that touch; their corners are whole numbers."""
    if len(corner) < 2:
        return np.empty((0, 2), dtype=np.int64)
    return KDTree(corner).query_pairs(1.5, p=np.inf, output_type="ndarray")


def _nearest(points: Floats, nodes: Ints, others: Floats, their_nodes: Ints, radius: float) -> Ints:
    """Pairs (p, 2) of the node of each point and that of the nearest of `others`, where it is within `radius`."""
    if not len(points) or not len(others):
        return np.empty((0, 2), dtype=np.int64)
    distance, nearest = KDTree(others).query(points, distance_upper_bound=radius)
    close = np.isfinite(distance)
    return np.stack([nodes[close], their_nodes[nearest[close]]], axis=-1)


def _components(links: Ints, count: int) -> Ints:
    graph = coo_array((np.ones(len(links)), (links[:, 0], links[:, 1])), shape=(count, count))
    return connected_components(graph, directed=False)[1]


def _described(
    f: Objective, x: Floats, steepness: Floats, group: Ints, polished: Floats, firm: Mask, reach: float
) -> tuple[Ints, Attractors]:
    """The attractors that the groups (m,) of ends are, in order, and the labels (m,)."""
    count = int(group.max(initial=-1)) + 1
    sizes = np.bincount(group, minlength=count)
    middle = np.stack([np.bincount(group, column, minlength=count) for column in x.T], axis=-1) / sizes[:, None]
    # One point of each group: a firm one if there is any, else its middle if that is near all, else its flattest end.
    order = np.lexsort((steepness, ~firm, group))
    best = order[np.searchsorted(group[order], np.arange(count))]
    spread = _farthest(x - middle[group], group, count)
    point = np.where(((spread <= reach) & ~firm[best])[:, None], middle, polished[best])
    extent = _farthest(x - point[group], group, count)
    value = f(point)
    # Equal minima differ by rounding: where f differs by less than it does nearby, the coordinates decide.
    curvature = np.abs(eigenvalues(f.hessian(point)))
    fine = 1e-6 * reach**2 * np.nanmax(curvature, initial=0) or np.inf
    ranking = np.lexsort([*np.round(point.T[::-1] / reach), np.floor(value / fine)])
    label = np.empty(count, dtype=np.int64)
    label[ranking] = np.arange(count)
    point = point[ranking]
    return label[group], Attractors(point, value[ranking], tuple(kinds_of(f, point)), extent[ranking])


def _farthest(offset: Floats, group: Ints, count: int) -> Floats:
    result = np.zeros(count)
    np.maximum.at(result, group, np.linalg.norm(offset, axis=-1))
    return result
