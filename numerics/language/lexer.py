"""Text to tokens, each with its place in the text as typed."""

import re
import unicodedata
from typing import NamedTuple

from numerics.errors import ExpressionError, LimitError
from numerics.language.vocabulary import LETTERS

MAX_LENGTH = 2000
MAX_DIGITS = 17
MAX_EXPONENT = 30
_MAX_WRITTEN_DIGITS = 48


class Token(NamedTuple):
    """A piece of text.

    `kind` is "number", "word", "superscript", "subscript", "newline", "end", or the symbol itself
    in its plain spelling (`^` for `**`, `*` for `·`, `<=` for `≤`).
    """

    kind: str
    text: str
    position: int


_TOKEN = re.compile(
    r"""
      (?P<space>\s+)
    | (?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    | (?P<word>(?i:log1p)(?![A-Za-z0-9])|(?:[A-Za-z]+|[LETTERS])[0-9]*)
    | (?P<superscript>[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)
    | (?P<subscript>[₀-₉]+)
    | (?P<symbol>\*\*|:=|<=|>=|==|!=|[-+*/^()\[\]{},;_<>=|√∛≤≥≠←])
    """.replace("LETTERS", "".join(LETTERS)),
    re.VERBOSE,
)
_SPELLING = {"**": "^", "==": "=", ":=": "←", "≤": "<=", "≥": ">=", "≠": "!="}
_LOOKALIKE = str.maketrans("·×∙⋅∗÷∕⁄−–‐‑∣⩽⩾∑∏⟵", "*****///----|≤≥ΣΠ←")
_SCRIPT = str.maketrans("⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", "+-01234567890123456789")
_REMEDY = {
    "!": "write gamma(n + 1) for a factorial",
    "%": "write x/100 for a percentage",
    "°": "angles are in radians: write x*pi/180",
    "\\": "write sin(x), not LaTeX",
    ".": "a point belongs inside a number; write * for a product",
    "∞": "infinity is not a number here",
    "½": "write 1/2",
    "ᵗ": "write ^t",
    ":": "write / for a quotient",
}


def tokenize(text: str, separate_lines: bool = False) -> list[Token]:
    """The tokens of `text`, closed by an "end" token.

    With `separate_lines` a line break outside brackets that follows a complete value is a
    "newline" token. Raises ExpressionError at the first character without meaning and LimitError
    for a text or a number that is too long.
    """
    if len(text) > MAX_LENGTH:
        message = f"The text has {len(text)} characters; {MAX_LENGTH} are allowed, so shorten it."
        raise LimitError(message, MAX_LENGTH, text)
    plain = text if text.isascii() else _plain(text)
    tokens: list[Token] = []
    end = nesting = 0
    for match in iter(_TOKEN.scanner(plain).match, None):  # type: ignore[attr-defined]
        kind, found, start, end = match.lastgroup, match.group(), match.start(), match.end()
        if kind == "space":
            if separate_lines and nesting == 0 and "\n" in found and tokens and _ends_value(tokens[-1]):
                tokens.append(Token("newline", "", start))
            continue
        if kind == "symbol":
            kind = found = _SPELLING.get(found, found)
            nesting += (found in "([{") - (found in ")]}")
        elif kind == "number":
            _check_number(found, start, text)
        elif kind == "word":
            found = LETTERS.get(found[0], found[0]) + found[1:]
        else:
            found = found.translate(_SCRIPT)
            _check_number(found, start, text)
        tokens.append(Token(kind, found, start))
    if end < len(text):
        raise ExpressionError(_unknown(text[end]), end, text)
    tokens.append(Token("end", "", len(text.rstrip())))
    return tokens


def _plain(text: str) -> str:
    """`text` with look-alikes (`−`, `×`, `𝑥`, `２`) in their plain form, character by character."""
    return "".join(c if c.isascii() else _plain_character(c) for c in text.translate(_LOOKALIKE))


def _plain_character(character: str) -> str:
    tag, _, code = unicodedata.decomposition(character).partition(" ")
    if tag in ("<font>", "<wide>", "<compat>") and " " not in code:
        return chr(int(code, 16))
    return character


def _ends_value(token: Token) -> bool:
    return token.kind in ("number", "word", "superscript", "subscript", ")", "]", "}", "|")


def _check_number(number: str, position: int, text: str) -> None:
    mantissa, _, exponent = number.lower().partition("e")
    digits = mantissa.replace(".", "")
    if len(digits.lstrip("0")) > MAX_DIGITS or len(digits) > _MAX_WRITTEN_DIGITS:
        raise LimitError(f"A number may have {MAX_DIGITS} significant digits; round it.", position, text)
    if exponent and (len(exponent) > 4 or abs(int(exponent)) > MAX_EXPONENT):
        message = f"A number's power of ten must lie between -{MAX_EXPONENT} and {MAX_EXPONENT}."
        raise LimitError(message, position, text)


def _unknown(character: str) -> str:
    if not character.isprintable():
        return f"The invisible character U+{ord(character):04X} has no meaning here; delete it."
    shown = f"`{character}`" if character != "`" else "U+0060"
    return f"The character {shown} has no meaning here; {_REMEDY.get(character, 'delete it')}."
