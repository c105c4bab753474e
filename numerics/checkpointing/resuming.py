"""A training that is saved, interrupted and resumed, with the best parameters by validation loss kept beside it."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from numerics.errors import NumericsError
from numerics.learning import Training, TrainingState, restored

Floats = NDArray[np.float64]
Validation = Callable[[Floats], ArrayLike]


@dataclass(frozen=True, eq=False)
class Best:
    """The parameters (n,) with the least validation `loss` of all completed epochs so far, and which `epoch` it was."""

    epoch: int
    loss: float
    parameters: Floats


class Part(Enum):
    """What belongs to a checkpoint beside the parameters and the number of the epoch."""

    OPTIMIZER = "the optimizer's state"
    GENERATOR = "the generator's state"
    PLACE = "the place in the epoch"
    BEST = "the best so far"


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """Everything that a training needs to go on as if it had not been interrupted."""

    state: TrainingState
    best: Best

    def parts(self) -> dict[str, str]:
        """The JSON text of every part, by its name in the file."""
        best = {"epoch": self.best.epoch, "loss": self.best.loss, "parameters": self.best.parameters.tolist()}
        saved = self.state.saved() | {"best": best}
        return {name: json.dumps(part, allow_nan=False) for name, part in saved.items()}

    def text(self) -> str:
        """The file: JSON, one line for each part. Python writes floats with as many digits as bring back every bit."""
        return "{\n" + ",\n".join(f'"{name}": {part}' for name, part in self.parts().items()) + "\n}\n"

    def equals(self, other: Checkpoint) -> bool:
        """Whether both are the same in every bit."""
        return self.text() == other.text()


def read_checkpoint(text: str, training: Training) -> Checkpoint:
    """The checkpoint of a file; it can hold nothing but numbers, so that reading it runs nothing.

    Raises NumericsError where the text is no checkpoint of this training.
    """
    like = training.begin(np.zeros(training.risk.dimension))
    try:
        saved = json.loads(text)
        state = restored(saved, like)
        best = saved["best"]
        numbers = np.array([float(number) for number in best["parameters"]])
        kept = Best(int(best["epoch"]), float(best["loss"]), numbers)
    except NumericsError:
        raise
    except (KeyError, TypeError, ValueError, OverflowError, RecursionError):
        raise NumericsError("This is no checkpoint: a part is missing or damaged.") from None
    if numbers.shape != like.parameters.shape or not np.isfinite([kept.loss, *numbers]).all():
        raise NumericsError("This is no checkpoint of this training: its best parameters do not fit the model.")
    if state.epoch * training.batches + state.place > training.steps or state.place >= training.batches:
        raise NumericsError("This is no checkpoint of this training: it stands where this training never is.")
    return Checkpoint(state, kept)


def begin(training: Training, start: ArrayLike, validation: Validation) -> Checkpoint:
    """The checkpoint before the first step; the start is the best so far.

    Raises NumericsError for a start that is not finite, or has no finite validation loss.
    """
    state = training.begin(start)
    loss = _loss(validation, state.parameters)
    if not math.isfinite(loss):
        raise NumericsError("the validation loss at the start is no finite number")
    return Checkpoint(state, Best(0, loss, state.parameters))


@dataclass(frozen=True, eq=False)
class Course:
    """A part of a training.

    Attributes:
        at: (K+1,) the steps of the whole training that are done, at the start of this part and after each of its K.
        parameters: (K+1, n) θ there.
        checkpoint: where it ends.
        diverged: whether it ended because the next step led to infinity or NaN.
    """

    at: NDArray[np.int64]
    parameters: Floats
    checkpoint: Checkpoint
    diverged: bool


def proceed(training: Training, checkpoint: Checkpoint, validation: Validation, until: int | None = None) -> Course:
    """Go on from a checkpoint to the end of the training, or until so many steps of all are done.

    After every completed epoch the validation loss decides whether the parameters are the best so far.
    """
    state, best = checkpoint.state, checkpoint.best
    done = state.epoch * training.batches + state.place
    end = training.steps if until is None else min(until, training.steps)
    path, diverged = [state.parameters], False
    for _ in range(done, end):
        following = training.step(state)
        if not np.isfinite(following.parameters).all():
            diverged = True
            break
        state = following
        path.append(state.parameters)
        if state.place == 0:
            loss = _loss(validation, state.parameters)
            best = Best(state.epoch, loss, state.parameters) if loss < best.loss else best
    at = np.arange(done, done + len(path))
    return Course(at, np.array(path), Checkpoint(state, best), diverged)


def without(checkpoint: Checkpoint, lost: Iterable[Part], training: Training, validation: Validation) -> Checkpoint:
    """What a program goes on with that did not save some parts: each begins anew, as at its start.

    The optimizer remembers nothing, the generator is seeded as before, the epoch begins once more, and the best so far
    is what there is.
    """
    state, best, lost = checkpoint.state, checkpoint.best, set(lost)
    fresh = training.begin(state.parameters)
    if Part.OPTIMIZER in lost:
        state = replace(state, method_state=fresh.method_state)
    if Part.GENERATOR in lost:
        state = replace(state, generator=fresh.generator)
    if Part.PLACE in lost:
        state = replace(state, place=0)
    if Part.BEST in lost:
        best = Best(state.epoch, _loss(validation, state.parameters), state.parameters)
    return Checkpoint(state, best)


def _loss(validation: Validation, parameters: Floats) -> float:
    return float(np.asarray(validation(parameters)))
