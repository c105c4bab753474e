"""Where many runs ended, and how: the outcomes of `minimize` for a whole batch."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from numerics.minimize import FAR
from numerics.oracle import Evaluations
from numerics.outcome import Outcome

Floats = NDArray[np.float64]
Codes = NDArray[np.int8]
Mask = NDArray[np.bool_]

OUTCOMES = tuple(Outcome)
CODE = {outcome: code for code, outcome in enumerate(OUTCOMES)}


@dataclass(frozen=True, eq=False)
class Ends:
    """Where each of k starts ended: `x` (k, n), f there (k,), after `steps` (k,) steps, in all with `evaluations`.

    Where a run diverged or left the domain, `x` is the point at which that was seen. `code` (k,) is the place of
    the outcome in `OUTCOMES`; see `having`.
    """

    x: Floats
    f: Floats
    steps: NDArray[np.int64]
    code: Codes
    evaluations: Evaluations

    def having(self, *outcomes: Outcome) -> Mask:
        """Which starts (k,) ended with one of these outcomes."""
        return np.isin(self.code, [CODE[outcome] for outcome in outcomes])

    @property
    def converged(self) -> Mask:
        """Which starts (k,) converged."""
        return self.having(Outcome.CONVERGED)


def judge(start: Floats, end: Floats, value: Floats, steps: NDArray[np.int64], seen: Codes, defined: Mask) -> Codes:
    """The outcomes (k,) in the light of f (k,) at the ends (k, n), which the loop did not see.

    `seen` is why the loop ended a run, `defined` whether the gradient is finite at its end. As in `minimize`.
    """
    far = np.abs(end).max(-1) > FAR * (1 + np.linalg.norm(start, axis=-1))
    finite = np.isfinite(end).all(-1) & np.isfinite(value) & defined
    cases = (
        (finite & (seen == CODE[Outcome.STEP_LIMIT]) & far, CODE[Outcome.DIVERGED]),
        (finite, seen),
        (steps == 0, CODE[Outcome.UNDEFINED_START]),
        (np.isnan(end).any(-1), CODE[Outcome.NO_STEP]),
        (np.isinf(value) | far, CODE[Outcome.DIVERGED]),
    )
    return np.select([case for case, _ in cases], [code for _, code in cases], CODE[Outcome.LEFT_DOMAIN]).astype(
        np.int8
    )
