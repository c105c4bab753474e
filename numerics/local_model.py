"""f near a point as its quadratic Taylor model sees it: curvature in every direction, and the best step downhill."""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from numerics.curvature import Kind, eigenvalues, kind_of
from numerics.objective import Objective

Floats = NDArray[np.float64]

CRITICAL = 1e-8  # a gradient no longer than this, against the curvature times the size of x, counts as zero
FARTHEST = 64.0  # times ε*: how far the step at which descent climbs again is looked for
SAMPLES = 400


@dataclass(frozen=True, eq=False)
class LocalModel:
    """f(x) + gᵀd + ½ dᵀH d around a point.

    Attributes:
        f: the function.
        x: the point (n,).
        value, gradient, hessian: f(x), g (n,) and H (n, n) there.
    """

    f: Objective
    x: Floats
    value: float
    gradient: Floats
    hessian: Floats

    @property
    def finite(self) -> bool:
        """Whether f and both derivatives are finite numbers at x."""
        return bool(np.isfinite([self.value, *self.gradient, *self.hessian.ravel()]).all())

    @cached_property
    def eigenvalues(self) -> Floats:
        """λ (n,), ascending; NaN where H is not finite."""
        return eigenvalues(self.hessian)

    @cached_property
    def eigenvectors(self) -> Floats:
        """Orthonormal, as columns (n, n), in the order of the eigenvalues."""
        return np.linalg.eigh(self.hessian)[1]

    @property
    def critical(self) -> bool:
        """Whether ∇f is zero, or as near as rounding leaves it."""
        size = float(np.abs(self.eigenvalues).max()) * (1 + float(np.linalg.norm(self.x)))
        return float(np.linalg.norm(self.gradient)) <= CRITICAL * (size or 1.0)

    @property
    def kind(self) -> Kind | None:
        """The kind of the critical point, as the second-derivative test sees it; None where ∇f is not zero."""
        return kind_of(self.f, self.x) if self.critical else None

    @property
    def condition(self) -> float:
        """max|λ| / min|λ|: of a definite H the condition number κ₂ and the stretch of its contour ellipses, squared."""
        sizes = np.abs(self.eigenvalues)
        return float(sizes.max() / sizes.min()) if sizes.min() > 0 else math.inf

    def curvature(self, d: ArrayLike) -> Floats:
        """dᵀH d / dᵀd along directions d (..., n): an average of the eigenvalues, weighted by cos² of the angles."""
        direction = np.asarray(d, dtype=np.float64)
        along = np.einsum("...i,ij,...j->...", direction, self.hessian, direction)
        return np.asarray(along / np.einsum("...i,...i->...", direction, direction))

    def predicted(self, points: ArrayLike) -> Floats:
        """The model at points (..., n)."""
        d = np.asarray(points, dtype=np.float64) - self.x
        return np.asarray(self.value + d @ self.gradient + 0.5 * np.einsum("...i,ij,...j->...", d, self.hessian, d))

    # One step of gradient descent, x - ε g

    @cached_property
    def squared(self) -> float:
        """gᵀg."""
        return float(self.gradient @ self.gradient)

    @cached_property
    def bending(self) -> float:
        """gᵀH g: the curvature along the gradient, times gᵀg."""
        return float(self.gradient @ self.hessian @ self.gradient)

    @property
    def best_step(self) -> float | None:
        """ε* = gᵀg / gᵀHg, at which the model is lowest along -g; None where gᵀHg ≤ 0 and it falls for ever.

        Goodfellow et al., Deep Learning (2016), equation 4.10. Along the top eigenvector it is 1/λmax.
        """
        return self.squared / self.bending if self.bending > 0 and self.squared > 0 else None

    def linear_decrease(self, step: ArrayLike) -> Floats:
        """ε gᵀg: what the gradient alone promises."""
        return np.asarray(step, dtype=np.float64) * self.squared

    def predicted_decrease(self, step: ArrayLike) -> Floats:
        """ε gᵀg - ½ ε² gᵀHg: what the quadratic model promises."""
        epsilon = np.asarray(step, dtype=np.float64)
        return epsilon * self.squared - 0.5 * epsilon**2 * self.bending

    def actual_decrease(self, step: ArrayLike) -> Floats:
        """f(x) - f(x - ε g) at steps (...); NaN where f is not defined there."""
        epsilon = np.asarray(step, dtype=np.float64)
        with np.errstate(all="ignore"):
            return np.asarray(self.value - self.f(self.x - epsilon[..., None] * self.gradient))

    @cached_property
    def climbing_step(self) -> float | None:
        """The ε beyond which f(x - ε g) is above f(x): the first sign change on a fine grid, bisected.

        Of a quadratic it is 2 ε*. None where f has not climbed up to 64 ε* (or 64/‖g‖, where there is no ε*).
        """
        if not self.squared > 0:
            return None
        reach = FARTHEST * (self.best_step or 1 / math.sqrt(self.squared))
        steps = reach * np.geomspace(1e-6, 1, SAMPLES)
        climbs = np.flatnonzero(self.actual_decrease(steps) < 0)
        if not len(climbs):
            return None
        high = float(steps[climbs[0]])
        low = float(steps[climbs[0] - 1]) if climbs[0] else 0.0
        for _ in range(60):
            middle = 0.5 * (low + high)
            low, high = (middle, high) if self.actual_decrease(middle) >= 0 else (low, middle)
        return high


def weights(eigenvectors: Floats, d: ArrayLike) -> Floats:
    """The weight of each eigenvalue in dᵀH d / dᵀd: cos² of the angle of d (n,) to its eigenvector, a column; sum 1."""
    direction = np.asarray(d, dtype=np.float64)
    return (eigenvectors.T @ direction) ** 2 / float(direction @ direction)


def local_model(f: Objective, x: ArrayLike) -> LocalModel:
    """The quadratic model of f at a point (n,)."""
    point = np.asarray(x, dtype=np.float64)
    value, gradient = f.value_and_gradient(point)
    return LocalModel(f, point, float(value), gradient, f.hessian(point))
