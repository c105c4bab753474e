"""f on a plane or a line through a point, ready to draw."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from numerics.differentiable import Differentiable
from numerics.errors import NumericsError

Floats = NDArray[np.float64]
Interval = tuple[float, float]

MAX_RESOLUTION = 1000
MAX_COUNT = 100_000


@dataclass(frozen=True, eq=False)
class Grid:
    """Values `z` (ny, nx) of f over `x` (nx,) and `y` (ny,), which run along the variables `axes`.

    NaN and infinity stay where f has them.
    """

    x: Floats
    y: Floats
    z: Floats
    axes: tuple[int, int]


@dataclass(frozen=True, eq=False)
class Line:
    """Values `z` (count,) of f over `x` (count,), which runs along the variable `axis`."""

    x: Floats
    z: Floats
    axis: int


def sample_plane(
    f: Differentiable,
    window: tuple[Interval, Interval],
    resolution: int = 100,
    axes: tuple[int, int] = (0, 1),
    through: ArrayLike | None = None,
) -> Grid:
    """f on the plane along two of its variables, the others held as in `through` (n,), else at 0.

    `window` is ((x0, x1), (y0, y1)), `resolution` the points along each side. Raises NumericsError
    for an empty window, a resolution outside 2 … 1000, or axes that f does not have.
    """
    x, y, points = lattice(f, window, resolution, axes, through)
    return Grid(x, y, f(points), axes)


def lattice(
    f: Differentiable,
    window: Sequence[Interval],
    resolution: int,
    axes: tuple[int, int] = (0, 1),
    through: ArrayLike | None = None,
) -> tuple[Floats, Floats, Floats]:
    """Evenly spaced x (nx,) and y (ny,) along two variables, and the points (ny, nx, n) of that plane.

    Arguments and errors are those of `sample_plane`.
    """
    if len(window) != 2:
        raise NumericsError(f"the window needs two intervals, not {len(window)}")
    (x0, x1), (y0, y1) = (_checked_interval(interval) for interval in window)
    _check_count(resolution, MAX_RESOLUTION)
    if axes[0] == axes[1]:
        raise NumericsError("a plane needs two different axes")
    x, y = np.linspace(x0, x1, resolution), np.linspace(y0, y1, resolution)
    points = np.empty((resolution, resolution, f.dimension))
    points[...] = _checked_point(f, through, *axes)
    points[..., axes[0]] = x
    points[..., axes[1]] = y[:, None]
    return x, y, points


def sample_line(
    f: Differentiable, interval: Interval, count: int = 400, axis: int = 0, through: ArrayLike | None = None
) -> Line:
    """f along one of its variables, the others held as in `through` (n,), else at 0.

    Raises NumericsError for an empty interval, a count outside 2 … 100 000, or an axis that f
    does not have.
    """
    x0, x1 = _checked_interval(interval)
    _check_count(count, MAX_COUNT)
    x = np.linspace(x0, x1, count)
    points = np.tile(_checked_point(f, through, axis), (count, 1))
    points[:, axis] = x
    return Line(x, f(points), axis)


def turning_interval(f: Differentiable, interval: Interval, count: int = 1001) -> Interval:
    """The part of an interval about the points where f of one variable turns, with room on both sides.

    Seen at `count` places. Where f turns once there is room of 4 on both sides, where it turns more often of half
    their distance, at least 1; the interval itself where f turns nowhere, and never more than it. The ends are
    halves of whole numbers.
    """
    line = np.linspace(*interval, count)
    slope = np.where(np.isfinite(f(line[:, None])), f.gradient(line[:, None])[:, 0], np.nan)
    crosses = np.sign(slope[1:]) * np.sign(slope[:-1]) < 0  # NaN compares false
    between = (line[1:] + line[:-1])[crosses] / 2
    turns = np.sort(np.concatenate([line[slope == 0], between]))
    if not turns.size:
        return interval
    apart = float(turns[-1] - turns[0])
    room = max(1.0, apart / 2) if apart > 2 * (line[1] - line[0]) else 4.0
    low, high = np.floor(2 * (turns[0] - room) + 1e-6) / 2, np.ceil(2 * (turns[-1] + room) - 1e-6) / 2
    return max(interval[0], float(low)), min(interval[1], float(high))


def _checked_interval(interval: Interval) -> Interval:
    low, high = (float(end) for end in interval)
    if not (low < high and np.isfinite(high - low)):
        raise NumericsError(f"the window needs two finite ends in ascending order, not {low:g}, {high:g}")
    return low, high


def _check_count(count: int, highest: int) -> None:
    if not 2 <= count <= highest:
        raise NumericsError(f"the resolution must lie between 2 and {highest}, not {count}")


def _checked_point(f: Differentiable, through: ArrayLike | None, *axes: int) -> Floats:
    for axis in axes:
        if not 0 <= axis < f.dimension:
            raise NumericsError(f"the function has no variable number {axis + 1}")
    point = np.zeros(f.dimension) if through is None else np.asarray(through, dtype=np.float64)
    if point.shape != (f.dimension,):
        raise NumericsError(f"the plane or line must pass through a point of {f.dimension} numbers")
    return point
