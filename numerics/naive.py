"""The textbook formulas as they stand, on arrays `(..., n)` in any format: they lose digits, overflow, or make NaN.

Each has its namesake in `numerics.stable`; what they do and with which `dtype=` is told there.
"""

from typing import Any

import numpy as np

from numerics import stable
from numerics.rounded import in_format
from numerics.sums import terms


@in_format
def softmax(z: Any) -> Any:
    """exp(z) / Σ exp(z)."""
    e = np.exp(z)
    return e / e.sum()


@in_format
def log_softmax(z: Any) -> Any:
    """log(exp(z) / Σ exp(z))."""
    e = np.exp(z)
    return np.log(e / e.sum())


@in_format
def log_sum_exp(z: Any) -> Any:
    """log Σ exp(z), shape (...)."""
    return np.log(np.exp(z).sum())[..., 0]


@in_format
def cross_entropy(z: Any, *, label: int) -> Any:
    """-log softmax(z) at the place `label`, shape (...)."""
    e = np.exp(z)
    return -np.log(e.at(label) / e.sum())[..., 0]


@in_format
def late_cross_entropy(z: Any, *, label: int) -> Any:
    """-log of the *stable* softmax at the place `label`: infinite where that probability is 0 in the format."""
    return -np.log(stable.softmax.__wrapped__(z).at(label))[..., 0]


@in_format
def sigmoid(x: Any) -> Any:
    """1 / (1 + exp(-x))."""
    return 1 / (1 + np.exp(-x))


@in_format
def softplus(x: Any) -> Any:
    """log(1 + exp(x))."""
    return np.log(1 + np.exp(x))


@in_format
def log1p(x: Any) -> Any:
    """log(1 + x)."""
    return np.log(1 + x)


@in_format
def expm1(x: Any) -> Any:
    """exp(x) - 1."""
    return np.exp(x) - 1


@in_format
def hypot(x: Any, y: Any) -> Any:
    """√(x² + y²)."""
    return np.sqrt(x * x + y * y)


@in_format
def quadratic_roots(a: Any, b: Any, c: Any) -> Any:
    """(-b ± √(b² - 4ac)) / 2a, the root with + first; NaN where they are not real."""
    root, twice = np.sqrt(b * b - 4 * a * c), 2 * a
    return (-b + root) / twice, (-b - root) / twice


@in_format
def variance(x: Any) -> Any:
    """(Σ x² - (Σ x)² / n) / (n - 1), in one pass, shape (...)."""
    n = x.shape[-1]
    total = x.sum()
    return (((x * x).sum() - total * total / n) / (n - 1))[..., 0]


@in_format(native=True)
def sum(x: Any) -> Any:
    """Σ x from left to right (recursive summation), shape (...): |error| ≤ (n - 1) u Σ |x| to first order."""
    total: Any = 0
    for term in terms(x):
        total = total + term
    return total
