"""What a map of the plane makes of a small square: its image, the linear image, and both areas."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from numerics.vector_map import VectorMap

Floats = NDArray[np.float64]

POINTS = 100  # on each side of the square
LINES = 5  # of the grid inside it, in each direction


class Images(NamedTuple):
    """Images around F(p), under F and under its linear part F(p) + J (x - p).

    Attributes:
        square, linear_square: the border (4·POINTS + 1, 2), once around, counter-clockwise before the map.
        circle, linear_circle: the circle inside it, likewise.
        grid: lines of the square under F, (lines, POINTS + 1, 2).
        area: signed, of the image of the square under F: negative where it is turned over; NaN where F is undefined.
        factor: det J.
    """

    square: Floats
    linear_square: Floats
    circle: Floats
    linear_circle: Floats
    grid: Floats
    area: float
    factor: float


def images(F: VectorMap, at: ArrayLike, size: float) -> Images:
    """The images of the square of side `size` around a point (2,), under a map of the plane."""
    p = np.asarray(at, dtype=np.float64)
    J, value = F.jacobian(p), F(p)
    border, circle, grid = (size / 2 * shape for shape in (_BORDER, _CIRCLE, _GRID))
    with np.errstate(all="ignore"):
        bent = F(p + border)
        return Images(
            bent, value + border @ J.T, F(p + circle), value + circle @ J.T, F(p + grid), _area(bent - value),
            float(J[0, 0] * J[1, 1] - J[0, 1] * J[1, 0]),
        )  # fmt: skip


def _area(border: Floats) -> float:
    """The signed area inside a closed polygon (k + 1, 2): Gauss's shoelace formula."""
    x, y = border.T
    return float((x[:-1] * y[1:] - x[1:] * y[:-1]).sum() / 2)


_SIDE = np.linspace(-1, 1, POINTS + 1)
_EDGE = np.stack([_SIDE, -np.ones_like(_SIDE)], axis=-1)
_QUARTER_TURN = np.array([[0.0, -1.0], [1.0, 0.0]])
_BORDER = np.concatenate([_EDGE[:-1] @ np.linalg.matrix_power(_QUARTER_TURN, k).T for k in range(4)] + [_EDGE[:1]])
_ANGLE = np.linspace(0, 2 * np.pi, 4 * POINTS + 1)
_CIRCLE = np.stack([np.cos(_ANGLE), np.sin(_ANGLE)], axis=-1)
_GRID = np.array(
    [
        np.stack([_SIDE, np.full_like(_SIDE, level)][:: 1 if along else -1], axis=-1)
        for along in (True, False)
        for level in np.linspace(-1, 1, LINES)
    ]
)
