"""The level line of a quadratic model in the plane: an ellipse, or a hyperbola where the curvature has both signs."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

POINTS = 33  # of each line; an even number and a gap for the two branches of a hyperbola
FLAT = 1e-9  # curvature below this share of the largest is lifted to it: a parabola is drawn as a long ellipse


def level_line(gradient: Floats, matrix: Floats, reach: float) -> Floats:
    """The points p (K, 33, 2) with gᵀp + ½ pᵀBp = 0, the level line through p = 0, for K models at once.

    They lie densest about p = 0 where the line is much longer than `reach`, the size of the picture. NaN parts the
    branches of a hyperbola, and fills the lines of models that have none: g = 0, B = 0, or something not finite.
    """
    finite = np.isfinite(np.concatenate([matrix, gradient[:, None]], axis=1)).all((-2, -1))
    values, vectors = np.linalg.eigh(np.where(np.expand_dims(finite, (1, 2)), matrix, np.eye(2)))
    size = np.abs(values).max(-1, keepdims=True)
    values = np.where(np.abs(values) < FLAT * size, FLAT * size, values)
    with np.errstate(all="ignore"):
        here = np.vecdot(np.swapaxes(vectors, -1, -2), gradient[:, None, :]) / values  # x from the centre, in axes
        ellipse = values[:, 0] * values[:, 1] > 0
        around = np.where(ellipse[:, None, None], _ellipse(values, here, reach), _hyperbola(values, here, reach))
        points = np.vecdot(vectors[:, None], (around - here[:, None])[:, :, None, :])
    drawn = finite & (size[:, 0] > 0) & (np.abs(gradient) > 0).any(-1)
    return np.where(np.expand_dims(drawn, (1, 2)), points, np.nan)


def _ellipse(values: Floats, here: Floats, reach: float) -> Floats:
    weights = np.sqrt(np.abs(values))
    radius = np.linalg.norm(weights * here, axis=-1)
    axes = radius[:, None] / weights
    begin = np.arctan2(*(weights * here).T[::-1])
    dense = 1 - np.clip(reach / (2 * axes.max(-1)), 0.01, 1)
    u = np.linspace(-1, 1, POINTS)
    turn = begin[:, None] + np.pi * ((1 - dense[:, None]) * u + dense[:, None] * u**3)
    return axes[:, None] * np.stack([np.cos(turn), np.sin(turn)], axis=-1)


def _hyperbola(values: Floats, here: Floats, reach: float) -> Floats:
    # Ascending: the first curvature is negative. Along `opening` the two branches lie apart.
    weights = np.sqrt(np.abs(values))
    u = weights * here
    level = u[:, 1] ** 2 - u[:, 0] ** 2
    opening = (level > 0).astype(int)
    # Where both branches meet in a cross, one a millionth from it is drawn.
    radius = np.maximum(np.sqrt(np.abs(level)), 1e-6 * np.linalg.norm(u, axis=-1))
    across = np.take_along_axis(u, opening[:, None], -1)[:, 0]
    along = np.take_along_axis(u, 1 - opening[:, None], -1)[:, 0]
    side, begin = np.where(across < 0, -1.0, 1.0)[:, None], np.arcsinh(along / radius)[:, None]
    half = np.abs(begin) + np.arcsinh(np.clip(3 * reach * weights.max(-1) / radius, 0.01, 30))[:, None]
    near, far = np.linspace(-1, 1, POINTS // 2 + 1), np.linspace(-1, 1, POINTS // 2 - 1)
    s = begin + half * (0.2 * near + 0.8 * near**3)
    branches = [
        np.stack([side * np.cosh(s), np.sinh(s)], axis=-1),
        np.full((len(u), 1, 2), np.nan),
        np.stack([-side * np.cosh(half * far), np.sinh(half * far)], axis=-1),
    ]
    both = np.concatenate(branches, axis=1) * radius[:, None, None]
    ordered = np.where(opening[:, None, None] == 0, both, both[..., ::-1])
    return np.asarray(ordered / weights[:, None])
