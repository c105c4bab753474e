"""What a method can run on: a function of n variables with its derivatives, typed or not."""

from typing import Any, Protocol

from numpy.typing import NDArray

Array = NDArray[Any]


class Differentiable(Protocol):
    """f: Rⁿ → R at points (..., n): values (...), gradients (..., n), Hessians (..., n, n).

    Undefined and infinite values are NaN and inf; evaluation never raises for them. A typed formula is one
    (`numerics.objective`), and so is the empirical risk of a model on data (`numerics.learning`).
    """

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of the coordinates, in order."""

    @property
    def dimension(self) -> int:
        """n, the number of variables."""

    def __call__(self, p: Array, /) -> Any:
        """f, shape (...)."""

    def gradient(self, p: Array, /) -> Array:
        """∇f, shape (..., n)."""

    def hessian(self, p: Array, /) -> Array:
        """The matrix of second derivatives, shape (..., n, n), symmetric."""
