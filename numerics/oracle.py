"""What a method may ask about f, with every answer counted."""

from collections.abc import Callable
from functools import cached_property
from typing import Any, NamedTuple

from numpy.typing import NDArray

from numerics.differentiable import Differentiable
from numerics.residuals import Residuals, residuals_of

Array = NDArray[Any]


class Evaluations(NamedTuple):
    """How often f, its gradient and its Hessian were evaluated; one point counts one."""

    f: int
    gradient: int
    hessian: int


class Oracle:
    """Values, gradients and Hessians of an objective at points (..., n), counted per point.

    The last answer of each kind is remembered: asking again at the same single point costs nothing. Otherwise a
    method whose line search ends with the gradient at the next iterate would pay for it twice, and one that refuses
    a step would pay again for what it knows about the point where it stays.
    """

    def __init__(self, objective: Differentiable) -> None:
        self.objective = objective
        self._counts = [0, 0, 0]
        self._last: list[tuple[bytes, Any]] = [(b"", None)] * 3

    def value(self, x: Array) -> Array:
        """f(x), shape (...)."""
        return self._ask(0, self.objective, x)

    def gradient(self, x: Array) -> Array:
        """∇f(x), shape (..., n)."""
        return self._ask(1, self.objective.gradient, x)

    def hessian(self, x: Array) -> Array:
        """The Hessian of f at x, shape (..., n, n)."""
        return self._ask(2, self.objective.hessian, x)

    def residuals(self, x: Array) -> Array:
        """r(x) with f = Σ rᵢ² + constant, shape (..., m); counts as a value of f."""
        self._counts[0] += x.size // x.shape[-1]
        assert self._squares is not None
        return self._squares(x)

    def jacobian(self, x: Array) -> Array:
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

    def _ask(self, kind: int, function: Callable[[Array], Any], x: Array) -> Array:
        if x.ndim > 1:
            self._counts[kind] += x.size // x.shape[-1]
            return function(x)
        point = x.tobytes()
        if point != self._last[kind][0]:
            self._counts[kind] += 1
            self._last[kind] = point, function(x)
        return self._last[kind][1]
