"""Hyper-parameter maps: one start, one method, and a run for every pair of values of two of its knobs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from numerics.descend import Progress, descend
from numerics.ends import CODE, OUTCOMES, Codes
from numerics.errors import NumericsError
from numerics.methods import Knob, Method, choose_method
from numerics.minimize import check_budget, checked_start, minimize
from numerics.objective import Objective
from numerics.oracle import Evaluations
from numerics.outcome import Outcome

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MOST_CELLS = 40_000
START = "start."  # begins the name of an axis that moves the start along a variable
NOT_REACHED = -1


@dataclass(frozen=True, eq=False)
class Sweep:
    """Runs from one start, one for every cell of a grid.

    Attributes:
        names: what varies along x and along y: a knob, or `start.` and a variable.
        x, y: (nx,), (ny,) its values.
        steps_taken: (ny, nx) the steps of each run.
        f: (ny, nx) f where the run ended; perhaps not finite where it diverged or left the domain.
        code: (ny, nx) the outcome, as its place in `numerics.ends.OUTCOMES`.
        evaluations: of all runs together.
    """

    objective: Objective
    method: Method
    start: Floats
    steps: int
    tolerance: float
    names: tuple[str, str]
    x: Floats
    y: Floats
    steps_taken: Ints
    f: Floats
    code: Codes
    evaluations: Evaluations

    @property
    def steps_to_tolerance(self) -> Ints:
        """(ny, nx) the steps until ‖∇f‖ was within the tolerance, NOT_REACHED (-1) where it was not."""
        return np.where(self.code == CODE[Outcome.CONVERGED], self.steps_taken, NOT_REACHED)

    def outcome(self, row: int, column: int) -> Outcome:
        """How the run of a cell ended."""
        return OUTCOMES[self.code[row, column]]

    def run_at(self, row: int, column: int) -> tuple[Method, Floats]:
        """The method and the start (n,) of a cell."""
        return self.run_with(self.x[column], self.y[row])

    def run_with(self, x: float, y: float) -> tuple[Method, Floats]:
        """The method and the start (n,) with other values of what varies; of a whole number, the nearest."""
        return _cell(self.objective, self.method, self.start, self.names, (x, y))

    @property
    def best(self) -> tuple[int, int] | None:
        """The cell that reached the tolerance in the fewest steps, else the one with the lowest f; None if none did.

        Of several such cells the middle one, away from the edge of divergence.
        """
        kept = np.isin(self.code, [CODE[Outcome.CONVERGED], CODE[Outcome.STEP_LIMIT], CODE[Outcome.STALLED]])
        if not kept.any():
            return None
        reached = self.code == CODE[Outcome.CONVERGED]
        score = np.where(reached, self.steps_taken, np.inf) if reached.any() else np.where(kept, self.f, np.inf)
        cells = np.argwhere(score == score.min())
        row, column = cells[np.square(cells - cells.mean(axis=0)).sum(-1).argmin()]
        return int(row), int(column)


def sweep(
    f: Objective,
    start: ArrayLike,
    method: str | Method,
    axes: Mapping[str, ArrayLike],
    steps: int = 300,
    tolerance: float = 1e-8,
    *,
    progress: Progress | None = None,
    **knobs: Any,
) -> Sweep:
    """Run a method from `start` (n,) once for every pair of values of two `axes`, the first drawn along x.

    An axis is a knob of the method, or `start.x` to move the start along the variable x; `knobs` are the others. See
    `knob_values` for values. Runs end as in `minimize`; those of an `elementwise` method are done all at once.
    `progress` is called with the share of the work that is done, and may raise to end it.

    Raises NumericsError as `minimize` does, for axes that are not two, or not increasing numbers, and for more than
    40 000 cells.
    """
    chosen = choose_method(method, **knobs)
    base = checked_start(f, start)
    check_budget(steps, tolerance)
    names, (x, y) = _checked_axes(f, chosen, axes)
    shape = len(y), len(x)
    cells = dict(zip(names, (each.ravel() for each in np.meshgrid(x, y)), strict=True))
    if all(varies_freely(chosen, name) for name in names):
        starts = np.tile(base, (len(x) * len(y), 1))
        for name in names:
            if name.startswith(START):
                starts[:, f.variables.index(name.removeprefix(START))] = cells.pop(name)
        ends = descend(f, starts, chosen, steps, tolerance, varying=cells, progress=progress)
        code, taken, value, spent = ends.code, ends.steps, ends.f, ends.evaluations
    else:
        count = len(x) * len(y)
        code, taken, value = np.empty(count, np.int8), np.empty(count, np.int64), np.empty(count)
        used = np.zeros(3, np.int64)
        for cell, point in enumerate(zip(*cells.values(), strict=True)):
            turned, begin = _cell(f, chosen, base, names, point)
            run = minimize(f, begin, turned, steps, tolerance)
            code[cell], taken[cell], value[cell] = CODE[run.outcome], run.steps, run.f[-1]
            used += run.evaluations
            if progress:
                progress((cell + 1) / count)
        spent = Evaluations(*used.tolist())
    taken, value, code = taken.reshape(shape), value.reshape(shape), code.reshape(shape)
    return Sweep(f, chosen, base, steps, tolerance, names, x, y, taken, value, code, spent)


def knob_values(knob: Knob, low: float, high: float, count: int) -> Floats:
    """`count` values of a knob from `low` to `high`, evenly spaced on its scale; fewer where they are whole numbers.

    Raises NumericsError for ends out of the knob's range or not in ascending order.
    """
    low, high = float(knob.checked(low)), float(knob.checked(high))
    if not low < high:
        raise NumericsError(f"{knob.name} needs two ends in ascending order, not {low:g}, {high:g}")
    values = np.geomspace(low, high, count) if knob.log and low > 0 else np.linspace(low, high, count)
    return np.unique(values.round()) if isinstance(knob.default, int) else values


def _checked_axes(f: Objective, method: Method, axes: Mapping[str, ArrayLike]) -> tuple[tuple[str, str], list[Floats]]:
    known = [*method.knobs, *(f"{START}{name}" for name in f.variables)]
    if len(axes) != 2:
        raise NumericsError(f"a map needs two axes, not {len(axes)}")
    for name in axes:
        if name not in known:
            raise NumericsError(f"{name} cannot vary; what can: {', '.join(known)}")
    values = [np.asarray(each, dtype=np.float64) for each in axes.values()]
    for name, each in zip(axes, values, strict=True):
        if each.ndim != 1 or not each.size or not np.isfinite(each).all() or not (np.diff(each) > 0).all():
            raise NumericsError(f"{name} needs finite numbers in ascending order")
    if values[0].size * values[1].size > MOST_CELLS:
        raise NumericsError(f"a map has at most {MOST_CELLS} cells, not {values[0].size} × {values[1].size}")
    first, second = axes
    return (first, second), values


def varies_freely(method: Method, name: str) -> bool:
    """Whether an axis can have its own value in each run of a batch; with two such axes a map is much cheaper."""
    return name.startswith(START) or (method.elementwise and type(method.knobs[name]) is float)


def _cell(
    f: Objective, method: Method, start: Floats, names: tuple[str, str], point: tuple[float, float]
) -> tuple[Method, Floats]:
    begin, turned = start.copy(), {}
    for name, value in zip(names, point, strict=True):
        if name.startswith(START):
            begin[f.variables.index(name.removeprefix(START))] = value
        else:
            kind = type(method.knobs[name])
            turned[name] = kind(value) if kind is not int else round(value)
    return choose_method(method, None, **turned), begin
