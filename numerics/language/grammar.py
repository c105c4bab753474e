"""Tokens to tree: a recursive-descent parser of the notation people write on paper.

    expression   products joined by + and -
    product      factors side by side or joined by * and /
    factor       signs, a value and its power
    value        a number, a word, a bracket, |…| or a root

A power binds tighter than a sign (`-x^2` is `-(x^2)`) and associates to the right. A product
without a sign binds like `*`, except after a division, where `a/b c` is refused as unclear.
"""

from collections.abc import Collection, Mapping
from fractions import Fraction
from types import MappingProxyType

from numerics.errors import ExpressionError, LimitError
from numerics.language import words
from numerics.language.cursor import CLOSING, COMPARISONS, POWERS, PRODUCTS, SUMS, Cursor, whole_number
from numerics.language.lexer import Token
from numerics.language.limits import MAX_DEPTH, MAX_NODES
from numerics.language.tree import Apply, Node, Number
from numerics.language.vocabulary import Function

_STARTS = {"word", "√", "∛", *CLOSING}
_ROOTS = {"√": "sqrt", "∛": "cbrt"}
LONGEST_QUOTE = 24


class Chain:
    """Operands joined from left to right; a run of `+` or of `*` becomes one node."""

    __slots__ = ("function", "operands", "position")

    def __init__(self, first: Node) -> None:
        self.operands = [first]
        self.function = ""
        self.position = 0

    def join(self, function: str, operand: Node, position: int) -> None:
        """Append an operand; only `add` and `multiply` take more than two."""
        if function != self.function or function in ("subtract", "divide"):
            self.operands = [self.node()]
            self.function, self.position = function, position
        self.operands.append(operand)

    def node(self) -> Node:
        """The tree of what has been joined so far."""
        if self.function:
            return Apply(self.function, tuple(self.operands), self.position)
        return self.operands[0]


