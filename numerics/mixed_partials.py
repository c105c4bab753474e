"""Is the order of differentiation of no matter? Both mixed second derivatives, as difference quotients of the first."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from numerics.objective import Objective

Floats = NDArray[np.float64]

STEPS: Floats = np.array([1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6])
# f(0, 0) = 0; G. Peano's example, Annotazioni to Genocchi, Calcolo differenziale (1884), no. 123.
PEANO = "where(x^2 + y^2 > 0, x y (x^2 - y^2)/(x^2 + y^2), 0)"


class MixedPartials(NamedTuple):
    """Difference quotients of first partial derivatives of f over steps h (k,), around one point.

    Attributes:
        steps: h.
        by_y: (∂f/∂x (x, y + h) - ∂f/∂x (x, y)) / h, on the way to ∂²f/∂y∂x.
        by_x: (∂f/∂y (x + h, y) - ∂f/∂y (x, y)) / h, on the way to ∂²f/∂x∂y.
    """

    steps: Floats
    by_y: Floats
    by_x: Floats


def mixed_partials(f: Objective, at: ArrayLike, steps: Floats = STEPS) -> MixedPartials:
    """Both quotients of f, of two variables, around a point (2,)."""
    here = np.asarray(at, dtype=np.float64)
    first = f.gradient(here)
    with np.errstate(all="ignore"):
        up, right = (f.gradient(here + steps[:, None] * direction) for direction in np.eye(2)[::-1])
        return MixedPartials(steps, (up[:, 0] - first[0]) / steps, (right[:, 1] - first[1]) / steps)
