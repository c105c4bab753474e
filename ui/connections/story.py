"""What to notice about a climb on a grid, in sentences with its numbers (Markdown)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from numerics.hill_climbing import MOST_ASKED, Climb, GridOptima, Standing
from numerics.numbers import format_number, format_point
from numerics.run import Run
from ui.function_input import Window

SAME = 1e-9  # heights closer than this are told as the same


def story(optima: GridOptima, climb: Climb, others: Sequence[Climb], run: Run, window: Window) -> list[str]:
    """What became of the climb, of all others, and of the descent from the same point."""
    return [*_climb(climb), *_minima(optima), *_chances(optima, climb, others), *_descent(climb, run, window)]


def _climb(climb: Climb) -> list[str]:
    begin, end, f = format_point(climb.x[0]), format_point(climb.x[-1]), format_number(float(climb.f[-1]))
    if not np.isfinite(climb.f[-1]) and climb.moves == 0:
        return [f"f has no finite value at {begin}, nor at its neighbours: there is nowhere to go."]
    way = f"makes {_times(climb.moves, 'move')} from {begin}" if climb.moves else f"cannot leave {begin}"
    where = f" to {end}" if climb.moves else ""
    told = [
        f"**Hill climbing** {way}{where}, f = {f}, after {_times(climb.total, 'look')} at f. No neighbour is lower."
    ]
    if not climb.climber.diagonal and len(climb.grid.shape) > 1:
        there, lower, _ = replace(climb.climber, diagonal=True, rule="steepest").move(climb.grid, climb.index[-1:], 1)
        if lower[0]:
            point = climb.grid.points(there[0])
            value = format_number(float(climb.grid.at(there[0])))
            told.append(
                f"Along a diagonal it is lower: f{format_point(point)} = {value}. Allow 8 neighbours to see it."
            )
    return told


def _minima(optima: GridOptima) -> list[str]:
    count, size = len(optima.index), optima.grid.values.size
    if not count:
        return []
    kinds = Counter(optima.standing)
    parts = ", ".join(f"{kinds[standing]} {standing.value}" for standing in Standing if kinds[standing])
    around = {1: 2, 2: 8 if optima.climber.diagonal else 4}[len(optima.grid.shape)]
    told = [f"With {around} neighbours this grid of {size} points has **{_times(count, 'local minimum')}**: {parts}."]
    if count > MOST_ASKED:
        told.append(f"The lowest {MOST_ASKED} of them were compared with f.")
    if kinds[Standing.GRID_ONLY]:
        told.append(
            "From those of the grid alone f falls on, between the neighbours or beyond them: being lowest among "
            "neighbours is a property of the grid, ∇f = 0 one of the function."
        )
    return told


def _chances(optima: GridOptima, climb: Climb, others: Sequence[Climb]) -> list[str]:
    if not len(optima.index):
        return []
    best, at = float(optima.f[0]), format_point(optima.x[0])
    lowest = f"f{at if at.startswith('(') else f'({at})'} = {format_number(best)}"
    lead, size = int(optima.starts[optima.f == best].sum()), optima.grid.values.size
    told = [f"Every start leads to the lowest value of the grid, {lowest}."]
    if lead < size:
        told = [
            f"The lowest value of the grid, {lowest}, is reached from {lead} of its {size} points. From random starts "
            f"that takes {format_number(size / lead, 2)} climbs on average, {size}/{lead}."
        ]
    if others:
        hits = [k for k, other in enumerate(others) if other.f[-1] == best]
        looks = climb.total + sum(other.total for other in others)
        luck = f"{len(hits)} reached it, number {hits[0] + 1} first" if hits else "none reached it"
        told.append(f"Of {_times(len(others), 'restart')} {luck}; all climbs together looked {looks} times at f.")
    return told


def _descent(climb: Climb, run: Run, window: Window) -> list[str]:
    reached, stopped = float(run.f[-1]), float(climb.f[-1])
    if not (np.isfinite(reached) and np.isfinite(stopped)):
        return []
    name, value = f"**{run.method.title}**", format_number(reached)
    if np.isclose(reached, stopped, rtol=SAME, atol=SAME):
        return [f"{name} ends at the same height."]
    if any(not low <= x <= high for x, (low, high) in zip(run.x[-1], window, strict=True)):
        return [f"{name} leaves the window, which ends the grid and not f: there f = {value}."]
    if reached < stopped:
        return [f"{name} ends lower, at f = {value}: it goes to any point, in any direction."]
    return [
        f"{name} ends higher, at f = {value}: that is no promise either, a run can be slow or end in another valley."
    ]


def _times(count: int, word: str) -> str:
    plural = {"local minimum": "local minima"}.get(word, f"{word}s")
    return f"{count} {word if count == 1 else plural}"
