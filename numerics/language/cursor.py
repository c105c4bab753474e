"""A place in the tokens of a text, and the sentences for what should not stand there."""

from fractions import Fraction

from numerics.errors import ExpressionError
from numerics.language.lexer import Token, tokenize
from numerics.language.tree import Number

SUMS = {"+": "add", "-": "subtract"}
PRODUCTS = {"*": "multiply", "/": "divide"}
COMPARISONS = {
    "<": "less",
    "<=": "less_equal",
    ">": "greater",
    ">=": "greater_equal",
    "=": "equal",
    "!=": "not_equal",
}
CLOSING = {"(": ")", "[": "]", "{": "}"}
POWERS = ("^", "superscript")

_CLOSERS = (")", "]", "}")


class Cursor:
    """Reads the tokens of `text` one after the other; `at` is the index of the next one.

    Raises ExpressionError for an empty text.
    """

    def __init__(self, text: str, separate_lines: bool = False) -> None:
        self.text = text
        self.tokens = tokenize(text, separate_lines)
        self.at = 0
        if len(self.tokens) == 1:
            raise ExpressionError("Type a function, for example x^2 + y^2.", 0, text)

    @property
    def next(self) -> Token:
        """The next token, left in place."""
        return self.tokens[self.at]

    def take(self) -> Token:
        """The next token; the cursor moves on."""
        token = self.tokens[self.at]
        self.at += 1
        return token

    def close(self, opening: Token) -> None:
        """Take the bracket that closes `opening`."""
        token = self.take()
        wanted = CLOSING[opening.kind]
        if token.kind == wanted:
            return
        if token.kind == "end" or (token.kind in ("=", "←") and not self._closes_later()):
            raise self.error(f"This `{opening.kind}` is never closed; add `{wanted}`.", opening)
        if token.kind in _CLOSERS:
            raise self.error(f"`{opening.kind}` is closed by `{token.kind}`; write `{wanted}`.", token)
        raise self.unexpected(token)

    def _closes_later(self) -> bool:
        """Whether the bracket that is open at the cursor is closed somewhere behind it."""
        depth = 1
        for token in self.tokens[self.at :]:
            depth += (token.kind in CLOSING) - (token.kind in _CLOSERS)
            if not depth:
                return True
        return False

    def expect_end(self) -> None:
        """Raise unless the whole text has been read."""
        if self.next.kind != "end":
            raise self.unexpected(self.next)

    def error(self, message: str, token: Token) -> ExpressionError:
        """The error with this sentence at this token."""
        return ExpressionError(message, token.position, self.text)

    def missing(self, token: Token) -> ExpressionError:
        """The error for a token that stands where a value should."""
        if token.kind != "end":
            what = f"A value is missing before `{token.text}`; type a number, a name or a bracket."
        else:
            what = f"Something is missing after `{self.tokens[self.at - 2].text}`; complete the formula."
        return self.error(what, token)

    def unexpected(self, token: Token) -> ExpressionError:
        """The error for a token that cannot follow a complete value."""
        kind = token.kind
        if kind in _CLOSERS:
            message = f"This `{kind}` closes nothing; remove it or open it earlier."
        elif kind == "=":
            message = "Here `=` has no meaning; type only the formula."
        elif kind == "←":
            message = "An arrow has a place only in an update rule, behind the name that begins a line."
        elif kind in COMPARISONS:
            message = f"A comparison belongs in where: write where(x {kind} 0, a, b)."
        elif kind == ",":
            message = "A comma only separates arguments; write decimals as 1.5 and thousands as 1000."
        elif kind == "number":
            message = "A number cannot follow a value directly; write * for a product or ^ for a power."
        elif kind in POWERS:
            message = "Two powers in a row are unclear; use brackets, as in (x^2)^3."
        elif kind in ("_", "subscript"):
            message = "An index belongs directly to a letter, as in x_1."
        else:
            message = f"`{token.text}` cannot stand here; remove it."
        return self.error(message, token)


def whole_number(value: int, token: Token) -> Number:
    """The literal `value`, standing where `token` stands."""
    return Number(Fraction(value), str(value), token.position)
