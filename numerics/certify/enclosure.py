"""f, its gradient and its Hessian on boxes: the derived source, evaluated on intervals."""

import ast
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from numerics.certify.functions import FUNCTIONS, NUMBERS
from numerics.certify.interval import Flags, Interval, interval
from numerics.objective import Objective
from numerics.symbolic.checked import checked_expression
from numerics.symbolic.compiled import assign, bound, function_code
from numerics.symbolic.program import Kind

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Boxes:
    """k boxes in n dimensions: lower and upper corners (k, n)."""

    lo: Floats
    hi: Floats

    @property
    def middle(self) -> Floats:
        """Their centres, (k, n)."""
        return 0.5 * self.lo + 0.5 * self.hi

    @property
    def width(self) -> Floats:
        """Their sides, (k, n)."""
        return self.hi - self.lo

    def __getitem__(self, which: Any) -> "Boxes":
        return Boxes(self.lo[which], self.hi[which])

    @property
    def count(self) -> int:
        """k."""
        return len(self.lo)


def joined(parts: Sequence[Boxes]) -> Boxes:
    """The boxes of all parts, of which there is at least one."""
    return Boxes(np.concatenate([part.lo for part in parts]), np.concatenate([part.hi for part in parts]))


class Bounds(NamedTuple):
    """Enclosures on k boxes: lower and upper bounds (k, …), and flags (k,); NaN where f has no value at all."""

    lo: Floats
    hi: Floats
    flags: Flags


class Enclosure:
    """An objective's value, gradient and Hessian on boxes, each compiled when first asked for."""

    def __init__(self, f: Objective) -> None:
        self.f = f
        self._parameters = [_number(value) for value in f.parameters.values()]
        self._compiled: dict[Kind, Callable[..., Any]] = {}

    def value(self, boxes: Boxes) -> Bounds:
        """f on boxes, (k,)."""
        return self._evaluate("value", boxes)

    def gradient(self, boxes: Boxes) -> Bounds:
        """∇f on boxes, (k, n)."""
        return self._evaluate("gradient", boxes)

    def hessian(self, boxes: Boxes) -> Bounds:
        """The Hessian on boxes, (k, n, n)."""
        return self._evaluate("hessian", boxes)

    def _evaluate(self, kind: Kind, boxes: Boxes) -> Bounds:
        if kind not in self._compiled:
            self._compiled[kind] = self._compile(kind)
        n, count = self.f.dimension, boxes.count
        shape = {"value": (), "gradient": (n,), "hessian": (n, n)}[kind]
        lo, hi = np.empty((count, *shape)), np.empty((count, *shape))
        flags: Flags = np.zeros(count, dtype=np.uint8)
        arguments = [Interval(boxes.lo[:, i], boxes.hi[:, i], np.zeros(count, dtype=np.uint8)) for i in range(n)]
        with np.errstate(all="ignore"):
            results = self._compiled[kind](*arguments, *self._parameters)
        for index, result in zip(self.f.program.outputs[kind], map(interval, results), strict=True):
            for place in {index, index[::-1]}:  # of a Hessian the entry on the other side of the diagonal, too
                at: Any = (..., *place)
                lo[at], hi[at] = result.lo, result.hi
            flags |= result.flags
        return Bounds(lo, hi, flags)

    def _compile(self, kind: Kind) -> Callable[..., Any]:
        program = self.f.program
        outputs = list(program.outputs[kind].values())
        assignments = program.needed_for(outputs)
        arguments = [f"v{i}" for i in range(program.dimension)] + [f"p{i}" for i in range(program.parameter_count)]
        names = {*arguments, *(name for name, _ in assignments)}
        literals = _Literals()
        body = [assign(name, literals.visit(checked_expression(source, names))) for name, source in assignments]
        results = [literals.visit(checked_expression(source, names)) for source in outputs]
        body.append(ast.Return(ast.List(results, ast.Load())))
        return bound(function_code(arguments, body), {**FUNCTIONS, **NUMBERS, **literals.meanings})


class _Literals(ast.NodeTransformer):
    """Gives every number that float64 may have rounded a name, which stands for an interval around it."""

    def __init__(self) -> None:
        self.meanings: dict[str, Interval] = {}

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        assert isinstance(node.value, float)
        number = _number(node.value)
        if number.lo == number.hi:
            return node
        name = f"c{len(self.meanings)}"
        self.meanings[name] = number
        return ast.Name(name, ast.Load())


def _number(value: float) -> Interval:
    """A number of the source: whole ones are exact, any other is the float64 nearest to what was meant."""
    if value.is_integer() and abs(value) < 2**53:
        return Interval(value, value)
    return Interval(np.nextafter(value, -np.inf), np.nextafter(value, np.inf))
