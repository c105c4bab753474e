"""A training in low precision: the batches of `numerics.learning`, every operation rounded."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from numerics.errors import NumericsError
from numerics.formats import Format
from numerics.learning import Risk, Training
from numerics.low_precision.array import InFormat
from numerics.low_precision.precision import Precision
from numerics.low_precision.record import Record
from numerics.low_precision.run import UNSCALED, descend
from numerics.low_precision.scaling import LossScaling

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class ComputedRisk:
    """The mean loss of a linear model, and its gradient by hand, with data, outputs and slopes in a format.

    Scalar products are summed in float64 and rounded once: hardware for these formats accumulates in float32 at least.

    Attributes:
        exact: the risk in float64.
    """

    exact: Risk

    def value(self, x: Floats, format: Format) -> Floats:
        """J at θ (..., n), every operation rounded to the format, shape (...)."""
        losses = self.exact.loss.value(self._outputs(x, format), self.exact.targets)
        return np.asarray(np.mean(losses, axis=-1) + self.exact.strength * self.exact.complexity(x))

    def gradient(self, x: Floats, format: Format, factor: float) -> Floats:
        """The gradient of `factor`·J there, shape (..., n): the mean is taken with the factor, before the products."""
        risk = self.exact
        slopes = risk.loss.slope(self._outputs(x, format), risk.targets) * (factor / risk.examples)
        total = slopes @ InFormat.of(risk.design, format)
        if risk.strength:
            pull = InFormat.of(risk.pull(x), format)
            total = total + factor * pull
        return np.asarray(total)

    def _outputs(self, x: Floats, format: Format) -> Floats:
        return InFormat.of(x, format) @ InFormat.of(self.exact.design, format).T


def train(
    training: Training,
    start: ArrayLike,
    precision: Precision,
    scaling: LossScaling = UNSCALED,
    progress: Callable[[float], None] | None = None,
) -> Record:
    """The steps of a training from θ = `start` (n,), in the formats of `precision`.

    The batches are those that the training takes in float64: runs in several formats see the same examples in the same
    order. In float64, with batches of a power of two, it is the training itself, number for number. Raises
    NumericsError where the training's risk is none of a linear model, or the start is not n finite numbers.
    """
    if not isinstance(training.risk, Risk):
        raise NumericsError("a training in low precision needs the risk of a linear model")
    theta = training.begin(start).parameters
    losses = [ComputedRisk(batch) for batch in _batches(training, training.risk, theta)]
    return descend(losses.__getitem__, theta, training.method, precision, scaling, training.steps, progress=progress)


def _batches(training: Training, risk: Risk, theta: Floats) -> Iterator[Risk]:
    state = training.begin(theta)
    for _ in range(training.steps):
        yield risk.batch(training.indices(state))
        state = training.after(state, theta, None)
