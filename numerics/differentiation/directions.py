"""The slope of f in every direction of a plane, and one step along the gradient or along its signs."""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from numerics.methods import Method
from numerics.objective import Objective
from numerics.rules import TypedRule, parse_rule

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Directions:
    """The directional derivatives uᵀ∇f for u = (cos θ, sin θ).

    Attributes:
        gradient: (2,) ∇f in the plane.
        angles: (k,) θ in degrees, from 0 to 360.
        slopes: (k,) uᵀ∇f = ‖∇f‖ cos(θ - θ of ∇f).
    """

    gradient: Floats
    angles: Floats
    slopes: Floats

    @property
    def steepness(self) -> float:
        """‖∇f‖, the largest slope; the least is its negative."""
        return float(np.hypot(*self.gradient))

    @property
    def ascent(self) -> float | None:
        """The angle of steepest ascent, that of ∇f, in [0, 360); None where ∇f is 0 or undefined."""
        if not (0 < self.steepness < math.inf):
            return None
        return math.degrees(math.atan2(self.gradient[1], self.gradient[0])) % 360

    @property
    def descent(self) -> float | None:
        """The angle of steepest descent, that of -∇f, in [0, 360)."""
        return None if self.ascent is None else (self.ascent + 180) % 360


def unit(angle: ArrayLike) -> Floats:
    """(cos θ, sin θ) of angles (...) in degrees, shape (..., 2); exact for quarter turns."""
    theta = np.asarray(angle, dtype=np.float64)
    u = np.stack([np.cos(np.radians(theta)), np.sin(np.radians(theta))], axis=-1)
    return np.where(np.abs(u) < 1e-15, 0.0, u)


def directions(gradient: ArrayLike, angles: ArrayLike | None = None) -> Directions:
    """The directional derivatives of a function with this gradient (2,), at every degree unless `angles` are given."""
    g = np.asarray(gradient, dtype=np.float64)
    theta = np.linspace(0.0, 360.0, 361) if angles is None else np.asarray(angles, dtype=np.float64)
    with np.errstate(all="ignore"):
        return Directions(g, theta, unit(theta) @ g)


@dataclass(frozen=True, eq=False)
class OneStep:
    """The change of f after one step of size ε along -d.

    Attributes:
        epsilon: (k,) the sizes.
        change: (k,) f(x - ε d) - f(x).
        slope: what is promised for each unit of ε: -dᵀ∇f.
    """

    epsilon: Floats
    change: Floats
    slope: float


def gradient_step(f: Objective, x: ArrayLike, epsilon: ArrayLike) -> OneStep:
    """One step along -∇f: the promise is -‖∇f‖₂²."""
    return _one_step(f, x, epsilon, f.gradient(x))


def sign_step(f: Objective, x: ArrayLike, epsilon: ArrayLike) -> OneStep:
    """One step along -sign ∇f, entry by entry: the promise is -‖∇f‖₁, and it is as long for any steepness."""
    return _one_step(f, x, epsilon, np.sign(f.gradient(x)))


def sign_descent(learning_rate: float) -> Method:
    """x ← x - ε sign ∇f(x) as a method for `minimize`."""
    knobs: dict[str, Any] = {"learning_rate": learning_rate}
    return _sign_rule()(**knobs)


@lru_cache(1)
def _sign_rule() -> type[TypedRule]:
    return parse_rule("x ← x - eta sign(g)")


def _one_step(f: Objective, x: ArrayLike, epsilon: ArrayLike, d: Floats) -> OneStep:
    at, sizes = np.asarray(x, dtype=np.float64), np.asarray(epsilon, dtype=np.float64)
    with np.errstate(all="ignore"):
        change = f(at - sizes[:, None] * d) - f(at)
        return OneStep(sizes, change, -float(d @ f.gradient(at)))
