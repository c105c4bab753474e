"""What a method is: an update rule on arrays, and the knobs that a visitor may turn.

A method is a frozen dataclass in a file of its own. Its fields are its knobs; `init` and `step`
are pure functions of arrays `(..., n)`, so that one start and forty thousand run through the same
lines. It neither records nor stops nor counts: `numerics.minimize` does that for all of them.
"""

from copy import copy
from dataclasses import dataclass, field
from typing import Any, ClassVar, NamedTuple, Self

from numpy.typing import NDArray

from numerics.differentiable import Differentiable
from numerics.errors import NumericsError
from numerics.inside.views import Steps, View, basics
from numerics.knobs import Turnable, knob, knobs_of
from numerics.oracle import Oracle
from numerics.recurrence import Coefficients, radius
from numerics.schedules import CONSTANT, Constant, Schedule

Array = NDArray[Any]


def learning_rate_knob(default: float) -> Any:
    """The learning rate; any positive number of a sensible size, the same in every method."""
    return knob(default, 1e-12, 1e6, "how far one step goes along its direction", symbol=r"\eta", log=True)


class Elsewhere(NamedTuple):
    """How other libraries call their nearest method, and where its form differs: see `numerics.export.snippets`."""

    scipy: str = ""
    torch: str = ""
    jax: str = ""


@dataclass(frozen=True)
class Method(Turnable):
    """Base of every method; a subclass is a file in `numerics.methods`.

    Class attributes: `name` as scripts and links write it, `title` as people read it, `equations`
    the update rule in LaTeX, `source` where it comes from, `monotone` whether no step ever raises f,
    `scale_free` whether a step's length is set by the learning rate alone, not by the size of the gradient,
    `needs_gradient` whether `step` looks at the gradient that it is given: one that does not is not charged for it,
    `elementwise` whether its float knobs enter by arithmetic with arrays (..., n) alone: then each may be a column
    (k, 1), one value for each of k starts,
    `no_step` why a step may be NaN, as a clause, where no equations with the Hessian are to blame, `characters` the
    length of a step's source if that is typed: what it may cost, `elsewhere` how other libraries call it.
    A class that was made at run time has as `module_source` the text of a module that would define it, for exports.
    Raises NumericsError for a knob that is not finite or out of its range, or a schedule without a learning rate.

    A state is None (the method has no memory) or a NamedTuple. Its arrays have the batch axes
    first, as `x` has; whatever else it holds (a step counter) is common to the whole batch.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    equations: ClassVar[str]
    source: ClassVar[str]
    scale_free: ClassVar[bool] = False
    monotone: ClassVar[bool] = False
    needs_gradient: ClassVar[bool] = True
    elementwise: ClassVar[bool] = False
    no_step: ClassVar[str] = ""
    characters: ClassVar[int] = 0
    elsewhere: ClassVar[Elsewhere] = Elsewhere()

    schedule: Schedule = field(default=CONSTANT, kw_only=True)  # no knob: a part of its own, with knobs

    def __post_init__(self) -> None:
        super().__post_init__()
        if not isinstance(self.schedule, Constant) and not self.has_learning_rate():
            raise NumericsError(f"{self.name} has no learning rate for a schedule to change")

    @classmethod
    def has_learning_rate(cls) -> bool:
        """Whether a schedule has something to change."""
        return any(item.name == "learning_rate" for item in knobs_of(cls))

    def at(self, t: int, steps: int) -> Self:
        """The method as it takes step `t` = 0, 1, … of a run of at most `steps`: with that step's learning rate."""
        if isinstance(self.schedule, Constant):
            return self
        now = copy(self)
        object.__setattr__(now, "learning_rate", self.schedule.factor(t, steps) * vars(self)["learning_rate"])
        return now

    def init(self, oracle: Oracle, x: Array) -> Any:
        """The state before the first step from `x` (..., n)."""
        return None

    def step(self, oracle: Oracle, x: Array, gradient: Array, state: Any) -> tuple[Array, Any]:
        """One step from `x` (..., n), where `gradient` is ∇f(x): the next iterate and state."""
        raise NotImplementedError

    def refusal(self, f: Differentiable) -> str:
        """Why this method has no meaning for f, as a clause; "" where it has one."""
        return ""

    def inside(self, steps: Steps) -> tuple[View, ...]:
        """What the method sees at K steps of a run, to be drawn: here the gradient and the step."""
        return basics(steps)

    @property
    def curvature_limit(self) -> float | None:
        """On a quadratic the run converges while learning rate × largest curvature is below this.

        None for methods that have no such bound.
        """
        return None

    @staticmethod
    def coefficients(sharpness: Array, momentum: Array | float = 0.0) -> Coefficients | None:
        """On a quadratic, a and b of the recurrence e₊ = a e - b e₋ that the error along an eigenvector follows.

        `sharpness` is learning rate × curvature; both arguments broadcast. None for methods without such a recurrence.
        """
        return None

    @staticmethod
    def tuned(lowest: float, highest: float) -> tuple[float, float] | None:
        """The learning rate and momentum that are fastest where all curvatures lie in `lowest` … `highest`, both > 0.

        None for methods for which they are not known.
        """
        return None

    def recurrence(self, curvature: Array) -> Coefficients | None:
        """`coefficients` along a direction of this curvature, for the knobs as they are set."""
        knobs = self.knobs
        if "learning_rate" not in knobs:
            return None
        return self.coefficients(knobs["learning_rate"] * curvature, knobs.get("momentum", 0.0))

    def contraction(self, curvature: Array) -> Array | None:
        """On a quadratic, the factor by which the error along a direction of this curvature
        shrinks (or, beyond 1, grows) a step in the long run; None for methods where no such factor exists.
        """
        found = self.recurrence(curvature)
        return None if found is None else radius(*found)
