"""All local minima of a grid, and which of them are minima of the function too."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from numerics.attractors import arrived
from numerics.curvature import Kind, kinds_of
from numerics.descend import descend
from numerics.hill_climbing.climb import Climber, ends, height
from numerics.hill_climbing.grid import Floats, IntegerGrid, Ints

METHOD, STEPS = "trust_region", 200  # the descent that asks f; it never goes up, whatever the curvature
CLOSE = 1e-5  # of a spacing: what a converged descent may leave
MOST_ASKED = 300  # minima that f is asked about, the lowest first


class Standing(Enum):
    """What a local minimum of the grid is to the function."""

    MINIMUM = "a minimum of f"
    SADDLE = "a saddle or maximum of f"
    BESIDE = "beside a minimum of f"
    EDGE = "at the edge of the window"
    GRID_ONLY = "of the grid alone"
    UNKNOWN = "not settled"


@dataclass(frozen=True, eq=False)
class GridOptima:
    """The points of a grid that have no lower neighbour, those with the lowest f first.

    Attributes:
        index: (k, n) of the points.
        plateau: (k,) whether a neighbour is as low.
        standing: what each is to f. A descent from it does not move (MINIMUM, or SADDLE if the curvature is not that of
            a minimum), ends within one spacing along each variable (BESIDE), or as far as the next point (GRID_ONLY,
            or EDGE if the point lies on the edge of the grid); UNKNOWN where it did not converge, or was not made.
        bottom: (k, n) where that descent ended.
        starts: (k,) from how many points of the grid the climber ends here.
    """

    grid: IntegerGrid
    climber: Climber
    index: Ints
    plateau: NDArray[np.bool_]
    standing: tuple[Standing, ...]
    bottom: Floats
    starts: Ints

    @property
    def x(self) -> Floats:
        """The points (k, n)."""
        return self.grid.points(self.index)

    @property
    def f(self) -> Floats:
        """f at the points, (k,)."""
        return self.grid.at(self.index)

    @property
    def share_of_best(self) -> float:
        """The part of the grid's points, 0 … 1, from which a climber reaches the lowest value of the grid."""
        return float(self.starts[self.f == self.f[:1]].sum() / self.grid.values.size)


def grid_optima(
    grid: IntegerGrid, climber: Climber | None = None, progress: Callable[[float], None] | None = None
) -> GridOptima:
    """Find every local minimum of the grid by looking at all its points, and ask f about the lowest 300.

    `climber` says which points are neighbours. `progress` is called with the share that is done, and may raise to end
    the work.
    """
    climber = climber or Climber()
    count = grid.values.size
    index = np.stack(np.unravel_index(np.arange(count), grid.shape), axis=-1)
    here = height(grid, index)
    around = climber.around(grid, index)[2].min(-1)
    places = np.flatnonzero((here <= around) & (here < np.inf))
    places = places[np.argsort(here[places], kind="stable")]
    reached = np.bincount(ends(grid, climber), minlength=count)[places]
    standing, bottom = _standing(grid, index[places], progress)
    return GridOptima(grid, climber, index[places], here[places] == around[places], standing, bottom, reached)


def _standing(
    grid: IntegerGrid, index: Ints, progress: Callable[[float], None] | None
) -> tuple[tuple[Standing, ...], Floats]:
    """What a descent of f makes of grid points (k, n)."""
    starts = grid.points(index)
    bottom, standing = starts.copy(), [Standing.UNKNOWN] * len(starts)
    if not standing:
        return (), bottom
    asked = descend(grid.objective, starts[:MOST_ASKED], METHOD, STEPS, progress=progress)
    bottom[:MOST_ASKED] = asked.x
    far = (np.abs(bottom - starts) / grid.spacing).max(-1)
    edge = ((index == 0) | (index == np.array(grid.shape) - 1)).any(-1)
    unstable = [kind in (Kind.SADDLE, Kind.MAXIMUM) for kind in kinds_of(grid.objective, asked.x)]
    near = arrived(grid.objective, asked.x, CLOSE * float(grid.spacing.min()))  # where steps are lost in rounding
    for k, settled in enumerate(asked.converged | near):
        if far[k] > 1 - CLOSE and edge[k]:
            standing[k] = Standing.EDGE
        elif settled and far[k] > 1 - CLOSE:
            standing[k] = Standing.GRID_ONLY
        elif settled and far[k] < CLOSE:
            standing[k] = Standing.SADDLE if unstable[k] else Standing.MINIMUM
        elif settled and not unstable[k]:
            standing[k] = Standing.BESIDE
    return tuple(standing), bottom
