"""What is raced on: a function, where its starts lie, and its lowest value where that is known."""

from __future__ import annotations

from dataclasses import dataclass
from zlib import crc32

import numpy as np

from numerics.errors import NumericsError
from numerics.gallery import GALLERY
from numerics.gallery.entry import Minimum
from numerics.objective import Objective

Point = tuple[float, ...]
Window = tuple[tuple[float, float], ...]

RACING, TUNING = 0, 1  # two streams of random numbers that have nothing in common
DRAWS = 32  # as many as starts are wanted, so many times: then f is hardly defined anywhere


@dataclass(frozen=True)
class Problem:
    """A function to race on.

    Attributes:
        title: how people call it.
        objective: f.
        window: one interval for each variable, from which starts are drawn; where there are fewer, they take turns.
        start: its documented start.
        minima: known minima as (x, f), the lowest among them; none where f* is not known.
    """

    title: str
    objective: Objective
    window: Window
    start: Point
    minima: tuple[Minimum, ...] = ()

    @classmethod
    def named(cls, name: str) -> Problem:
        """The problem that a function of the gallery is; raises NumericsError for an unknown name."""
        if name not in GALLERY:
            raise NumericsError(f"the gallery has no function {name}")
        entry = GALLERY[name]
        f = Objective.parse(entry.text, variables=entry.variables, parameters=entry.parameters)
        return cls(entry.title, f, entry.window, entry.start, entry.minima)

    @property
    def lowest(self) -> float | None:
        """The lowest value that f is known to have, None where none is known."""
        return min((float(value) for _, value in self.minima), default=None)

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
        found: list[Point] = []
        for _ in range(DRAWS):
            points = [
                [float(f"{number:.4g}") for number in point] for point in rng.uniform(low, high, (count, len(low)))
            ]
            value, gradient = f.value_and_gradient(np.array(points).reshape(count, len(low)))
            defined = np.isfinite(value) & np.isfinite(gradient).all(-1)
            found += [tuple(point) for point, good in zip(points, defined, strict=True) if good]
            if len(found) >= count:
                break
        return tuple(found[:count])
