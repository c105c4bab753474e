"""The level line of a quadratic model in the plane: an ellipse, or a hyperbola where the curvature has both signs."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

POINTS = 33  # of each line; the two branches of a hyperbola share them with a gap
FINE = 257  # of which those are chosen
FLAT = 1e-9  # curvature below this share of the largest is lifted to it: a parabola is drawn as a long ellipse
OUTSIDE = 0.01  # the weight of what lies out of the picture


def level_line(gradient: Floats, matrix: Floats, reach: float) -> Floats:
    """The points p (K, 33, 2) with gᵀp + ½ pᵀBp = 0, the level line through p = 0, for K models at once.

    They lie where the line bends, within `reach`, the size of the picture. NaN parts the branches of a hyperbola, and
    fills the lines of models that have none: g = 0, B = 0, or something not finite.
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
    axes = np.linalg.norm(weights * here, axis=-1, keepdims=True) / weights
    begin = np.arctan2(*(weights * here).T[::-1])
    # Of a line much longer than the picture most turns about p = 0 are made there.
    dense = 1 - np.clip(reach / axes.max(-1), 0.001, 1)[:, None]
    u = np.linspace(-1, 1, FINE)
    turn = begin[:, None] + np.pi * ((1 - dense) * u + dense * u**3)
    fine = axes[:, None] * np.stack([np.cos(turn), np.sin(turn)], axis=-1)
    return _thinned(fine, here, reach, POINTS)


def _hyperbola(values: Floats, here: Floats, reach: float) -> Floats:
    # Ascending: the first curvature is negative. Along `opening` the two branches lie apart.
    weights = np.sqrt(np.abs(values))
    u = weights * here
    level = u[:, 1] ** 2 - u[:, 0] ** 2
    opening = (level > 0).astype(int)[:, None]
    # Where both branches meet in a cross, one a millionth from it is drawn.
    radius = np.maximum(np.sqrt(np.abs(level)), 1e-6 * np.linalg.norm(u, axis=-1))[:, None]
    across, along = (np.take_along_axis(u, axis, -1) for axis in (opening, 1 - opening))
    begin = np.arcsinh(along / radius)
    half = np.abs(begin) + np.arcsinh(np.clip(3 * reach * weights.max(-1, keepdims=True) / radius, 0.01, 30))
    spread = np.linspace(-1, 1, FINE)
    s = begin + half * (0.2 * spread + 0.8 * spread**3)
    lines = []
    for sign, place, count in ((1, s, POINTS // 2 + 1), (-1, half * spread, POINTS // 2 - 1)):
        branch = radius[..., None] * np.stack([np.where(across < 0, -sign, sign) * np.cosh(place), np.sinh(place)], -1)
        ordered = np.where(opening[..., None] == 0, branch, branch[..., ::-1]) / weights[:, None]
        lines += [_thinned(ordered, here, reach, count), np.full((len(u), 1, 2), np.nan)]
    return np.concatenate(lines[:-1], axis=1)


def _thinned(line: Floats, here: Floats, reach: float, count: int) -> Floats:
    """`count` of the points of a `line` (K, m, 2): the ends, the middle, and the more where it bends, about `here`.

    Chords part from a curve of curvature κ by κ ds² / 8: equal parts of √κ ds part from it equally.
    """
    first = np.gradient(line, axis=1)
    second = np.gradient(first, axis=1)
    cross = first[..., 0] * second[..., 1] - first[..., 1] * second[..., 0]
    bend = np.sqrt(np.abs(cross) / np.linalg.norm(first, axis=-1))
    seen = np.linalg.norm(line - here[:, None], axis=-1) < 1.5 * reach
    total = np.cumsum(np.nan_to_num(bend) * np.where(seen, 1, OUTSIDE) + 1e-300, axis=1)
    part = (total - total[:, :1]) / (total[:, -1:] - total[:, :1])
    wanted = np.linspace(0, 1, count)
    chosen = np.stack([np.searchsorted(each, wanted).clip(0, line.shape[1] - 1) for each in part])
    middle = line.shape[1] // 2
    chosen[np.arange(len(line)), np.abs(chosen - middle).argmin(axis=1)] = middle  # p = 0 itself
    chosen[:, 0], chosen[:, -1] = 0, line.shape[1] - 1
    return np.take_along_axis(line, chosen[..., None], axis=1)
