"""A computation with all its intermediates: in a format, and exactly."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from numerics.formats import Format, format_of, read_exact, round_to
from numerics.microscope.balls import precision
from numerics.microscope.ulps import ulps_between
from numerics.recording.balls import Balls, ball, decimal, distance, each, is_known, rounded
from numerics.recording.deaths import Birth, births
from numerics.recording.notation import Name
from numerics.recording.recorded import Mask, Recorded, mark_used
from numerics.rounded import Floats

PRECISIONS = (128, 512, 2048, 8192)
_SILENT = ("part", "choose")  # they compute nothing


@dataclass(frozen=True, eq=False)
class Step:
    """One intermediate of a computation.

    Attributes:
        name: how it is written, as "exp(z − max z)".
        format: the format that it is rounded to.
        values: the numbers in the format.
        balls: balls around the exact numbers, computed without any rounding from what was given.
        used: where the result depends on it; a branch that was not taken is not used.
        births: the infinities, NaNs and false zeros that first appear here.
    """

    name: str
    format: Format
    values: Floats
    balls: Balls
    used: Mask
    births: tuple[Birth, ...]

    @cached_property
    def truth(self) -> Floats:
        """The exact numbers, each rounded once to the format: what a perfect computation would give."""
        return each(lambda exact: rounded(exact, self.format), self.balls, dtype=np.float64)

    @cached_property
    def ulps(self) -> Floats:
        """How many numbers of the format lie from the truth to the result; see `ulps_between`."""
        return ulps_between(self.values, self.truth, self.format)

    @cached_property
    def relative_error(self) -> Floats:
        """|result - exact| / |exact|: infinite where the result is, NaN where one of them has no value."""
        return each(distance, self.values, self.balls, dtype=np.float64)

    def exact(self, *place: int, digits: int = 6) -> str:
        """The exact number at a place, in decimal digits."""
        return decimal(self.balls[place], digits)


@dataclass(frozen=True, eq=False)
class Recording:
    """All intermediates of a computation in the order of their making, and its results (one, as a rule)."""

    format: Format
    steps: tuple[Step, ...]
    results: tuple[Step, ...]

    @property
    def result(self) -> Step:
        """The result, the first if there are several."""
        return self.results[0]

    @property
    def births(self) -> tuple[tuple[Step, Birth], ...]:
        """Every birth with its step, the earliest first."""
        return tuple((step, birth) for step in self.steps for birth in step.births)


def record(equation: Callable[..., Any], *arguments: ArrayLike, dtype: str | Format, **options: Any) -> Recording:
    """Run a function of `numerics.naive` or `numerics.stable` in a format and keep every step.

    Arguments are numbers, texts or fractions, arrays (..., n); the exact steps start from them as they are given,
    the others from their values in the format. Raises NumericsError for what is no number or no format, and as the
    function itself does.
    """
    format = format_of(dtype)
    bare = inspect.unwrap(equation)
    names = list(inspect.signature(bare).parameters)[: len(arguments)]
    given = [np.asarray(argument, dtype=object) for argument in arguments]
    exact = [_exact(argument) for argument in given]
    stored = [round_to(argument, format) for argument in exact]
    for bits in PRECISIONS:
        with precision(bits):
            tape: list[Recorded] = []
            inputs = [
                Recorded(values, format, _balls(numbers), Name(name), tape)
                for values, numbers, name in zip(stored, exact, names, strict=True)
            ]
            outcome = bare(*inputs, **options)
            if all(is_known(item, bits) for entry in tape for item in entry.balls.flat):
                break
    results = [_source(result) for result in (outcome if isinstance(outcome, tuple) else (outcome,))]
    mark_used(results)
    ends = [id(result) for result in results]
    steps = {id(entry): _step(entry) for entry in tape if entry.operation not in _SILENT or id(entry) in ends}
    return Recording(format, tuple(steps.values()), tuple(steps[end] for end in ends))


def _source(entry: Recorded) -> Recorded:
    """The operation that a result comes from: not the dropping of an axis, nor a choice that is the same everywhere."""
    match entry.operation, entry.operands:
        case "part", (whole, _) if whole.values.size == entry.values.size:
            return _source(whole)
        case "choose", (condition, yes, no) if condition.all() or not condition.any():
            chosen = yes if condition.all() else no
            return _source(chosen) if isinstance(chosen, Recorded) and chosen.shape == entry.shape else entry
    return entry


def _step(entry: Recorded) -> Step:
    return Step(entry.name.text, entry.format, entry.values, entry.balls, entry.used, births(entry))


def _exact(numbers: NDArray[Any]) -> NDArray[Any]:
    """Numbers and texts by their exact values; equal ones are one object."""
    known: dict[Any, Any] = {}
    return each(lambda number: known.setdefault(value := read_exact(number), value), numbers)


def _balls(numbers: NDArray[Any]) -> Balls:
    """The balls around exact numbers; equal numbers have one ball, so that their difference is exactly 0."""
    known: dict[int, Any] = {}
    return each(lambda number: known.setdefault(id(number), ball(number)), numbers)
