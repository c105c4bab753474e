"""Where numbers die: the operations on sound numbers that give an infinity, a NaN or a false zero."""

import operator
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

import numpy as np

from numerics.recording.balls import decimal, each
from numerics.recording.notation import Name, number_name, written
from numerics.recording.recorded import Mask, Recorded
from numerics.rounded import Floats


class Death(Enum):
    """How a number dies; the value is a clause on the result of the operation."""

    OVERFLOW = "beyond the largest number"
    UNDERFLOW = "at most half the smallest number"
    POLE = "a pole"
    INVALID = "without a meaning"
    CANCELLATION = "every digit cancelled"


@dataclass(frozen=True)
class Birth:
    """The birth of an infinity, a NaN or a false zero.

    Attributes:
        place: its index in the intermediate.
        death: what happened to the number that should stand there.
        operation: the operation with its numbers, such as "exp(1000)" or "inf / inf".
        result: what it gave: ±infinity, NaN or 0.
    """

    place: tuple[int, ...]
    death: Death
    operation: str
    result: float

    @property
    def fatal(self) -> bool:
        """Whether it is an infinity or NaN; a false zero may do no harm."""
        return not np.isfinite(self.result)


def births(entry: Recorded) -> tuple[Birth, ...]:
    """The births in one entry of a tape, where it is used: not those that it inherits from its operands."""
    if entry.operation in ("part", "choose"):
        return ()
    return tuple(
        Birth(place, death, _operation(entry, place), float(entry.values[place]))
        for death, mask in _deaths(entry)
        for place in map(tuple, np.argwhere(mask & entry.used).tolist())
    )


def _deaths(entry: Recorded) -> Iterator[tuple[Death, Mask]]:
    """Where each kind of death happens, whether the entry is used there or not."""
    operands = _operands(entry)
    sound = np.logical_and.reduce([np.isfinite(operand) for operand in operands])
    numbers = np.logical_and.reduce([~np.isnan(operand) for operand in operands])
    infinite, missing = np.isinf(entry.values), np.isnan(entry.values)
    right = each(operator.eq, entry.balls, entry.values, dtype=bool)  # as the logarithm of an exact 0
    pole = np.isinf(entry.raw) & sound & _divides_by_zero(entry, operands)
    invalid = missing & numbers & np.isnan(entry.raw) & ~(sound & (entry.operation in ("store", "sum")))
    yield Death.INVALID, invalid
    yield Death.POLE, pole & (infinite | missing) & ~right
    yield Death.OVERFLOW, (infinite | missing) & sound & ~pole & ~invalid
    nonzero = sound & np.logical_and.reduce([operand != 0 for operand in operands])
    vanished = (entry.values == 0) & each(lambda exact: not exact.contains(0), entry.balls, dtype=bool)
    if entry.operation in ("add", "subtract"):
        yield Death.CANCELLATION, vanished & nonzero
    elif entry.operation == "exp":
        yield Death.UNDERFLOW, vanished & sound
    elif entry.operation in ("multiply", "divide", "store"):
        yield Death.UNDERFLOW, vanished & nonzero


def _operands(entry: Recorded) -> list[Floats]:
    """The numbers that an entry was made of, in its own shape; of what was given, and of a sum or maximum, stand-ins.

    What is given counts as made from a sound number wherever its exact value is finite, and a sum or maximum from
    one number that is the worst along the axis.
    """
    match entry.operation:
        case "store":
            finite = each(lambda exact: exact.is_finite(), entry.balls, dtype=bool)
            return [np.where(finite, 1.0, entry.values)]
        case "sum" | "max":
            whole = entry.operands[0].values
            worst = np.where(np.isfinite(whole).all(-1, keepdims=True), 1.0, np.inf)
            return [np.where(np.isnan(whole).any(-1, keepdims=True), np.nan, worst)]
        case _:
            return [np.broadcast_to(_values(operand), entry.shape) for operand in entry.operands]


def _divides_by_zero(entry: Recorded, operands: list[Floats]) -> Mask:
    poles = {"divide": 0.0, "log": 0.0, "log1p": -1.0}
    if entry.operation not in poles:
        return np.zeros(entry.shape, dtype=bool)
    return np.asarray(operands[-1] == poles[entry.operation])


def _operation(entry: Recorded, place: tuple[int, ...]) -> str:
    """The operation with the numbers that it was applied to."""
    match entry.operation:
        case "store":
            return decimal(entry.balls[place], 6)
        case "sum" | "max":
            return entry.name.text
        case _:
            names: list[Name] = [number_name(float(operand[place])) for operand in _operands(entry)]
            same = entry.operands[0] is entry.operands[-1]
            return written(entry.operation, names, same).text


def _values(operand: Any) -> Floats:
    return np.asarray(operand.values if isinstance(operand, Recorded) else operand, dtype=np.float64)
