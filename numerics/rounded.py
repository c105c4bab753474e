"""Arrays of numbers of a format: NumPy's functions work on them, and every result is rounded to the format.

So that an equation, written once, runs in float64, in eight bits, or with every intermediate recorded
(`numerics.recorder`). Each operation is carried out in float64 and its result rounded: for + - * / and roots that is
what the format's own arithmetic gives (S. A. Figueroa, When is double rounding innocuous?, ACM SIGNUM Newsletter 30,
1995), for the other functions what a library gives that rounds correctly.
"""

import functools
from collections.abc import Callable, Sequence
from typing import Any, Self

import ml_dtypes
import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin
from numpy.typing import ArrayLike, DTypeLike, NDArray

from numerics.errors import NumericsError
from numerics.formats import FORMATS, Format, format_of, round_to

Floats = NDArray[np.float64]

# The formats that NumPy has with the help of ml_dtypes, whose + - * / round as the format says.
NATIVE = {name: np.dtype(getattr(ml_dtypes, name, name)) for name in FORMATS if name != "tf32"}
NUMPY_OWN = ("float64", "float32", "float16")


class Rounded(NDArrayOperatorsMixin):
    """Numbers of a format; what NumPy's elementwise functions and the operators make of them is rounded to it.

    Attributes:
        values: the numbers (...), in float64.
        format: their format.
    """

    def __init__(self, values: ArrayLike, format: Format) -> None:
        self.values = np.asarray(values, dtype=np.float64)
        self.format = format

    def made(self, operation: str, operands: Sequence[Any], raw: Floats) -> Self:
        """The result of an operation on `operands`, from what it gives in float64."""
        return type(self)(self.rounded(raw), self.format)

    def rounded(self, values: ArrayLike) -> Floats:
        """Numbers in float64 rounded to the format."""
        return round_to(values, self.format)

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *operands: Any, **options: Any) -> Any:
        """Apply one of NumPy's elementwise functions; comparisons give plain arrays of truth values."""
        if method != "__call__" or options or ufunc.nout != 1:
            return NotImplemented
        with np.errstate(all="ignore"):
            result = np.asarray(ufunc(*(values_of(operand, self) for operand in operands)))
        return result if result.dtype == bool else self.made(ufunc.__name__, operands, result)

    def __getitem__(self, at: Any) -> Self:
        return self.made("part", (self, at), self.values[at])

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of the values."""
        return self.values.shape

    def at(self, place: int) -> Self:
        """The numbers at one place along the last axis, which is kept; NumericsError where there is no such place."""
        if not 0 <= place < nonempty(self).shape[-1]:
            raise NumericsError(f"There is no place {place} among {self.shape[-1]} numbers.")
        return self[..., place : place + 1]

    def max(self) -> Self:
        """The largest along the last axis, which is kept; NaN where one is NaN."""
        return self.made("max", (self,), nonempty(self).values.max(-1, keepdims=True))

    def argmax(self) -> NDArray[np.intp]:
        """The place of the first largest along the last axis, which is kept."""
        return nonempty(self).values.argmax(-1, keepdims=True)

    def sum(self, without: NDArray[np.intp] | None = None) -> Self:
        """The sum along the last axis, which is kept, from left to right; places `without` (..., 1) are left out."""
        terms = nonempty(self).values
        if without is not None:
            terms = np.where(np.arange(terms.shape[-1]) == without, 0.0, terms)
        with np.errstate(all="ignore"):
            total = functools.reduce(lambda partial, term: self.rounded(partial + term), np.moveaxis(terms, -1, 0))
        return self.made("sum", (self, without), total[..., None])


def nonempty(x: Any) -> Any:
    """An array, plain or `Rounded`, as it is; NumericsError where it has no last axis or nothing along it."""
    if not x.shape or x.shape[-1] == 0:
        raise NumericsError("At least one number is needed along the last axis.")
    return x


def values_of(operand: Any, like: Rounded) -> Any:
    """The values of an operand; a plain number is rounded to the format as a literal of a program is."""
    return operand.values if isinstance(operand, Rounded) else like.rounded(operand)


def choose(condition: NDArray[np.bool_], yes: Any, no: Any) -> Any:
    """`yes` where the condition holds and `no` elsewhere, as `np.where`; at least one of them is `Rounded`."""
    like = yes if isinstance(yes, Rounded) else no
    return like.made("choose", (condition, yes, no), np.where(condition, values_of(yes, like), values_of(no, like)))


def in_format(equation: Callable[..., Any] | None = None, *, native: bool = False) -> Any:
    """Make a function of arrays, with `dtype=`, out of an equation for `Rounded` numbers.

    `dtype` is a format of `FORMATS` or a custom one by name, a `Format`, or a NumPy dtype; left out, it is that of
    the first argument if that is an array of floats, else float64. Arguments are rounded to the format first. The
    result has the dtype if it is NumPy's own (float64, float32, float16); otherwise it is float64 and holds numbers
    of the format. Warnings are not given: infinity and NaN are results.

    `native`: the equation only adds and subtracts, so in formats that NumPy has it is given plain arrays of
    that dtype, which is much faster.
    """
    if equation is None:
        return functools.partial(in_format, native=native)

    @functools.wraps(equation)
    def function(*arguments: ArrayLike, dtype: DTypeLike | str | Format | None = None, **options: Any) -> Any:
        format = working_format(dtype, arguments[0])
        numbers: list[Any] = [round_to(argument, format) for argument in arguments]
        plain = native and format.name in NATIVE
        kind = NATIVE[format.name] if plain else np.float64
        with np.errstate(all="ignore"):
            results = equation(*([x.astype(kind) if plain else Rounded(x, format) for x in numbers]), **options)
        several = isinstance(results, tuple)
        bare = [
            np.asarray(getattr(result, "values", result), np.float64) for result in (results if several else [results])
        ]
        kept = [result.astype(format.name)[()] if format.name in NUMPY_OWN else result[()] for result in bare]
        return tuple(kept) if several else kept[0]

    return function


def _bare(result: Any, format: Format) -> Any:
    """The plain array or number that a result is, in NumPy's own dtype where the format has one."""
    values = np.asarray(getattr(result, "values", result), dtype=np.float64)
    return (values.astype(format.name) if format.name in NUMPY_OWN else values)[()]


def working_format(dtype: DTypeLike | str | Format | None, argument: ArrayLike) -> Format:
    """The format that a `dtype` names, or else the one of the argument; see `in_format`."""
    if dtype is None:
        name = np.asarray(argument).dtype.name
        return format_of(name if name in FORMATS else "float64")
    if isinstance(dtype, str | Format):
        return format_of(dtype)
    return format_of(np.dtype(dtype).name)
