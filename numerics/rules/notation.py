"""An update rule as typed: a few assignments, read with the grammar of formulas.

    m ← beta m + g
    x ← x - eta m

A line assigns to x, the point, or to one of four memories, which start at zero. Names on the right stand
for whole vectors and all operations work entry by entry: g is the gradient and f the value at the point where
the step begins, t = 1, 2, … counts the steps, and every other letter is a knob. Lines are carried
out from the first to the last; a name that has not been assigned yet still has its old value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from numerics.errors import ExpressionError
from numerics.language.cursor import COMPARISONS, PRODUCTS, SUMS
from numerics.language.grammar import Parser
from numerics.language.lexer import Token
from numerics.language.names import split_name, variable_names
from numerics.language.tree import Node, Variable, walk
from numerics.language.vocabulary import VECTOR_FUNCTIONS
from numerics.rules.shapes import MEMORIES, VECTORS

NAMES = (*VECTORS, "f", "t")
EXAMPLE = "x ← x - eta g"

_NOT_ASSIGNED = {
    "g": "`g` is the gradient at x, which cannot be assigned; keep a changed one in m, v, u or w.",
    "f": "`f` is the value at x, which cannot be assigned; assign to x, m, v, u or w.",
    "t": "`t` counts the steps by itself; assign to x, m, v, u or w.",
}
_CALLED = {
    "g": "Unclear; write g for the gradient at x, grad(…) for that at another point, or g*(…) for a product.",
    "f": "Unclear; write f for the value at x, or f*(…) for a product.",
}
_WORDS = {
    **dict.fromkeys(("lr", "learning"), "the learning rate is called eta (η)"),
    **dict.fromkeys(("gradient", "nabla"), "the gradient at x is called g, that at another point grad(…)"),
    **dict.fromkeys(("momentum", "velocity"), "the memories are called m, v, u and w"),
    "step": "the number of the step is called t",
}


@dataclass(frozen=True, slots=True)
class Assignment:
    """`target ← value`; the target, "x" or a memory, stands at `position` of the text."""

    target: str
    value: Node
    position: int


def read_assignments(text: str) -> tuple[Assignment, ...]:
    """The lines of a rule, separated by line breaks or semicolons; `←`, `<-`, `:=` and `=` all assign.

    Raises ExpressionError, with a position in the whole text, where a line has no meaning.
    """
    if not text.strip():
        raise ExpressionError(f"Type an update rule, for example {EXAMPLE}.", 0, text)
    parser = Parser(text, None, separate_lines=True, functions=VECTOR_FUNCTIONS)
    _check_words(parser)
    return tuple(_assignments(parser))


def names_read(assignments: Iterable[Assignment]) -> tuple[str, ...]:
    """The names on the right of the arrows, in natural order."""
    return variable_names(*(line.value for line in assignments))


def knob_names(assignments: Iterable[Assignment]) -> tuple[str, ...]:
    """The letters that are knobs: the learning rate eta first, then in the order in which they are read."""
    read = [node.name for line in assignments for node in walk(line.value) if isinstance(node, Variable)]
    return tuple(sorted(set(read).difference(NAMES), key=lambda name: (name != "eta", read.index(name))))


def whole_vector(base: str, index: str) -> str:
    """The sentence for an index on a name that stands for a whole vector."""
    if base in MEMORIES:
        return f"`{base}{index}` is no memory; they are called m, v, u and w."
    return f"`{base}` has no index, since a rule treats all coordinates alike; write {base}."


def _assignments(parser: Parser) -> Iterator[Assignment]:
    while parser.next.kind != "end":
        if parser.next.kind in (";", "newline"):
            parser.take()
            continue
        target = _target(parser)
        yield Assignment(target.text, parser.expression(), target.position)
        if parser.next.kind in ("=", "←"):
            raise parser.error("A second assignment needs a line of its own, or `;` before it.", parser.next)
        if parser.next.kind not in (";", "newline", "end"):
            raise parser.unexpected(parser.next)


def _target(parser: Parser) -> Token:
    """The name before an arrow; the cursor is left behind the arrow."""
    target, arrow = parser.take(), parser.next
    if arrow.kind not in ("=", "←"):
        after = parser.tokens[min(parser.at + 1, len(parser.tokens) - 1)]
        if (arrow.kind, after.kind) != ("<", "-") or after.position != arrow.position + 1:
            raise _no_arrow(parser, target, arrow, after)
        parser.take()
    parser.take()
    if target.text in ("x", *MEMORIES):
        return target
    if target.text in _NOT_ASSIGNED:
        raise parser.error(_NOT_ASSIGNED[target.text], target)
    parts = split_name(target.text)
    if parts and parts[0] in NAMES:
        raise parser.error(whole_vector(*parts), target)
    shown = f"`{target.text}` is a knob, which a slider sets" if parts else "This cannot be assigned"
    raise parser.error(f"{shown}; assign to x, m, v, u or w.", target)


def _no_arrow(parser: Parser, target: Token, arrow: Token, after: Token) -> ExpressionError:
    if target.kind == "word" and arrow.kind in COMPARISONS:
        return parser.error(f"A line assigns with ←, <- or =, as in {EXAMPLE}.", arrow)
    if target.kind == "word" and arrow.kind in (*SUMS, *PRODUCTS) and after.kind == "=":
        return parser.error(f"Write it in full, as in {EXAMPLE}.", arrow)
    return parser.error(f"Every line assigns to a name, as in {EXAMPLE}.", target)


def _check_words(parser: Parser) -> None:
    """Words that people use for what has a letter here, and `g(x)`, which would be read as a product."""
    for at, token in enumerate(parser.tokens):
        if token.kind != "word":
            continue
        if remedy := _WORDS.get(token.text.lower()):
            raise parser.error(f"Unknown name `{token.text}`; {remedy}.", token)
        if token.text in _CALLED and parser.tokens[at + 1].kind == "(" and _mentions_point(parser, at + 2):
            raise parser.error(_CALLED[token.text], token)


def _mentions_point(parser: Parser, at: int) -> bool:
    """Whether x stands inside the bracket whose contents begin at this token."""
    depth = 1
    for token in parser.tokens[at:]:
        depth += (token.kind == "(") - (token.kind == ")")
        if not depth:
            break
        if token.kind == "word" and token.text == "x":
            return True
    return False
