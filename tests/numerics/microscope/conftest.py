"""Published expressions with their exact values, and an evaluator to many digits that shares nothing with ours."""

import json
import re
from pathlib import Path
from typing import Any

import mpmath

DATA = Path(__file__).parents[2] / "data"
EXPRESSIONS: list[dict[str, Any]] = json.loads((DATA / "floating_point_expressions.json").read_text())["expressions"]
CLASSICS: dict[str, Any] = json.loads((DATA / "floating_point_classics.json").read_text())

_NUMBER = re.compile(r"(?<![A-Za-z0-9_.])(\d+\.?\d*(?:[eE][+-]?\d+)?)")
_NAMES = "sqrt cbrt exp expm1 log log1p sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh hypot erf gamma pi"


def exactly(expression: str, digits: int = 200, **point: float) -> mpmath.mpf:
    """The value of an expression of the data files (trusted text) to so many digits; literals are exact decimals."""
    with mpmath.workdps(digits):
        names = {name: getattr(mpmath, name) for name in _NAMES.split()} | {"abs": abs, "max": max, "mpf": mpmath.mpf}
        text = _NUMBER.sub(r"mpf('\1')", expression.replace("^", "**"))
        return eval(text, names, {name: mpmath.mpf(value) for name, value in point.items()})
