"""What a word means: a function and its call, a constant, a name, or letters written together."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from numerics.errors import ExpressionError
from numerics.language import bounded
from numerics.language.cursor import CLOSING, POWERS, whole_number
from numerics.language.lexer import Token
from numerics.language.names import MAX_INDEX, split_name, unknown_word
from numerics.language.tree import Apply, Constant, Node, Number, Variable
from numerics.language.vocabulary import (
    BOUNDED,
    CONSTANTS,
    GREEK,
    STANDARD_VARIABLES,
    Function,
    find_function,
)

if TYPE_CHECKING:
    from numerics.language.grammar import Parser

_DECIMAL_COMMA = re.compile(r"[0-9],[0-9]")


def parse(parser: Parser, token: Token) -> Node:
    """The node of a word, after it has been taken, with all that belongs to it."""
    word = token.text
    if word in parser.indices:
        return bounded.index_node(parser.indices[word], token)
    function = parser.functions.get(word.lower()) or find_function(word)
    letter = parser.text[token.position] == GREEK.get(word)
    if function and not letter and (parser.next.kind in CLOSING or word not in GREEK):
        return _call(parser, function, token)
    if word.lower() in BOUNDED:
        return bounded.parse(parser, token)
    if word in CONSTANTS:
        return Constant(word, token.position)
    return _name(parser, token)


def _name(parser: Parser, token: Token) -> Node:
    word, names = token.text, parser.names
    parts = split_name(word)
    if parts is None:
        if names is not None and word in names:
            return Variable(word, token.position)
        return _letters(parser, token)
    base, index = parts
    if base in CONSTANTS:
        raise parser.error(_indexed_constant(base, index), token)
    if base == "i":
        message = "`i` is reserved (complex numbers are not available); choose another letter, such as k."
        raise parser.error(message, token)
    if not index and parser.next.kind in ("_", "subscript"):
        index = bounded.subscript(parser, base)
    if parser.next.kind == "[":
        message = f"Square brackets are not an index; write {base}1, or {base}*(…) for a product."
        raise parser.error(message, parser.next)
    name = base + index
    if names is not None and name not in names and not index.startswith("_"):
        raise parser.error(unknown_word(name, names, called=False), token)
    return Variable(name, token.position)


def _letters(parser: Parser, token: Token) -> Node:
    """Read `xy` as the letters x and y, each a name of its own."""
    word = token.text.rstrip("0123456789")
    digits = token.text[len(word) :]
    known = {*STANDARD_VARIABLES, *parser.indices, *(parser.names or ())}
    if len(word) < 2 or not known.issuperset(word):
        raise _unknown(parser, word, digits, token)
    letters = [Token("word", letter, token.position + place) for place, letter in enumerate(word)]
    letters[-1] = Token("word", word[-1] + digits, letters[-1].position)
    parser.tokens[parser.at - 1 : parser.at] = letters
    return parse(parser, letters[0])


def _unknown(parser: Parser, word: str, digits: str, token: Token) -> ExpressionError:
    if digits and word in CONSTANTS:
        message = _indexed_constant(word, digits)
    elif digits and find_function(word):
        message = f"`{word}` needs brackets, as in {word}({digits}…)."
    elif digits and split_name(word):
        message = f"An index is at most {MAX_INDEX}; use a smaller one."
    else:
        message = unknown_word(word, parser.names, parser.next.kind in CLOSING)
    return parser.error(message, token)


def _indexed_constant(constant: str, digits: str) -> str:
    return f"`{constant}` is a constant and has no index; write {digits}*{constant} for a product."


def _call(parser: Parser, function: Function, token: Token) -> Node:
    power = parser.next
    exponent = _call_exponent(parser, function) if power.kind in POWERS else None
    opening = parser.next
    if opening.kind not in CLOSING:
        raise parser.error(f"`{token.text}` needs brackets, as in {function.usage}.", token)
    parser.at += 1
    arguments = parser.arguments(opening, conditional=function.name == "where")
    fewest, most = function.arity
    excess = most is not None and len(arguments) > most
    if excess or len(arguments) < fewest:
        typed = parser.text[opening.position : parser.next.position]
        comma = "; a decimal number is written 1.5" if excess and _DECIMAL_COMMA.search(typed) else ""
        raise parser.error(f"{_arity(function)}{comma}.", token)
    node = Apply(function.name, arguments, token.position)
    return Apply("power", (node, exponent), power.position) if exponent else node


def _call_exponent(parser: Parser, function: Function) -> Number:
    """The exponent in `sin^2(x)` or `sin²(x)`, a positive whole number."""
    power = digits = parser.take()
    if power.kind == "^":
        opening = parser.take() if parser.next.kind in CLOSING else None
        digits = parser.take()
        if digits.kind == "-":
            raise parser.error(_inverse_message(function), power)
        if opening:
            parser.close(opening)
    if digits.text.startswith("-"):
        raise parser.error(_inverse_message(function), power)
    if not digits.text.lstrip("+").isdecimal():
        raise parser.error(f"Only a whole power can stand here; write {function.name}(x)^y.", power)
    return whole_number(int(digits.text), digits)


def _inverse_message(function: Function) -> str:
    inverse = find_function("a" + function.name)
    choice = f"{inverse.name}(x) for the inverse or " if inverse else ""
    return f"Unclear power of a function; write {choice}1/{function.name}(x)."


def _arity(function: Function) -> str:
    fewest, most = function.arity
    if most is None:
        count = f"at least {fewest} argument{'s' * (fewest > 1)}"
    elif most > fewest:
        count = f"{fewest} or {most} arguments"
    else:
        count = f"{fewest} argument{'s' * (fewest > 1)}"
    return f"{function.name} takes {count}, as in {function.usage}"
