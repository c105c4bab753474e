"""Bounded sums and products, `sum((1 - x_i)^2, i, 1, 9)`, written out while parsing.

The body is read once with the index left open, for display, then once for each value of the
index; `x_i`, `x_(i+1)` and `x_{2i-1}` become plain variables.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from numerics.errors import LimitError
from numerics.language import limits
from numerics.language.cursor import whole_number
from numerics.language.lexer import Token
from numerics.language.names import MAX_INDEX
from numerics.language.tree import Apply, Constant, Node, Number, Summation, Variable, walk
from numerics.language.vocabulary import BOUNDED

if TYPE_CHECKING:
    from numerics.language.grammar import Parser

MAX_TERMS = 100
_INDEX_OPERATIONS = {"add", "subtract", "multiply", "negate"}


def parse(parser: Parser, token: Token) -> Node:
    """The node of `sum(body, index, first, last)` or `prod(…)`, after the word has been taken."""
    function = BOUNDED[token.text.lower()]
    if parser.next.kind != "(":
        raise parser.error(f"`{function.name}` needs round brackets, as in {function.usage}.", token)
    commas, closing = _structure(parser)
    if len(commas) != 3:
        message = f"{function.name} takes a body, an index, its first and its last value: {function.usage}."
        raise parser.error(message, token)
    index = parser.tokens[commas[0] + 1]
    single = commas[1] - commas[0] == 2 and index.kind == "word" and len(index.text) == 1
    if not single or index.text in parser.indices:
        raise parser.error(f"The index is one letter of its own, as in {function.usage}.", index)
    first = _bound(parser, commas[1] + 1, commas[2])
    last = _bound(parser, commas[2] + 1, closing)
    if first > last:
        raise parser.error(f"The index runs from {first} down to {last}; swap the two bounds.", index)
    if last - first >= MAX_TERMS:
        message = f"{function.name} may have {MAX_TERMS} terms, this one has {last - first + 1}; shorten it."
        raise LimitError(message, index.position, parser.text)

    within_template = None in parser.indices.values()
    template, terms = _written_out(parser, index.text, [] if within_template else range(first, last + 1))
    parser.at += closing - commas[0] + 1
    if function.name == "sum" and len(terms) != 1:
        return Summation("add", terms or (template,), token.position, template, index.text, first, last)
    return Apply("multiply", terms, token.position) if len(terms) > 1 else (terms or (template,))[0]


def _written_out(parser: Parser, index: str, values: range | list[int]) -> tuple[Node, tuple[Node, ...]]:
    """The body with the index open, and with each of its values; leaves the cursor behind the body."""
    body = parser.at + 1
    count, bars = parser.values, parser.open_bars
    nodes = []
    for value in (None, *values):
        parser.indices[index] = value
        parser.at, parser.open_bars = body, 0
        nodes.append(parser.expression())
        if parser.next.kind != ",":
            raise parser.unexpected(parser.next)
        if value is None:
            parser.values = count
    del parser.indices[index]
    parser.open_bars = bars
    return nodes[0], tuple(nodes[1:])


def _structure(parser: Parser) -> tuple[list[int], int]:
    """Where the commas and the end of the bracket at the cursor are."""
    commas: list[int] = []
    depth = 0
    for at in range(parser.at, len(parser.tokens)):
        kind = parser.tokens[at].kind
        depth += (kind in ("(", "[", "{")) - (kind in (")", "]", "}"))
        if depth == 0:
            return commas, at
        if depth == 1 and kind == ",":
            commas.append(at)
    raise parser.error("This `(` is never closed; add `)`.", parser.next)


def _bound(parser: Parser, start: int, stop: int) -> int:
    text = "".join([token.text for token in parser.tokens[start:stop]])
    if not text.removeprefix("-").isdecimal():
        message = "The bounds of an index are whole numbers, such as 1 and 9."
        raise parser.error(message, parser.tokens[start])
    return int(text)


def index_node(value: int | None, token: Token) -> Node:
    """The index itself: an integer, or its letter in a template."""
    if value is None:
        return Variable(token.text, token.position)
    return whole_number(value, token)


def subscript(parser: Parser, base: str) -> str:
    """What follows a letter, `_1`, `₁`, `_i`, `_(i+1)`: the digits, or `_{i+1}` in a template."""
    mark = parser.take()
    if mark.kind == "subscript":
        return _digits(parser, Fraction(mark.text), mark)
    token = parser.take()
    written = [token]
    if token.kind == "number":
        node: Node = Number(Fraction(token.text), token.text, token.position)
    elif token.kind == "word" and token.text in parser.indices:
        node = index_node(parser.indices[token.text], token)
    elif token.kind in ("(", "{"):
        start, count = parser.at, parser.values
        node = parser.bracket(token)
        written, parser.values = parser.tokens[start : parser.at - 1], count
    else:
        message = f"The index of {base} is a whole number, as in {base}_1, or the index of a sum."
        raise parser.error(message, token)
    if not all(_is_index_part(parser, part) for part in walk(node)):
        raise parser.error("An index is made of whole numbers and the index of a sum, with +, - and *.", token)
    value = limits.check(node, parser.text)
    if value is None:
        return "_{" + "".join([part.text for part in written]) + "}"
    return _digits(parser, Fraction(value), token)


def _is_index_part(parser: Parser, part: Node) -> bool:
    if isinstance(part, Apply):
        return part.function in _INDEX_OPERATIONS
    return part.name in parser.indices if isinstance(part, Variable) else not isinstance(part, Constant)


def _digits(parser: Parser, value: Fraction, token: Token) -> str:
    if value.denominator != 1 or not 0 <= value <= MAX_INDEX:
        raise parser.error(f"An index is a whole number from 0 to {MAX_INDEX}.", token)
    return str(value)
