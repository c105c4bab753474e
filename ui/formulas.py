"""Numbers in formulas: LaTeX of a number and of a matrix of numbers."""

import numpy as np

from numerics.numbers import format_number
from numerics.symbolic.display import matrix_latex

_WORDS = {"nan": r"\text{undefined}", "inf": r"\infty", "-inf": r"-\infty"}


def number_latex(value: float, digits: int = 5) -> str:
    """A number to some significant digits; a power of ten as such."""
    text = format_number(value, digits)
    if text in _WORDS:
        return _WORDS[text]
    mantissa, _, power = text.partition("e")
    return rf"{mantissa} \cdot 10^{{{power}}}" if power else text


def numbers_latex(matrix: np.ndarray) -> str:
    """A matrix of numbers, in brackets."""
    return matrix_latex([[number_latex(float(entry)) for entry in row] for row in matrix])
