"""The condition number of an expression: how much it magnifies what its arguments are already off by."""

import time
from collections.abc import Mapping, Sequence

import numpy as np
from flint import arb
from numpy.typing import NDArray

from numerics.language import Node
from numerics.microscope.balls import enclose, precision
from numerics.microscope.tape import Tape, tape_of

Floats = NDArray[np.float64]

PRECISIONS = (400, 2000)
ACCURATE = 20  # bits, enough for a chart
BLOCK = 20  # samples between two looks at the clock


def condition_numbers(
    tree: Node, values: Mapping[str, Floats], names: Sequence[str], *, seconds: float | None = None
) -> Floats:
    """|x f_x / f| for each of `names` at N samples, shape (names, N): relative change of f per relative change of x.

    The derivative is a difference quotient in balls, over a step so small against a precision so high that it is
    right to every digit shown: no cancellation of the gradient's own formula gets in between. Infinite where f = 0,
    0 where x = 0 (a relative change leaves it), NaN where f or the quotient is not defined. Their sum bounds the
    change of f when every argument is changed by one part in so many (N. J. Higham, Accuracy and Stability of
    Numerical Algorithms, 2nd ed., SIAM 2002, section 1.6). With `seconds` the work ends when they are over; NaN
    stands at the samples that were not reached.
    """
    tape = tape_of(tree)
    count = len(next(iter(values.values())))
    found = np.full((len(names), count), np.nan)
    began = time.perf_counter()
    for first in range(0, count, BLOCK):
        if first and seconds is not None and time.perf_counter() - began > seconds:
            break
        block = slice(first, first + BLOCK)
        columns = {name: column[block] for name, column in values.items()}
        for row, name in enumerate(names):
            found[row, block] = _numbers(tape, columns, name)
    return found


def _numbers(tape: Tape, values: Mapping[str, Floats], name: str) -> Floats:
    """The condition numbers to one variable at every sample."""
    found = np.full(len(values[name]), np.nan)
    open_samples = np.arange(len(found))
    for bits in PRECISIONS:
        with precision(bits):
            step = arb(2) ** (-bits // 3)
            at = {n: list(map(arb, column[open_samples].tolist())) for n, column in values.items()}
            moved = {**at, name: [x * (1 + step) for x in at[name]]}
            here, there = (enclose(tape, balls)[0].at_each(len(open_samples)) for balls in (at, moved))
            quotients = [_quotient(f, g, step) for f, g in zip(here, there, strict=True)]
        known = np.array([quotient is not None for quotient in quotients], dtype=bool)
        found[open_samples[known]] = [quotient for quotient in quotients if quotient is not None]
        open_samples = open_samples[~known]
    return found


def _quotient(here: arb, there: arb, step: arb) -> float | None:
    """|(there - here)/(here step)|; None where it is not known well enough."""
    if here.is_zero():
        return np.inf
    change = there - here
    if change.is_zero():
        return 0.0
    quotient = abs(change / (here * step))
    if quotient.is_finite() and (quotient.rel_accuracy_bits() >= ACCURATE or quotient < 1e-6):
        return float(quotient)
    return None
