"""An expression on balls: at every sample an interval that certainly contains its value.

The samples of a step form a column: one ball for each, or a single ball where all are equal. Beside it goes a mask of
the samples at which the step has certainly no real value, whatever the precision.
"""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from fractions import Fraction
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np
from flint import arb, ctx, fmpq
from numpy.typing import NDArray

from numerics.microscope.operations import COMPARISONS, OPERATIONS, compared
from numerics.microscope.tape import Step, Tape

Mask = NDArray[np.bool_]

_lock = threading.Lock()


@contextmanager
def precision(bits: int) -> Iterator[None]:
    """Compute with balls of so many bits in the block, in one thread at a time: python-flint has one precision."""
    with _lock:
        before, ctx.prec = ctx.prec, bits
        try:
            yield
        finally:
            ctx.prec = before


class Column(NamedTuple):
    """The balls of one step (of a condition: True, False, None for undecided) and where they are undefined."""

    balls: Any
    undefined: Mask | None

    def at_each(self, count: int) -> list[Any]:
        """One entry for each of `count` samples."""
        return self.balls if isinstance(self.balls, list) else [self.balls] * count


def enclose(tape: Tape, values: Mapping[str, Sequence[arb]], keep: Sequence[int] | None = None) -> list[Column]:
    """The columns of the steps `keep` (default: the outputs); inside a `precision` block.

    `values` holds for each variable a ball at each sample.
    """
    return tape.run(lambda step: _leaf(step, values), _apply, keep)


def _leaf(step: Step, values: Mapping[str, Sequence[arb]]) -> Column:
    if isinstance(step.leaf, Fraction):
        return Column(arb(fmpq(step.leaf.numerator, step.leaf.denominator)), None)
    if step.kind == "variable":
        return Column(values[str(step.leaf)], None)
    return Column(_CONSTANTS[str(step.leaf)](), None)


_CONSTANTS: dict[str, Callable[[], arb]] = {"pi": arb.pi, "e": arb.const_e, "tau": lambda: 2 * arb.pi()}


def _apply(step: Step, arguments: list[Column]) -> Column:
    if step.kind == "where":
        return _where(*arguments)
    undefined = _either([argument.undefined for argument in arguments])
    columns = [argument.balls for argument in arguments]
    if step.kind == "all_of":
        return Column(_each(_both, columns), undefined)
    if step.kind in COMPARISONS:
        return Column(_each(compared, [step.kind, *columns]), undefined)
    operation = OPERATIONS[step.kind]
    balls = _each(operation.ball, columns)
    outside = _outside(operation.undefined, balls, columns) if operation.undefined else None
    return Column(balls, _either([undefined, outside]))


def _each(function: Callable[..., Any], columns: Sequence[Any]) -> Any:
    """The function of every row of the columns, once if all are constant."""
    if not any(isinstance(column, list) for column in columns):
        return function(*columns)
    return list(map(function, *[column if isinstance(column, list) else repeat(column) for column in columns]))


def _outside(undefined: Callable[..., bool], balls: Any, columns: Sequence[Any]) -> Mask | None:
    """Where the operation has no value: asked only where its result is not finite."""
    if not isinstance(balls, list):
        return np.array(undefined(*columns)) if not balls.is_finite() else None
    infinite = [at for at, ball in enumerate(balls) if not ball.is_finite()]
    if not infinite:
        return None
    mask = np.zeros(len(balls), dtype=bool)
    for at in infinite:
        mask[at] = undefined(*[column[at] if isinstance(column, list) else column for column in columns])
    return mask


def _either(masks: Sequence[Mask | None]) -> Mask | None:
    found = None
    for mask in masks:
        if mask is not None:
            found = mask if found is None else found | mask
    return found


def _both(x: bool | None, y: bool | None) -> bool | None:
    return False if x is False or y is False else None if x is None or y is None else True


def _where(condition: Column, yes: Column, no: Column) -> Column:
    """Of each sample the branch that its condition takes; not a number where that is undecided."""
    balls = _each(lambda c, a, b: a if c else arb.nan() if c is None else b, [condition.balls, yes.balls, no.balls])
    taken = np.array(condition.balls, dtype=object)
    undefined = _either(
        [
            condition.undefined,
            None if yes.undefined is None else (taken == True) & yes.undefined,  # noqa: E712
            None if no.undefined is None else (taken == False) & no.undefined,  # noqa: E712
        ]
    )
    return Column(balls, undefined)
