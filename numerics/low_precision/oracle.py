"""What a method may ask about f when everything it is told was computed and kept in formats."""

from collections.abc import Mapping
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from numerics.autodiff.graph import Graph
from numerics.autodiff.trace import computation
from numerics.differentiable import Differentiable
from numerics.differentiation.steps import two_by_two
from numerics.formats import Format, Mode
from numerics.formats.rounding import round_floats
from numerics.low_precision.array import InFormat
from numerics.low_precision.precision import Precision
from numerics.microscope.tape import tape_of
from numerics.objective import Objective
from numerics.oracle import Oracle

Floats = NDArray[np.float64]


class Computed(Protocol):
    """A function whose values and gradients are computed in a format."""

    @property
    def exact(self) -> Differentiable:
        """The same function in float64: the yardstick."""

    def value(self, x: Floats, format: Format) -> Floats:
        """f at points (..., n) whose numbers are of the format, every operation rounded to it, shape (...)."""

    def gradient(self, x: Floats, format: Format, factor: float) -> Floats:
        """The gradient of `factor`·f there, shape (..., n): the factor goes in before the derivatives are taken."""


class Formula:
    """A typed function, differentiated as deep learning does it: reverse accumulation, every operation rounded."""

    def __init__(self, f: Objective) -> None:
        self.exact: Objective = f
        self._tape = tape_of(two_by_two(f.tree))

    @property
    def operations(self) -> int:
        """How many numbers are computed for a value of f."""
        return len(self._tape.steps)

    def value(self, x: Floats, format: Format) -> Floats:
        """f(x); see `Computed`."""
        return np.broadcast_to(self._graph(x, format).value, x.shape[:-1]).astype(np.float64)

    def gradient(self, x: Floats, format: Format, factor: float = 1.0) -> Floats:
        """The gradient of `factor`·f: adjoints are passed back from the factor."""
        entries = self._graph(x, format).reverse([factor]).gradient.values()
        return np.stack([np.broadcast_to(entry, x.shape[:-1]) for entry in entries], axis=-1).astype(np.float64)

    def _graph(self, x: Floats, format: Format) -> Graph:
        columns: Mapping[str, Any] = {name: x[..., axis][()] for axis, name in enumerate(self.exact.variables)}
        return computation(self._tape, columns, self.exact.parameters, format)


class FormatOracle(Oracle):
    """Answers as a run in low precision gets them: computed in the format of the gradients, with the loss scaled.

    The Hessian, residuals and their Jacobian are those of float64, rounded to that format.

    Attributes:
        asked: how many answers were given.
    """

    def __init__(self, function: Computed, precision: Precision, factor: float = 1.0) -> None:
        super().__init__(function.exact)
        self.function, self.precision, self.factor = function, precision, factor
        self.asked = 0

    def seen(self, x: Floats) -> Floats:
        """The weights that f is evaluated with, in the format in which it is computed."""
        kept = round_floats(np.asarray(x, dtype=np.float64), self.precision.weights, Mode.NEAREST_EVEN)
        return round_floats(kept, self.precision.gradients, Mode.NEAREST_EVEN)

    def scaled_gradient(self, x: Floats) -> Floats:
        """The gradient of the scaled loss, as it is kept."""
        return self.function.gradient(self.seen(x), self.precision.gradients, self.factor)

    def unscaled(self, gradient: Floats) -> InFormat:
        """What a step is computed with: the scaled gradient divided by the scale, in the step's own arithmetic."""
        return InFormat.of(np.asarray(self._answer(gradient)) / self.factor, self.precision.arithmetic)

    def value(self, x: Floats) -> InFormat:
        """f(x), shape (...)."""
        return self._answer(self.function.value(self.seen(x), self.precision.gradients))

    def gradient(self, x: Floats) -> InFormat:
        """∇f(x), shape (..., n)."""
        return self.unscaled(self.scaled_gradient(x))

    def hessian(self, x: Floats) -> InFormat:
        """The Hessian of f at x, shape (..., n, n)."""
        return self._rounded(super().hessian(self.seen(x)))

    def residuals(self, x: Floats) -> InFormat:
        """The residuals of f at x, shape (..., m)."""
        return self._rounded(super().residuals(self.seen(x)))

    def jacobian(self, x: Floats) -> InFormat:
        """Their derivatives, shape (..., m, n)."""
        return self._rounded(super().jacobian(self.seen(x)))

    def _rounded(self, exact: Floats) -> InFormat:
        return self._answer(round_floats(np.asarray(exact), self.precision.gradients, Mode.NEAREST_EVEN))

    def _answer(self, numbers: Floats) -> InFormat:
        self.asked += 1
        return InFormat.of(numbers, self.precision.arithmetic)
