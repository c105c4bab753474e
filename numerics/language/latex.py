"""The tree as natural LaTeX, in the order it was typed, with no more brackets than needed.

Every character comes from the tables here and in `vocabulary`, or is a letter or digit of a
well-formed name or number: typed text is never copied.
"""

import re
from typing import NamedTuple

from numerics.errors import ExpressionError
from numerics.language.tree import (
    Apply,
    Constant,
    Node,
    Number,
    Relation,
    Summation,
    Variable,
    arguments_of,
    fold,
)
from numerics.language.vocabulary import CONSTANTS, DERIVED_FUNCTIONS, FUNCTIONS, GREEK, VECTOR_FUNCTIONS

_COMPARISONS = {
    "less": "<",
    "less_equal": r"\le",
    "greater": ">",
    "greater_equal": r"\ge",
    "equal": "=",
    "not_equal": r"\ne",
}
_SQUARED_BEFORE_ARGUMENT = {"sin", "cos", "tan", "sec", "csc", "cot", "sinh", "cosh", "tanh", "log"}
_RELATIONS = {"=": "=", "<=": r"\le", ">=": r"\ge"}
_CALLED = FUNCTIONS | VECTOR_FUNCTIONS | DERIVED_FUNCTIONS
_TALL = re.compile(r"\\(?:frac|sum|begin)(?![a-z])")
_NAME = re.compile(r"([A-Za-z]+)([0-9]*|_\{[A-Za-z0-9+*()-]+\})")
_NUMBER = re.compile(r"(-?)0*([0-9]*)(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]+))?")

# How tightly a piece holds together; a looser one gets brackets inside a tighter one.
_SUM, _SERIES, _PRODUCT, _FRACTION, _POWER, _ATOM = range(6)


class _Piece(NamedTuple):
    """LaTeX in two parts, so that `\\sin` can take its exponent before its argument."""

    head: str
    tail: str
    level: int

    @property
    def latex(self) -> str:
        return self.head + self.tail


def to_latex(node: Node | Relation) -> str:
    """LaTeX (math mode) of a tree or a relation, as typed: `(1 - x)^{2} + 100 (y - x^{2})^{2}`."""
    if isinstance(node, Relation):
        return f"{to_latex(node.left)} {_RELATIONS[node.operator]} {to_latex(node.right)}"
    return fold(node, _piece, _shown_arguments).latex


def name_latex(name: str) -> str:
    """LaTeX of a name: `x_{1}`, `\\theta`; raises ExpressionError for anything but letters and digits."""
    match = _NAME.fullmatch(name)
    if match is None:
        raise ExpressionError("A name is one letter with an optional index, such as x or x1.", 0, name)
    base, index = match.groups()
    if base in GREEK:
        base = f"\\{base}"
    elif len(base) > 1:
        base = rf"\mathrm{{{base}}}"
    index = index.removeprefix("_{").removesuffix("}").replace("*", r" \cdot ")
    return f"{base}_{{{index}}}" if index else base


def _shown_arguments(node: Node) -> tuple[Node, ...]:
    return (node.template,) if isinstance(node, Summation) else arguments_of(node)


def _piece(node: Node, pieces: list[_Piece]) -> _Piece:
    if isinstance(node, Variable):
        return _Piece(name_latex(node.name), "", _ATOM)
    if isinstance(node, Number):
        return _number(node.text)
    if isinstance(node, Constant):
        return _Piece(CONSTANTS[node.name], "", _ATOM)
    if isinstance(node, Summation):
        scope = rf"\sum_{{{name_latex(node.index)}={node.first}}}^{{{node.last}}}"
        return _Piece(f"{scope} {_inside(pieces[0], _SERIES)}", "", _SERIES)
    if node.function in _COMPARISONS:
        left, right = pieces
        return _Piece(left.latex, f" {_COMPARISONS[node.function]} {right.latex}", _SUM)
    write = _WRITERS.get(node.function)
    return write(node, pieces) if write else _call(node, pieces)


def _number(text: str) -> _Piece:
    match = _NUMBER.fullmatch(text)
    if match is None:
        raise ExpressionError("A number is made of digits.", 0, text)
    sign, whole, decimals, exponent = match.groups()
    digits = (whole or "0") + (f".{decimals}" if decimals else "")
    level = _SUM if sign else _ATOM
    if not exponent:
        return _Piece(sign + digits, "", level)
    power = f"10^{{{int(exponent)}}}"
    if digits == "1":
        return _Piece(sign + power, "", _SUM if sign else _POWER)
    return _Piece(rf"{sign}{digits} \cdot {power}", "", _SUM if sign else _PRODUCT)


