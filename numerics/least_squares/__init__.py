"""Linear least squares in several ways, exactly, and in a ball."""

from numerics.least_squares.ball import Ascent, Conditions, Ridge, ascend
from numerics.least_squares.exact import correct_digits, exact_solution
from numerics.least_squares.solution import Ending, Solution
from numerics.least_squares.solve import METHODS, least_squares

__all__ = [
    "METHODS",
    "Ascent",
    "Conditions",
    "Ending",
    "Ridge",
    "Solution",
    "ascend",
    "correct_digits",
    "exact_solution",
    "least_squares",
]
