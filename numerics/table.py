"""Reading a table of numbers: pasted, or a CSV file.

Cells stand between tabs, semicolons, commas or blanks, whichever the first line has, in this order; a decimal comma is
understood where commas do not separate. A first line without numbers is the heading. Empty lines and lines that begin
with # do not count.
"""

import csv
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from numerics.errors import LimitError, NumericsError

MOST_ROWS, MOST_COLUMNS = 2000, 12
MOST_BYTES = 1_000_000
LARGEST = 1e100  # of a cell: its square, and sums of such, are still numbers
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,4})?", re.ASCII)
_SHOWN = 24  # characters of a cell, where it is shown


@dataclass(frozen=True, eq=False)
class Table:
    """What was read.

    Attributes:
        names: the heading of each column, or "column 1", …
        values: (rows, columns) finite numbers.
        left_out: for each line that could not be read, a sentence that names it.
    """

    names: tuple[str, ...]
    values: NDArray[np.float64]
    left_out: tuple[str, ...]


def read_table(content: str | bytes) -> Table:
    """The numbers of a text, or of the bytes of a file.

    Lines that cannot be read are left out, and named. Raises NumericsError, with one sentence, where there are none
    that can, or fewer than those that cannot, and LimitError for a table that is too large.
    """
    if len(content) > MOST_BYTES:
        size = f"{len(content) / 1e6:.1f}"
        raise LimitError(
            f"The table has {size} MB, and at most {MOST_BYTES / 1e6:.0f} MB are read: leave some rows out."
        )
    lines = list(_lines(content if isinstance(content, str) else _text(content)))
    if not lines:
        raise NumericsError("The table is empty: it needs rows of numbers, such as 1, 2.5.")
    separator = next((sign for sign in "\t;," if sign in lines[0][1]), None)
    rows = [(place, _cells(line, separator)) for place, line in lines]
    names: tuple[str, ...] = ()
    if not any(_is_number(cell, separator) for cell in rows[0][1]):
        names = tuple(map(_printable, rows.pop(0)[1]))
    if not rows:
        raise NumericsError("The table has a heading and no rows of numbers.")
    width = len(names or rows[0][1])
    if width > MOST_COLUMNS:
        raise LimitError(f"The table has {width} columns, and at most {MOST_COLUMNS} are read: leave some out.")
    if len(rows) > MOST_ROWS:
        raise LimitError(f"The table has {len(rows)} rows, and at most {MOST_ROWS} are read: leave some out.")
    values, left_out = [], []
    for place, cells in rows:
        if trouble := _trouble(cells, width, separator):
            left_out.append(f"Line {place} {trouble}.")
        else:
            values.append([_value(cell, separator) for cell in cells])
    if len(values) <= len(left_out):
        example = ", ".join(["1.5", "-2", "3e-4"][:width])
        raise NumericsError(
            f"{len(left_out)} of {len(rows)} rows of the table cannot be read. {left_out[0]} Each row needs {width} "
            f"{'number' if width == 1 else 'numbers'}, such as {example}."
        )
    return Table(names or tuple(f"column {k}" for k in range(1, width + 1)), np.array(values), tuple(left_out))


def _text(content: bytes) -> str:
    """The text of a file: UTF-8 with or without a mark at its beginning, UTF-16 with one, else Latin-1."""
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    if any(sign < " " and sign not in "\t\r\n\f\v" for sign in text):
        raise NumericsError("This is no text file. Save the table as CSV, with commas between its cells.")
    return text


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines that count, with their numbers from 1."""
    for place, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        if line.strip(" \t\r,;") and not line.lstrip().startswith("#"):
            yield place, line


def _cells(line: str, separator: str | None) -> list[str]:
    if separator is None:
        return line.split()
    try:
        cells = next(csv.reader([line], delimiter=separator))
    except csv.Error:
        return [line]
    cells = [cell.strip() for cell in cells]
    return cells[:-1] if len(cells) > 1 and not cells[-1] else cells  # a separator at the end of the line


def _trouble(cells: list[str], width: int, separator: str | None) -> str:
    """Why a row cannot be read, to follow "Line 3"; empty where it can."""
    if len(cells) != width:
        return f"has {len(cells)} {'cell' if len(cells) == 1 else 'cells'}, and {width} are needed"
    for cell in cells:
        if not cell:
            return "has an empty cell"
        if not _is_number(cell, separator):
            return f"has “{_printable(cell)}”, which is no number"
        if not abs(_value(cell, separator)) <= LARGEST:
            return f"has a number beyond ±{LARGEST:g}"
    return ""


def _printable(cell: str) -> str:
    """The cell as it can be shown: short, without control or direction marks."""
    plain = "".join(sign if sign.isprintable() else " " for sign in cell)
    return plain if len(plain) <= _SHOWN else f"{plain[: _SHOWN - 1]}…"


def _is_number(cell: str, separator: str | None) -> bool:
    return bool(_NUMBER.fullmatch(_plain(cell, separator)))


def _value(cell: str, separator: str | None) -> float:
    value = float(_plain(cell, separator))
    return value if math.isfinite(value) else math.inf


def _plain(cell: str, separator: str | None) -> str:
    """The cell as Python writes numbers: a decimal point, and a minus from the keyboard."""
    return (cell if separator == "," else cell.replace(",", ".")).replace("−", "-")


def table_text(table: Table) -> str:
    """The table as text that `read_table` reads back number for number."""
    dividing = set(',;\t"\r\n') | set(" " if len(table.names) == 1 else "")  # a lone column has no other separator
    plain = all(name and not set(name) & dividing and not name.startswith("#") for name in table.names)
    heading = [",".join(table.names)] if plain and not any(_is_number(name, ",") for name in table.names) else []
    rows = [",".join(repr(float(value)).removesuffix(".0") for value in row) for row in table.values]
    return "\n".join(heading + rows)
