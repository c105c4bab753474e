"""Empirical risk with regularization: J(θ) = 1/m Σ ℓ(θᵀxᵢ, yᵢ) + λR(θ), as a function that methods run on.

I. Goodfellow, Y. Bengio, A. Courville, Deep Learning (2016), sections 5.9, 7.1 and 8.1.
"""

import math
from dataclasses import dataclass, field, replace
from typing import Literal, Self, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from numerics.errors import NumericsError
from numerics.learning.losses import Loss

Floats = NDArray[np.float64]
Penalty = Literal["l2", "l1"]
BLOCK = 1_000_000  # outputs that are held at once, where the loss is asked for at many points


@dataclass(frozen=True, eq=False)
class Risk:
    """J(θ) for a model that is linear in θ: the mean loss of m examples plus λR(θ).

    R is ½‖θ‖² ("l2": its gradient is θ itself, so that λ is what libraries call weight decay) or ‖θ‖₁ ("l1", with
    the derivative 0 at a weight of 0); the weights that `penalized` leaves out, such as the bias, are free.

    Attributes:
        design: (m, n) float64, the features of every example, a column of ones for the bias among them.
        targets: (m,) what is to be predicted; for the logistic loss zeros and ones.
        loss: one of `LOSSES`.
        strength: λ ≥ 0.
        penalty: which R.
        penalized: (n,) True for the weights in R; all, if left out.
        names: of the weights; θ1, θ2, … if left out.
    """

    design: Floats
    targets: Floats
    loss: Loss
    strength: float = 0.0
    penalty: Penalty = "l2"
    penalized: NDArray[np.bool_] = field(default_factory=lambda: np.ones(0, dtype=bool))
    names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        design = np.ascontiguousarray(self.design, dtype=np.float64)
        targets = np.asarray(self.targets, dtype=np.float64)
        if design.ndim != 2 or not design.size or targets.shape != (len(design),):
            raise NumericsError(
                f"the features need the shape (m, n) and the targets (m,), not {design.shape} and {targets.shape}"
            )
        if not (np.isfinite(design).all() and np.isfinite(targets).all()):
            raise NumericsError("features and targets must be finite numbers")
        if self.loss.name == "logistic" and not np.isin(targets, (0, 1)).all():
            raise NumericsError("the targets of logistic regression must be 0 or 1")
        if not (0 <= self.strength < math.inf):
            raise NumericsError(f"the strength λ must be a number of at least 0, not {self.strength!r}")
        if self.penalty not in get_args(Penalty):
            raise NumericsError(f"unknown penalty: {self.penalty}; known: {', '.join(get_args(Penalty))}")
        n = design.shape[1]
        penalized = np.asarray(self.penalized, dtype=bool) if len(self.penalized) else np.ones(n, dtype=bool)
        names = self.names or tuple(f"θ{k}" for k in range(1, n + 1))
        if penalized.shape != (n,) or len(names) != n:
            raise NumericsError(f"there must be a name and a mark of the penalty for each of {n} weights")
        for name, value in {"design": design, "targets": targets, "penalized": penalized, "names": names}.items():
            object.__setattr__(self, name, value)

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of the weights."""
        return self.names

    @property
    def dimension(self) -> int:
        """n, the number of weights."""
        return self.design.shape[1]

    @property
    def examples(self) -> int:
        """m, the number of examples."""
        return len(self.targets)

    def batch(self, indices: NDArray[np.intp]) -> Self:
        """The risk on some of the examples, which may repeat: 1/b Σ ℓᵢ + λR; all, in order, are the whole risk."""
        part = object.__new__(type(self))  # what was checked for all holds for some
        part.__dict__.update(self.__dict__, design=self.design[indices], targets=self.targets[indices])
        return part

    def with_strength(self, strength: float) -> Self:
        """The same with another λ."""
        return replace(self, strength=strength)

    def outputs(self, theta: ArrayLike) -> Floats:
        """z = θᵀxᵢ for θ (..., n), shape (..., m)."""
        return np.asarray(theta, dtype=np.float64) @ self.design.T

    def data_term(self, theta: ArrayLike) -> Floats:
        """1/m Σ ℓᵢ at θ (..., n), shape (...)."""
        points = np.asarray(theta, dtype=np.float64)
        count = points.size // self.dimension
        if count <= 1 or count * self.examples <= BLOCK:
            return np.asarray(self.loss.value(self.outputs(points), self.targets).mean(-1))
        flat = points.reshape(-1, self.dimension)
        blocks = np.array_split(flat, min(count, math.ceil(count * self.examples / BLOCK)))
        return np.concatenate([np.atleast_1d(self.data_term(block)) for block in blocks]).reshape(points.shape[:-1])

    def complexity(self, theta: ArrayLike) -> Floats:
        """R(θ) at θ (..., n), shape (...), without λ."""
        weights = np.asarray(theta, dtype=np.float64)[..., self.penalized]
        return np.asarray((weights**2).sum(-1) / 2 if self.penalty == "l2" else np.abs(weights).sum(-1))

    def __call__(self, theta: ArrayLike) -> Floats:
        """J(θ) at θ (..., n), shape (...)."""
        with np.errstate(all="ignore"):
            data = self.data_term(theta)
            return data + self.strength * self.complexity(theta) if self.strength else data

    def gradient(self, theta: ArrayLike) -> Floats:
        """∇J at θ (..., n), shape (..., n)."""
        with np.errstate(all="ignore"):
            slopes = self.loss.slope(self.outputs(theta), self.targets)
            return slopes @ self.design / self.examples + self.pull(theta)

    def example_gradients(self, theta: ArrayLike) -> Floats:
        """The gradient of ℓᵢ + λR at θ (n,) for every example i, (m, n): their mean is ∇J."""
        with np.errstate(all="ignore"):
            slopes = self.loss.slope(self.outputs(theta), self.targets)
            return slopes[:, None] * self.design + self.pull(theta)

    def fisher(self, theta: ArrayLike) -> Floats:
        """The Fisher information of the model at θ (..., n), a mean over the inputs, shape (..., n, n).

        1/m Σᵢ E[g gᵀ], where g = ∂ℓᵢ/∂θ for a target that the model itself would draw. For both losses it is the
        Hessian of the data term too (a natural parameter z): the natural gradient step of size 1 is Fisher scoring.
        """
        with np.errstate(all="ignore"):
            curvature = self.loss.curvature(self.outputs(theta), self.targets)
            return (self.design.T * curvature[..., None, :]) @ self.design / self.examples

    def hessian(self, theta: ArrayLike) -> Floats:
        """The Hessian of J at θ (..., n), shape (..., n, n)."""
        data = self.fisher(theta)
        return data + self.strength * np.diag(self.penalized.astype(np.float64)) if self.penalty == "l2" else data

    def largest_curvature(self) -> float:
        """L, no curvature of J is larger anywhere: descent with a rate below 2/L goes down at every step."""
        gram = float(np.linalg.norm(self.design, 2)) ** 2 / self.examples
        steepest = float(self.loss.curvature(np.zeros(1), np.zeros(1))[0])  # both losses bend most at z = 0
        return steepest * gram + (self.strength if self.penalty == "l2" else 0.0)

    def pull(self, theta: ArrayLike) -> Floats | float:
        """λ∇R(θ); nothing where λ is 0."""
        if not self.strength:
            return 0.0
        weights = np.asarray(theta, dtype=np.float64) * self.penalized
        return self.strength * (weights if self.penalty == "l2" else np.sign(weights))
