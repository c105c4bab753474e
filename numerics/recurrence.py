"""What a method does to one direction of a quadratic: its error follows e₊ = a e - b e₋.

With a fixed a and b the error shrinks in the long run by the larger modulus of the two roots of z² - a z + b = 0.
Gradient descent has b = 0; the methods with a velocity remember one step.
Source: B. T. Polyak, USSR Comput. Math. Math. Phys. 4(5) (1964) 1–17.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Coefficients = tuple[Floats, Floats]


def radius(a: Floats, b: Floats) -> Floats:
    """The larger modulus of the two roots of z² - a z + b, for arrays of any shape."""
    middle = a / 2
    discriminant = middle**2 - b
    real = np.abs(middle) + np.sqrt(np.maximum(discriminant, 0))
    return np.where(discriminant < 0, np.sqrt(np.abs(b)), real)  # a conjugate pair has the modulus √b


def errors(start: Floats, coefficients: Iterable[Coefficients]) -> Floats:
    """The errors e₀, e₁, … (T+1, n) from `start` (n,) at rest, e₋₁ = e₀, one pair of coefficients (n,) a step."""
    series = [start]
    before = start
    for a, b in coefficients:
        series.append(a * series[-1] - b * before)
        before = series[-2]
    return np.array(series)
