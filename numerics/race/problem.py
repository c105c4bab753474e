"""What is raced on: a function, where its starts lie, and its lowest value where that is known."""

from __future__ import annotations

from dataclasses import dataclass
from zlib import crc32

import numpy as np

from numerics.errors import NumericsError
from numerics.gallery import GALLERY, NamedFunction
from numerics.objective import Objective

Point = tuple[float, ...]
Window = tuple[tuple[float, float], ...]

RACING, TUNING = 0, 1  # two streams of random numbers that have nothing in common
DRAWS = 32  # of which one at least should lie where f is defined


@dataclass(frozen=True)
class Problem:
    """A function to race on.

    Attributes:
        title: how people call it.
        objective: f.
        window: one interval for each variable, from which starts are drawn; where there are fewer, they take turns.
        start: its documented start.
        lowest: the lowest value of f in the window, None where it is not known.
    """

    title: str
    objective: Objective
    window: Window
    start: Point
    lowest: float | None

    @classmethod
    def named(cls, name: str) -> Problem:
        """The problem that a function of the gallery is; raises NumericsError for an unknown name."""
        if name not in GALLERY:
            raise NumericsError(f"the gallery has no function {name}")
        entry = GALLERY[name]
        f = Objective.parse(entry.text, variables=entry.variables, parameters=entry.parameters)
        return cls(entry.title, f, entry.window, entry.start, lowest_of(entry))

    def starts(self, count: int, seed: int) -> tuple[Point, ...]:
        """The documented start and `count` - 1 others, drawn from the window; `seed` and f alone decide which."""
        return ((*map(float, self.start),), *self.drawn(count - 1, seed, RACING))

    def drawn(self, count: int, seed: int, stream: int) -> tuple[Point, ...]:
        """At most `count` points drawn uniformly from the window, to four digits, at which f and ∇f are finite.

        They are fewer where hardly any point is one. A larger `count` adds to the same points.
        """
        f = self.objective
        rng = np.random.default_rng([seed, stream, crc32(f.text.encode())])
        low, high = np.array([self.window[axis % len(self.window)] for axis in range(f.dimension)], dtype=float).T
        points = rng.uniform(low, high, (DRAWS * count, f.dimension))
        points = np.array([[float(f"{number:.4g}") for number in point] for point in points]).reshape(points.shape)
        value, gradient = f.value_and_gradient(points)
        defined = np.isfinite(value) & np.isfinite(gradient).all(-1)
        return tuple(map(tuple, points[defined][:count].tolist()))


def lowest_of(entry: NamedFunction) -> float | None:
    """The lowest value that the gallery knows of a function, None where it has none."""
    return min((float(value) for _, value in entry.minima), default=None)
