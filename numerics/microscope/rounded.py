"""An expression as a computer evaluates it: operation by operation, each result rounded to the format.

Every operation is carried out in float64 and its result rounded. For `+ - * /` and roots that is exactly what the
format's own arithmetic gives, as its precision is at most (53 - 2)/2 bits (S. A. Figueroa, When is double rounding
innocuous?, ACM SIGNUM Newsletter 30, 1995); for the other functions it is what a library gives that rounds correctly.
In float64 itself the functions are NumPy's, which may be off by one or two units in the last place.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from numerics.formats import Format, round_to
from numerics.microscope.operations import COMPARISONS, OPERATIONS
from numerics.microscope.tape import Step, Tape
from numerics.symbolic.numpy_functions import NUMPY_CONSTANTS

Floats = NDArray[np.float64]

BLOCK = 8192  # samples evaluated together: their intermediate results stay in the processor's cache


def evaluate(tape: Tape, values: Mapping[str, Floats], format: Format, keep: Sequence[int] | None = None) -> Floats:
    """The results of the steps `keep` (default: the outputs) at N samples, shape (steps, N).

    `values` holds a column (N,) of numbers of the format for each variable. Literals and constants are rounded to the
    format first. Infinities and NaN are results.
    """
    count = len(next(iter(values.values()), np.zeros(1)))
    results = np.empty((len(tape.outputs if keep is None else keep), count))
    with np.errstate(all="ignore"):
        for start in range(0, count, BLOCK):
            block = slice(start, start + BLOCK)
            columns = {name: column[block] for name, column in values.items()}
            for row, column in enumerate(_run(tape, columns, format, keep)):
                results[row, block] = column
    return results


def _run(tape: Tape, values: Mapping[str, Floats], format: Format, keep: Sequence[int] | None) -> list[Any]:
    def leaf(step: Step) -> Any:
        if step.kind == "variable":
            return values[str(step.leaf)]
        return constant(step.leaf, format)

    return tape.run(leaf, lambda step, arguments: carry_out(step.kind, arguments, format), keep)


def carry_out(kind: str, arguments: Sequence[Any], format: Format) -> Any:
    """One operation on numbers of the format, its result rounded to the format; comparisons give booleans."""
    if kind in COMPARISONS:
        return COMPARISONS[kind](*arguments)
    if kind == "all_of":
        return np.logical_and(*arguments)
    if kind == "where":
        return np.where(*arguments)
    result = OPERATIONS[kind].rounded(*arguments)
    return result if format.bits == 64 else round_to(result, format)[()]


@lru_cache(4096)
def constant(leaf: Fraction | str | None, format: Format) -> Any:
    """A literal or a named constant, rounded to the format."""
    return round_to(leaf if isinstance(leaf, Fraction) else NUMPY_CONSTANTS[str(leaf)], format)[()]
