"""Which operation of an expression loses the accuracy: the local error of every step.

An operation is given arguments that are exact but for one rounding; its local error is the distance of the result
from the true value of the whole subexpression (Herbie's localization, P. Panchekha et al., PLDI 2015). A subtraction
of nearly equal numbers is guilty so, although it is carried out without any rounding: it lays bare what was rounded
before.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from numerics.formats import Format, round_to
from numerics.language import Node
from numerics.microscope.operations import COMPARISONS, OPERATIONS
from numerics.microscope.rounded import evaluate
from numerics.microscope.tape import Tape, tape_of
from numerics.microscope.truth import truth
from numerics.microscope.ulps import bits_of, ulps_between

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Dissection:
    """Every step of an expression at N samples: its values, and its errors in bits.

    Errors are NaN where the whole expression has no true value, and everything is NaN for conditions.

    Attributes:
        tape: the steps.
        computed: (steps, N) the result of each step in the format.
        true: (steps, N) the true value of its subexpression, rounded.
        local: (steps, N) the error that a step makes of its own.
        total: (steps, N) the error that its result has, with all that came before.
    """

    tape: Tape
    computed: Floats
    true: Floats
    local: Floats
    total: Floats

    @property
    def mean_local(self) -> Floats:
        """(steps,) the mean local error of each step; 0 for what has none."""
        return _means(self.local)

    @property
    def mean_total(self) -> Floats:
        """(steps,) the mean total error of each step; 0 for what has none."""
        return _means(self.total)

    @property
    def worst(self) -> int | None:
        """The place of the step with the largest mean local error; None if no step loses more than one bit."""
        mean = self.mean_local
        worst = int(mean.argmax())
        return worst if mean[worst] > 1 else None


def dissect(tree: Node, values: Mapping[str, Floats], format: Format, *, seconds: float | None = None) -> Dissection:
    """The values and errors of every step at the samples `values` (N,), numbers of the format.

    With `seconds` the work ends when they are over; the samples that were not reached count as undefined.
    """
    tape = tape_of(tree)
    conditions = {*COMPARISONS, "all_of"}
    numeric = [at for at, step in enumerate(tape.steps) if step.kind not in conditions]
    count = len(next(iter(values.values()), np.zeros(1)))
    computed, true, local, total = np.full((4, len(tape.steps), count), np.nan)
    true[numeric], _ = truth(tape, values, format, numeric, seconds=seconds)
    computed[numeric] = evaluate(tape, values, format, numeric)
    for at in numeric:
        step = tape.steps[at]
        total[at] = bits_of(ulps_between(computed[at], true[at], format))
        if step.kind in OPERATIONS:
            with np.errstate(all="ignore"):
                exact = [true[argument] for argument in step.arguments]
                result = round_to(OPERATIONS[step.kind].rounded(*exact), format)
            local[at] = bits_of(ulps_between(result, true[at], format))
    local[:, np.isnan(true[tape.outputs[0]])] = total[:, np.isnan(true[tape.outputs[0]])] = np.nan
    return Dissection(tape, computed, true, local, total)


def _means(rows: Floats) -> Floats:
    counted = ~np.isnan(rows)
    return np.where(counted, rows, 0.0).sum(axis=1) / np.maximum(counted.sum(axis=1), 1)
