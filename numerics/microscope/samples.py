"""Where to look: samples of one to three variables, by value or by representation, the same for the same seed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from numerics.errors import NumericsError
from numerics.formats import FORMATS, Format, round_to
from numerics.language import Relation
from numerics.microscope.operations import COMPARISONS
from numerics.microscope.rounded import evaluate
from numerics.microscope.tape import tape_of
from numerics.microscope.ulps import from_ordinals, ordinals

Floats = NDArray[np.float64]
Interval = tuple[float, float]

DECADES = 12.0  # an interval that contains 0 is sampled down to so many powers of ten below its larger end
MOST_REFILLS = 6


class Spread(Enum):
    """How the samples of an interval are spread; the value is the name in scripts and links."""

    VALUES = "values"
    DECADES = "decades"
    FLOATS = "floats"


@dataclass(frozen=True)
class Sampling:
    """A rule to draw samples by.

    The samples are stratified: one variable has one in each of N equal parts of its interval, two or more have one in
    each cell of a square grid over the first two. Inside its part a sample is random.

    Attributes:
        intervals: name → (lowest, highest) for each of one to three variables.
        spread: whether values, powers of ten, or the numbers of the format are equally likely. An interval that
            contains 0 is sampled down to 10^-12 of its larger end where powers of ten are equally likely.
        seed: of the random numbers.
        conditions: relations that the samples must satisfy; they are checked in float64.

    Raises NumericsError for an interval that is empty or not finite.
    """

    intervals: Mapping[str, Interval]
    spread: Spread = Spread.DECADES
    seed: int = 0
    conditions: tuple[Relation, ...] = ()

    def __post_init__(self) -> None:
        for name, (low, high) in self.intervals.items():
            if not (np.isfinite([low, high]).all() and low < high):
                raise NumericsError(f"The range of {name} needs two finite ends, the lower one first.")

    def draw(self, count: int, format: Format) -> dict[str, Floats]:
        """About `count` samples, numbers of the format: a column for each variable.

        Where few samples satisfy the conditions more are drawn, up to 64 times as many; there may still be fewer than
        `count` in the end, or none.
        """
        for refill in range(MOST_REFILLS + 1):
            values = self._draw(count * 2**refill, format)
            kept = np.flatnonzero(satisfied(self.conditions, values))
            if len(kept) >= 0.9 * count or not self.conditions:
                break
        if len(kept) > count:
            kept = kept[np.linspace(0, len(kept) - 1, count).astype(int)]
        return {name: column[kept] for name, column in values.items()}

    def _draw(self, count: int, format: Format) -> dict[str, Floats]:
        random = np.random.default_rng(self.seed)
        places = _stratified(count, len(self.intervals), random)
        columns = zip(self.intervals.items(), places, strict=True)
        return {name: self._spread_over(interval, place, format, random) for (name, interval), place in columns}

    def _spread_over(self, interval: Interval, place: Floats, format: Format, random: np.random.Generator) -> Floats:
        """Places in [0, 1) as numbers of the format in the interval."""
        low, high = (max(-format.largest, min(end, format.largest)) for end in interval)
        if self.spread is Spread.FLOATS:
            first, last = (int(end) for end in ordinals(round_to([low, high], format), format))
            span = last - first
            # A place has 53 bits: what lies between two of them is drawn apart. Unsigned, for all of float64 is wider
            # than 2^63.
            fine = random.integers(0, (span >> 53) + 1, len(place), dtype=np.uint64)
            steps = np.minimum((place * (span + 1)).astype(np.uint64) + fine, np.uint64(span))
            return from_ordinals((np.uint64(first % 2**64) + steps).view(np.int64), format)
        values = low + place * (high - low) if self.spread is Spread.VALUES else _decades(low, high, place)
        return round_to(np.clip(values, low, high), format)


def satisfied(conditions: Sequence[Relation], values: Mapping[str, Floats]) -> NDArray[np.bool_]:
    """Where the samples satisfy all relations, checked in float64."""
    count = len(next(iter(values.values())))
    kept = np.ones(count, dtype=bool)
    for relation in conditions:
        left, right = evaluate(tape_of(relation.left, relation.right), values, FORMATS["float64"])
        kept &= COMPARISONS[_COMPARISONS[relation.operator]](left, right)
    return kept


_COMPARISONS = {"=": "equal", "<=": "less_equal", ">=": "greater_equal"}


def _stratified(count: int, variables: int, random: np.random.Generator) -> Floats:
    """Places in [0, 1), shape (variables, N), in random order: a part of them is spread as evenly as all."""
    if variables == 1:
        cells, side = np.arange(count)[None], count
    else:
        side = max(1, round(count**0.5))
        cells = np.stack(np.divmod(np.arange(side * side), side))
    places = random.random((variables, cells.shape[1]))
    places[: len(cells)] = (cells + places[: len(cells)]) / side
    return places[:, random.permutation(cells.shape[1])]


def _decades(low: float, high: float, place: Floats) -> Floats:
    """Places in [0, 1) to values whose logarithms are equally likely, on each side of 0."""
    smallest = max(abs(low), abs(high)) * 10**-DECADES
    if low > 0 or high < 0:
        smallest = min(abs(low), abs(high))
    below, above = (np.log(max(end, smallest) / smallest) for end in (-low, high))
    at = place * (below + above) - below
    return np.sign(at) * smallest * np.exp(np.abs(at))
