"""Tokens to tree: a recursive-descent parser of the notation people write on paper.

    expression  sums of products            product  factors, written side by side or with * and /
    factor      signs, a value, its power   value    number, name, call, bracket, |…|, √

A power binds tighter than a sign (`-x^2` is `-(x^2)`) and associates to the right; a product
without a sign binds like `*`, except after a division, where `a/b c` is refused as unclear.
Nothing is looked up in any namespace; the only names are those of `vocabulary`.
"""

from collections.abc import Collection
from fractions import Fraction

from numerics.errors import ExpressionError, LimitError
from numerics.language import bounded, limits
from numerics.language.lexer import Token, tokenize
from numerics.language.names import MAX_INDEX, RESERVED, split_name, unknown_name
from numerics.language.tree import Apply, Constant, Node, Number, Relation, Variable
from numerics.language.vocabulary import (
    BOUNDED,
    CONSTANTS,
    GREEK,
    STANDARD_VARIABLES,
    Function,
    find_function,
)

_SUMS = {"+": "add", "-": "subtract"}
_PRODUCTS = {"*": "multiply", "/": "divide"}
_COMPARISONS = {
    "<": "less",
    "<=": "less_equal",
    ">": "greater",
    ">=": "greater_equal",
    "=": "equal",
    "!=": "not_equal",
}
_RELATIONS = {"<": "<=", "<=": "<=", ">": ">=", ">=": ">=", "=": "="}
_CLOSING = {"(": ")", "[": "]", "{": "}"}
_STARTS = {"word", "√", "∛", *_CLOSING}
_ROOTS = {"√": "sqrt", "∛": "cbrt"}
_EXAMPLE = "x^2 + y^2"


def parse_expression(text: str, names: Collection[str] | None = None) -> Node:
    """The tree of one formula, as typed.

    Args:
        text: the formula, at most 2000 characters.
        names: the declared variables and parameters; None accepts every well-formed name.

    Raises:
        ExpressionError: the text has no meaning; `position` says where, the message what to do.
        LimitError: it is too large or too costly.
    """
    parser = Parser(text, names)
    node = parser.expression()
    parser.expect_end()
    limits.check(node, text)
    return node


def parse_expressions(text: str, names: Collection[str] | None = None) -> tuple[Node, ...]:
    """The trees of a list `x^2, y^2`, optionally in brackets; commas, semicolons or lines separate.

    Arguments and errors as for `parse_expression`.
    """
    parser = Parser(text, names, separate_lines=True)
    bracket = parser.open_list()
    nodes = parser.items(parser.expression)
    if bracket:
        parser.close(bracket)
    parser.expect_end()
    for node in nodes:
        limits.check(node, text)
    return tuple(nodes)


def parse_relations(text: str, names: Collection[str] | None = None) -> tuple[Relation, ...]:
    """The constraints of a list; a chain `a <= x <= b` gives two, `<` and `>` count as `<=` and `>=`.

    Arguments and errors as for `parse_expression`.
    """
    parser = Parser(text, names, separate_lines=True)
    chains = parser.items(parser.relations)
    parser.expect_end()
    relations = tuple(relation for chain in chains for relation in chain)
    for relation in relations:
        limits.check(relation.left, text)
        limits.check(relation.right, text)
    return relations


class _Chain:
    """Operands joined from left to right; a run of `+` or of `*` becomes one node."""

    __slots__ = ("function", "operands", "position")

    def __init__(self, first: Node) -> None:
        self.operands = [first]
        self.function = ""
        self.position = 0

    def join(self, function: str, operand: Node, position: int) -> None:
        if function != self.function or function in ("subtract", "divide"):
            self.operands = [self.node()]
            self.function, self.position = function, position
        self.operands.append(operand)

    def node(self) -> Node:
        if self.function:
            return Apply(self.function, tuple(self.operands), self.position)
        return self.operands[0]


