"""What to notice in a map of two knobs, in words with numbers (Markdown)."""

import numpy as np

from figures.basins import percent
from numerics.ends import CODE
from numerics.numbers import format_number
from numerics.outcome import Outcome
from numerics.sweep import Sweep
from ui.tuning.controls import axis_label

LENIENT = 2.0  # times the fewest steps


def story(sweep: Sweep) -> list[str]:
    """What the runs came to: the best, how wide the good region is, and where it ends."""
    best = sweep.best
    if best is None:
        return ["**No run came to anything:** all diverged or left the domain. Try smaller values."]
    share = {outcome: float(np.mean(sweep.code == CODE[outcome])) for outcome in Outcome}
    told = [*_best(sweep, best), *_breadth(sweep), *_edges(sweep, best)]
    if share[Outcome.DIVERGED]:
        told.append(f"{_percent(share[Outcome.DIVERGED])} of the runs **diverge**{_frontier(sweep)}.")
    lost = sum(share[each] for each in (Outcome.LEFT_DOMAIN, Outcome.NO_STEP, Outcome.UNDEFINED_START))
    if lost:
        told.append(f"{_percent(lost)} leave the domain of f, or have no next step.")
    slow = sum(share[each] for each in (Outcome.STEP_LIMIT, Outcome.STALLED, Outcome.BUDGET))
    if slow and share[Outcome.CONVERGED]:
        told.append(f"{_percent(slow)} neither diverge nor reach the tolerance within {sweep.steps} steps.")
    return told


def at(sweep: Sweep, cell: tuple[int, int]) -> str:
    """The two values of a cell, in words."""
    row, column = cell
    pairs = zip(sweep.names, (sweep.x[column], sweep.y[row]), strict=True)
    return ", ".join(f"{axis_label(name)} = {format_number(value, 3)}" for name, value in pairs)


def _best(sweep: Sweep, best: tuple[int, int]) -> list[str]:
    if (sweep.code == CODE[Outcome.CONVERGED]).any():
        steps = int(sweep.steps_taken[best])
        return [f"**Best:** {at(sweep, best)}: it reaches the tolerance in {steps} step{'s' if steps != 1 else ''}."]
    return [
        f"No run reaches the tolerance of {format_number(sweep.tolerance)} within {sweep.steps} steps. The lowest, "
        f"f = {format_number(sweep.f[best])}, is found at {at(sweep, best)}."
    ]


def _breadth(sweep: Sweep) -> list[str]:
    """How much the choice matters."""
    reached = sweep.code == CODE[Outcome.CONVERGED]
    if not reached.any():
        return []
    fewest = sweep.steps_taken[reached].min()
    good = float(np.mean(reached & (sweep.steps_taken <= LENIENT * fewest)))
    return [
        f"{_percent(float(np.mean(reached)))} of the map reach the tolerance; {_percent(good)} need no more than twice "
        "the fewest steps. "
        + ("The choice hardly matters." if good > 0.5 else "" if good > 0.05 else "It is a fine line.")
    ]


def _edges(sweep: Sweep, best: tuple[int, int]) -> list[str]:
    """Whether the best might lie outside."""
    ends = [
        f"the {'upper' if place else 'lower'} end of {axis_label(name)}"
        for name, place, count in zip(sweep.names, best[::-1], (len(sweep.x), len(sweep.y)), strict=True)
        if count > 2 and place in (0, count - 1)
    ]
    return [f"The best lies at {' and '.join(ends)}: a wider range may hold a better one."] if ends else []


def _frontier(sweep: Sweep) -> str:
    """From where on all diverge, where that is so along the first axis."""
    diverged = (sweep.code == CODE[Outcome.DIVERGED]).all(axis=0)
    if not diverged[-1] or diverged.all():
        return ""
    first = len(diverged) - int(np.argmin(diverged[::-1]))
    return f"; all of them from {axis_label(sweep.names[0])} {format_number(sweep.x[first], 3)} on"


def _percent(share: float) -> str:
    return percent(share).replace("&lt;", "less than ").replace("&gt;", "more than ")
