"""The tree as text that can be typed again, with no more brackets than needed.

What is written reads back as the same operations in the same order: `parse_expression(to_text(tree))` computes
what `tree` computes, rounding for rounding.
"""

from collections.abc import Callable
from typing import NamedTuple

from numerics.language.tree import Apply, Constant, Node, Number, Variable, fold

# How tightly a piece holds together; a looser one gets brackets inside a tighter one.
_CONDITION, _SUM, _SIGNED, _PRODUCT, _POWER, _ATOM = range(6)
_COMPARISONS = {
    "less": "<",
    "less_equal": "<=",
    "greater": ">",
    "greater_equal": ">=",
    "equal": "=",
    "not_equal": "!=",
}


class _Piece(NamedTuple):
    text: str
    level: int


def to_text(node: Node) -> str:
    """The tree in the notation of the grammar: `(x + 1)^2/(3*sin(x))`.

    Numbers are written as they were typed, products always with `*`, bounded sums term by term.
    """
    return fold(node, _piece).text


def _piece(node: Node, pieces: list[_Piece]) -> _Piece:
    if isinstance(node, Number):
        return _Piece(node.text, _ATOM)
    if isinstance(node, Constant | Variable):
        return _Piece(node.name, _ATOM)
    write = _WRITERS.get(node.function, _call)
    return write(node, pieces)


def _inside(piece: _Piece, loosest: int) -> str:
    return piece.text if piece.level >= loosest else f"({piece.text})"


def _operator(sign: str, level: int, first: int, following: int) -> Callable[[Apply, list[_Piece]], _Piece]:
    """The writer of an operator whose operands are at least so tight."""

    def write(node: Apply, pieces: list[_Piece]) -> _Piece:
        rest = [_inside(piece, following) for piece in pieces[1:]]
        return _Piece(sign.join([_inside(pieces[0], first), *rest]), level)

    return write


def _negate(node: Apply, pieces: list[_Piece]) -> _Piece:
    return _Piece(f"-{_inside(pieces[0], _PRODUCT)}", _SIGNED)


def _all_of(node: Apply, pieces: list[_Piece]) -> _Piece:
    """`a < b < c`: of every comparison after the first only what follows its left side."""
    text = pieces[0].text
    for comparison, piece in zip(node.arguments[1:], pieces[1:], strict=True):
        assert isinstance(comparison, Apply)
        text += piece.text.removeprefix(to_text(comparison.arguments[0]))
    return _Piece(text, _CONDITION)


def _call(node: Apply, pieces: list[_Piece]) -> _Piece:
    return _Piece(f"{node.function}({', '.join([piece.text for piece in pieces])})", _ATOM)


_WRITERS: dict[str, Callable[[Apply, list[_Piece]], _Piece]] = {
    "add": _operator(" + ", _SUM, _SUM, _PRODUCT),
    "subtract": _operator(" - ", _SUM, _SUM, _PRODUCT),
    "multiply": _operator("*", _PRODUCT, _PRODUCT, _POWER),
    "divide": _operator("/", _PRODUCT, _PRODUCT, _POWER),
    "power": _operator("^", _POWER, _ATOM, _ATOM),
    "negate": _negate,
    "all_of": _all_of,
    **{name: _operator(f" {sign} ", _CONDITION, _SUM, _SUM) for name, sign in _COMPARISONS.items()},
}
