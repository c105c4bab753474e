"""The climber: look at the neighbours, go to a lower one, until none is lower.

S. Russell, P. Norvig, Artificial Intelligence: A Modern Approach, section "Local search". With doubled strides it is
compass search on whole numbers: T. Kolda, R. Lewis, V. Torczon, SIAM Review 45 (2003).
"""

import itertools
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from numerics.errors import NumericsError
from numerics.hill_climbing.grid import Floats, IntegerGrid, Ints

Rule = Literal["steepest", "first"]
RULES: tuple[Rule, ...] = ("steepest", "first")
MOST_RESTARTS = 1000
MOST_VARIABLES = 5  # with neighbours along diagonals, of which n variables have 3^n - 1


@dataclass(frozen=True)
class Climber:
    """How one moves. A point where f is undefined counts as infinitely high, as does everything outside the window.

    Attributes:
        diagonal: whether neighbours along a diagonal count: in two variables 8 neighbours (Moore's) instead of 4 (von
            Neumann's).
        rule: `steepest` looks at all neighbours and takes the lowest, `first` takes the first that is lower. They are
            looked at along +x, -x, +y, -y, then along the diagonals.
        doubling: whether a stride that succeeded is doubled and one that failed is halved, down to 1.
    """

    diagonal: bool = False
    rule: Rule = "steepest"
    doubling: bool = False

    def __post_init__(self) -> None:
        if self.rule not in RULES:
            raise NumericsError(f"A climber takes the steepest or the first way, not {self.rule!r}.")

    def directions(self, dimension: int) -> Ints:
        """The moves (d, n) to the neighbours, in the order in which they are looked at.

        Raises NumericsError where there are too many of them: along diagonals, for more than five variables.
        """
        axes = np.eye(dimension, dtype=np.int64)
        straight = np.stack([axes, -axes], axis=1).reshape(-1, dimension)
        if not self.diagonal:
            return straight
        if dimension > MOST_VARIABLES:
            raise NumericsError(f"Neighbours along diagonals are looked at in up to {MOST_VARIABLES} variables.")
        every = np.array(list(itertools.product((1, 0, -1), repeat=dimension)))
        return np.concatenate([straight, every[np.abs(every).sum(-1) > 1]])

    def longest_stride(self, grid: IntegerGrid) -> int:
        """The power of two beyond which a stride leads out of the grid from everywhere, or 1 without doubling."""
        return 1 << (max(grid.shape) - 1).bit_length() - 1 if self.doubling else 1

    def around(self, grid: IntegerGrid, index: Ints, stride: int = 1) -> tuple[Ints, NDArray[np.bool_], Floats]:
        """The neighbours of points (k, n): their indices (k, d, n), which are of the grid, and f there (k, d)."""
        there = index[:, None, :] + stride * self.directions(len(grid.shape))
        inside = np.asarray(((there >= 0) & (there < grid.shape)).all(-1))
        return there, inside, np.where(inside, height(grid, np.where(inside[..., None], there, 0)), np.inf)

    def move(self, grid: IntegerGrid, index: Ints, stride: int) -> tuple[Ints, NDArray[np.bool_], Ints]:
        """From points with indices (k, n) look `stride` away: where to (k, n), whether that is lower, looks (k,)."""
        there, inside, heights = self.around(grid, index, stride)
        here = height(grid, index)[:, None]
        chosen = (heights.argmin(-1) if self.rule == "steepest" else (heights < here).argmax(-1))[:, None]
        lower = np.take_along_axis(heights, chosen, -1)[:, 0] < here[:, 0]
        looks = inside.sum(-1)
        if self.rule == "first":
            looks = np.where(lower, np.take_along_axis(inside.cumsum(-1), chosen, -1)[:, 0], looks)
        moved = np.take_along_axis(there, chosen[..., None], 1)[:, 0]
        return np.where(lower[:, None], moved, index), lower, looks


@dataclass(frozen=True, eq=False)
class Climb:
    """One way down, of T moves.

    Attributes:
        index: (T+1, n) the points, the start included.
        looks: (T+1,) how often f had been looked at on arriving; the start is the first look.
        total: the looks in all, those that found nothing lower included.
    """

    grid: IntegerGrid
    climber: Climber
    index: Ints
    looks: Ints
    total: int

    @cached_property
    def x(self) -> Floats:
        """The points (T+1, n)."""
        return self.grid.points(self.index)

    @cached_property
    def f(self) -> Floats:
        """f at every point, (T+1,)."""
        return self.grid.at(self.index)

    @property
    def moves(self) -> int:
        """T."""
        return len(self.index) - 1


def hill_climb(grid: IntegerGrid, start: ArrayLike, climber: Climber | None = None) -> Climb:
    """Go down from the grid point nearest to `start` (n,), until no neighbour is lower.

    It always ends: f falls with every move, and the grid is finite.
    """
    climber = climber or Climber()
    longest = climber.longest_stride(grid)
    index, looks, total, stride = [grid.nearest(start)], [1], 1, 1
    while stride:
        there, lower, looked = climber.move(grid, index[-1][None], stride)
        total += int(looked[0])
        if lower[0]:
            index.append(there[0])
            looks.append(total)
            stride = min(2 * stride, longest)
        else:
            stride //= 2
    return Climb(grid, climber, np.array(index), np.array(looks), total)


def restarts(grid: IntegerGrid, climber: Climber, count: int, seed: int = 0) -> tuple[Climb, ...]:
    """Climbs from `count` grid points drawn at random, every one as likely as any other."""
    if not 0 <= count <= MOST_RESTARTS:
        raise NumericsError(f"There can be 0 to {MOST_RESTARTS} restarts, not {count}.")
    starts = np.random.default_rng(seed).integers(0, grid.shape, size=(count, len(grid.shape)))
    return tuple(hill_climb(grid, start, climber) for start in grid.points(starts))


def ends(grid: IntegerGrid, climber: Climber) -> Ints:
    """Where the climb from every point of the grid ends: flat places (m1·…·mn,) of `grid.values`.

    Where a climb goes on depends on its point and its stride alone, so all are followed at once, each look twice as
    far along the ways as the last.
    """
    count = grid.values.size
    index = np.stack(np.unravel_index(np.arange(count), grid.shape), axis=-1)
    strides = [1 << level for level in range(climber.longest_stride(grid).bit_length())]
    following = np.empty((len(strides), count), dtype=np.int64)  # of every pair of stride and place, the next pair
    for level, stride in enumerate(strides):
        there, lower, _ = climber.move(grid, index, stride)
        place = np.ravel_multi_index(tuple(there.T), grid.shape)
        next_level = np.where(lower, min(level + 1, len(strides) - 1), max(level - 1, 0))
        following[level] = next_level * count + place
    way = following.ravel()
    while not np.array_equal(further := way[way], way):
        way = further
    return way[:count] % count


def height(grid: IntegerGrid, index: Ints) -> Floats:
    """f (...) at indices (..., n), infinite where it is undefined."""
    values = grid.at(index)
    return np.where(np.isnan(values), np.inf, values)
