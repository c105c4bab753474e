"""What runs cost, reckoned from counts rather than timed: so an experiment is cut to the same size on every machine."""

import math
from collections.abc import Mapping, Sequence

from numpy.typing import ArrayLike

from numerics.descend import Progress, descend, state_bytes
from numerics.methods import Method
from numerics.objective import Objective
from numerics.oracle import Evaluations
from numerics.sampling import Interval, lattice
from numerics.sweep import sweep, varies_freely
from numerics.symbolic.program import KINDS

PILOT = 20  # starts along each side of the lattice from which the whole is reckoned
PILOT_CELLS = 3

# Nanoseconds, rounded from measurements of every method; right within a factor of about four.
CHARACTER = 0.3  # of source, evaluated for one point of many
STEP, STEP_COORDINATE = 10.0, 10.0  # for each step, and each of its coordinates
BYTE, MATRIX_BYTE = (
    1.0,
    6.0,
)  # for each byte of a method's state at each step, where it is a vector and where it is more
LOOK, LOOK_COORDINATE = 60.0, 20.0  # for an evaluation within a step: those of a line search are picked one by one
HESSIAN, HESSIAN_ENTRY = 500.0, 100.0  # with its linear algebra
# For one run by itself NumPy's calls count, not its numbers.
LONE_STEP, LONE_LOOK, LONE_HESSIAN = 20e3, 60e3, 80e3


def affordable_resolution(
    f: Objective,
    window: Sequence[Interval],
    resolution: int,
    method: Method,
    steps: int,
    seconds: float,
    axes: tuple[int, int] = (0, 1),
    through: ArrayLike | None = None,
    progress: Progress | None = None,
) -> int:
    """The largest resolution up to `resolution` at which `basins` should take no more than about `seconds`.

    It is found from a few starts; `progress` is as for `basins`.
    """
    _, _, starts = lattice(f, window, min(PILOT, resolution), axes, through)
    starts = starts.reshape(-1, f.dimension)
    ends = descend(f, starts, method, steps, progress=progress)
    each = reckoned_seconds(f, method, int(ends.steps.sum()), ends.evaluations) / len(starts)
    return min(resolution, int(math.sqrt(seconds / each))) if each else resolution


def affordable_cells(
    f: Objective,
    start: ArrayLike,
    method: Method,
    axes: Mapping[str, Sequence[float]],
    steps: int,
    seconds: float,
    progress: Progress | None = None,
) -> int:
    """How many cells a `sweep` over the range of these axes may have to take no more than about `seconds`.

    It is found from a few cells; `progress` is as for `sweep`.
    """
    few = {name: _spread(values, PILOT_CELLS) for name, values in axes.items()}
    pilot = sweep(f, start, method, few, steps, progress=progress)
    spent, evaluations = int(pilot.steps_taken.sum()), pilot.evaluations
    if all(varies_freely(method, name) for name in axes):
        total = reckoned_seconds(f, method, spent, evaluations)
    else:
        looks = max(evaluations.f + evaluations.gradient - spent, 0)
        total = 1e-9 * (LONE_STEP * spent + LONE_LOOK * looks + LONE_HESSIAN * evaluations.hessian)
    return int(seconds * pilot.code.size / total) if total else math.prod(map(len, axes.values()))


def _spread(values: Sequence[float], count: int) -> list[float]:
    """At most `count` of the values, evenly spread, the ends included."""
    return [values[place] for place in sorted({round(i * (len(values) - 1) / (count - 1)) for i in range(count)})]


def reckoned_seconds(f: Objective, method: Method, steps: int, evaluations: Evaluations) -> float:
    """About how long runs in a large batch take on an ordinary machine, given their steps and evaluations."""
    n = f.dimension
    counts = dict(zip(KINDS, evaluations, strict=True))
    written = sum(count * len("".join(f.program.source_of(kind))) for kind, count in counts.items())
    looks = max(evaluations.f + evaluations.gradient - steps, 0)
    return 1e-9 * (
        CHARACTER * (written + steps * n * method.characters)
        + steps * (STEP + STEP_COORDINATE * n + (BYTE if method.elementwise else MATRIX_BYTE) * state_bytes(f, method))
        + looks * (LOOK + LOOK_COORDINATE * n)
        + evaluations.hessian * (HESSIAN + HESSIAN_ENTRY * n**2)
    )
