"""The Taylor test: whether a gradient is right is seen in how fast the error of its linear model falls."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from numerics.objective import Objective

Floats = NDArray[np.float64]

DECADES, PER_DECADE = 9, 6
ABOVE_NOISE = 100  # times the rounding error that a remainder must have to count
FITTED = 10  # points that the slope is taken from, the smallest steps that count
EPSILON = float(np.finfo(np.float64).eps)


@dataclass(frozen=True, eq=False)
class TaylorTest:
    """The remainders of f(x + t d) along a direction d of length 1.

    Attributes:
        t: (k,) the steps, increasing.
        change: (k,) |f(x + t d) - f(x)|, which falls like t.
        remainder: (k,) |f(x + t d) - f(x) - t g·d|, which falls like t² if g is the gradient, else like t.
        noise: the size of rounding errors; remainders below are nothing else.
        slope: the slope of the remainder against t on log axes, over the smallest steps above the noise; None where
            there are too few, as for a linear f.
    """

    t: Floats
    change: Floats
    remainder: Floats
    noise: float
    slope: float | None


def taylor_test(f: Objective, x: ArrayLike, direction: ArrayLike, gradient: ArrayLike | None = None) -> TaylorTest:
    """Test a claimed gradient of f at x (n,) along a direction (n,), which is made of length 1.

    `gradient` is the claim; without it f's own is tested. By Taylor's theorem the slope is 2 where f has continuous
    second derivatives and dᵀHd is not 0 (where it is 0, more). A. Griewank, A. Walther, Evaluating Derivatives,
    2nd ed., SIAM 2008, section 1.1, on why a difference quotient alone cannot tell.
    """
    at, d = np.asarray(x, dtype=np.float64), np.asarray(direction, dtype=np.float64)
    d = d / np.linalg.norm(d)
    g = f.gradient(at) if gradient is None else np.asarray(gradient, dtype=np.float64)
    size = max(1.0, float(np.abs(at).max()))
    t = np.geomspace(size * 10.0**-DECADES, size, DECADES * PER_DECADE + 1)
    with np.errstate(all="ignore"):
        here = f(at)
        change = f(at + t[:, None] * d) - here
        remainder = np.abs(change - t * (g @ d))
        noise = float(EPSILON * (abs(here) + np.abs(at) @ np.abs(f.gradient(at))))
    counts = np.flatnonzero(np.isfinite(remainder) & (remainder > ABOVE_NOISE * noise) & (remainder > 0))[:FITTED]
    slope = None
    if len(counts) >= FITTED // 2:
        slope = float(np.polyfit(np.log(t[counts]), np.log(remainder[counts]), 1)[0])
    return TaylorTest(t, np.abs(change), remainder, noise, slope)
