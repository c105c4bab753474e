"""Matrices of exact numbers in flint, which solves and inverts them exactly."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from flint import fmpq, fmpq_mat


def flint_matrix(rows: Sequence[Sequence[Fraction | float]]) -> fmpq_mat:
    """The matrix of these rows, at least one; a float counts as the fraction that it is."""
    entries = [fmpq(*entry.as_integer_ratio()) for row in rows for entry in row]
    return fmpq_mat(len(rows), len(rows[0]), entries)


def flint_column(values: Iterable[Fraction | float]) -> fmpq_mat:
    """The numbers as a column."""
    return flint_matrix([(value,) for value in values])


def fractions_of(matrix: fmpq_mat) -> tuple[Fraction, ...]:
    """The entries of a matrix, row by row."""
    return tuple(Fraction(int(value.p), int(value.q)) for value in matrix.entries())
