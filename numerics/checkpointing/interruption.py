"""One training interrupted once, and resumed from files that hold more or less of what it needs."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from numerics.checkpointing.resuming import (
    Checkpoint,
    Course,
    Part,
    Validation,
    begin,
    proceed,
    read_checkpoint,
    without,
)
from numerics.learning import Training

Floats = NDArray[np.float64]

SAVED: Mapping[str, tuple[Part, ...]] = {  # what is missing in each file
    "everything saved": (),
    "optimizer not saved": (Part.OPTIMIZER,),
    "generator not saved": (Part.GENERATOR,),
    "place in the epoch not saved": (Part.PLACE,),
    "parameters alone": tuple(Part),
}


@dataclass(frozen=True, eq=False)
class Interruption:
    """What came of it.

    Attributes:
        unbroken: the training without an interruption.
        checkpoint: what is saved when it is interrupted, and `text` the file.
        resumed: the rest of the training, by what was saved (see `SAVED`).
    """

    unbroken: Course
    checkpoint: Checkpoint
    text: str
    resumed: Mapping[str, Course]

    def distance(self, saved: str) -> Floats:
        """How far θ of a resumed training is from the unbroken one after as many steps, at each of its `at`.

        Where either has diverged there is no distance: NaN.
        """
        course, whole = self.resumed[saved], self.unbroken
        found = np.full(len(course.at), np.nan)
        common = course.at < len(whole.parameters)
        apart = course.parameters[common] - whole.parameters[course.at[common]]
        found[common] = np.linalg.norm(apart, axis=-1)
        return found

    def is_equal(self, saved: str) -> bool:
        """Whether a resumed training ends as the unbroken one, in every bit of parameters, states and best."""
        return self.resumed[saved].checkpoint.equals(self.unbroken.checkpoint)


def interrupt(training: Training, start: ArrayLike, validation: Validation, after: int) -> Interruption:
    """Train from θ = `start` (n,) without a break; then stop `after` so many steps, save, and resume from the file.

    A training that diverges before is interrupted where it ends. Raises NumericsError as `begin` does.
    """
    first = begin(training, start, validation)
    checkpoint = proceed(training, first, validation, after).checkpoint
    text = checkpoint.text()
    resumed = {}
    for saved, lost in SAVED.items():
        found = without(read_checkpoint(text, training), lost, training, validation)
        resumed[saved] = proceed(training, found, validation)
    return Interruption(proceed(training, first, validation), checkpoint, text, resumed)
