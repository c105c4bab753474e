"""Contour levels: at which values of f lines are drawn, and how colour and height follow f between them."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from figures.text import numbers

KINDS = ("linear", "logarithmic", "quantile")
_HUGE, _TINY = 1e300, 1e-300  # differences and reciprocals of what lies between do not overflow
_EPSILON = np.finfo(np.float64).eps


@dataclass(frozen=True, eq=False)
class Levels:
    """Levels `values` (L,) of f, increasing, in the units of f; empty when f is constant or nowhere defined.

    Plotly draws only evenly spaced levels, so what is drawn is the *position* of f among the levels: level i
    lies at position i, and in between the position follows `knots` → `heights`, clipped at both ends
    (`low`, `high`).
    """

    kind: str
    values: np.ndarray
    knots: np.ndarray
    heights: np.ndarray

    @property
    def low(self) -> float:
        """The position of everything below the drawn range."""
        return float(self.heights[0])

    @property
    def high(self) -> float:
        """The position of everything above the drawn range."""
        return float(self.heights[-1])

    def position(self, f: np.ndarray) -> np.ndarray:
        """Return where each value lies among the levels (same shape): NaN stays NaN, ±∞ go to the ends."""
        return np.where(np.isnan(f), np.nan, np.interp(f, self.knots, self.heights))

    def ticks(self) -> tuple[np.ndarray, list[str]]:
        """Return the positions of the levels and their values as text, in the units of f."""
        if len(self.values):
            return np.arange(len(self.values)), numbers(self.values.tolist())
        return np.zeros(1), numbers(self.knots[:1].tolist())


def levels(z: np.ndarray, kind: str = "linear", count: int = 14, lowest: float | None = None) -> Levels:
    """Choose about `count` levels at most for the sampled values `z` (any shape; NaN and ±∞ allowed).

    - `linear`: round numbers, evenly spaced.
    - `logarithmic`: base + 1, 2, 5, 10, … where the base is the smaller of `lowest` (a known minimum of f)
      and the lowest sample, or a round number just below that sample where no minimum is known; so it works for
      functions that are negative, too.
    - `quantile`: equal areas of the window between neighbouring lines.

    A few huge values do not blind the linear and logarithmic levels: they share the last colour. Logarithmic
    levels become linear ones when f spans less than a decade. Raises ValueError for another kind.
    """
    choose = {"linear": _linear, "logarithmic": _logarithmic, "quantile": _quantile}.get(kind)
    if choose is None:
        raise ValueError(f"levels are {', '.join(KINDS)}, not {kind!r}")
    finite = np.sort(np.asarray(z, dtype=np.float64)[np.isfinite(z)], axis=None)
    if not len(finite):
        infinite = np.asarray(z, dtype=np.float64)[np.isinf(z)]
        return Levels(kind, np.empty(0), np.append(infinite, np.nan)[:1], np.zeros(1))
    finite = finite.clip(-_HUGE, _HUGE)
    bottom, top = finite[0], finite[-1]
    if top - bottom <= 16 * _EPSILON * max(abs(bottom), abs(top)):
        return Levels(kind, np.empty(0), np.array([bottom]), np.zeros(1))  # constant up to rounding
    return choose(finite, count, lowest)


def upper_end(ordered: np.ndarray) -> float:
    """Return the upper end of the drawn range: the largest value unless it is far beyond 98 % of the others.

    A lone peak on a plain (no spread among the others at all) is kept: there it is the whole picture. The
    lower end is never cut: that is what a minimizer looks for.
    """
    low, high = np.quantile(ordered, (0.02, 0.98))
    spread, excess = high - low, ordered[-1] - high
    return float(high if 4 * spread < excess < 1e15 * spread else ordered[-1])


def spans_widely(z: np.ndarray) -> bool:
    """Return whether the largest value dwarfs the typical one so far that linear heights are a cliff."""
    finite = np.asarray(z, dtype=np.float64)[np.isfinite(z)].clip(-_HUGE, _HUGE)
    if not len(finite):
        return False
    low, middle, high = np.quantile(finite, (0.0, 0.5, 1.0))
    return bool(high - low > 40 * (middle - low) > 0)


def _linear(finite: np.ndarray, count: int, lowest: float | None) -> Levels:
    low, high = finite[0], upper_end(finite)
    step = _round_step((high - low) / count)
    values = step * np.arange(np.floor(low / step) + 1, np.ceil(high / step))
    knots = np.concatenate([[low], values, [high]])
    return Levels("linear", values, knots, _places(knots, values))


def _logarithmic(finite: np.ndarray, count: int, lowest: float | None) -> Levels:
    base = min(float(finite[0]), np.inf if lowest is None else lowest)
    low, high = _decades(finite, base)
    if lowest is None:
        unit = 10.0 ** np.floor(low)
        base = float(np.floor(base / unit) * unit)
        low, high = _decades(finite, base)
    if high - low < 1:
        return _linear(finite, count, lowest)
    exponents = next(marks for marks in _exponents(low, high) if len(marks) <= count)
    # Many knots, evenly spaced in the logarithm, make the position follow the logarithm and not chords of it.
    finely = np.union1d(np.linspace(low, high, 257), exponents)
    knots, kept = np.unique(base + 10.0**finely, return_index=True)
    return Levels("logarithmic", base + 10.0**exponents, knots, _places(finely, exponents)[kept])


def _decades(finite: np.ndarray, base: float) -> tuple[float, float]:
    """Return the decimal exponents between which the distances of the samples from `base` lie, outliers apart."""
    decades = np.log10((finite - base)[finite > base])
    return max(float(np.quantile(decades, 0.004)), float(np.log10(16 * _EPSILON * abs(base) + _TINY))), upper_end(
        decades
    )


def _quantile(finite: np.ndarray, count: int, lowest: float | None) -> Levels:
    low, high = finite[0], finite[-1]
    values = np.unique(np.quantile(finite, np.arange(1, count + 1) / (count + 1)))
    values = values[(values > low) & (values < high)]
    if not len(values):
        return _linear(finite, count, lowest)
    return Levels("quantile", values, np.array([low, *values, high]), np.arange(-1.0, len(values) + 1))


def _exponents(low: float, high: float) -> Iterator[np.ndarray]:
    """Yield ever fewer decimal exponents between `low` and `high`: 1-1.5-2-3-5-7, … every nth decade."""
    for marks in ((1, 1.5, 2, 3, 5, 7), (1, 2, 5), (1, 3)):
        every = (np.arange(np.floor(low), high)[:, None] + np.log10(marks)).ravel()
        yield every[(every > low) & (every < high)]
    for stride in (1, 2, 5, 10, 20, 50, 100, 200):
        yield np.arange(np.floor(low / stride) + 1, np.ceil(high / stride)) * stride


def _places(u: np.ndarray, marks: np.ndarray) -> np.ndarray:
    """Return the position of `u` among `marks`: 0, 1, … at the marks, continued with the outer slopes."""
    places = np.arange(len(marks), dtype=np.float64)
    if len(marks) < 2:
        return np.linspace(-1.0, 1.0, len(u)) if len(marks) == 0 else np.sign(u - marks[0])
    result = np.interp(u, marks, places)
    below, above = u < marks[0], u > marks[-1]
    result[below] = (u[below] - marks[0]) / (marks[1] - marks[0])
    result[above] = places[-1] + (u[above] - marks[-1]) / (marks[-1] - marks[-2])
    return result


def _round_step(step: float) -> float:
    """Return the smallest of 1, 2, 5 times a power of ten that is at least `step`."""
    power = 10.0 ** np.floor(np.log10(step))
    return float(next(mark * power for mark in (1, 2, 5, 10) if mark * power >= step * (1 - 1e-9)))