class Parser:
    """One pass over the tokens of a text.

    Attributes:
        at: index of the next token.
        open_bars: bars `|` opened and not yet closed since the last bracket.
        indices: value of each index of the enclosing bounded sums; None while the template of a
            sum is read.
        values: how many values have been read, to stop long before the written-out sums get large.
    """

    def __init__(self, text: str, names: Collection[str] | None, separate_lines: bool = False) -> None:
        self.text = text
        self.names = names
        self.tokens = tokenize(text, separate_lines)
        self.at = 0
        self.depth = 0
        self.values = 0
        self.open_bars = 0
        self.indices: dict[str, int | None] = {}
        if len(self.tokens) == 1:
            raise ExpressionError(f"Type a function, for example {_EXAMPLE}.", 0, text)

    # Tokens

    @property
    def next(self) -> Token:
        return self.tokens[self.at]

    def take(self) -> Token:
        token = self.tokens[self.at]
        self.at += 1
        return token

    def error(self, message: str, token: Token) -> ExpressionError:
        return ExpressionError(message, token.position, self.text)

    def expect_end(self) -> None:
        if self.next.kind != "end":
            raise self.unexpected(self.next)

    def unexpected(self, token: Token) -> ExpressionError:
        """The error for a token that cannot follow a complete value."""
        kind = token.kind
        if kind in _CLOSING.values():
            message = f"This `{kind}` closes nothing; remove it or open it earlier."
        elif kind == "=":
            message = "An equals sign makes an equation; type only the formula, without `=`."
        elif kind in _COMPARISONS:
            message = f"A comparison belongs in where(…): write where(x {kind} 0, a, b)."
        elif kind == ",":
            message = "A comma separates the arguments of a function; a decimal number is written 1.5."
        elif kind == "number":
            message = "A number cannot follow a value directly; write * for a product or ^ for a power."
        elif kind == "end":
            message = "The formula stops too early; complete it."
        elif kind in ("_", "subscript"):
            message = "An index belongs directly to a letter, as in x_1."
        elif kind in ("^", "superscript"):
            message = "Two powers in a row are unclear; use brackets, as in (x^2)^3."
        else:
            message = f"`{token.text}` cannot stand here; remove it."
        return self.error(message, token)

    # Lists

    def open_list(self) -> Token | None:
        """Take the bracket around a whole list, if there is one."""
        if self.next.kind not in _CLOSING:
            return None
        depth = 0
        commas = 0
        for at, token in enumerate(self.tokens):
            depth += (token.kind in _CLOSING) - (token.kind in _CLOSING.values())
            commas += depth == 1 and token.kind in (",", ";")
            if depth == 0:
                whole = self.tokens[at + 1].kind == "end"
                return self.take() if whole and commas else None
        return None

    def items(self, item) -> list:  # type: ignore[no-untyped-def]
        found = [item()]
        while self.next.kind in (",", ";", "newline"):
            self.at += 1
            if self.next.kind != "end" or self.tokens[self.at - 1].kind == ",":
                found.append(item())
        return found

    def relations(self) -> list[Relation]:
        left = self.expression()
        found = []
        while self.next.kind in _COMPARISONS:
            token = self.take()
            if token.kind == "!=":
                raise self.error("A constraint needs =, <= or >=.", token)
            right = self.expression()
            found.append(Relation(left, _RELATIONS[token.kind], right, token.position))
            left = right
        if not found:
            raise self.error("A constraint needs =, <= or >=, as in x + y <= 1.", self.next)
        return found

    # Grammar

    def expression(self) -> Node:
        chain = _Chain(self.product())
        while (token := self.tokens[self.at]).kind in _SUMS:
            self.at += 1
            chain.join(_SUMS[token.kind], self.product(), token.position)
        return chain.node()

    def product(self) -> Node:
        signs = self.signs()
        first = self.tokens[self.at]
        chain = _Chain(self.factor())
        division: Token | None = None
        while True:
            token = self.tokens[self.at]
            if token.kind in _PRODUCTS:
                self.at += 1
                division = token if token.kind == "/" else None
                chain.join(_PRODUCTS[token.kind], self.factor(), token.position)
            elif token.kind in _STARTS or (token.kind == "|" and not self.open_bars):
                if division:
                    raise self.unclear_division(first, division, token)
                chain.join("multiply", self.factor(), token.position)
            else:
                return _negated(chain.node(), signs)

    def unclear_division(self, first: Token, division: Token, token: Token) -> ExpressionError:
        a = self.text[first.position : division.position].strip()
        b = self.text[division.position + 1 : token.position].strip()
        self.factor()
        c = self.text[token.position : self.next.position].strip()
        if len(a + b + c) > 24:
            a, b, c = "abc"
        return self.error(f"Unclear what is divided; write ({a}/{b})*{c} or {a}/({b}*{c}).", token)

    def signs(self) -> list[int]:
        """Positions of the minus signs before a value; plus signs are dropped."""
        minus = []
        while (token := self.tokens[self.at]).kind in _SUMS:
            self.at += 1
            if token.kind == "-":
                minus.append(token.position)
        return minus

    def factor(self) -> Node:
        self.deeper()
        signs = self.signs()
        node = self.value()
        token = self.tokens[self.at]
        if token.kind == "^":
            self.at += 1
            node = Apply("power", (node, self.factor()), token.position)
        elif token.kind == "superscript":
            self.at += 1
            node = Apply("power", (node, _superscript(token)), token.position)
            if self.next.kind in ("^", "superscript"):
                raise self.unexpected(self.next)
        self.depth -= 1
        return _negated(node, signs)

    def deeper(self) -> None:
        self.depth += 1
        self.values += 1
        if self.depth > limits.MAX_DEPTH:
            message = f"The formula is nested more than {limits.MAX_DEPTH} deep; simplify it."
            raise LimitError(message, self.next.position, self.text)
        if self.values > limits.MAX_NODES:
            message = f"The formula has more than {limits.MAX_NODES} parts; shorten it."
            raise LimitError(message, self.next.position, self.text)

    def value(self) -> Node:
        token = self.tokens[self.at]
        kind = token.kind
        self.at += 1
        if kind == "number":
            if self.next.kind == "number":
                raise self.unexpected(self.next)
            return Number(Fraction(token.text), token.text, token.position)
        if kind == "word":
            return self.word(token)
        if kind in _CLOSING:
            return self.group(token)
        if kind == "|":
            self.open_bars += 1
            node = self.expression()
            if self.take().kind != "|":
                raise self.error("This bar is never closed; write abs(…).", token)
            self.open_bars -= 1
            return Apply("abs", (node,), token.position)
        if kind in _ROOTS:
            return self.root(token)
        raise self.missing(token)

    def missing(self, token: Token) -> ExpressionError:
        """The error for a token that stands where a value should."""
        before = self.tokens[self.at - 2] if self.at > 1 else None
        after = f" after `{before.kind if before.kind in _SYMBOLS else before.text}`" if before else ""
        if token.kind == "end":
            return self.error(f"Something is missing{after}; complete the formula.", token)
        shown = token.text
        return self.error(f"A value is missing before `{shown}`; type a number, a name or a bracket.", token)

    def group(self, opening: Token) -> Node:
        bars, self.open_bars = self.open_bars, 0
        node = self.expression()
        self.close(opening)
        self.open_bars = bars
        return node

    def close(self, opening: Token) -> None:
        token = self.take()
        wanted = _CLOSING[opening.kind]
        if token.kind == wanted:
            return
        if token.kind == "end":
            raise self.error(f"This `{opening.kind}` is never closed; add `{wanted}`.", opening)
        if token.kind in _CLOSING.values():
            raise self.error(f"`{opening.kind}` is closed by `{token.kind}`; write `{wanted}`.", token)
        raise self.unexpected(token)

    def root(self, token: Token) -> Node:
        """`√` and `∛` take the next value: `√x y` is `√(x) y`."""
        self.deeper()
        bracket = self.next.kind in _CLOSING
        node = self.value()
        self.depth -= 1
        if self.next.kind in ("^", "superscript") and not bracket:
            raise self.error(f"Unclear what the root covers; write {token.kind}(…).", token)
        return Apply(_ROOTS[token.kind], (node,), token.position)

    # Words

    def word(self, token: Token) -> Node:
        word = token.text
        if word in self.indices:
            return bounded.index_node(self.indices[word], token)
        following = self.next.kind
        function = find_function(word)
        if function and (following in _CLOSING or word not in GREEK):
            return self.call(function, token)
        if word in BOUNDED:
            return bounded.parse(self, token)
        if word in CONSTANTS:
            return Constant(word, token.position)
        return self.name(token)

    def name(self, token: Token) -> Node:
        word = token.text
        parts = split_name(word)
        if parts is None:
            if self.names is not None and word in self.names:
                return Variable(word, token.position)
            return self.split_word(token)
        base, index = parts
        if base in RESERVED and not (self.names and word in self.names):
            raise self.error(f"{RESERVED[base]}.", token)
        if not index and self.next.kind in ("_", "subscript"):
            index = bounded.subscript(self, base)
        name = base + index
        if self.next.kind == "[":
            raise self.error(f"Square brackets are not an index; write {base}1 or {base}_1.", self.next)
        if self.names is not None and name not in self.names and "_" not in name:
            raise self.error(unknown_name(name, self.names, called=False), token)
        return Variable(name, token.position)

    def split_word(self, token: Token) -> Node:
        """Read `xy` as the letters x and y, each a name of its own."""
        word = token.text.rstrip("0123456789")
        digits = token.text[len(word) :]
        letters = {*STANDARD_VARIABLES, *self.indices, *(self.names or ())}
        if len(word) < 2 or not letters.issuperset(word):
            raise self.unknown(word, digits, token)
        pieces = [Token("word", letter, token.position + k) for k, letter in enumerate(word)]
        pieces[-1] = pieces[-1]._replace(text=word[-1] + digits)
        self.tokens[self.at - 1 : self.at] = pieces
        return self.word(pieces[0])

    def unknown(self, word: str, digits: str, token: Token) -> ExpressionError:
        if digits and word in CONSTANTS:
            return self.error(f"`{word}` is a constant and has no index; write {word}*{digits}.", token)
        if digits and find_function(word):
            return self.error(f"`{word}` needs brackets, as in {word}({digits}…).", token)
        if digits and split_name(word):
            return self.error(f"An index is at most {MAX_INDEX}; use a smaller one.", token)
        return self.error(unknown_name(word, self.names, self.next.kind in _CLOSING), token)

    # Calls

    def call(self, function: Function, token: Token) -> Node:
        power = self.next
        exponent = self.call_exponent(function) if power.kind in ("^", "superscript") else None
        if self.next.kind not in _CLOSING:
            raise self.error(f"`{token.text}` needs brackets, as in {function.usage}.", token)
        arguments = self.arguments(function)
        fewest, most = function.arity
        if len(arguments) < fewest or (most is not None and len(arguments) > most):
            raise self.error(_arity_message(function), token)
        node: Node = Apply(function.name, tuple(arguments), token.position)
        if exponent:
            node = Apply("power", (node, exponent), power.position)
        return node

    def call_exponent(self, function: Function) -> Number:
        """The exponent of `sin^2(x)`, a positive integer."""
        token = self.take()
        if token.kind == "superscript":
            digits = token
            negative = token.text.startswith("-")
        else:
            opening = self.take() if self.next.kind in _CLOSING else None
            negative = self.next.kind == "-"
            if negative:
                self.at += 1
            digits = self.take()
            if opening:
                self.close(opening)
        if negative:
            inverse = find_function("a" + function.name)
            choice = f"{inverse.name}(x) for the inverse or " if inverse else ""
            raise self.error(f"Unclear power of a function; write {choice}1/{function.name}(x).", token)
        if not digits.text.lstrip("+").isdigit():
            raise self.error(f"Only whole powers can stand here; write {function.name}(x)^y.", token)
        return _superscript(digits)

    def arguments(self, function: Function) -> list[Node]:
        opening = self.take()
        bars, self.open_bars = self.open_bars, 0
        arguments: list[Node] = []
        if self.next.kind != _CLOSING[opening.kind]:
            arguments.append(self.condition() if function.name == "where" else self.expression())
            while self.next.kind == ",":
                self.at += 1
                arguments.append(self.expression())
        self.close(opening)
        self.open_bars = bars
        return arguments

    def condition(self) -> Node:
        """A comparison or a chain of them, the first argument of `where`."""
        left = self.expression()
        comparisons: list[Node] = []
        while self.next.kind in _COMPARISONS:
            token = self.take()
            right = self.expression()
            comparisons.append(Apply(_COMPARISONS[token.kind], (left, right), token.position))
            left = right
        if not comparisons:
            raise self.error("where starts with a comparison, as in where(x < 0, -x, x).", self.next)
        if len(comparisons) == 1:
            return comparisons[0]
        return Apply("all_of", tuple(comparisons), comparisons[0].position)


_SYMBOLS = {"^", "*", "/", "+", "-", "(", "[", "{", "|", ",", "<", "<=", ">", ">=", "=", "!=", "√", "∛"}


def _negated(node: Node, signs: list[int]) -> Node:
    for position in reversed(signs):
        node = Apply("negate", (node,), position)
    return node


def _superscript(token: Token) -> Number:
    value = int(token.text)
    return Number(Fraction(value), str(value), token.position)


def _arity_message(function: Function) -> str:
    fewest, most = function.arity
    if most is None:
        count = f"at least {fewest}"
    elif most > fewest:
        count = f"{fewest} or {most}"
    else:
        count = str(fewest)
    plural = "" if count.endswith("1") else "s"
    return f"{function.name} takes {count} argument{plural}, as in {function.usage}; a decimal number is written 1.5."
