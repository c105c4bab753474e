"""The quadratic ½ xᵀAx of a positive definite matrix, and the one that stands in for a Hessian that is none."""

import math
from dataclasses import dataclass
from enum import Flag
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from numerics.errors import NumericsError
from numerics.objective import Objective
from numerics.theory import Bottom

Floats = NDArray[np.float64]

FLATTEST = 1e-7  # of the largest curvature: there the best momentum is 0.999, the most that the method allows


@dataclass(frozen=True, eq=False)
class Quadratic:
    """f(x) = ½ xᵀAx, with its minimum 0 at the origin.

    Attributes:
        matrix: A, (n, n), symmetric and positive definite.

    Raises NumericsError for another matrix.
    """

    matrix: Floats

    def __post_init__(self) -> None:
        square = self.matrix.ndim == 2 and self.matrix.shape[0] == self.matrix.shape[1]
        if not square or not np.isfinite(self.matrix).all() or not np.array_equal(self.matrix, self.matrix.T):
            raise NumericsError("the matrix of a quadratic must be square, symmetric and finite")
        if not self.eigenvalues[0] > 0:
            raise NumericsError("the matrix of a quadratic must be positive definite: all its eigenvalues positive")

    @classmethod
    def rotated(cls, condition: float, degrees: float) -> "Quadratic":
        """The quadratic in two variables with curvature κ = `condition` along (cos θ, sin θ) and 1 across it."""
        theta = math.radians(degrees)
        steep = np.array([math.cos(theta), math.sin(theta)])
        return cls(np.eye(2) + (condition - 1) * np.outer(steep, steep))

    @cached_property
    def bottom(self) -> Bottom:
        """The minimum with its curvatures, ascending, and their directions, each with its largest entry positive."""
        curvature, directions = np.linalg.eigh(self.matrix)
        largest = np.take_along_axis(directions, np.abs(directions).argmax(axis=0)[None], axis=0)
        return Bottom(np.zeros(len(self.matrix)), curvature, directions * np.sign(largest))

    @property
    def eigenvalues(self) -> Floats:
        """The curvatures (n,), ascending."""
        return self.bottom.curvature

    @property
    def condition(self) -> float:
        """κ = λmax / λmin, the condition number of A in the 2-norm."""
        return self.bottom.condition

    @property
    def start(self) -> Floats:
        """The point (n,) whose component along every eigenvector is 1."""
        return self.bottom.directions.sum(axis=1)

    @cached_property
    def objective(self) -> Objective:
        """The same function for `numerics.minimize`; x1 … xn are its variables. For n up to 10."""
        entries = self.matrix[np.triu_indices(len(self.matrix))]
        return _pattern(len(self.matrix)).with_parameters(**{f"a{k}": float(a) for k, a in enumerate(entries, 1)})


@lru_cache(maxsize=16)
def _pattern(n: int) -> Objective:
    """½ xᵀAx in n variables with the entries of A as parameters, so that n is all that is ever derived."""
    pairs = list(zip(*np.triu_indices(n), strict=True))
    terms = [f"a{k} x{i + 1}^2" if i == j else f"2a{k} x{i + 1} x{j + 1}" for k, (i, j) in enumerate(pairs, 1)]
    names = [f"x{i + 1}" for i in range(n)]
    parameters = {f"a{k}": float(i == j) for k, (i, j) in enumerate(pairs, 1)}
    return Objective.parse(f"({' + '.join(terms)})/2", variables=names, parameters=parameters)


class Mending(Flag):
    """What was done to a Hessian so that it is positive definite: nothing, one of these, or both."""

    NONE = 0
    REFLECTED = 1  # negative eigenvalues are replaced by their size
    RAISED = 2  # those near zero are raised


def mended(hessian: ArrayLike) -> tuple[Quadratic, Mending]:
    """The quadratic of a Hessian (n, n), and what had to be done to have one.

    Negative eigenvalues are replaced by their size, as the saddle-free Newton method does (Y. Dauphin et al., NeurIPS
    2014); what is smaller than 1e-7 of the largest is raised to that. Raises NumericsError for a Hessian that is zero
    or not finite: no quadratic stands in for it.
    """
    matrix = np.asarray(hessian, dtype=np.float64)
    if not np.isfinite(matrix).all():
        raise NumericsError("The Hessian is not finite at this point: choose another point.")
    values, directions = np.linalg.eigh(matrix)
    size = np.abs(values)
    if not size.max() > 0:
        raise NumericsError("The Hessian is zero at this point: f is flat to second order, and has no quadratic model.")
    floor = FLATTEST * size.max()
    raised = size < floor
    reflected = (values < 0) & ~raised
    mending = (Mending.REFLECTED if reflected.any() else Mending.NONE) | (
        Mending.RAISED if raised.any() else Mending.NONE
    )
    if not mending:
        return Quadratic((matrix + matrix.T) / 2), mending
    repaired = directions * np.maximum(size, floor) @ directions.T
    return Quadratic((repaired + repaired.T) / 2), mending
