"""A product of many probabilities against the sum of their logarithms, in a format."""

from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import ArrayLike

from numerics.errors import NumericsError
from numerics.formats import Format, format_of, round_to
from numerics.rounded import NATIVE, Floats, Rounded


@dataclass(frozen=True, eq=False)
class Product:
    """The product of the first 1, 2, …, n factors, and the sum of their logarithms.

    Attributes:
        format: every operation is rounded to it.
        running: (n,) the products.
        log_running: (n,) the sums of the logarithms, from left to right.
        exact_log: (n,) the logarithm of the exact products of the factors as given, good to float64.
    """

    format: Format
    running: Floats
    log_running: Floats
    exact_log: Floats

    @property
    def thins_at(self) -> int | None:
        """The number of factors at which the product first leaves the normal numbers and begins to lose digits."""
        return _first(self.running < self.format.smallest_normal)

    @property
    def dies_at(self) -> int | None:
        """The number of factors at which it is first 0; None where it never is.

        Factors above 1/2 need not bring it to 0: the smallest number times such a factor rounds back to itself.
        """
        return _first(self.running == 0)


def product(factors: ArrayLike, dtype: str | Format) -> Product:
    """Multiply n factors in (0, 1], from left to right; NumericsError for others."""
    format = format_of(dtype)
    given = np.asarray(factors, dtype=np.float64)
    if given.ndim != 1 or not len(given) or not ((given > 0) & (given <= 1)).all():  # NaN included
        raise NumericsError("The factors must be one row of probabilities above 0.")
    with np.errstate(all="ignore"):
        stored = round_to(given, format)
        running = _running(np.multiply, stored, format)
        log_running = _running(np.add, round_to(np.log(stored), format), format)
    return Product(format, running, log_running, np.cumsum(np.log(given)))


def _running(operation: np.ufunc, x: Floats, format: Format) -> Floats:
    """What an operation that NumPy rounds right has made of the first 1, 2, … numbers."""
    if format.name in NATIVE:
        return operation.accumulate(x.astype(NATIVE[format.name])).astype(np.float64)
    return np.array([float(partial.values) for partial in accumulate((Rounded(item, format) for item in x), operation)])


def _first(holds: np.ndarray) -> int | None:
    return int(holds.argmax()) + 1 if holds.any() else None
