"""The record of one run: every iterate, and how it ended."""

from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from numerics.differentiable import Differentiable
from numerics.methods.base import Method
from numerics.oracle import Evaluations
from numerics.outcome import Outcome

Floats = NDArray[np.float64]
F = TypeVar("F", bound=Differentiable, covariant=True)


@dataclass(frozen=True, eq=False)
class Run(Generic[F]):
    """What `minimize` returns; T steps were taken, in n variables.

    Attributes:
        limit, budget: the steps and the evaluations it was allowed; None for no bound.
        x, f, gradient: (T+1, n), (T+1,), (T+1, n), the start included. All numbers are finite,
            except at a start where f or its gradient is undefined.
        cost: (T+1, 3) int, the evaluations of f, gradient and Hessian that the method had used on
            arriving at each iterate. Looking costs nothing: f is recorded at every iterate, but
            counts only where the method asked for it, and so does the gradient where it needs none.
        beyond: the point (n,) that ended the run because f, its gradient or the point itself is
            not finite there, so that it is no iterate; otherwise None.
    """

    method: Method
    objective: F
    tolerance: float | None
    limit: int
    budget: int | None
    x: Floats
    f: Floats
    gradient: Floats
    cost: NDArray[np.int64]
    outcome: Outcome
    beyond: Floats | None

    @property
    def steps(self) -> int:
        """T, the steps that were taken."""
        return len(self.x) - 1

    @property
    def evaluations(self) -> Evaluations:
        """How often the method evaluated f, its gradient and its Hessian, up to the last iterate."""
        return Evaluations(*(int(count) for count in self.cost[-1]))

    @cached_property
    def learning_rates(self) -> Floats | None:
        """The learning rate of the step from every iterate, (T+1,); None for a method without one."""
        if not self.method.has_learning_rate():
            return None
        return np.array([self.method.at(t, self.limit).knobs["learning_rate"] for t in range(len(self.x))])

    @cached_property
    def gradient_norm(self) -> Floats:
        """‖∇f‖₂ at every iterate, (T+1,)."""
        return _length(self.gradient)

    @cached_property
    def step_length(self) -> Floats:
        """‖x_{t+1} - x_t‖₂ of every step, (T,)."""
        return _length(np.diff(self.x, axis=0))

    @cached_property
    def hessian(self) -> Floats:
        """The Hessian at every iterate, (T+1, n, n)."""
        return self.objective.hessian(self.x)


def _length(vectors: Floats) -> Floats:
    # Not np.linalg.norm: its squares overflow near the end of a divergence.
    return np.hypot.reduce(np.abs(vectors), axis=-1)
