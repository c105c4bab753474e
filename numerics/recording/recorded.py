"""Numbers of a format that remember how they were made: every operation becomes an entry of a tape."""

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from numerics.formats import Format, round_to
from numerics.recording.balls import Balls, apply, ball, largest
from numerics.recording.notation import Name, number_name, written
from numerics.rounded import Floats, Rounded

Mask = NDArray[np.bool_]


class Recorded(Rounded):
    """`Rounded` numbers beside the balls that contain the exact ones, one entry of a tape.

    Attributes:
        raw: what the operation gave in float64, before it was rounded.
        balls: what exact arithmetic gives, balls of the shape of the values.
        name: how it is written.
        tape: the entries, in the order in which they were made.
        operation, operands: how it was made; "store" for what was given.
        used: where the entry has a part in the results, as `mark_used` found.
    """

    def __init__(
        self,
        raw: Floats,
        format: Format,
        balls: Balls,
        name: Name,
        tape: list["Recorded"],
        operation: str = "store",
        operands: Sequence[Any] = (),
    ) -> None:
        super().__init__(round_to(raw, format), format)
        self.raw, self.balls, self.name, self.tape = raw, balls, name, tape
        self.operation, self.operands = operation, tuple(operands)
        self.used: Mask = np.zeros(self.values.shape, dtype=bool)
        tape.append(self)

    def made(self, operation: str, operands: Sequence[Any], raw: Floats) -> Self:
        """The next entry of the tape."""
        match operation, operands:
            case "choose", (condition, yes, no):
                balls = np.where(condition, _balls(yes), _balls(no))
                name = written("choose", [item.name for item in (yes, no) if isinstance(item, Recorded)])
            case "part", (whole, at):
                balls, name = _as_array(whole.balls[at]), whole.name
            case "max", (whole,):
                balls, name = largest(whole.balls), written("max", [whole.name])
            case "sum", (whole, without):
                others = np.arange(whole.shape[-1]) != (-1 if without is None else without)
                balls = _as_array(np.where(others, whole.balls, ball(0)).sum(-1, keepdims=True))
                name = written("sum" if without is None else "sum of the others", [whole.name])
            case _:
                balls = apply(operation, *map(_balls, operands))
                names = [item.name if isinstance(item, Recorded) else number_name(item) for item in operands]
                name = written(operation, names, same=operands[0] is operands[-1])
        return type(self)(raw, self.format, balls, name, self.tape, operation, operands)


def mark_used(results: Sequence[Recorded]) -> None:
    """Mark in every entry the numbers that the results depend on: not those of a branch that was not chosen."""
    for result in results:
        result.used[...] = True
    for entry in reversed(results[0].tape):
        match entry.operation, entry.operands:
            case "choose", (condition, yes, no):
                _mark(yes, entry.used & condition)
                _mark(no, entry.used & ~condition)
            case "part", (whole, at):
                whole.used[at] |= entry.used
            case "sum", (whole, without):
                others = np.arange(whole.shape[-1]) != (-1 if without is None else without)
                _mark(whole, entry.used & others)
            case _:
                for operand in entry.operands:
                    _mark(operand, entry.used)


def _mark(operand: Any, used: Mask) -> None:
    """Mark an operand that was broadcast to the shape of `used`, or reduced to it."""
    if isinstance(operand, Recorded):
        shape = np.broadcast_shapes(used.shape, operand.shape)
        stretched = tuple(axis - len(shape) for axis in range(len(shape)) if _length(operand, axis - len(shape)) == 1)
        spread = np.broadcast_to(used, shape).any(axis=stretched, keepdims=True)
        operand.used |= spread.reshape(spread.shape[len(shape) - operand.values.ndim :])


def _length(operand: Recorded, axis: int) -> int:
    """The length of an operand along an axis counted from the last; 1 where it has no such axis."""
    return operand.shape[axis] if -axis <= operand.values.ndim else 1


def _balls(operand: Any) -> Balls:
    return operand.balls if isinstance(operand, Recorded) else _as_array(ball(operand))


def _as_array(balls: Any) -> Balls:
    array = np.empty(np.shape(balls), dtype=object)
    array[...] = balls
    return array
