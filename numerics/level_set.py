"""Where a sampled function is zero: line segments through the triangles of its grid."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def zero_segments(x: Floats, y: Floats, z: Floats) -> Floats:
    """The segments (s, 2, 2), two points (x, y) each, on which z (ny, nx) over x (nx,) and y (ny,) is zero.

    Each cell of the grid is cut into two triangles, on which the function is taken as linear: there is at most one
    segment in each, and no case is ambiguous. Triangles with a corner that is not finite have none.
    """
    a, b, c, d = z[:-1, :-1], z[:-1, 1:], z[1:, :-1], z[1:, 1:]
    row, column = np.indices(a.shape)
    corners = [(row, column), (row, column + 1), (row + 1, column), (row + 1, column + 1)]
    found = []
    for values, places in (((a, b, c), (0, 1, 2)), ((b, c, d), (1, 2, 3))):
        level = np.stack(values, axis=-1).reshape(-1, 3)
        at = np.stack([np.stack([x[corners[k][1]], y[corners[k][0]]], axis=-1) for k in places], axis=-2).reshape(
            -1, 3, 2
        )
        above = level >= 0
        mixed = (above.any(-1) & ~above.all(-1)) & np.isfinite(level).all(-1)
        level, at, above = level[mixed], at[mixed], above[mixed]
        # The corner that is alone on its side; the line cuts the two edges that lead to it.
        lone = np.where(above.sum(-1) == 1, above.argmax(-1), above.argmin(-1))
        rows = np.arange(len(lone))
        ends = []
        for turn in (1, 2):
            other = (lone + turn) % 3
            share = level[rows, lone] / (level[rows, lone] - level[rows, other])
            ends.append(at[rows, lone] + share[:, None] * (at[rows, other] - at[rows, lone]))
        found.append(np.stack(ends, axis=1))
    return np.concatenate(found)
