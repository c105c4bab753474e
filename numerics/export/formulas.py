"""Derived source rewritten for people and for libraries: `square(v0)` becomes `np.square(x)`."""

import ast
import keyword
import re
from collections.abc import Iterable, Mapping

import numpy as np
from scipy import special

from numerics.symbolic.numpy_functions import NUMPY_CONSTANTS, NUMPY_FUNCTIONS

EXACT = 2.0**53  # every integer below is a float64

# How a library writes a function of derived source: a call with its arguments as {0}, {1}, …
Dialect = Mapping[str, str]

COMPARISONS = {
    "less": "{0} < {1}",
    "less_equal": "{0} <= {1}",
    "greater": "{0} > {1}",
    "greater_equal": "{0} >= {1}",
    "equal": "{0} == {1}",
    "not_equal": "{0} != {1}",
}


def call(function: str, arity: int) -> str:
    """The plain call of a function as an entry of a dialect."""
    return f"{function}({', '.join(f'{{{place}}}' for place in range(arity))})"


def _numpy() -> dict[str, str]:
    spelled = {}
    for name, function in NUMPY_FUNCTIONS.items():
        home = next(
            (f"{home}." for home, module in _HOMES.items() if getattr(module, name, None) is function.array), ""
        )
        spelled[name] = call(home + name, function.arity)
    return spelled | COMPARISONS


_HOMES = {"np": np, "special": special}
NUMPY: Dialect = _numpy()
NUMPY_OWN = {name: f.array for name, f in NUMPY_FUNCTIONS.items() if NUMPY[name].startswith(f"{name}(")}
"""The functions that are neither NumPy's nor SciPy's but ours: a script needs their source."""


def local_names(names: Iterable[str]) -> list[str]:
    """Variables and parameters as local names of a function; what Python or the derivation uses gets a `_`.

    Raises ValueError for a text that no typed function could have as a name.
    """
    found = []
    for name in names:
        if not re.fullmatch(r"[A-Za-z]+\d*", name):
            raise ValueError(f"no name: {name!r}")
        taken = keyword.iskeyword(name) or re.fullmatch(r"t\d+", name)
        found.append(f"{name}_" if taken else name)
    return found


def rewritten(source: str, names: Mapping[str, str], dialect: Dialect, library: str) -> str:
    """Checked source in another dialect, with variables and parameters renamed and constants of the `library`.

    Raises KeyError for a function that the dialect does not have.
    """
    return ast.unparse(_Rewriter(names, dialect, library).visit(_parsed(source)))


class _Rewriter(ast.NodeTransformer):
    def __init__(self, names: Mapping[str, str], dialect: Dialect, library: str) -> None:
        self._names, self._dialect, self._library = names, dialect, library

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if node.id in NUMPY_CONSTANTS:
            return _parsed(f"math.{node.id}" if node.id == "tau" else f"{self._library}.{node.id}")
        return ast.Name(self._names.get(node.id, node.id))

    def visit_Call(self, node: ast.Call) -> ast.expr:
        assert isinstance(node.func, ast.Name)
        template = self._dialect[node.func.id]
        arguments = [self.visit(argument) for argument in node.args]
        if node.func.id == "ipow":
            arguments[1] = _whole(arguments[1])
        texts = [f"({ast.unparse(argument)})" for argument in arguments]
        if template.startswith("torch."):  # whose functions take no plain numbers
            texts = [
                f"torch.tensor{text}" if _is_plain(each) else text for each, text in zip(arguments, texts, strict=True)
            ]
        return _parsed(template.format(*texts))

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        """Every number is a float, as the program computes; whole ones beside a variable need no point."""
        assert isinstance(node.value, int | float)
        return ast.Constant(float(node.value))

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        left, right = self.visit(node.left), self.visit(node.right)
        if not (_is_number(node.left) and _is_number(node.right)):
            left, right = _whole(left), _whole(right)
        return ast.BinOp(left, node.op, right)


def _parsed(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


def _is_number(node: ast.expr) -> bool:
    """Whether an expression has no name in it."""
    return not any(isinstance(part, ast.Name) for part in ast.walk(node))


def _is_plain(node: ast.expr) -> bool:
    """Whether an expression is made of numbers and the constants of a library."""
    parts = list(ast.walk(node))
    names = {part.id for part in parts if isinstance(part, ast.Name)}
    return names <= {"torch", "math"} and not any(isinstance(part, ast.Call) for part in parts)


def _whole(node: ast.expr) -> ast.expr:
    """A number as an integer if it is one; the other operand is a float, and so is the result."""
    match node:
        case ast.UnaryOp(op=op, operand=operand):
            return ast.UnaryOp(op, _whole(operand))
        case ast.Constant(value=float(value)) if value.is_integer() and abs(value) < EXACT:
            return ast.Constant(int(value))
    return node
