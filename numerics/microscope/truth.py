"""The true value of an expression, rounded once: the number of the format that a perfect computer would give.

The precision is raised until the enclosing ball rounds to one number of the format, or until the expression is known
to have no real value there. So an answer is certain, however severe the cancellation.
"""

import time
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from flint import arb
from numpy.typing import NDArray

from numerics.formats import Format, round_to
from numerics.microscope.balls import Column, enclose, precision
from numerics.microscope.tape import Tape

Floats = NDArray[np.float64]

PRECISIONS = (90, 180, 400, 900, 2000, 5000)
BLOCK = 128  # samples between two looks at the clock; of the costliest formulas some take a hundredth of a second each


def truth(
    tape: Tape,
    values: Mapping[str, Floats],
    format: Format,
    keep: Sequence[int] | None = None,
    *,
    seconds: float | None = None,
    progress: Callable[[float], None] | None = None,
) -> tuple[Floats, int]:
    """The rounded true values of the steps `keep` (default: the outputs) at N samples, shape (steps, N), and how many.

    NaN stands where a step has no real value, or where 5000 bits do not decide it. A value beyond the largest number
    of the format is what it rounds to, so perhaps infinite. Literals count as typed (0.1 is one tenth), the samples
    `values` (N,) as the numbers that they are.

    With `seconds` the work ends when they are over: only the first samples, as many as the second result says, are
    done then. `progress` is told the part that is done, from 0 to 1.
    """
    kept = tape.outputs if keep is None else tuple(keep)
    count = len(next(iter(values.values()), np.zeros(1)))
    rounded = np.full((len(kept), count), np.nan)
    began = time.perf_counter()
    done = 0
    while done < count and (not done or seconds is None or time.perf_counter() - began < seconds):
        block = slice(done, min(done + BLOCK, count))
        columns = {name: column[block] for name, column in values.items()}
        rounded[:, block] = _block(tape, columns, block.stop - block.start, format, kept)
        done = block.stop
        if progress:
            progress(done / count)
    return rounded, done


def _block(tape: Tape, values: Mapping[str, Floats], count: int, format: Format, kept: Sequence[int]) -> Floats:
    rounded = np.full((len(kept), count), np.nan)
    open_samples = np.flatnonzero(np.logical_and.reduce([np.ones(count, bool), *map(np.isfinite, values.values())]))
    for bits in PRECISIONS:
        with precision(bits):
            balls = {name: list(map(arb, column[open_samples].tolist())) for name, column in values.items()}
            columns = enclose(tape, balls, kept)
            undecided = np.zeros(len(open_samples), dtype=bool)
            for row, column in enumerate(columns):
                numbers, certain = _rounded(column, len(open_samples), format)
                rounded[row, open_samples[certain]] = numbers[certain]
                undecided |= ~certain if column.undefined is None else ~certain & ~column.undefined
        open_samples = open_samples[undecided]
        if not len(open_samples):
            break
    return rounded if format.infinities else np.where(np.isinf(rounded), np.nan, rounded)


def _rounded(column: Column, count: int, format: Format) -> tuple[Floats, NDArray[np.bool_]]:
    """The balls of a column rounded to the format, and where both their ends round to the same number."""
    balls = column.at_each(count)
    lower, upper = (_ends(list(map(end, balls)), format) for end in (arb.lower, arb.upper))
    return lower, lower == upper


def _ends(ends: list[arb], format: Format) -> Floats:
    """Exact ends of balls rounded to the format, once."""
    near = np.fromiter(map(float, ends), np.float64, len(ends))
    if format.bits == 64:
        return near
    # Rounding to float64 first goes wrong only where it hits a midpoint between two numbers of the format.
    below, above = np.nextafter(near, -np.inf), np.nextafter(near, np.inf)
    for at in np.flatnonzero(round_to(below, format) != round_to(above, format)):
        exact = arb(float(near[at]))
        near[at] = below[at] if ends[at] < exact else above[at] if ends[at] > exact else near[at]
    rounded = round_to(near, format)
    # Where the format has no infinity, both ends beyond its largest number are still the same answer.
    return np.where(np.isnan(rounded) & ~np.isnan(near), np.copysign(np.inf, near), rounded)