def _bracketed(latex: str) -> str:
    return rf"\left({latex}\right)" if _TALL.search(latex) else f"({latex})"


def _inside(piece: _Piece, loosest: int) -> str:
    """The piece where anything looser than `loosest` needs brackets."""
    return piece.latex if piece.level >= loosest else _bracketed(piece.latex)


def _sum(node: Apply, pieces: list[_Piece]) -> _Piece:
    sign = "+" if node.function == "add" else "-"
    terms = [pieces[0].latex, *(_inside(piece, _SERIES) for piece in pieces[1:])]
    return _Piece(f" {sign} ".join(terms), "", _SUM)


def _negate(node: Apply, pieces: list[_Piece]) -> _Piece:
    return _Piece(f"-{_inside(pieces[0], _SERIES)}", "", _SUM)


def _product(node: Apply, pieces: list[_Piece]) -> _Piece:
    latex = _inside(pieces[0], _PRODUCT)
    ends_in_number = isinstance(node.arguments[0], Number)
    for at, piece in enumerate(pieces[1:], 1):
        last = at == len(pieces) - 1
        factor = _inside(piece, _SERIES if last and piece.level == _SERIES else _FRACTION)
        dot = factor[0].isdigit() or (ends_in_number and factor.startswith(r"\frac"))
        latex += rf" \cdot {factor}" if dot else f" {factor}"
        ends_in_number = isinstance(node.arguments[at], Number)
    return _Piece(latex, "", _PRODUCT)


def _divide(node: Apply, pieces: list[_Piece]) -> _Piece:
    over, under = pieces
    return _Piece(rf"\frac{{{over.latex}}}{{{under.latex}}}", "", _FRACTION)


def _power(node: Apply, pieces: list[_Piece]) -> _Piece:
    base, exponent = pieces
    function, power = node.arguments
    if (
        isinstance(function, Apply)
        and function.function in _SQUARED_BEFORE_ARGUMENT
        and len(function.arguments) == 1
        and isinstance(power, Number)
        and power.value > 0
    ):
        return _Piece(f"{base.head}^{{{exponent.latex}}}{base.tail}", "", _POWER)
    return _Piece(f"{_inside(base, _ATOM)}^{{{exponent.latex}}}", "", _POWER)


def _call(node: Apply, pieces: list[_Piece]) -> _Piece:
    arguments = _bracketed(", ".join([piece.latex for piece in pieces]))
    return _Piece(_CALLED[node.function].latex, arguments, _ATOM)


def _root(node: Apply, pieces: list[_Piece]) -> _Piece:
    return _Piece(f"{FUNCTIONS[node.function].latex}{{{pieces[0].latex}}}", "", _ATOM)


def _abs(node: Apply, pieces: list[_Piece]) -> _Piece:
    return _Piece(rf"\left|{pieces[0].latex}\right|", "", _ATOM)


def _norm(node: Apply, pieces: list[_Piece]) -> _Piece:
    inside = ", ".join([piece.latex for piece in pieces])
    return _Piece(rf"\left\lVert {inside} \right\rVert_{{2}}", "", _ATOM)


def _log(node: Apply, pieces: list[_Piece]) -> _Piece:
    if len(pieces) == 1:
        return _call(node, pieces)
    value, base = pieces
    return _Piece(rf"\log_{{{base.latex}}}", _bracketed(value.latex), _ATOM)


def _where(node: Apply, pieces: list[_Piece]) -> _Piece:
    condition, first, second = [piece.latex for piece in pieces]
    otherwise = node.arguments[2]
    if isinstance(otherwise, Apply) and otherwise.function == "where":  # one list of cases, not one in the other
        rest = second.removeprefix(r"\begin{cases} ").removesuffix(r" \end{cases}")
    else:
        rest = rf"{second} & \text{{otherwise}}"
    return _Piece(rf"\begin{{cases}} {first} & \text{{if }} {condition} \\ {rest} \end{{cases}}", "", _SUM)


def _all_of(node: Apply, pieces: list[_Piece]) -> _Piece:
    return _Piece(pieces[0].latex + "".join([piece.tail for piece in pieces[1:]]), "", _SUM)


_WRITERS = {
    "add": _sum,
    "subtract": _sum,
    "negate": _negate,
    "multiply": _product,
    "divide": _divide,
    "power": _power,
    "sqrt": _root,
    "cbrt": _root,
    "abs": _abs,
    "norm": _norm,
    "log": _log,
    "where": _where,
    "all_of": _all_of,
}
