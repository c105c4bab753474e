"""Mini-batch training: the laboratory's methods, each step on some of the examples.

A training is its settings; `begin` and `step` are pure, as a method's `init` and `step` are, so that a state saved
anywhere and restored goes on as if nothing had happened.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from numerics.counts import check_whole
from numerics.differentiable import Differentiable
from numerics.errors import LimitError, NumericsError
from numerics.learning.state import GeneratorState, TrainingState
from numerics.methods import Method
from numerics.methods.gradient_descent import GradientDescent
from numerics.oracle import Oracle

Floats = NDArray[np.float64]

MOST_EPOCHS = 2000
MOST_STEPS = 100_000
MOST_POINTS = 2000  # of the path that is kept


@runtime_checkable
class SumOfExamples(Differentiable, Protocol):
    """A function that is a mean over examples, and can be had for some of them."""

    @property
    def examples(self) -> int:
        """m, how many there are."""

    def batch(self, indices: NDArray[np.intp], /) -> Differentiable:
        """The mean over these examples alone, which may repeat."""


@dataclass(frozen=True, eq=False)
class Training:
    """How a risk is to be made small by a method that sees a batch of examples at a time.

    One epoch is one pass: without replacement a random order of all examples is cut into batches, the last perhaps
    smaller; with replacement every example is drawn afresh, and as many are. The indices within a batch are sorted,
    so that a batch of all examples is the whole risk, and the method then walks as in `numerics.minimize`, number for
    number. A schedule runs over all steps of `epochs`.

    Raises NumericsError for a batch outside 1 … m, a number of epochs outside 1 … 2000, or a method that has no
    meaning for this risk, and LimitError for more than 100 000 steps.
    """

    risk: SumOfExamples
    method: Method = field(default_factory=GradientDescent)
    batch_size: int = 32
    epochs: int = 20
    replacement: bool = False
    seed: int = 0

    def __post_init__(self) -> None:
        m = self.risk.examples
        check_whole("the batch size", self.batch_size, 1, m)
        check_whole("the number of epochs", self.epochs, 1, MOST_EPOCHS)
        if isinstance(self.seed, bool) or not isinstance(self.seed, int | np.integer) or self.seed < 0:
            raise NumericsError(f"the seed must be a whole number of at least 0, not {self.seed!r}")
        if self.steps > MOST_STEPS:
            raise LimitError(
                f"{self.epochs} epochs of {self.batches} batches are {self.steps} steps, and at most {MOST_STEPS} are "
                "taken: choose larger batches or fewer epochs."
            )
        if reason := self.method.refusal(self.risk):
            raise NumericsError(f"{self.method.title} cannot be used here: {reason}")

    @cached_property
    def batches(self) -> int:
        """How many there are in an epoch."""
        return math.ceil(self.risk.examples / self.batch_size)

    @property
    def steps(self) -> int:
        """How many there are in all epochs."""
        return self.batches * self.epochs

    def begin(self, start: ArrayLike) -> TrainingState:
        """The state before the first step from θ = `start` (n,).

        Raises NumericsError where that is not n finite numbers.
        """
        theta = np.array(start, dtype=np.float64)
        if theta.shape != (self.risk.dimension,) or not np.isfinite(theta).all():
            raise NumericsError(f"the start needs one finite number for each of {self.risk.dimension} weights")
        generator = GeneratorState.seeded(self.seed)
        state = TrainingState(theta, None, 0, 0, generator)
        with np.errstate(all="ignore"):
            memory = self.method.init(Oracle(self.risk.batch(self.indices(state))), theta)
        return TrainingState(theta, memory, 0, 0, generator)

    def indices(self, state: TrainingState) -> NDArray[np.intp]:
        """The examples of the batch that is next, sorted."""
        order, _ = _pass(state.generator, self.risk.examples, self.replacement)
        first = state.place * self.batch_size
        return np.sort(order[first : first + self.batch_size])

    def step(self, state: TrainingState) -> TrainingState:
        """One step of the method on the next batch."""
        batch = self.risk.batch(self.indices(state))
        oracle, theta = Oracle(batch), state.parameters
        method = self.method.at(state.epoch * self.batches + state.place, self.steps)
        with np.errstate(all="ignore"):
            gradient = oracle.gradient(theta) if method.needs_gradient else batch.gradient(theta)
            theta, memory = method.step(oracle, theta, gradient, state.method_state)
        return self.after(state, theta, memory)

    def after(self, state: TrainingState, theta: Floats, memory: Any) -> TrainingState:
        """The state after a step that led to θ = `theta` and to this memory of the method."""
        if state.place + 1 < self.batches:
            return TrainingState(theta, memory, state.epoch, state.place + 1, state.generator)
        _, following = _pass(state.generator, self.risk.examples, self.replacement)
        return TrainingState(theta, memory, state.epoch + 1, 0, following)

    def run(self, start: ArrayLike, progress: Callable[[float], None] = lambda share: None) -> "History":
        """All epochs from θ = `start` (n,); `progress` is told the share that is done after every hundred steps."""
        return self.resume(self.begin(start), progress)

    def resume(self, state: TrainingState, progress: Callable[[float], None] = lambda share: None) -> "History":
        """What is left of the epochs from `state` on; it ends early where a parameter is no finite number any more."""
        stride = math.ceil(self.steps / MOST_POINTS)
        ends, path, at = [state.parameters], [state.parameters], [0]
        first = state.epoch * self.batches + state.place
        for t in range(first, self.steps):
            following = self.step(state)
            if not np.isfinite(following.parameters).all():
                return History(np.array(ends), np.array(path), np.array(at), state, True)
            state = following
            if state.place == 0:
                ends.append(state.parameters)
            if (t + 1) % stride == 0 or t + 1 == self.steps:
                path.append(state.parameters)
                at.append(t + 1 - first)
            if t % 100 == 0:
                progress((t - first) / (self.steps - first))
        return History(np.array(ends), np.array(path), np.array(at), state, False)


@dataclass(frozen=True, eq=False)
class History:
    """What a training went through.

    Attributes:
        epochs: (E+1, n) θ at the start and after every epoch that was completed.
        path: (K, n) θ after the steps `at` (K,), all of them or evenly spaced, the start included.
        state: the last one with finite parameters.
        diverged: whether the step after it led to infinity or NaN.
    """

    epochs: Floats
    path: Floats
    at: NDArray[np.int64]
    state: TrainingState
    diverged: bool


@lru_cache(maxsize=16)
def _pass(state: GeneratorState, examples: int, replacement: bool) -> tuple[NDArray[np.intp], GeneratorState]:
    """The order of the examples in the pass that begins with this generator, and the generator after it."""
    random = state.generator()
    order = random.integers(0, examples, examples) if replacement else random.permutation(examples)
    order.flags.writeable = False  # remembered
    return order, GeneratorState.of(random)
