"""Reading many numbers from one text: typed in a row, pasted from a spreadsheet's column, or copied from a program."""

import re

from numerics.errors import ExpressionError, LimitError
from numerics.formats import read_exact
from numerics.formats.exact import Exact

_ENTRY = re.compile(r"[^\s,;\[\](){}]+")


def read_numbers(text: str, most: int) -> tuple[Exact, ...]:
    """The exact numbers of a text, between commas, semicolons, blanks, tabs, new lines or brackets.

    Raises ExpressionError for an entry that is no number, with its place, and for a text without any; LimitError for
    more than `most` numbers and for one that is too large to be read.
    """
    entries = list(_ENTRY.finditer(text))
    if not entries:
        raise ExpressionError("Type at least one number, such as 1000, 1001, 1002.", 0, text)
    if len(entries) > most:
        start = entries[most].start()
        raise LimitError(
            f"At most {most} numbers are taken, and these are {len(entries)}: leave some out.", start, text
        )
    return tuple(_number(entry, place, text) for place, entry in enumerate(entries, 1))


def _number(entry: re.Match[str], place: int, text: str) -> Exact:
    try:
        return read_exact(entry[0])
    except ExpressionError as error:
        kind = type(error)
        message = f"Number {place} cannot be read: {error.message[0].lower()}{error.message[1:]}"
        raise kind(message, entry.start() + error.position, text) from None