class Parser(Cursor):
    """The grammar over the tokens of one text.

    Attributes:
        names: the declared names, or None if every well-formed name is accepted.
        functions: functions by name beside those of the vocabulary, or in their place.
        indices: the value of each index of the enclosing bounded sums; None while the template of
            the sum is read.
        open_bars: bars `|` opened since the last bracket and not yet closed.
        values: values read so far, to stop long before a written-out sum gets large.
    """

    def __init__(
        self,
        text: str,
        names: Collection[str] | None,
        separate_lines: bool = False,
        functions: Mapping[str, Function] = MappingProxyType({}),
    ) -> None:
        super().__init__(text, separate_lines)
        self.names = names
        self.functions = functions
        self.indices: dict[str, int | None] = {}
        self.open_bars = 0
        self.values = 0
        self._depth = 0

    def expression(self) -> Node:
        """Products joined by `+` and `-`."""
        chain = Chain(self.product())
        while (token := self.tokens[self.at]).kind in SUMS:
            self.at += 1
            chain.join(SUMS[token.kind], self.product(), token.position)
        return chain.node()

    def condition(self) -> Node:
        """A comparison `a < b` or a chain `a < b < c`."""
        left = self.expression()
        comparisons: list[Node] = []
        while self.next.kind in COMPARISONS:
            token = self.take()
            right = self.expression()
            comparisons.append(Apply(COMPARISONS[token.kind], (left, right), token.position))
            left = right
        if not comparisons:
            raise self.error("where starts with a comparison, as in where(x < 0, -x, x).", self.next)
        if len(comparisons) == 1:
            return comparisons[0]
        return Apply("all_of", tuple(comparisons), comparisons[0].position)

    def product(self) -> Node:
        """Factors side by side or joined by `*` and `/`, with a sign in front of the whole."""
        minus = self._signs()
        first = self.tokens[self.at]
        chain = Chain(self.factor())
        division: Token | None = None
        while True:
            token = self.tokens[self.at]
            if token.kind in PRODUCTS:
                self.at += 1
                division = token if token.kind == "/" else None
                chain.join(PRODUCTS[token.kind], self.factor(), token.position)
            elif token.kind in _STARTS or (token.kind == "|" and not self.open_bars):
                if division:
                    raise self._unclear_division(first, division, token)
                chain.join("multiply", self.factor(), token.position)
            else:
                return _negated(chain.node(), minus)

    def factor(self) -> Node:
        """Signs, a value and its power; what stands between two signs of a product."""
        self._deeper()
        minus = self._signs()
        node = self.value()
        token = self.tokens[self.at]
        if token.kind == "^":
            self.at += 1
            node = Apply("power", (node, self.factor()), token.position)
        elif token.kind == "superscript":
            self.at += 1
            node = Apply("power", (node, whole_number(int(token.text), token)), token.position)
            if self.next.kind in POWERS:
                raise self.unexpected(self.next)
        self._depth -= 1
        return _negated(node, minus)

    def value(self) -> Node:
        """A number, a word with all that belongs to it, a bracket, `|…|` or a root."""
        token = self.take()
        kind = token.kind
        if kind == "word":
            return words.parse(self, token)
        if kind == "number":
            return Number(Fraction(token.text), token.text, token.position)
        if kind in CLOSING:
            return self.bracket(token)
        if kind == "|":
            return self._bars(token)
        if kind in _ROOTS:
            return self._root(token)
        raise self.missing(token)

    def bracket(self, opening: Token) -> Node:
        """What stands inside a bracket, after `opening` has been taken."""
        outer_bars, self.open_bars = self.open_bars, 0
        node = self.expression()
        self.close(opening)
        self.open_bars = outer_bars
        return node

    def arguments(self, opening: Token, conditional: bool = False) -> tuple[Node, ...]:
        """The arguments of a call, after `opening` has been taken; maybe a condition first."""
        outer_bars, self.open_bars = self.open_bars, 0
        found: list[Node] = []
        if self.next.kind != CLOSING[opening.kind]:
            found.append(self.condition() if conditional else self.expression())
            while self.next.kind == ",":
                self.at += 1
                found.append(self.expression())
        self.close(opening)
        self.open_bars = outer_bars
        return tuple(found)

    def _bars(self, token: Token) -> Node:
        self.open_bars += 1
        node = self.expression() if self.next.kind != "end" else None
        if node is None or self.take().kind != "|":
            raise self.error("This bar is never closed; write abs(…).", token)
        self.open_bars -= 1
        return Apply("abs", (node,), token.position)

    def _root(self, token: Token) -> Node:
        """`√` takes the value that follows: `√x y` is `√(x) y`."""
        self._deeper()
        bracketed = self.next.kind in CLOSING
        node = self.value()
        self._depth -= 1
        if self.next.kind in POWERS and not bracketed:
            raise self.error(f"Unclear what the root covers; write {token.kind}(…).", token)
        return Apply(_ROOTS[token.kind], (node,), token.position)

    def _signs(self) -> list[int]:
        """Where the minus signs before a value are; plus signs are dropped."""
        minus = []
        while (token := self.tokens[self.at]).kind in SUMS:
            self.at += 1
            if token.kind == "-":
                minus.append(token.position)
        return minus

    def _deeper(self) -> None:
        self._depth += 1
        self.values += 1
        if self._depth > MAX_DEPTH:
            message = f"The formula is nested more than {MAX_DEPTH} deep; simplify it."
            raise LimitError(message, self.next.position, self.text)
        if self.values > MAX_NODES:
            message = f"The formula has more than {MAX_NODES} parts; shorten it."
            raise LimitError(message, self.next.position, self.text)

    def _unclear_division(self, first: Token, division: Token, token: Token) -> ExpressionError:
        """The error for `a/b c` at `c`, with both readings written out."""
        a = self.text[first.position : division.position].strip()
        b = self.text[division.position + 1 : token.position].strip()
        self.factor()
        c = self.text[token.position : self.next.position].strip()
        if len(a + b + c) > LONGEST_QUOTE:
            a, b, c = "abc"
        return self.error(f"Unclear what is divided; write ({a}/{b})*{c} or {a}/({b}*{c}).", token)


def _negated(node: Node, minus: list[int]) -> Node:
    for position in reversed(minus):
        node = Apply("negate", (node,), position)
    return node
