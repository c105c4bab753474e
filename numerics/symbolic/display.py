"""LaTeX of vectors and matrices from the LaTeX of their entries."""

from collections.abc import Sequence


def matrix_latex(rows: Sequence[Sequence[str]]) -> str:
    """A matrix in brackets; empty entries, too long to be worth reading, become dots."""
    lines = [" & ".join(entry or r"\cdots" for entry in row) for row in rows]
    return r"\begin{bmatrix} " + r" \\ ".join(lines) + r" \end{bmatrix}"
