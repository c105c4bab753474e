"""A rule printed as NumPy source, in the order in which it was typed.

What is printed can call what derived source calls (`numerics.symbolic.numpy_functions`) and the functions of
whole vectors here; names are those of the rule, with every knob under the name of its field.
"""

import keyword
import operator
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np

from numerics.language import limits
from numerics.language.tree import Apply, Constant, Node, Number, Variable, fold, walk
from numerics.rules.notation import NAMES, Assignment
from numerics.rules.shapes import Shape, combined
from numerics.symbolic.numpy_functions import NUMPY_CONSTANTS, NUMPY_FUNCTIONS
from numerics.symbolic.spelling import SPELLING, spelled

SUM, PRODUCT, ATOM = range(3)  # how tightly a printed part binds
_HALF = Fraction(1, 2)
_OPERATORS = {"add": "+", "subtract": "-", "multiply": "*", "divide": "/"}


def norm(a: Any) -> Any:
    """The Euclidean length of vectors (..., n), shape (..., 1)."""
    return np.sqrt(np.sum(a * a, axis=-1, keepdims=True))


def dot(a: Any, b: Any) -> Any:
    """The inner product of vectors (..., n), shape (..., 1)."""
    return np.sum(a * b, axis=-1, keepdims=True)


# What rules can call beside the functions of derived source. Numbers have a power of their own, that of Python:
# it is the one of methods written by hand, and ten times as fast as that of arrays.
MEANINGS = {"norm": norm, "dot": dot, "full_like": np.full_like, "pow": operator.pow}
RULE_ARITIES = {"norm": 1, "dot": 2, "full_like": 2, "pow": 2, "grad": 1}


def knob_field(name: str) -> str:
    """The name of a knob in source and links: eta is the learning rate, and `lambda` a word of Python."""
    if name == "eta":
        return "learning_rate"
    taken = keyword.iskeyword(name) or name in NUMPY_FUNCTIONS or name in NUMPY_CONSTANTS
    return f"{name}_" if taken else name


def source_of(line: Assignment) -> str:
    """The source of the value of an assignment, of the shape of x."""
    printed = fold(line.value, _print)
    return printed.text if printed.shape is Shape.VECTOR else f"full_like(x, {printed.text})"


class _Printed(NamedTuple):
    text: str
    level: int
    shape: Shape

    def bound(self, level: int) -> str:
        """The text, in brackets where it binds less tightly than `level`."""
        return self.text if self.level >= level else f"({self.text})"


def _print(node: Node, parts: list[_Printed]) -> _Printed:
    shape = combined(node, [part.shape for part in parts])
    match node:
        case Number(value=value):
            text, level = str(value) if value.denominator == 1 else repr(float(value)), ATOM
        case Constant(name=name):
            text, level = name, ATOM
        case Variable(name=name):
            text, level = name if name in NAMES else knob_field(name), ATOM
        case Apply(function="negate"):
            text, level = f"-{parts[0].bound(PRODUCT)}", SUM
        case Apply(function="add" | "subtract" | "multiply" | "divide"):
            text, level = _chain(node.function, parts)
        case Apply(function="power"):
            text, level = _power(node, *parts)
        case Apply():
            text, level = _call(node.function, parts)
    return _Printed(text, level, shape)


def _chain(function: str, parts: list[_Printed]) -> tuple[str, int]:
    level = SUM if function in ("add", "subtract") else PRODUCT
    space = " " if level == SUM else ""
    rest = [part.bound(level + 1) for part in parts[1:]]
    return f"{space}{_OPERATORS[function]}{space}".join([parts[0].bound(level), *rest]), level


def _power(node: Apply, base: _Printed, exponent: _Printed) -> tuple[str, int]:
    typed, power = node.arguments[0], _rational(node.arguments[1])
    if isinstance(typed, Constant) and typed.name == "e":
        return f"exp({exponent.text})", ATOM
    if power in (_HALF, -_HALF):
        text = f"sqrt({base.text})"
    elif power is None or power.denominator != 1 or not power:
        numbers = base.shape is exponent.shape is Shape.NUMBER
        return f"{'pow' if numbers else 'power'}({base.text}, {exponent.text})", ATOM
    else:
        whole = abs(power)
        text = (
            base.bound(ATOM) if whole == 1 else f"square({base.text})" if whole == 2 else f"ipow({base.text}, {whole})"
        )
    return (text, ATOM) if power > 0 else (f"1/{text}", PRODUCT)


def _rational(node: Node) -> Fraction | None:
    """The exact value of a part without names, if it has one."""
    if any(isinstance(part, Variable) for part in walk(node)):
        return None
    value = limits.check(node, "")
    return value if isinstance(value, Fraction) else None


def _call(function: str, parts: list[_Printed]) -> tuple[str, int]:
    arguments = [part.text for part in parts]
    if function == "norm" and parts[0].shape < Shape.VECTOR:
        function = "abs"
    if function in RULE_ARITIES:
        return f"{function}({', '.join(arguments)})", ATOM
    if function == "log" and len(parts) == 2:
        return f"log({arguments[0]})/log({arguments[1]})", PRODUCT
    text = spelled(SPELLING[function], arguments)
    return text, PRODUCT if text.startswith("1/") else ATOM
