"""Basins of attraction: where a method ends from every start of a window."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from numerics.attractors import Attractors, arrived, settle
from numerics.descend import Progress, descend
from numerics.ends import Ends
from numerics.errors import NumericsError
from numerics.methods import Method, choose_method
from numerics.objective import Objective
from numerics.outcome import Outcome
from numerics.sampling import Interval, lattice

Ints = NDArray[np.int64]

DIVERGED, LEFT_DOMAIN, UNDER_WAY = -1, -2, -3

REACH = 1e-3  # of the window: closer than this the picture shows no difference
GAP = 2.0  # steps of the lattice of starts


@dataclass(frozen=True, eq=False)
class Basins:
    """Where runs of a method end that start on a lattice of points.

    Attributes:
        x, y: (nx,), (ny,) the starts along the variables `axes`.
        through: (n,) a point of the plane of starts, for the other variables.
        label: (ny, nx) which of the attractors a start ends at, or
            DIVERGED (-1) the iterates or f grew beyond all bounds,
            LEFT_DOMAIN (-2) a point, or a step to the next, was not defined (perhaps the start itself),
            UNDER_WAY (-3) after all its steps, or at a standstill, it was near no attractor.
        attractors: as `attractors` (k, n), with more about them in `found`.
        steps_taken: (ny, nx) the steps that a start was given before it ended.
    """

    objective: Objective
    method: Method
    steps: int
    tolerance: float | None
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    axes: tuple[int, int]
    through: NDArray[np.float64]
    ends: Ends
    label: Ints
    found: Attractors

    @property
    def attractors(self) -> NDArray[np.float64]:
        """The attractors (k, n), those with the lowest f first."""
        return self.found.x

    @property
    def steps_taken(self) -> Ints:
        """(ny, nx) the steps from each start."""
        return self.ends.steps.reshape(self.label.shape)

    def share(self, label: int) -> float:
        """The part of the starts, 0 … 1, that have this label."""
        return float(np.mean(self.label == label))


def basins(
    f: Objective,
    window: Sequence[Interval] = ((-5, 5), (-5, 5)),
    resolution: int = 200,
    method: str | Method = "gradient_descent",
    steps: int = 300,
    *,
    tolerance: float | None = 1e-8,
    axes: tuple[int, int] = (0, 1),
    through: ArrayLike | None = None,
    progress: Progress | None = None,
    **knobs: Any,
) -> Basins:
    """Run a method from `resolution`² starts in a window, and tell which of them end at the same attractor.

    A run ends as in `minimize`. It has arrived at an attractor if it has converged, or if it is within a thousandth of
    the window from a minimum: see `numerics.attractors` for which ends are the same. A function of more
    variables is cut along two `axes`, the others starting as in `through` (n,), else at 0. `progress` is called with
    the share of the work that is done, and may raise to end it.

    Raises NumericsError as `minimize` does, and for a window or resolution that `sample_plane` would refuse.
    """
    chosen = choose_method(method, **knobs)
    x, y, starts = lattice(f, window, resolution, axes, through)
    ends = descend(f, starts.reshape(-1, f.dimension), chosen, steps, tolerance, progress=progress)
    [label], found = _labels(f, [ends], x, y)
    return Basins(f, chosen, steps, tolerance, x, y, axes, starts[0, 0].copy(), ends, label, found)


def _labels(f: Objective, all_ends: Sequence[Ends], x: Any, y: Any) -> tuple[list[Ints], Attractors]:
    """The labels of several lattices of starts, with attractors in common."""
    width = max(x[-1] - x[0], y[-1] - y[0])
    reach, gap = REACH * width, max(REACH * width, GAP * (x[1] - x[0]), GAP * (y[1] - y[0]))
    points = np.concatenate([ends.x for ends in all_ends])
    label = np.concatenate([_failures(ends) for ends in all_ends])
    settled = np.concatenate([ends.converged for ends in all_ends])
    waiting = np.flatnonzero(np.concatenate([ends.having(Outcome.STEP_LIMIT, Outcome.STALLED) for ends in all_ends]))
    settled[waiting] = arrived(f, points[waiting], reach)
    label[settled], found = settle(f, points[settled], reach, gap)
    return [part.reshape(len(y), len(x)) for part in np.split(label, len(all_ends))], found


def _failures(ends: Ends) -> Ints:
    lost = ends.having(Outcome.LEFT_DOMAIN, Outcome.NO_STEP, Outcome.UNDEFINED_START)
    return np.select([ends.having(Outcome.DIVERGED), lost], [DIVERGED, LEFT_DOMAIN], UNDER_WAY)


class Verdict(IntEnum):
    """What two methods make of the same start."""

    SAME = 0
    APART = 1
    ONLY_FIRST = 2
    ONLY_SECOND = 3
    NEITHER = 4


@dataclass(frozen=True, eq=False)
class Difference:
    """Two methods from the same starts.

    Attributes:
        first, second: the basins of both, relabelled to have their attractors in common.
        verdict: (ny, nx) SAME: both end at the same attractor, APART: at different ones, ONLY_FIRST, ONLY_SECOND:
            just one of them ends at an attractor, NEITHER.
        steps: (ny, nx) the steps of the first less those of the second.
    """

    first: Basins
    second: Basins
    verdict: Ints
    steps: Ints

    def share(self, verdict: Verdict) -> float:
        """The part of the starts, 0 … 1, with this verdict."""
        return float(np.mean(self.verdict == verdict))


def compare_basins(first: Basins, second: Basins) -> Difference:
    """Set two basins of the same function over the same starts side by side.

    Raises NumericsError if they are not.
    """
    places = [(each.objective, each.axes, *map(tuple, (each.x, each.y, each.through))) for each in (first, second)]
    if places[0] != places[1]:
        raise NumericsError("only basins of the same function over the same starts can be compared")
    (one, other), found = _labels(first.objective, [first.ends, second.ends], first.x, first.y)
    arrives = [label >= 0 for label in (one, other)]
    cases = [arrives[0] & arrives[1] & (one == other), arrives[0] & arrives[1], arrives[0], arrives[1]]
    verdict = np.select(cases, [Verdict.SAME, Verdict.APART, Verdict.ONLY_FIRST, Verdict.ONLY_SECOND], Verdict.NEITHER)
    return Difference(
        replace(first, label=one, found=found),
        replace(second, label=other, found=found),
        verdict,
        first.steps_taken - second.steps_taken,
    )
