"""How far to go along a direction: two line searches that methods share.

Both take a whole batch and try further lengths only where none was found yet. A search that finds nothing
leaves the point where it is, and neither ever returns a point at which f is larger.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from numerics.methods.base import Array
from numerics.oracle import Oracle

SUFFICIENT = 1e-4  # c₁, the usual share of the decrease that the slope promises
SHRINK = 0.5
HALVINGS = 50  # 2⁻⁵⁰ of a length is below a rounding of the point
TRIALS = 30
NARROW = 1e-10  # an interval this narrow, relative to its end, holds nothing better


class Found(NamedTuple):
    """The new point (..., n), f there (...), and the length (...) of the step, 0 where none was found."""

    x: Array
    value: Array
    length: Array


def backtrack(
    oracle: Oracle,
    x: Array,
    value: Array,
    gradient: Array,
    direction: Array,
    first: Array | float = 1.0,
    shrink: float = SHRINK,
    sufficient: float = SUFFICIENT,
) -> Found:
    """The first of α = first, first · shrink, … with f(x + α d) ≤ f(x) + c₁ α ∇f(x)·d, Armijo's condition.

    `value` (...) is f(x); c₁ is `sufficient`. Where d is no descent direction nothing is tried.
    Source: L. Armijo, Pacific J. Math. 16(1) (1966) 1–3.
    """
    lanes, found = _begin(x, value, gradient, direction, first)
    points, directions, start, slope, trial_length = lanes
    active = np.flatnonzero(slope < 0)
    for _ in range(HALVINGS):
        if not active.size:
            break
        length = trial_length[active]
        trial = points[active] + length[:, None] * directions[active]
        reached = _each(oracle.value, trial)
        good = reached <= start[active] + sufficient * length * slope[active]
        _keep(found, active[good], trial[good], reached[good], length[good])
        active = active[~good]
        trial_length[active] *= shrink
    return _end(found, x)


def strong_wolfe(
    oracle: Oracle,
    x: Array,
    value: Array,
    gradient: Array,
    direction: Array,
    first: Array | float = 1.0,
    sufficient: float = SUFFICIENT,
    curvature: float = 0.9,
) -> Found:
    """A length that meets Armijo's condition and |∇f(x + α d)·d| ≤ c₂ |∇f(x)·d|, the strong Wolfe conditions.

    c₂ is `curvature`: 0.9 is loose, 1e-8 asks for the minimum along the line. An interval is kept whose lower
    end lies downhill and meets Armijo's condition, and whose upper end is too far. It grows until there is an upper
    end, then the secant of the two slopes gives the next trial (exact on a quadratic), every third time the
    middle. Where the trials run out, or the interval has shrunk to a point (a kink, an edge of the domain), the lower
    end is the answer.
    Source: J. Nocedal, S. J. Wright, Numerical Optimization, 2nd ed. (2006), section 3.5.
    """
    lanes, found = _begin(x, value, gradient, direction, first)
    points, directions, start, slope, length = lanes
    sufficient = min(sufficient, curvature / 2)  # else the two conditions may exclude each other
    low, low_slope = np.zeros_like(length), slope.copy()
    high, high_slope = np.full_like(length, np.inf), np.full_like(length, np.nan)
    active = np.flatnonzero(slope < 0)
    for count in range(TRIALS):
        if not active.size:
            break
        a = length[active]
        trial = points[active] + a[:, None] * directions[active]
        reached = _each(oracle.value, trial)
        steepness = np.vecdot(_each(oracle.gradient, trial), directions[active])
        falls = reached <= start[active] + sufficient * a * slope[active]
        good = falls & (np.abs(steepness) <= -curvature * slope[active])
        lower = falls & (-np.inf < steepness) & (steepness < 0) & (reached <= found.value[active])
        _keep(found, active[good | lower], trial[good | lower], reached[good | lower], a[good | lower])
        low[active[lower]], low_slope[active[lower]] = a[lower], steepness[lower]
        high[active[~lower]], high_slope[active[~lower]] = a[~lower], steepness[~lower]
        active = active[~good & (low[active] < (1 - NARROW) * high[active])]
        length[active] = _next_trial(
            low[active], low_slope[active], high[active], high_slope[active], slope[active], middle=count % 3 == 2
        )
    return _end(found, x)


def _next_trial(low: Array, low_slope: Array, high: Array, high_slope: Array, slope: Array, middle: bool) -> Array:
    # Without an upper end: to where the slopes at 0 and `low` lead, at most ten times as far.
    ahead = low * slope / (slope - low_slope)
    further = np.where(low_slope > slope, np.clip(ahead, 1.5 * low, 10 * low), 4 * low)
    width = high - low
    halfway = low + width / 2
    if middle:
        inside = halfway
    else:
        secant = low - low_slope * width / (high_slope - low_slope)
        inside = np.where(high_slope > 0, np.clip(secant, low + 1e-3 * width, high - 1e-3 * width), halfway)
    return np.where(np.isinf(high), further, inside)


def first_length(gradient: Array) -> Array:
    """A first trial for -∇f as direction: no further than a distance of 1."""
    return 1 / np.maximum(1, np.linalg.norm(gradient, axis=-1))


def _begin(
    x: Array, value: Array, gradient: Array, direction: Array, first: Array | float
) -> tuple[tuple[Array, ...], Found]:
    """All as rows (k, n) and (k,), and the answer as long as nothing is found."""
    points, directions = x.reshape(-1, x.shape[-1]), direction.reshape(-1, x.shape[-1])
    start, slope = np.reshape(value, -1), np.reshape(np.vecdot(gradient, direction), -1)
    length = np.broadcast_to(first, x.shape[:-1]).reshape(-1).copy()
    return (points, directions, start, slope, length), Found(points.copy(), start.copy(), np.zeros_like(start))


def _keep(found: Found, rows: Array, x: Array, value: Array, length: Array) -> None:
    found.x[rows], found.value[rows], found.length[rows] = x, value, length


def _end(found: Found, x: Array) -> Found:
    batch = x.shape[:-1]
    return Found(found.x.reshape(x.shape), found.value.reshape(batch), found.length.reshape(batch))


def _each(function: Callable[[Array], Array], points: Array) -> Array:
    # A single point is several times faster than a batch of one.
    return np.asarray(function(points[0]))[None] if len(points) == 1 else function(points)
