"""An expression under the microscope: what a format makes of it at many samples, beside what is true."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from numerics.errors import NumericsError
from numerics.formats import Format, format_of, round_to
from numerics.language import Node, parse_expression
from numerics.microscope.rounded import evaluate
from numerics.microscope.tape import tape_of, variables_of
from numerics.microscope.truth import truth
from numerics.microscope.ulps import bits_of, ulps_between

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Examination:
    """The results of an expression at N samples.

    Attributes:
        tree: the expression.
        format: the format in which it was evaluated.
        values: the samples, numbers of the format, a column (N,) for each variable.
        computed: (N,) the results, every operation rounded to the format.
        true: (N,) the exact values rounded to the format; NaN where there is no real value.
    """

    tree: Node
    format: Format
    values: Mapping[str, Floats]
    computed: Floats
    true: Floats

    @cached_property
    def ulps(self) -> Floats:
        """(N,) the errors in units in the last place; NaN where there is no true value, see `ulps_between`."""
        return ulps_between(self.computed, self.true, self.format)

    @cached_property
    def bits(self) -> Floats:
        """(N,) the bits of error, log₂(1 + ulps)."""
        return bits_of(self.ulps)

    @cached_property
    def defined(self) -> NDArray[np.bool_]:
        """(N,) where there is a true value to compare with."""
        return ~np.isnan(self.true)

    @property
    def mean_bits(self) -> float:
        """The mean bits of error over the samples with a true value; NaN if there are none."""
        return float(self.bits[self.defined].mean()) if self.defined.any() else float("nan")


def examine(
    expression: str | Node,
    values: Mapping[str, ArrayLike],
    format: str | Format = "float64",
    *,
    seconds: float | None = None,
    progress: Callable[[float], None] | None = None,
) -> Examination:
    """The results of an expression at the samples `values`, in a format and in truth.

    Args:
        expression: the formula as typed, or its tree.
        values: numbers for every variable, of shapes that broadcast; they are rounded to the format first.
        format: a name such as "float32", or a Format.
        seconds: when to stop; the samples done until then are returned, in the order given.
        progress: told the part that is done, from 0 to 1.

    Raises:
        ExpressionError: the text has no meaning.
        NumericsError: a variable has no values, their shapes do not fit, or there is no such format.
    """
    target = format_of(format)
    tree = parse_expression(expression, tuple(values)) if isinstance(expression, str) else expression
    columns = _columns(tree, values, target)
    tape = tape_of(tree)
    true, done = truth(tape, columns, target, seconds=seconds, progress=progress)
    columns = {name: column[:done] for name, column in columns.items()}
    return Examination(tree, target, columns, evaluate(tape, columns, target)[0], true[0, :done])


def ulp_error(text: str, values: Mapping[str, ArrayLike], format: str | Format = "float64") -> Any:
    """The error of an expression in units in the last place of the format, at every point of `values`.

    Every operation is rounded to the format; the result is compared with the exact value at the same (rounded)
    arguments, rounded once, by counting the numbers of the format from one to the other. Bits of error are
    log₂(1 + ulps). Literals are exact in the truth, so the rounding of a typed 0.1 counts as error.

    - NaN: the expression has no real value there.
    - 2^bits - 1 (so 64 bits of error in float64): the result is NaN although there is a value.
    - An infinite result, or a value beyond the largest number, counts as the next number after the largest.

    >>> float(ulp_error("(1 - cos(x))/x^2", {"x": 1.2e-8}) > 1e15)
    True

    Shapes, arguments and errors raised as in `examine`: the result has the common shape of the values.
    """
    shape = np.broadcast_shapes(*(np.shape(column) for column in values.values()))
    ulps = examine(text, values, format).ulps
    return np.broadcast_to(ulps.reshape(shape) if ulps.size == np.prod(shape) else ulps[0], shape)[()].copy()


def _columns(tree: Node, values: Mapping[str, ArrayLike], format: Format) -> dict[str, Floats]:
    if missing := set(variables_of(tape_of(tree))) - set(values):
        raise NumericsError(f"Give values for the variable {min(missing)}.")
    try:
        arrays = np.broadcast_arrays(*(np.asarray(column, dtype=np.float64) for column in values.values()))
    except ValueError:
        raise NumericsError("The values of the variables must be numbers, as many of each.") from None
    rounded = (round_to(array.ravel(), format) for array in arrays)
    return dict(zip(values, rounded, strict=True))
