"""The lines of a rule, as source text, compiled to one function of arrays.

The source is checked like any derived source before it is compiled. What depends on knobs and t alone is one
number for all starts: it is worked out once a step, in float64 scalars, for which a division by 0 is NaN or
infinite as it is for arrays.
"""

import ast
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple, cast

import numpy as np

from numerics.methods.base import Array
from numerics.rules.shapes import MEMORIES
from numerics.rules.source import MEANINGS, RULE_ARITIES
from numerics.symbolic.checked import ARITIES, checked_expression
from numerics.symbolic.compiled import FOR_ARRAYS, assign, bound, function_code
from numerics.symbolic.numpy_functions import NUMPY_CONSTANTS

Lines = Sequence[tuple[str, str]]


class Memory(NamedTuple):
    """Steps taken, and the memories (..., n) of a rule; None for those that it has not."""

    t: int
    m: Array | None = None
    v: Array | None = None
    u: Array | None = None
    w: Array | None = None


_STATE = ("x", *MEMORIES)
_FROM_OUTSIDE = ("g", "f", "t", "grad")


class Step(NamedTuple):
    """A compiled rule.

    Attributes:
        knobs: their names, in the order in which `update` takes them.
        reads: the names that the rule reads.
        update: the new x and memories from the old ones, g, f, t, the gradient as a function, the knobs, and `numbers`.
        numbers: what is one number for all starts, from t and the knobs; None where there is no such part.
    """

    knobs: tuple[str, ...]
    reads: frozenset[str]
    update: Callable[..., Any]
    numbers: Callable[..., Any] | None

    def __call__(
        self, x: Array, memories: Sequence[Any], g: Array, f: Array | None, t: int, grad: Any, knobs: Sequence[float]
    ) -> Any:
        """x and the memories after step `t` = 1, 2, …; `grad` is the gradient as a function of the point.

        A knob may be a column (k, 1), one value for each of k starts.
        """
        numbers = self.numbers(np.float64(t), *map(np.float64, knobs)) if self.numbers else ()
        plain = (number if isinstance(number, np.ndarray) else float(number) for number in numbers)
        return self.update(x, *memories, g, f, float(t), grad, *knobs, *plain)


def compile_step(lines: Lines, knobs: tuple[str, ...], reads: Iterable[str]) -> Step:
    """The step that carries out `lines`, (target, source) each; raises ValueError for unexpected source."""
    hoisted = _Hoisted({"t", *knobs, *NUMPY_CONSTANTS})
    names = {*_STATE, *_FROM_OUTSIDE, *knobs}
    body: list[ast.stmt] = []
    for target, source in lines:
        expression = checked_expression(source, names, ARITIES | RULE_ARITIES)
        body.append(assign(target, hoisted.visit(expression)))
    body.append(ast.Return(ast.Tuple([ast.Name(name, ast.Load()) for name in _STATE], ast.Load())))
    arguments = [*_STATE, *_FROM_OUTSIDE, *knobs, *hoisted.numbers.values()]
    update = bound(function_code(arguments, body), FOR_ARRAYS | MEANINGS)
    return Step(knobs, frozenset(reads), update, hoisted.function(["t", *knobs]))


class _Hoisted(ast.NodeTransformer):
    """Takes the parts that are one number for all starts out of the source, and gives each a name instead.

    Attributes:
        numbers: the name of every such part, by what it is.
    """

    def __init__(self, known: set[str]) -> None:
        self.numbers: dict[str, str] = {}
        self._known = known
        self._parts: list[ast.expr] = []

    def visit(self, node: ast.AST) -> Any:
        if not isinstance(node, ast.expr) or isinstance(node, ast.Name | ast.Constant):
            return node
        if not self._is_number(node):
            return self.generic_visit(node)
        key = ast.dump(node)
        if key not in self.numbers:
            self.numbers[key] = f"number{len(self.numbers)}"
            self._parts.append(node)
        return ast.Name(self.numbers[key], ast.Load())

    def function(self, arguments: Sequence[str]) -> Callable[..., Any] | None:
        """The function that works the parts out; None where there are none."""
        if not self._parts:
            return None
        literals = _Literals()
        body = [ast.Return(ast.List([literals.visit(part) for part in self._parts], ast.Load()))]
        return bound(function_code(arguments, body), {**FOR_ARRAYS, **MEANINGS, **literals.values})

    def _is_number(self, node: ast.expr) -> bool:
        called = {id(part.func) for part in ast.walk(node) if isinstance(part, ast.Call)}
        names = [part for part in ast.walk(node) if isinstance(part, ast.Name)]
        return all(name.id in self._known or id(name) in called for name in names)


class _Literals(ast.NodeTransformer):
    """Gives every literal a name, so that it can be a float64 scalar: Python's own floats raise on 1/0."""

    def __init__(self) -> None:
        self.values: dict[str, np.float64] = {}

    def visit_Constant(self, node: ast.Constant) -> ast.Name:
        name = f"literal{len(self.values)}"
        self.values[name] = np.float64(cast(float, node.value))
        return ast.Name(name, ast.Load())
