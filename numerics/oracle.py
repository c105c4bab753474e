"""What a method may ask about f, with every answer counted."""

from functools import cached_property
from typing import Any, NamedTuple

from numpy.typing import NDArray

from numerics.objective import Objective
from numerics.residuals import Residuals, residuals_of


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

    def residuals(self, x: NDArray[Any]) -> NDArray[Any]:
        """r(x) with f = Σ rᵢ² + constant, shape (..., m); counts as a value of f."""
        self._counts[0] += x.size // x.shape[-1]
        assert self._squares is not None
        return self._squares(x)

    def jacobian(self, x: NDArray[Any]) -> NDArray[Any]:
        """∂r/∂x of the residuals, shape (..., m, n); counts as a gradient."""
        self._counts[1] += x.size // x.shape[-1]
        assert self._squares is not None
        return self._squares.jacobian(x)

    @property
    def has_residuals(self) -> bool:
        """Whether f is typed as a sum of squares, so that it has residuals."""
        return self._squares is not None

    @cached_property
    def _squares(self) -> Residuals | None:
        return residuals_of(self.objective)

    def spent(self) -> tuple[int, ...]:
        """Evaluations of f, gradient and Hessian so far."""
        return tuple(self._counts)
