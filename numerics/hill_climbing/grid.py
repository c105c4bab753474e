"""f on the points of a grid: whole multiples of a spacing, within a window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from numerics.errors import NumericsError
from numerics.numbers import format_number
from numerics.objective import Objective
from numerics.sampling import Interval

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MOST_POINTS = 10_000
ROUNDING = 1e-9  # of a spacing: how far outside a grid point may lie by rounding, as 0.3 does for a window up to 3·0.1


@dataclass(frozen=True, eq=False)
class IntegerGrid:
    """The points `spacing`·k for whole k, and f at all of them.

    A point is named by its index (n,), which counts from the lower end of the window along each variable.

    Attributes:
        first: (n,) the k of the lowest point along each variable.
        spacing: (n,) the distance of neighbours along each variable.
        values: (m1, …, mn) of f; NaN and infinity stay where f has them.
    """

    objective: Objective
    first: Ints
    spacing: Floats
    values: Floats

    @classmethod
    def of(cls, f: Objective, window: Sequence[Interval], spacing: ArrayLike = 1.0) -> IntegerGrid:
        """The grid in a window, one interval for each variable, with f evaluated at every point.

        `spacing` is one number for all variables or one for each. Raises NumericsError if a spacing is not positive,
        an interval holds fewer than two points, or the window more than 10 000.
        """
        if len(window) != f.dimension:
            raise NumericsError(f"The window needs {f.dimension} intervals, not {len(window)}.")
        step = np.broadcast_to(np.asarray(spacing, dtype=np.float64), (f.dimension,))
        low, high = np.array(window, dtype=np.float64).T
        if not (np.isfinite(step).all() and (step > 0).all() and np.isfinite([low, high]).all()):
            raise NumericsError("The spacing of a grid is positive, and its window has finite ends.")
        with np.errstate(over="ignore"):
            first, last = np.ceil(low / step - ROUNDING), np.floor(high / step + ROUNDING)
            counts = last - first + 1
        for name, count, width in zip(f.variables, counts, step, strict=True):
            if count < 2:
                raise NumericsError(
                    f"The window holds fewer than two multiples of {format_number(width)} along {name}: take a finer "
                    "spacing or a wider window."
                )
        if not counts.prod() <= MOST_POINTS or np.abs([first, last]).max() > 2**53:
            raise NumericsError(
                f"This grid has {format_number(counts.prod(), 2)} points, and at most {MOST_POINTS} are looked at: "
                "take a coarser spacing or a smaller window."
            )
        lines = [(start + np.arange(count)) * width for start, count, width in zip(first, counts, step, strict=True)]
        points = np.stack(np.meshgrid(*lines, indexing="ij"), axis=-1)
        return cls(f, first.astype(np.int64), step.copy(), np.asarray(f(points)))

    @property
    def shape(self) -> tuple[int, ...]:
        """(m1, …, mn), the points along each variable."""
        return self.values.shape

    def line(self, axis: int) -> Floats:
        """The coordinates (m,) of the points along one variable."""
        return np.asarray((self.first[axis] + np.arange(self.shape[axis])) * self.spacing[axis])

    def points(self, index: ArrayLike) -> Floats:
        """The points (..., n) with these indices (..., n)."""
        return (self.first + np.asarray(index)) * self.spacing

    def nearest(self, x: ArrayLike) -> Ints:
        """The index (n,) of the grid point that is nearest to x (n,) along each variable."""
        place = np.rint(np.asarray(x, dtype=np.float64) / self.spacing - self.first)
        return np.clip(place, 0, np.array(self.shape) - 1).astype(np.int64)

    def at(self, index: Ints) -> Floats:
        """f (...) at the points with these indices (..., n)."""
        return self.values[tuple(np.moveaxis(index, -1, 0))]
