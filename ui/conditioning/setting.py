"""The linear system of the page: a matrix, typed or by name, a right-hand side and its change; all in the link."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from numerics.conditioning.exact import ExactCondition, exact_condition, exact_solution
from numerics.conditioning.matrices import NAMED, Dial, Matrix, stored
from numerics.conditioning.reading import read_matrix, read_side
from numerics.errors import NumericsError
from numerics.numbers import format_number
from ui.errors import show_error
from ui.links import linked, set_linked

OWN = "own"
LEAST, MOST = 2, 12
DEFAULT_SIZE = 6
DEFAULT_MATRIX = "4.1 2.8\n9.7 6.6"
DEFAULT_SIDE = "4.1, 9.7"
DEFAULT_CHANGE = "0.01, 0"
LONGEST = 6000  # characters


@dataclass(frozen=True)
class System:
    """A x = b, exact as typed, and b + δb.

    Attributes:
        matrix: its rows.
        b, change: right-hand side and δb, exact (n).
        link: the parameter of the link that says which matrix it is.
    """

    matrix: Matrix
    b: tuple[Fraction, ...]
    change: tuple[Fraction, ...]
    link: Mapping[str, str]

    @cached_property
    def A(self) -> NDArray[np.float64]:
        """The matrix in float64, (n, n)."""
        return stored(self.matrix)

    @cached_property
    def side(self) -> NDArray[np.float64]:
        """The right-hand side in float64, (n,)."""
        return np.array([float(value) for value in self.b])

    @property
    def changed(self) -> tuple[Fraction, ...]:
        """b + δb, exact."""
        return tuple(value + change for value, change in zip(self.b, self.change, strict=True))

    @cached_property
    def condition(self) -> ExactCondition:
        """The condition numbers of the exact matrix."""
        return exact_condition(self.matrix)

    def solution(self, b: tuple[Fraction, ...]) -> NDArray[np.float64] | None:
        """The exact solution for a right-hand side, rounded once; None for a singular matrix."""
        exact = exact_solution(self.matrix, b)
        return None if exact is None else np.array([float(value) for value in exact])


def pick_system() -> System:
    """Draw the controls and return the system; what cannot be read is told, and its default stands in."""
    kind = linked(
        st.selectbox,
        "Matrix",
        "matrix",
        OWN,
        options=[OWN, *NAMED],
        format_func=lambda name: "Your own" if name == OWN else NAMED[name].title,
    )
    text, matrix = _typed() if kind == OWN else ("", _named(kind))
    untouched = kind == OWN and text == DEFAULT_MATRIX
    sums = tuple(sum(row, Fraction(0)) for row in matrix)
    b = _side("Right-hand side b", "b", DEFAULT_SIDE if untouched else "", matrix, sums)
    first = abs(b[0] or Fraction(1)) / 100
    hundredth = tuple(first if i == 0 else Fraction(0) for i in range(len(matrix)))
    change = _side("Change of b, δb", "db", DEFAULT_CHANGE if untouched else "", matrix, hundredth)
    return System(matrix, b, change, {"A": text} if kind == OWN else {"matrix": kind})


def _typed() -> tuple[str, Matrix]:
    text = linked(
        st.text_area,
        "Rows of A",
        "A",
        DEFAULT_MATRIX,
        max_chars=LONGEST,
        height=110,
        help=f"{LEAST} to {MOST} rows, one a line, typed or pasted from a spreadsheet or a program. "
        "Also 1/3, 2^-20, 1e-8; every number is taken exactly.",
    )
    try:
        matrix = read_matrix(text, MOST)
        if len(matrix) < LEAST:
            raise NumericsError("One number is no system yet: type at least two rows.")
        return text, matrix
    except NumericsError as error:
        show_error(error)
        st.caption("Until then the matrix is 4.1 2.8; 9.7 6.6.")
        return text, read_matrix(DEFAULT_MATRIX, MOST)


def _named(kind: str) -> Matrix:
    size = linked(st.slider, "Rows n", "n", DEFAULT_SIZE, min_value=LEAST, max_value=MOST)
    values = [_dial(dial, f"dial{place}") for place, dial in enumerate(NAMED[kind].dials)]
    matrix = NAMED[kind].build(size, *values)
    rows = "\n".join(" ".join(map(_text, row)) for row in matrix)
    st.code(rows, language=None, height=150 if size > 5 else "content")
    if len(rows) <= LONGEST:
        st.button("Edit these numbers", icon=":material/edit:", type="tertiary", on_click=_take, args=(rows,))
    return matrix


def _take(rows: str) -> None:
    """Make the named matrix the visitor's own (in a callback)."""
    set_linked("A", rows)
    set_linked("matrix", OWN)


def _text(entry: Fraction) -> str:
    """An entry as short as it is exact: a float's digits where a float has them, else a fraction."""
    short = format_number(float(entry), 6)
    for text in (short, repr(float(entry)).removesuffix(".0")):
        if Fraction(text) == entry:
            return text
    return repr(float(entry)) if entry.denominator > 10**9 else str(entry)


def _dial(dial: Dial, name: str) -> float:
    kind = type(dial.default)  # whole numbers have a slider of whole numbers
    bounds = {"min_value": kind(dial.low), "max_value": kind(dial.high)}
    value: float = linked(st.slider, dial.label, name, dial.default, **bounds)
    return value


def _side(label: str, name: str, default: str, matrix: Matrix, empty: tuple[Fraction, ...]) -> tuple[Fraction, ...]:
    """Draw the box of a right-hand side; `empty` is what an empty box means."""
    text = linked(
        st.text_input,
        label,
        name,
        default,
        max_chars=1000,
        placeholder="A times (1, …, 1)" if name == "b" else "a hundredth of b₁ in its first entry",
        help="Empty: the row sums, so that the solution is all ones." if name == "b" else "The error that b has.",
    )
    if not text.strip():
        return empty
    try:
        return read_side(text, len(matrix))
    except NumericsError as error:
        show_error(error)
        return empty
