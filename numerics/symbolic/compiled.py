"""Checked syntax trees to functions: no builtins in reach, and no names but those given."""

import ast
from collections.abc import Callable, Mapping, Sequence
from types import CodeType
from typing import Any

import numpy as np

from numerics.symbolic.numpy_functions import NUMPY_CONSTANTS, NUMPY_FUNCTIONS

FOR_FLOATS: dict[str, Any] = {name: f.scalar or f.array for name, f in NUMPY_FUNCTIONS.items()} | NUMPY_CONSTANTS
FOR_ARRAYS: dict[str, Any] = {name: f.array for name, f in NUMPY_FUNCTIONS.items()} | {
    name: np.float64(value) for name, value in NUMPY_CONSTANTS.items()
}


def assign(name: str, expression: ast.expr) -> ast.stmt:
    """The statement `name = expression`."""
    return ast.Assign([ast.Name(name, ast.Store())], expression)


def function_code(arguments: Sequence[str], body: Sequence[ast.stmt]) -> CodeType:
    """The code of a function of these arguments; raises RecursionError or MemoryError where it is too large."""
    function = ast.parse(f"def evaluate({', '.join(arguments)}): pass").body[0]
    assert isinstance(function, ast.FunctionDef)
    function.body = list(body)
    return compile(ast.fix_missing_locations(ast.Module([function], [])), "<formula>", "exec")


def bound(code: CodeType, meanings: Mapping[str, Any]) -> Callable[..., Any]:
    """The function of a `function_code` whose free names have these meanings, and no other name any."""
    namespace = {**meanings, "__builtins__": {}}
    exec(code, namespace)
    return namespace["evaluate"]
