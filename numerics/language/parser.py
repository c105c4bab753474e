"""The ways in: one formula, a list of formulas, a list of constraints.

Nothing is looked up in any namespace: the only names are those of `vocabulary` and those declared.
"""

import re
from collections.abc import Callable, Collection
from typing import TypeVar

from numerics.errors import ExpressionError
from numerics.language import limits
from numerics.language.cursor import CLOSING, COMPARISONS
from numerics.language.grammar import LONGEST_QUOTE, Parser
from numerics.language.tree import Node, Relation

Item = TypeVar("Item")

_RELATIONS = {"<": "<=", "<=": "<=", ">": ">=", ">=": ">=", "=": "="}
_DEFINITION = re.compile(r"\s*([A-Za-z]\w*\s*(?:\([\w\s,]*\))?)\s*=(?!=)")


def parse_expression(text: str, names: Collection[str] | None = None) -> Node:
    """The tree of one formula, as typed.

    Args:
        text: the formula, at most 2000 characters.
        names: the declared variables and parameters; None accepts every well-formed name.

    Raises:
        ExpressionError: the text has no meaning; `position` says where, the message what to do.
        LimitError: it is too large or too costly to work on.
    """
    parser = Parser(text, names)
    _refuse_definition(text)
    node = parser.expression()
    parser.expect_end()
    limits.check(node, text)
    return node


def parse_expressions(text: str, names: Collection[str] | None = None) -> tuple[Node, ...]:
    """The trees of a list such as `x^2, y^2`, separated by commas, semicolons or lines.

    Brackets around the whole list may be left out. Arguments and errors as for `parse_expression`.
    """
    parser = Parser(text, names, separate_lines=True)
    _refuse_definition(text)
    opening = parser.take() if _encloses_list(parser) else None
    nodes = _items(parser, parser.expression)
    if opening:
        parser.close(opening)
    parser.expect_end()
    for node in nodes:
        limits.check(node, text)
    return tuple(nodes)


def parse_relations(text: str, names: Collection[str] | None = None) -> tuple[Relation, ...]:
    """The constraints of a list such as `x + y <= 1, x = 2 y`, separated like `parse_expressions`.

    A chain `a <= x <= b` gives two; `<` and `>` count as `<=` and `>=`. Arguments and errors as
    for `parse_expression`.
    """
    parser = Parser(text, names, separate_lines=True)
    chains = _items(parser, lambda: _relations(parser))
    parser.expect_end()
    relations = [relation for chain in chains for relation in chain]
    for relation in relations:
        limits.check(relation.left, text)
        limits.check(relation.right, text)
    return tuple(relations)


def _refuse_definition(text: str) -> None:
    if match := _DEFINITION.match(text):
        left = match[1].strip()
        shown = left if len(left) <= LONGEST_QUOTE else "f(x)"
        raise ExpressionError(f"Type only the formula, without `{shown} =`.", match.start(1), text)


def _items(parser: Parser, item: Callable[[], Item]) -> list[Item]:
    found = [item()]
    while parser.next.kind in (",", ";", "newline"):
        separator = parser.take()
        if separator.kind == "," or parser.next.kind != "end":
            found.append(item())
    return found


def _encloses_list(parser: Parser) -> bool:
    """Whether the first bracket holds the whole text and a list at its top level."""
    depth = separators = 0
    for at, token in enumerate(parser.tokens):
        depth += (token.kind in CLOSING) - (token.kind in CLOSING.values())
        separators += depth == 1 and token.kind in (",", ";")
        if depth == 0:
            return separators > 0 and parser.tokens[at + 1].kind == "end"
    return False


def _relations(parser: Parser) -> list[Relation]:
    left = parser.expression()
    found = []
    while parser.next.kind in COMPARISONS:
        token = parser.take()
        if token.kind not in _RELATIONS:
            raise parser.error("A constraint needs =, <= or >=.", token)
        right = parser.expression()
        found.append(Relation(left, _RELATIONS[token.kind], right, token.position))
        left = right
    if not found and parser.next.kind in ("end", ",", ";", "newline"):
        raise parser.error("A constraint needs =, <= or >=, as in x + y <= 1.", parser.next)
    return found
