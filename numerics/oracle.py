"""What a method may ask about f, with every answer counted."""

from typing import Any, NamedTuple

from numpy.typing import NDArray

from numerics.objective import Objective


class Evaluations(NamedTuple):
    """How often f, its gradient and its Hessian were evaluated; one point counts one."""

    f: int
    gradient: int
    hessian: int


class Oracle:
    """Values, gradients and Hessians of an objective at points (..., n), counted per point."""

    def __init__(self, objective: Objective) -> None:
        self.objective = objective
        self._counts = [0, 0, 0]

    def value(self, x: NDArray[Any]) -> NDArray[Any]:
        """f(x), shape (...)."""
        self._counts[0] += x.size // x.shape[-1]
        return self.objective(x)

    def gradient(self, x: NDArray[Any]) -> NDArray[Any]:
        """∇f(x), shape (..., n)."""
        self._counts[1] += x.size // x.shape[-1]
        return self.objective.gradient(x)

    def hessian(self, x: NDArray[Any]) -> NDArray[Any]:
        """The Hessian of f at x, shape (..., n, n)."""
        self._counts[2] += x.size // x.shape[-1]
        return self.objective.hessian(x)

    def spent(self) -> tuple[int, ...]:
        """Evaluations of f, gradient and Hessian so far."""
        return tuple(self._counts)
