"""Derived source as NumPy functions: value, gradient and Hessian with their common parts shared."""

import ast
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from numerics.errors import DerivationError
from numerics.symbolic.checked import checked_expression
from numerics.symbolic.compiled import FOR_ARRAYS, FOR_FLOATS, assign, bound, function_code
from numerics.symbolic.numpy_functions import NUMPY_FUNCTIONS

Kind = Literal["value", "gradient", "hessian"]
KINDS: tuple[Kind, ...] = ("value", "gradient", "hessian")
Index = tuple[int, ...]

BLOCK = 8192  # points evaluated together: their temporaries stay in the processor's cache

_TEMPORARY = re.compile(r"\bt\d+\b")
_CALLED = re.compile(r"\b[a-z]\w*(?=\()")
_NEVER_WARN = {name for name, f in NUMPY_FUNCTIONS.items() if f.scalar}
_silently = np.errstate(all="ignore")


class _Compiled(NamedTuple):
    """A joint function for some kinds of output; it returns a nested list for each."""

    on_floats: Callable[..., Any]
    on_arrays: Callable[..., Any]
    wrap: tuple[Callable[[Any], Any], ...]
    shapes: tuple[Index, ...]  # of each kind of output
    entries: tuple[tuple[Index, ...], ...]  # the indices of each


class Program:
    """m functions of n variables with their first and second derivatives.

    Attributes:
        assignments: (name, source) of every shared subexpression, in order.
        outputs: for `value`, `gradient` and `hessian` the source of every entry by its index, of a
            Hessian those on and above the diagonal; the first index is the function's if there are many.
        dimension: n; the variables are v0, v1, … in the source.
        parameter_count: the parameters are p0, p1, ….
        shape: () for one function, (m,) for a vector of them.
    """

    def __init__(self, answer: Mapping[str, Any], dimension: int, parameter_count: int, shape: tuple[int, ...]) -> None:
        self.dimension = dimension
        self.parameter_count = parameter_count
        self.shape = shape
        self._compiled: dict[tuple[Kind, ...], _Compiled] = {}
        try:
            self.assignments = [(name, source) for name, source in answer["assignments"]]
            self.outputs = {kind: dict(self._entries(kind, answer["outputs"][kind])) for kind in KINDS}
            self._check()
        except (LookupError, TypeError, ValueError, OverflowError) as error:
            raise DerivationError("The derivatives of this function cannot be used.") from error

    def evaluate(
        self, points: NDArray[np.float64], parameters: Sequence[float], wanted: tuple[Kind, ...]
    ) -> tuple[Any, ...]:
        """The wanted kinds at points (..., n): (..., *shape), then (..., *shape, n), (..., *shape, n, n).

        Undefined and infinite values are NaN and inf; nothing is raised or warned about. One point
        and many give the same bits. Points (N, n) that have each coordinate's values side by side in memory
        (Fortran's order) are evaluated without rearranging anything, and the results have their entries so, too.
        """
        compiled = self._compiled.get(wanted)
        if compiled is None:
            compiled = self._compiled[wanted] = self._compile(wanted)
        if points.ndim == 1:
            try:
                outputs = compiled.on_floats(*points.tolist(), *parameters)
                return tuple([wrap(nested) for wrap, nested in zip(compiled.wrap, outputs, strict=True)])
            except (ArithmeticError, ValueError):  # Python raises where NumPy gives inf or NaN
                pass
        coordinates = points.reshape(-1, self.dimension).T
        results = [_empty(shape, coordinates) for shape in compiled.shapes]
        with np.errstate(all="ignore"):
            for start in range(0, coordinates.shape[1], BLOCK):
                block = slice(start, start + BLOCK)
                _evaluate_into([r[..., block] for r in results], compiled, coordinates[:, block], parameters)
        batch = points.shape[:-1]
        return tuple([_points_first(r).reshape(batch + s)[()] for r, s in zip(results, compiled.shapes, strict=True)])

    @property
    def size(self) -> int:
        """Characters of source: what keeping this program costs."""
        outputs = [source for entries in self.outputs.values() for source in entries.values()]
        return sum(map(len, outputs)) + sum(len(source) for _, source in self.assignments)

    @cached_property
    def calls(self) -> Counter[str]:
        """How often its source calls each function."""
        sources = [source for entries in self.outputs.values() for source in entries.values()]
        sources += [source for _, source in self.assignments]
        return Counter(name for source in sources for name in _CALLED.findall(source))

    def _shape(self, kind: Kind) -> Index:
        return self.shape + (self.dimension,) * KINDS.index(kind)

    def _entries(self, kind: Kind, nested: Any) -> Iterator[tuple[Index, str]]:
        shape = self._shape(kind)
        if not self.shape:
            (nested,) = nested
        for index in np.ndindex(shape):
            if kind == "hessian":
                *function, i, j = index
                if i > j:
                    continue
                index_in_answer = (*function, i, j - i)
            else:
                index_in_answer = index
            source = nested
            for at in index_in_answer:
                source = source[at]
            yield index, source

    @property
    def _arguments(self) -> list[str]:
        return [f"v{i}" for i in range(self.dimension)] + [f"p{i}" for i in range(self.parameter_count)]

    def _check(self) -> None:
        names = set(self._arguments)
        for name, source in self.assignments:
            if not _TEMPORARY.fullmatch(name) or name in names:
                raise ValueError(f"unexpected name {name}")
            checked_expression(source, names)
            names.add(name)
        for entries in self.outputs.values():
            for source in entries.values():
                checked_expression(source, names)

    def _compile(self, wanted: tuple[Kind, ...]) -> _Compiled:
        outputs = [source for kind in wanted for source in self.outputs[kind].values()]
        assignments = self.needed_for(outputs)
        names = {*self._arguments, *(name for name, _ in assignments)}
        body: list[ast.stmt] = []
        for name, source in assignments:
            body.append(assign(name, checked_expression(source, names)))
        lists: list[ast.expr] = []
        for kind in wanted:
            results: dict[Index, str] = {}
            for index, source in self.outputs[kind].items():
                name = results[index] = f"o{len(body)}"
                body.append(assign(name, checked_expression(source, names)))
                if kind == "hessian":
                    results[(*index[:-2], index[-1], index[-2])] = name
            lists.append(_nested(results, self._shape(kind)))
        body.append(ast.Return(ast.List(lists, ast.Load())))
        try:
            code = function_code(self._arguments, body)
        except (RecursionError, MemoryError) as error:
            raise DerivationError("The derivatives of this function are too large.") from error
        called = set().union(*map(self.functions_of, wanted))
        on_floats = bound(code, FOR_FLOATS)
        shapes = tuple(map(self._shape, wanted))
        return _Compiled(
            on_floats if called <= _NEVER_WARN else _silently(on_floats),
            bound(code, FOR_ARRAYS),
            tuple(np.array if shape else np.float64 for shape in shapes),
            shapes,
            tuple(tuple(np.ndindex(shape)) for shape in shapes),
        )

    def source_of(self, kind: Kind) -> list[str]:
        """All that an evaluation of this kind computes."""
        outputs = list(self.outputs[kind].values())
        return [*outputs, *(source for _, source in self.needed_for(outputs))]

    def functions_of(self, kind: Kind) -> set[str]:
        """The names of the functions that an evaluation of this kind calls."""
        return {name for source in self.source_of(kind) for name in _CALLED.findall(source)}

    def needed_for(self, outputs: Iterable[str]) -> list[tuple[str, str]]:
        """The assignments that these sources use, directly or through others, in order."""
        used = {name for source in outputs for name in _TEMPORARY.findall(source)}
        needed = []
        for name, source in reversed(self.assignments):
            if name in used:
                used.update(_TEMPORARY.findall(source))
                needed.append((name, source))
        return needed[::-1]


