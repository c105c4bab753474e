"""Arrays of numbers of a format for code that was written for plain arrays, such as a method's step.

An equation over the last axis needs `numerics.rounded`; a method reshapes, assigns and calls NumPy's functions, and so
gets an array that is one of NumPy's own. The rules are the same: a plain number that meets one is rounded as a literal
of a program is, and each operation is carried out in float64 and its result rounded, which is what the format's own
+ - * / and roots give (S. A. Figueroa, ACM SIGNUM Newsletter 30, 1995).
"""

import math
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from numerics.formats import FORMATS, Format, Mode
from numerics.formats.rounding import round_floats

Floats = NDArray[np.float64]


class InFormat(np.ndarray[Any, np.dtype[np.float64]]):
    """Float64 numbers of a format; what operators and NumPy's functions make of them is rounded to it.

    Sums, scalar products, norms and solutions of equations are taken in float64 and rounded once, as hardware does that
    accumulates in a wider format.

    Attributes:
        format: the format.
    """

    format: Format

    @classmethod
    def of(cls, values: ArrayLike, format: Format) -> Self:
        """The numbers rounded to the format."""
        made = round_floats(np.array(values, dtype=np.float64), format, Mode.NEAREST_EVEN).view(cls)
        made.format = format
        return made

    def __array_finalize__(self, source: Any) -> None:
        self.format = getattr(source, "format", FORMATS["float64"])

    def __array_ufunc__(self, ufunc: Any, method: str, *operands: Any, out: Any = None, **options: Any) -> Any:
        """An elementwise function, or a reduction by one."""
        if ufunc is np.power and np.ndim(operands[1]) == 0 and operands[1] == 2:
            ufunc, operands = np.multiply, (operands[0], operands[0])  # as NumPy squares a plain array
        with np.errstate(all="ignore"):
            results = getattr(ufunc, method)(*(self._literal(operand) for operand in operands), **options)
        if out is None:
            return _each(self._stored, results)
        out[0].view(np.ndarray)[...] = self._stored(results)
        return out[0]

    def __array_function__(
        self, function: Callable[..., Any], types: Any, arguments: Iterable[Any], options: Mapping[str, Any]
    ) -> Any:
        """Any other function of NumPy: carried out in float64, floats in its result rounded."""
        with np.errstate(all="ignore"):
            results = function(*map(_plain, arguments), **_plain(options))
        return _each(lambda result: self._wrapped(self._literal(result)) if _is_float(result) else result, results)

    def _stored(self, result: Any) -> Any:
        if not _is_float(result):
            return result
        return self._wrapped(round_floats(np.asarray(result), self.format, Mode.NEAREST_EVEN))

    def _wrapped(self, numbers: ArrayLike) -> Self:
        made = np.asarray(numbers).view(type(self))
        made.format = self.format
        return made

    def _literal(self, operand: Any) -> Any:
        """An operand in float64. An infinity is a bound of a search rather than a number, and stays one."""
        if isinstance(operand, InFormat):
            return operand.view(np.ndarray)
        if isinstance(operand, float):
            return _number(operand, self.format)
        values = np.asarray(operand)
        if values.dtype.kind not in "fiu":
            return operand
        values = values.astype(np.float64, copy=False)
        return np.where(np.isinf(values), values, round_floats(values, self.format, Mode.NEAREST_EVEN))


@lru_cache(4096)
def _number(value: float, format: Format) -> float:
    """A knob in the format: the same few numbers meet every step."""
    return value if math.isinf(value) else float(round_floats(np.array(value), format, Mode.NEAREST_EVEN))


def _is_float(result: Any) -> bool:
    return isinstance(result, np.ndarray | np.floating) and result.dtype.kind == "f"


def _each(change: Callable[[Any], Any], results: Any) -> Any:
    """One result, or a tuple of them, which may have names."""
    if not isinstance(results, tuple):
        return change(results)
    changed = map(change, results)
    return type(results)(*changed) if hasattr(results, "_fields") else tuple(changed)


def _plain(argument: Any) -> Any:
    """An argument, or any nesting of them, with plain arrays."""
    if isinstance(argument, InFormat):
        return argument.view(np.ndarray)
    if isinstance(argument, tuple | list):
        return type(argument)(map(_plain, argument))
    if isinstance(argument, Mapping):
        return {name: _plain(part) for name, part in argument.items()}
    return argument
