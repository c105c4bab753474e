"""Condition numbers and solutions in exact and ball arithmetic: what float64's are compared with.

Inverses are exact fractions. Eigenvalues are the roots of the exact characteristic polynomial, enclosed in balls by
flint; singular values are the roots of those of AᵀA.
"""

from dataclasses import dataclass
from fractions import Fraction

from flint import arb, fmpq, fmpq_mat

from numerics.conditioning.matrices import Matrix
from numerics.errors import NumericsError
from numerics.fraction_matrix import flint_column, flint_matrix, fractions_of
from numerics.microscope.balls import precision

BITS = 200  # of the balls: enough for 30 digits of a ratio


@dataclass(frozen=True)
class ExactCondition:
    """The condition numbers of one matrix: exact in the 1- and ∞-norm, correct to the last digit shown elsewhere.

    Attributes:
        kinds: `kind` of `condition_number` → its value, rounded once to float64; infinite for a singular matrix.
        digits: the same with 20 significant digits, as text.
        singular: whether no inverse exists, exactly.
    """

    kinds: dict[str, float]
    digits: dict[str, str]
    singular: bool


def exact_condition(matrix: Matrix) -> ExactCondition:
    """The condition numbers of an exact matrix (at most some twenty rows: the work grows as their fourth power)."""
    A = flint_matrix(matrix)
    if A.det() == 0:
        kinds = ("2", "1", "inf", "frobenius", "eigenvalue")
        return ExactCondition(dict.fromkeys(kinds, float("inf")), dict.fromkeys(kinds, "inf"), True)
    inverse = A.inv()
    with precision(BITS):
        balls = {
            "2": _spread(A.transpose() * A).sqrt(),
            "1": arb(_largest_sum(A.transpose()) * _largest_sum(inverse.transpose())),
            "inf": arb(_largest_sum(A) * _largest_sum(inverse)),
            "frobenius": arb(_squares(A) * _squares(inverse)).sqrt(),
            "eigenvalue": _spread(A),
        }
        return ExactCondition(
            {kind: float(ball) for kind, ball in balls.items()},
            {kind: ball.str(20, radius=False) for kind, ball in balls.items()},
            False,
        )


def exact_solution(matrix: Matrix, b: tuple[Fraction, ...]) -> tuple[Fraction, ...] | None:
    """The solution of A x = b in exact fractions; None where A is singular. Raises NumericsError for another length."""
    if len(b) != len(matrix):
        raise NumericsError(f"The right-hand side needs {len(matrix)} numbers, one for each row, not {len(b)}.")
    A = flint_matrix(matrix)
    return None if A.det() == 0 else fractions_of(A.solve(flint_column(b)))


def _spread(matrix: fmpq_mat) -> arb:
    """The largest |eigenvalue| over the smallest, of an invertible matrix."""
    sizes = [abs(root) for root, _ in matrix.charpoly().numer().complex_roots()]
    return max(sizes, key=float) / min(sizes, key=float)


def _largest_sum(matrix: fmpq_mat) -> fmpq:
    """The largest sum of the absolute values in a row."""
    return max(sum((abs(entry) for entry in row), fmpq(0)) for row in matrix.tolist())


def _squares(matrix: fmpq_mat) -> fmpq:
    return sum((entry * entry for entry in matrix.entries()), fmpq(0))
