"""Matrices by name, exact: what is written 1/3 is a third, until a format stores it."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike, NDArray

from numerics.errors import NumericsError

Matrix = tuple[tuple[Fraction, ...], ...]  # rows of exact entries


def as_matrix(A: ArrayLike | Iterable[Iterable[object]]) -> Matrix:
    """The exact square matrix of these rows; floats are taken by their exact value.

    Raises NumericsError where it is not square or an entry is not finite.
    """
    try:
        rows = tuple(tuple(Fraction(entry) for entry in row) for row in np.asarray(A, dtype=object).tolist())
    except (ValueError, OverflowError, TypeError):
        raise NumericsError("A matrix needs rows of finite numbers.") from None
    if not rows or any(len(row) != len(rows) for row in rows):
        raise NumericsError("A square matrix is needed: as many numbers in each row as there are rows.")
    return rows


def stored(matrix: Matrix) -> NDArray[np.float64]:
    """The matrix in float64, every entry rounded once, (n, n)."""
    return np.array([[float(entry) for entry in row] for row in matrix])


def as_exact(values: Iterable[float]) -> tuple[Fraction, ...]:
    """The exact values of finite floats."""
    return tuple(Fraction(float(value)) for value in values)


def hilbert(n: int) -> Matrix:
    """Hilbert's matrix, 1/(i + j - 1): positive definite, and ever closer to singular as n grows.

    D. Hilbert, Acta Mathematica 18 (1894).
    """
    return tuple(tuple(Fraction(1, i + j + 1) for j in range(n)) for i in range(n))


def vandermonde(n: int) -> Matrix:
    """Powers 1, t, t², … of n points spread evenly over 0 … 1: interpolation by a polynomial."""
    points = [Fraction(i, max(n - 1, 1)) for i in range(n)]
    return tuple(tuple(point**power for power in range(n)) for point in points)


def rotation(n: int, degrees: float) -> Matrix:
    """A rotation by an angle in the planes of coordinates 1 and 2, 3 and 4, …: orthogonal up to rounding, κ₂ = 1."""
    turn = math.radians(degrees)
    A = np.eye(n)
    for k in range(0, n - 1, 2):
        A[k : k + 2, k : k + 2] = [[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]]
    return as_matrix(A)


def near_singular(n: int, gap: int) -> Matrix:
    """Ones, with 1 + 10^-gap on the diagonal: all columns nearly the same; κ₂ = n 10^gap + 1."""
    return tuple(tuple(1 + Fraction(10) ** -gap * (i == j) for j in range(n)) for i in range(n))


def laplacian(n: int) -> Matrix:
    """The graph Laplacian of a path of n nodes, degree minus adjacency: singular, since constants give zero."""
    degree = [(i > 0) + (i < n - 1) for i in range(n)]
    return tuple(tuple(Fraction(degree[i] * (i == j) - (abs(i - j) == 1)) for j in range(n)) for i in range(n))


def grounded_laplacian(n: int) -> Matrix:
    """The Laplacian of a path whose ends are tied to ground: 2 on the diagonal, -1 beside it; κ₂ grows as n²."""
    return tuple(tuple(Fraction(2 * (i == j) - (abs(i - j) == 1)) for j in range(n)) for i in range(n))


def random(n: int, decades: float, seed: int) -> Matrix:
    """U Σ Vᵀ with random rotations U and V and singular values spread evenly on a log scale from 1 to 10^-decades.

    The entries are rounded to float64, so κ₂ is 10^decades only as far as κ₂ times 2^-53 is small.
    """
    numbers = np.random.default_rng(seed)
    U, V = (np.linalg.qr(numbers.standard_normal((n, n)))[0] for _ in range(2))
    return as_matrix(U * np.logspace(0, -decades, n) @ V.T)


@dataclass(frozen=True)
class Dial:
    """What a named matrix leaves open besides its size: label, default and bounds, in whole numbers or not."""

    label: str
    default: float
    low: float
    high: float


@dataclass(frozen=True)
class Named:
    """A family of matrices.

    Attributes:
        title: shown in the choice.
        build: size and one value for each dial → the matrix.
        dials: what else it needs.
    """

    title: str
    build: Callable[..., Matrix]
    dials: Sequence[Dial] = ()


NAMED: dict[str, Named] = {
    "hilbert": Named("Hilbert", hilbert),
    "vandermonde": Named("Vandermonde", vandermonde),
    "rotation": Named("Rotation", rotation, (Dial("Angle in degrees", 30.0, -180.0, 180.0),)),
    "near_singular": Named("Nearly singular", near_singular, (Dial("Gap 10⁻ᵏ, k", 6, 0, 30),)),
    "laplacian": Named("Graph Laplacian of a path", laplacian),
    "grounded": Named("Laplacian, ends grounded", grounded_laplacian),
    "random": Named("Random with a chosen κ₂", random, (Dial("κ₂ = 10ᵏ, k", 3.0, 0.0, 18.0), Dial("Seed", 1, 0, 9999))),
}
