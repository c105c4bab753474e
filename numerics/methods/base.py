"""What a method is: an update rule on arrays, and the knobs that a visitor may turn.

A method is a frozen dataclass in a file of its own. Its fields are its knobs; `init` and `step`
are pure functions of arrays `(..., n)`, so that one start and forty thousand run through the same
lines. It neither records nor stops nor counts: `numerics.minimize` does that for all of them.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from numerics.errors import NumericsError
from numerics.objective import Objective
from numerics.oracle import Oracle

Array = NDArray[Any]


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
    """A field of a method: its default, its valid range and its meaning in one line."""
    return field(default=default, metadata={"knob": (default, low, high, meaning, symbol, log)})


def learning_rate_knob(default: float) -> Any:
    """The learning rate; any positive number of a sensible size, the same in every method."""
    return knob(default, 1e-12, 1e6, "how far one step goes along its direction", symbol=r"\eta", log=True)


@dataclass(frozen=True)
class Method:
    """Base of every method; a subclass is a file in `numerics.methods`.

    Class attributes: `name` as scripts and links write it, `title` as people read it, `equations`
    the update rule in LaTeX, `source` where it comes from, `monotone` whether no step ever raises f,
    `scale_free` whether a step's length is set by the learning rate alone, not by the size of the gradient.
    Raises NumericsError for a knob that is not finite or out of its range.

    A state is None (the method has no memory) or a NamedTuple. Its arrays have the batch axes
    first, as `x` has; whatever else it holds (a step counter) is common to the whole batch.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    equations: ClassVar[str]
    source: ClassVar[str]
    scale_free: ClassVar[bool] = False
    monotone: ClassVar[bool] = False

    def __post_init__(self) -> None:
        # Plain Python numbers: NumPy scalars would raise float32 iterates to float64.
        for knob in knobs_of(type(self)):
            object.__setattr__(self, knob.name, knob.checked(getattr(self, knob.name)))

    def init(self, oracle: Oracle, x: Array) -> Any:
        """The state before the first step from `x` (..., n)."""
        return None

    def step(self, oracle: Oracle, x: Array, gradient: Array, state: Any) -> tuple[Array, Any]:
        """One step from `x` (..., n), where `gradient` is ∇f(x): the next iterate and state."""
        raise NotImplementedError

    def refusal(self, f: Objective) -> str:
        """Why this method has no meaning for f, as a clause; "" where it has one."""
        return ""

    @property
    def curvature_limit(self) -> float | None:
        """On a quadratic the run converges while learning rate × largest curvature is below this.

        None for methods that have no such bound.
        """
        return None

    def contraction(self, curvature: Array) -> Array | None:
        """On a quadratic, the factor by which the error along a direction of this curvature (> 0)
        shrinks a step in the long run; None for methods where no such factor exists.
        """
        return None

    @property
    def knobs(self) -> Mapping[str, float]:
        """Name → value of every knob, in order."""
        return {knob.name: getattr(self, knob.name) for knob in knobs_of(type(self))}


def knobs_of(method: type[Method]) -> tuple[Knob, ...]:
    """The knobs of a method class, in the order of its fields."""
    return tuple(Knob(item.name, *item.metadata["knob"]) for item in fields(method))
