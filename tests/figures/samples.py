"""Paths and grids to draw, ordinary and awkward."""

import numpy as np

from figures.paths import Path
from numerics.sampling import Grid, Line

METHODS = ("gradient_descent", "momentum", "adam", "newton", "rmsprop")


def rosenbrock(p):
    x, y = p[..., 0], p[..., 1]
    return (1 - x) ** 2 + 100 * (y - x**2) ** 2


def rosenbrock_gradient(p):
    x, y = p[..., 0], p[..., 1]
    return np.stack([2 * (x - 1) - 400 * x * (y - x**2), 200 * (y - x**2)], axis=-1)


def descend(method="gradient_descent", steps=60, learning_rate=1e-3, label=None):
    """Gradient descent on Rosenbrock's function, whatever the method is called."""
    points = [np.array([-1.2, 1.0])]
    with np.errstate(all="ignore"):
        for _ in range(steps):
            points.append(points[-1] - learning_rate * rosenbrock_gradient(points[-1]))
        x = np.array(points)
        return Path(label or method.title(), method, x, rosenbrock(x), rosenbrock_gradient(x))


def path(x, f=None, gradient=None, method="adam"):
    x = np.asarray(x, dtype=np.float64)
    f = np.zeros(len(x)) if f is None else np.asarray(f, dtype=np.float64)
    return Path("Adam", method, x, f, np.ones_like(x) if gradient is None else np.asarray(gradient))


def grid(z=rosenbrock, resolution=100, axes=(0, 1)):
    """z over (-2, 2) × (-1, 3): a function of points, or a constant."""
    x, y = np.linspace(-2, 2, resolution), np.linspace(-1, 3, resolution)
    points = np.stack(np.meshgrid(x, y), axis=-1)
    with np.errstate(all="ignore"):
        return Grid(x, y, z(points) if callable(z) else np.full((resolution, resolution), float(z)), axes)


def line(f, low=-2.0, high=2.0, count=200):
    x = np.linspace(low, high, count)
    with np.errstate(all="ignore"):
        return Line(x, np.asarray(f(x), dtype=np.float64), 0)


AWKWARD_GRIDS = {
    "constant": grid(3.0),
    "constant up to rounding": grid(lambda p: np.sin(p[..., 0]) ** 2 + np.cos(p[..., 0]) ** 2),
    "nowhere defined": grid(np.nan),
    "half undefined": grid(lambda p: np.log(p[..., 0])),
    "infinite": grid(np.inf),
    "pole": grid(lambda p: 1 / (p[..., 0] ** 2 + (p[..., 1] - 1) ** 2)),
    "overflowing": grid(lambda p: np.exp(np.exp(p[..., 0] ** 4))),
    "largest numbers": grid(lambda p: np.where(p[..., 0] < 0, -1.7e308, 1.7e308)),
    "negative": grid(lambda p: -3 - np.exp(-(p**2).sum(-1))),
    "two values": grid(lambda p: (p[..., 0] > 0) * 1.0),
    "offset": grid(lambda p: 1e12 + rosenbrock(p)),
    "tiny": grid(lambda p: 1e-200 * rosenbrock(p)),
    "smallest": grid(resolution=2),
}
AWKWARD_PATHS = {
    "no step": descend(steps=0),
    "one step": descend(steps=1),
    "a thousand steps": descend(steps=1000),
    "diverging": descend(steps=30, learning_rate=0.1),
    "nothing finite": path([[np.nan, np.nan]] * 2, [np.nan] * 2, [[np.nan] * 2] * 2),
    "huge": path([[0.0, 0.0], [1e300, -1e300], [-1e308, 1e308]], [0, 1e308, np.inf], [[1e308, 1e308]] * 3),
    "standing still": path([[1.0, 1.0]] * 5, gradient=np.zeros((5, 2))),
    "along an edge": path([[-2.0, -1.0], [2.0, -1.0], [2.0, 3.0]]),
}