def _nested(names: dict[Index, str], shape: Index, index: Index = ()) -> ast.expr:
    """A display `[[o1, o2], [o2, o3]]` of the names in the given shape."""
    if len(index) == len(shape):
        return ast.Name(names[index], ast.Load())
    return ast.List([_nested(names, shape, (*index, i)) for i in range(shape[len(index)])], ast.Load())


def _empty(shape: Index, coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
    """Room for a result (…, N); in memory the points come first unless the coordinates (n, N) are side by side."""
    count = coordinates.shape[1]
    if coordinates.flags.c_contiguous:
        return np.empty((*shape, count))
    return np.empty((count, *shape)).transpose(*range(1, len(shape) + 1), 0)


def _points_first(result: NDArray[np.float64]) -> NDArray[np.float64]:
    """The view (N, …) of a result (…, N); `moveaxis` takes ten times as long."""
    last = result.ndim - 1
    return result.transpose(last, *range(last))


def _evaluate_into(
    results: list[NDArray[np.float64]],
    compiled: _Compiled,
    coordinates: NDArray[np.float64],
    parameters: Sequence[float],
) -> None:
    """Fill the results (…, N) at coordinates (n, N); assignment spreads constants over all points."""
    if coordinates.strides[1] != coordinates.itemsize:
        coordinates = np.ascontiguousarray(coordinates)
    outputs = compiled.on_arrays(*coordinates, *map(np.float64, parameters))
    for result, nested, indices in zip(results, outputs, compiled.entries, strict=True):
        for index in indices:
            entry = nested
            for at in index:
                entry = entry[at]
            result[index] = entry
