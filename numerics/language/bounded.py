"""Bounded sums and products, `sum((1 - x_i)^2, i, 1, 9)`, written out while parsing.

The body is read once with the index left open, for display, then once for each value of the
index; `x_i`, `x_(i+1)` and `x_{2i-1}` become plain variables.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from numerics.errors import LimitError
from numerics.language import limits
from numerics.language.lexer import Token
from numerics.language.names import MAX_INDEX
from numerics.language.tree import Apply, Node, Number, Summation, Variable, walk
from numerics.language.vocabulary import BOUNDED

if TYPE_CHECKING:
    from numerics.language.parser import Parser

MAX_TERMS = 100
_INDEX_OPERATIONS = {"add", "subtract", "multiply", "negate"}


def parse(parser: Parser, token: Token) -> Node:
    """The node of `sum(…)` or `prod(…)`; the next token should be its bracket."""
    usage = BOUNDED[token.text].usage
    if parser.next.kind != "(":
        raise parser.error(f"`{token.text}` needs brackets, as in {usage}.", token)
    commas, closing = _structure(parser, parser.at)
    if len(commas) != 3:
        message = f"{token.text} takes a body, an index, its first and its last value, as in {usage}."
        raise parser.error(message, token)
    index = parser.tokens[commas[0] + 1]
    if commas[1] - commas[0] != 2 or index.kind != "word" or len(index.text) != 1 or index.text in parser.indices:
        raise parser.error(f"The index is one letter of its own, as in {usage}.", index)
    first = _bound(parser, commas[1] + 1, commas[2])
    last = _bound(parser, commas[2] + 1, closing)
    if first > last:
        raise parser.error(f"The first value {first} is larger than the last {last}; swap them.", index)
    if last - first >= MAX_TERMS:
        message = f"A {token.text} may have {MAX_TERMS} terms, this one has {last - first + 1}; shorten it."
        raise LimitError(message, index.position, parser.text)

    body, tail = parser.at + 1, closing - commas[0]

    def read(value: int | None) -> Node:
        parser.indices[index.text] = value
        parser.at = body
        node = parser.expression()
        if parser.next.kind != ",":
            raise parser.unexpected(parser.next)
        return node

    bars, parser.open_bars = parser.open_bars, 0
    values, only_template = parser.values, None in parser.indices.values()
    template = read(None)
    terms = [template]
    if not only_template:
        parser.values = values
        terms = [read(value) for value in range(first, last + 1)]
    del parser.indices[index.text]
    parser.open_bars = bars
    parser.at += tail + 1
    if token.text == "sum" and (len(terms) > 1 or only_template):
        return Summation("add", tuple(terms), token.position, template, index.text, first, last)
    return Apply("multiply", tuple(terms), token.position) if len(terms) > 1 else terms[0]


def _structure(parser: Parser, opening: int) -> tuple[list[int], int]:
    """Where the top-level commas and the closing bracket of the bracket at `opening` are."""
    commas = []
    depth = 0
    for at in range(opening, len(parser.tokens)):
        kind = parser.tokens[at].kind
        depth += (kind in "([{") - (kind in ")]}")
        if depth == 0:
            return commas, at
        if depth == 1 and kind == ",":
            commas.append(at)
    raise parser.error("This `(` is never closed; add `)`.", parser.tokens[opening])


def _bound(parser: Parser, start: int, stop: int) -> int:
    tokens = parser.tokens[start:stop]
    text = "".join(token.text for token in tokens)
    if not text.removeprefix("-").isdecimal():
        raise parser.error("The bounds of the index are whole numbers, such as 1 and 9.", parser.tokens[start])
    return int(text)


def index_node(value: int | None, token: Token) -> Node:
    """The index itself: an integer, or its letter in a template."""
    if value is None:
        return Variable(token.text, token.position)
    return Number(Fraction(value), str(value), token.position)


def subscript(parser: Parser, base: str) -> str:
    """The index after a letter, `_1`, `₁`, `_i`, `_(i+1)`: its digits, or `_{…}` in a template."""
    token = parser.take()
    if token.kind == "subscript":
        return _index_text(parser, Fraction(token.text), token)
    start = parser.at
    token = parser.take()
    if token.kind == "number":
        node: Node = Number(Fraction(token.text), token.text, token.position)
    elif token.kind == "word" and token.text in parser.indices:
        node = index_node(parser.indices[token.text], token)
    elif token.kind in ("(", "{"):
        values, letters = parser.values, parser.names
        parser.names = ()
        node = parser.group(token)
        parser.values, parser.names = values, letters
    else:
        raise parser.error(f"The index of `{base}` is a whole number, as in {base}_1, or the index of a sum.", token)
    if any(isinstance(part, Apply) and part.function not in _INDEX_OPERATIONS for part in walk(node)):
        raise parser.error("An index is made of whole numbers with +, - and *.", token)
    value = limits.check(node, parser.text)
    if value is None:
        parts = parser.tokens[start : parser.at]
        return "_{" + "".join(part.text for part in parts if part.kind not in "(){}") + "}"
    return _index_text(parser, Fraction(value), token)


def _index_text(parser: Parser, value: Fraction, token: Token) -> str:
    if value.denominator != 1 or not 0 <= value <= MAX_INDEX:
        raise parser.error(f"An index is a whole number from 0 to {MAX_INDEX}.", token)
    return str(value)
