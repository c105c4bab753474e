"""How fast f and its gradient can change in a window, at most: proven bounds, and the learning rate that follows."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from numerics.certify.enclosure import Bounds, Boxes, Enclosure
from numerics.certify.points import whole
from numerics.curvature import eigenvalues
from numerics.objective import Objective

Floats = NDArray[np.float64]

SECONDS = 1.0
ENOUGH = 0.01  # relative distance of bound and sampled maximum at which the search stops
MOST_BOXES = 60_000


@dataclass(frozen=True, eq=False)
class Lipschitz:
    """Bounds on a window.

    Attributes:
        slope: ‖∇f‖₂ is at most this: f is Lipschitz continuous with this constant.
        curvature: ‖H‖₂ is at most this: so is ∇f. Infinite where f has a kink, a pole or an end in the window.
        sampled_slope, sampled_curvature: the largest that were met at points of the window, so no bound can be lower.
        steepest, most_curved: where, (n,).
    """

    slope: float
    curvature: float
    sampled_slope: float
    sampled_curvature: float
    steepest: Floats
    most_curved: Floats

    @property
    def safe_learning_rate(self) -> float:
        """2/L: below it no step of gradient descent raises f, as long as the iterates stay in the window."""
        return 2 / self.curvature if self.curvature > 0 else np.inf


def lipschitz(f: Objective, window: Sequence[Sequence[float]], seconds: float = SECONDS) -> Lipschitz:
    """Bound ‖∇f‖₂ and ‖H‖₂ on a window by interval arithmetic, halving the boxes with the largest bounds.

    Arguments and errors as in `critical_points`. Source: Y. Nesterov, Introductory Lectures on Convex Optimization
    (2004), section 1.2, for what the constants are good for.
    """
    box, bounds = whole(f, window), Enclosure(f)
    slope, sampled_slope, steepest = _bound(
        box,
        lambda boxes: _lengths(bounds.gradient(boxes)),
        lambda x: np.linalg.norm(f.gradient(x), axis=-1),
        seconds / 2,
    )
    curvature, sampled_curvature, most_curved = _bound(
        box,
        lambda boxes: _norms(bounds.hessian(boxes), bounds.gradient(boxes)),
        lambda x: np.abs(eigenvalues(f.hessian(x))).max(-1),
        seconds / 2,
    )
    return Lipschitz(slope, curvature, sampled_slope, sampled_curvature, steepest, most_curved)


def _bound(
    window: Boxes, above: Callable[[Boxes], Floats], at: Callable[[Floats], Floats], seconds: float
) -> tuple[float, float, Floats]:
    """An upper bound of a quantity on a window, its largest sampled value, and where that was."""
    boxes, begin, n = window, time.monotonic(), window.lo.shape[1]
    highest, where = -np.inf, window.middle[0]
    corners = np.stack(np.meshgrid(*([[0.0, 0.5, 1.0]] * n), indexing="ij"), axis=-1).reshape(-1, n)
    upper = above(boxes)
    while True:
        samples = (boxes.lo[:, None] + corners * boxes.width[:, None]).reshape(-1, n)
        with np.errstate(all="ignore"):
            values = np.nan_to_num(at(samples), nan=-np.inf, posinf=-np.inf)
        if values.max(initial=-np.inf) > highest:
            highest, where = float(values.max()), samples[int(values.argmax())]
        bound = float(upper.max(initial=0.0))
        hopeless = not np.isfinite(bound) and boxes.width.max() < 1e-6 * window.width.max()
        done = bound <= highest * (1 + ENOUGH) or hopeless
        if done or boxes.count > MOST_BOXES or time.monotonic() - begin > seconds:
            return bound, max(highest, 0.0), where
        keep = upper > highest * (1 + ENOUGH)
        settled = float(upper[~keep].max(initial=0.0))
        boxes = _quartered(boxes[keep])
        upper = np.maximum(above(boxes), settled) if settled > highest else above(boxes)


def _quartered(boxes: Boxes) -> Boxes:
    for axis in range(boxes.lo.shape[1]):
        left, right = boxes.hi.copy(), boxes.lo.copy()
        left[:, axis] = right[:, axis] = boxes.middle[:, axis]
        boxes = Boxes(np.concatenate([boxes.lo, right]), np.concatenate([left, boxes.hi]))
    return boxes


def _lengths(gradient: Bounds) -> Floats:
    """Upper bounds of ‖∇f‖₂ on boxes; infinite where nothing is known."""
    size = np.maximum(np.abs(gradient.lo), np.abs(gradient.hi))
    with np.errstate(over="ignore"):
        return np.nan_to_num(np.linalg.norm(size, axis=-1) * (1 + 1e-12), nan=0.0, posinf=np.inf)


def _norms(hessian: Bounds, gradient: Bounds) -> Floats:
    """Upper bounds of ‖H‖₂ on boxes: of the middle matrix, and of what may be added to it (its Frobenius norm).

    Infinite where the gradient jumps.
    """
    with np.errstate(all="ignore"):
        middle, radius = 0.5 * (hessian.lo + hessian.hi), 0.5 * (hessian.hi - hessian.lo)
        bound = np.abs(eigenvalues(middle)).max(-1) + np.linalg.norm(radius, axis=(-2, -1))
    unknown = (
        np.isinf(hessian.lo).any((-2, -1)) | np.isinf(hessian.hi).any((-2, -1)) | (hessian.flags | gradient.flags != 0)
    )
    with np.errstate(over="ignore"):
        return np.where(unknown, np.inf, np.nan_to_num(bound, nan=0.0) * (1 + 1e-12))
