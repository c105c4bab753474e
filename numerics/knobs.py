"""Knobs: the numbers of a method or a schedule that a visitor may turn."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np

from numerics.errors import NumericsError


@dataclass(frozen=True)
class Knob:
    """One number that a visitor may turn: its default, what is valid, and what it means.

    The type of `default` is the knob's type: a float, an int, or a bool (a switch).
    `log` asks for a logarithmic slider.
    """

    name: str
    default: float
    low: float
    high: float
    meaning: str
    symbol: str
    log: bool

    def checked(self, value: object) -> float:
        """`value` in the knob's own type; raises NumericsError where it is not valid."""
        if isinstance(self.default, bool):
            if not isinstance(value, bool | np.bool_):
                raise NumericsError(f"{self.name} must be true or false, not {value!r}")
            return bool(value)
        try:
            number = float(value)  # type: ignore[arg-type]
        except (TypeError, ValueError):
            number = math.nan
        # A comparison with NaN is false, so NaN and text are refused here too.
        if isinstance(value, bool | str) or not self.low <= number <= self.high:
            raise NumericsError(f"{self.name} must lie between {self.low:g} and {self.high:g}, not {value!r}")
        if isinstance(self.default, int):
            if number != int(number):
                raise NumericsError(f"{self.name} must be a whole number, not {value!r}")
            return int(number)
        return number


def knob(default: float, low: float, high: float, meaning: str, *, symbol: str = "", log: bool = False) -> Any:
    """A field that is a knob: its default, its valid range and its meaning in one line."""
    return field(default=default, metadata={"knob": (default, low, high, meaning, symbol, log)})


def knobs_of(kind: type[Any]) -> tuple[Knob, ...]:
    """The knobs of a dataclass, in the order of its fields."""
    return tuple(Knob(item.name, *item.metadata["knob"]) for item in fields(kind) if "knob" in item.metadata)


class Turnable:
    """A frozen dataclass some of whose fields are knobs; raises NumericsError for a value out of its range."""

    def __post_init__(self) -> None:
        # Plain Python numbers: NumPy scalars would raise float32 iterates to float64.
        for item in knobs_of(type(self)):
            object.__setattr__(self, item.name, item.checked(getattr(self, item.name)))

    @property
    def knobs(self) -> Mapping[str, float]:
        """Name → value of every knob, in order."""
        return {item.name: getattr(self, item.name) for item in knobs_of(type(self))}
