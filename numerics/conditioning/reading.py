"""A matrix as a visitor types or pastes it."""

import re
from fractions import Fraction

from numerics.conditioning.matrices import Matrix
from numerics.errors import ExpressionError, LimitError
from numerics.formats import read_exact
from numerics.formats.exact import Exact

_ROW = re.compile(r"[^\n;\[\](){}]+")  # rows end at a line, a semicolon or a bracket
_ENTRY = re.compile(r"[^\s,]+")
LARGEST = Fraction(10) ** 30  # and smallest, but for zero: what is farther apart no format of the page can hold


def read_matrix(text: str, most: int) -> Matrix:
    """The exact square matrix of a text such as `4.1 2.8; 9.7 6.6`, one row a line, or `[[4.1, 2.8], [9.7, 6.6]]`.

    Numbers are separated by blanks, tabs or commas, and may be fractions (1/3) or powers of two (2^-20).

    Raises ExpressionError, with the place, for an entry that is no number and for rows of different lengths, and
    LimitError for more than `most` rows and for entries beyond 10^±30.
    """
    rows = []
    for line in _ROW.finditer(text):
        entries = list(_ENTRY.finditer(line[0]))
        if entries:
            rows.append([(line.start() + entry.start(), entry[0]) for entry in entries])
    if not rows:
        raise ExpressionError("Type a matrix, one row a line, such as 4 1 and below it 2 3.", 0, text)
    if len(rows) > most:
        raise LimitError(f"At most {most} rows are taken, and these are {len(rows)}.", rows[most][0][0], text)
    for i, row in enumerate(rows, 1):
        if len(row) != len(rows):
            more = "The system needs as many numbers in each row as there are rows"
            raise ExpressionError(f"{more} ({len(rows)}), but row {i} has {len(row)}.", row[0][0], text)
    return tuple(
        tuple(_entry(word, at, text, f"row {i}, column {j}") for j, (at, word) in enumerate(row, 1))
        for i, row in enumerate(rows, 1)
    )


def read_side(text: str, n: int) -> tuple[Fraction, ...]:
    """The n exact numbers of a right-hand side; errors as in `read_matrix`."""
    entries = list(re.finditer(r"[^\s,;\[\](){}]+", text))
    if len(entries) != n:
        raise ExpressionError(f"Here {n} numbers are needed, one for each row, not {len(entries)}.", 0, text)
    return tuple(_entry(entry[0], entry.start(), text, f"number {i}") for i, entry in enumerate(entries, 1))


def _entry(word: str, at: int, text: str, where: str) -> Fraction:
    try:
        value: Exact = read_exact(word)
    except ExpressionError as error:
        told = f"{error.message[0].lower()}{error.message[1:]}"
        raise type(error)(f"In {where}: {told}", at + error.position, text) from None
    if value == 0:
        return Fraction(0)
    if isinstance(value, float) or not 1 / LARGEST <= abs(value) <= LARGEST:
        raise LimitError(f"In {where}: only finite numbers between 1e-30 and 1e30 in size, and 0.", at, text)
    return value
