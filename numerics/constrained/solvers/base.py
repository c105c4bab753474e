"""What a solver is: a rule that turns a start into a sequence of points, and the knobs that a visitor may turn.

A solver is a frozen dataclass in a file of its own. Its fields are its knobs; `iterates` yields one `Step` after the
other, the start first, for as long as it finds a better one. It neither records nor counts: `follow` does that for all.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from typing import ClassVar, NamedTuple

import numpy as np

from numerics.constrained.certificate import TOLERANCE, first_order
from numerics.constrained.model import Floats, Local, Model
from numerics.knobs import Turnable

HUGE = 1e10  # beyond it, relative to the start, a feasible path counts as one without end


class Step(NamedTuple):
    """One point of a path: the problem there, the multipliers (m,) as the solver has them, and what it reduces."""

    local: Local
    multipliers: Floats
    merit: float


@dataclass(frozen=True)
class Solver(Turnable):
    """Base of every solver; a subclass is a file in `numerics.constrained.solvers`.

    Class attributes: `name` as scripts and links write it, `title` as people read it, `equations` the rule in LaTeX,
    `source` where it comes from.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    equations: ClassVar[str]
    source: ClassVar[str]

    def iterates(self, model: Model, start: Floats) -> Iterator[Step]:
        """The points of the path from `start` (n,) on, which is defined there."""
        raise NotImplementedError

    def refusal(self, model: Model, start: Floats) -> str:
        """Why this solver has no meaning for the problem, as a sentence; "" where it has one."""
        return ""


class Stop(Enum):
    """Why a path ends."""

    CONVERGED = "The KKT conditions hold up to the tolerance."
    ENDED = "The solver found no better point."
    STEP_LIMIT = "The given number of steps was taken."
    UNBOUNDED = "The path leaves every bounded region."
    UNDEFINED = "f, a constraint or a derivative is not defined at the last point."


@dataclass(frozen=True, eq=False)
class Path:
    """Every point of a run, the start included.

    Attributes:
        solver: the name of the solver.
        x: (T + 1, n) the points.
        f: (T + 1,) the objective as typed.
        violation: (T + 1,) the largest violation of a constraint.
        merit: (T + 1,) what the solver reduces.
        multipliers: (T + 1, m) as the solver has them.
        stop: why it ends.
    """

    solver: str
    x: Floats
    f: Floats
    violation: Floats
    merit: Floats
    multipliers: Floats
    stop: Stop

    @property
    def steps(self) -> int:
        """T."""
        return len(self.x) - 1


def follow(solver: Solver, model: Model, start: Floats, steps: int, tolerance: float = TOLERANCE) -> Path:
    """The path of a solver from a start (n,), at most `steps` steps long."""
    taken: list[Step] = []
    stop = Stop.ENDED
    first = model.near(start)
    if not first.finite:
        taken, stop = [Step(first, np.zeros(len(model.equality)), np.nan)], Stop.UNDEFINED
    else:
        # Where numbers are so large that linear algebra fails (LinAlgError), no better point can be found either.
        with np.errstate(all="ignore"), suppress(np.linalg.LinAlgError):
            for step in solver.iterates(model, start):
                taken.append(step)
                if (ended := _ended(model, taken, steps, tolerance)) is not None:
                    stop = ended
                    break
    return Path(
        solver.name,
        np.array([step.local.x for step in taken]),
        model.sign * np.array([step.local.f for step in taken]),
        np.array([model.violation(step.local.c).max(initial=0.0) for step in taken]),
        np.array([step.merit for step in taken]),
        np.array([step.multipliers for step in taken]),
        stop,
    )


def _ended(model: Model, taken: list[Step], steps: int, tolerance: float) -> Stop | None:
    local, multipliers, _ = taken[-1]
    if not local.finite:
        return Stop.UNDEFINED
    if first_order(model, local, multipliers, tolerance):
        return Stop.CONVERGED
    size = HUGE * max(1.0, float(np.abs(taken[0].local.x).max()))
    deep = -HUGE * max(1.0, abs(taken[0].local.f))
    if np.abs(local.x).max() > size or local.f < deep:
        return Stop.UNBOUNDED
    return Stop.STEP_LIMIT if len(taken) > steps else None
