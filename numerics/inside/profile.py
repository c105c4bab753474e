"""f along the line in which a method steps or searches, at K steps at once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from numerics.inside.views import Array, Slice, Steps

FROM, TO, SAMPLES = -0.5, 2.5, 49  # of the length that was taken

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Profile:
    """The change of f along a line, in units that make every step look alike.

    The unit of length is the length that was taken (the first that was tried, where none was). The unit of change is
    what the slope at x promises over that length, or the largest change on the way there if that is more.

    Attributes:
        length: (S,) the lengths at which f was sampled.
        change: (K, S) the change of f there.
        slope: (K,) of the tangent at x: -1 unless f changes by more than its slope promises.
        tried, tried_change: (K, m) the lengths that the method tried; NaN for none.
        taken, taken_change: (K,) the length that was taken.
        promised, actual: (K,) what the slope promises over the unit of length, and what f did, in the units of f.
        sufficient: c₁ of Armijo's condition, or None.
    """

    length: Floats
    change: Floats
    slope: Floats
    tried: Floats
    tried_change: Floats
    taken: Floats
    taken_change: Floats
    promised: Floats
    actual: Floats
    sufficient: float | None


def profile(steps: Steps, seen: Slice) -> Profile:
    """Sample f along a slice."""
    length = np.linspace(FROM, TO, SAMPLES)
    with np.errstate(all="ignore"):
        first = seen.tried[:, 0] if seen.tried.shape[1] else np.full(len(steps.t), np.nan)
        unit = np.where(np.abs(seen.taken) > 0, seen.taken, first)
        step = unit[:, None] * seen.direction

        def change(lengths: Array) -> Floats:
            points = steps.x[:, None] + lengths[..., None] * step[:, None]
            return np.asarray(steps.objective(points)) - steps.f[:, None]

        sampled = change(np.broadcast_to(length, (len(steps.t), SAMPLES)))
        tried, taken = seen.tried / unit[:, None], seen.taken / unit
        tried_change, taken_change = change(tried), change(taken[:, None])[:, 0]
        promised = np.vecdot(steps.gradient, step)
        on_the_way = np.where((length >= 0) & (length <= 1) & np.isfinite(sampled), np.abs(sampled), 0).max(-1)
        scale = np.maximum(np.abs(promised), on_the_way)
        scale = np.where(scale > 0, scale, np.nan)
        return Profile(
            length,
            sampled / scale[:, None],
            promised / scale,
            tried,
            tried_change / scale[:, None],
            taken,
            taken_change / scale,
            promised,
            taken_change,
            seen.sufficient,
        )
