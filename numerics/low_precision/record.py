"""The record of a run in low precision: what each step wanted to add to each weight, and what became of that."""

from dataclasses import dataclass
from enum import Enum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from numerics.low_precision.precision import Precision, gap
from numerics.low_precision.scaling import LossScaling
from numerics.methods import Method

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


class End(Enum):
    """How a run can end."""

    STEPS = "All steps were taken."
    BUDGET = "The evaluations that were allowed are used up."
    NOT_FINITE = "A weight became infinite or NaN."


@dataclass(frozen=True, eq=False)
class Record:
    """What `run` returns: T steps of n weights.

    Attributes:
        x: (T + 1, n) the weights that updates are added to, the start first; the last may be not finite.
        seen: (T + 1, n) the weights that f was evaluated with.
        f: (T + 1,) f there, in float64.
        gradient: (T, n) the gradient that each step was computed with, the scale of the loss taken out.
        true_gradient: (T + 1, n) the gradient in float64.
        wanted: (T, n) the update that the method gives in float64 from the same weights, gradient and state; 0 where
            the step was skipped.
        powers: (T + 1,) k of the scale 2^k of the loss.
        skipped: (T,) whether the step was left out because a gradient was not finite.
        end: how the run ended.
    """

    method: Method
    precision: Precision
    scaling: LossScaling
    x: Floats
    seen: Floats
    f: Floats
    gradient: Floats
    true_gradient: Floats
    wanted: Floats
    powers: NDArray[np.int64]
    skipped: Mask
    end: End

    @property
    def steps(self) -> int:
        """T."""
        return len(self.skipped)

    @cached_property
    def moved(self) -> Floats:
        """(T, n) what each step really added."""
        with np.errstate(all="ignore"):
            return np.diff(self.x, axis=0)

    @cached_property
    def gaps(self) -> Floats:
        """(T, n) how far the next number of the format was from each weight, on the side of its update."""
        return gap(self.x[:-1], self.wanted, self.precision.updated)

    @cached_property
    def in_gaps(self) -> Floats:
        """(T, n) the size of each update in gaps: below ½ it vanishes under rounding to nearest."""
        with np.errstate(all="ignore"):
            return np.abs(self.wanted) / self.gaps

    @cached_property
    def vanished(self) -> Mask:
        """(T, n) where there was an update of less than a gap and the weight is what it was: w + Δw was rounded to w.

        Between half a gap and a whole one that happens where Δw itself was rounded on its way, or by chance.
        """
        return self._without_effect & (self.in_gaps < 1)

    @cached_property
    def step_lost(self) -> Mask:
        """(T, n) where the weight is what it was though its update is a gap or more: it was computed as nothing."""
        return self._without_effect & (self.in_gaps >= 1)

    @property
    def _without_effect(self) -> Mask:
        return (self.wanted != 0) & np.isfinite(self.wanted) & (self.moved == 0)

    @cached_property
    def gradient_lost(self) -> Mask:
        """(T, n) where the gradient is 0 and should not be: it underflowed, or rounding inside f cancelled it."""
        return (self.gradient == 0) & (self.true_gradient[:-1] != 0) & ~self.skipped[:, None]

    @property
    def first_vanished(self) -> tuple[int, int] | None:
        """The first step, and the first weight in it, whose update vanished; None if none did."""
        return _first(self.vanished)

    @property
    def first_step_lost(self) -> tuple[int, int] | None:
        """The first step, and the first weight in it, whose update was computed as nothing; None if none was."""
        return _first(self.step_lost)

    @property
    def first_gradient_lost(self) -> tuple[int, int] | None:
        """The first step, and the first weight in it, whose gradient is 0 and should not be; None if none is."""
        return _first(self.gradient_lost)


def _first(mask: Mask) -> tuple[int, int] | None:
    places = np.argwhere(mask)
    return (int(places[0, 0]), int(places[0, 1])) if len(places) else None
