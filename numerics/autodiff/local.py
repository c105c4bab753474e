"""The local derivatives of one operation as numbers: the rules of differentiation, evaluated in a format."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from numerics.differentiation.modes import slope
from numerics.formats import Format
from numerics.microscope.rounded import carry_out, constant
from numerics.microscope.tape import Step, Tape, tape_of
from numerics.symbolic.numpy_functions import ratio, scaled


def local_derivative(kind: str, at: int, arguments: Sequence[Any], format: Format) -> Any:
    """The derivative of an operation by its argument number `at`, where its arguments have these values.

    At kinks it is the mean of both sides (0 for |x| at 0, ½ for a tie of `max`), at the tip of a norm 0. What does not
    depend on an argument has the derivative 0 by it, whatever the other factor: d(0^v)/dv = 0^v log 0 is 0.
    """
    tape = slope_tape(kind, len(arguments), at)

    def leaf(step: Step) -> Any:
        return arguments[int(str(step.leaf)[1:])] if step.kind == "variable" else constant(step.leaf, format)

    def apply(step: Step, values: list[Any]) -> Any:
        if kind == "power" and step.kind == "multiply":
            return carry_out("multiply", (1.0, scaled(*values)), format)[()]
        if kind in ("norm", "hypot") and step.kind == "divide":
            return carry_out("multiply", (1.0, ratio(*values)), format)[()]
        return carry_out(step.kind, values, format)

    return tape.run(leaf, apply)[0]


@lru_cache(1024)
def slope_tape(kind: str, count: int, at: int) -> Tape:
    """The operations that a local derivative takes; the arguments are the variables `#0`, `#1`, …"""
    return tape_of(slope(Step(kind, None, tuple(range(count))), at))


def passed_on(factor: Any, other: Any, format: Format) -> Any:
    """`factor·other`, rounded to the format; 0 where `factor` is 0, even if the other is infinite or NaN.

    So the branch that `where` does not take, which may have no value, leaves no trace.
    """
    return np.asarray(carry_out("multiply", (1.0, scaled(factor, other)), format))[()]
