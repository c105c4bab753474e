"""What to notice about a climb on a grid, in sentences with its numbers (Markdown)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from numerics.hill_climbing import Climb, GridOptima, Standing
from numerics.numbers import format_number, format_point
from numerics.run import Run


def story(optima: GridOptima, climb: Climb, others: Sequence[Climb], run: Run) -> list[str]:
    """What became of the climb, of all others, and of the descent from the same point."""
    return [*_climb(climb), *_minima(optima), *_chances(optima, climb, others), *_descent(climb, run)]


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
    if kinds[Standing.GRID_ONLY]:
        told.append(
            "From those of the grid alone f falls on, between the neighbours or beyond them: being lowest among "
            "neighbours is a property of the grid, ∇f = 0 one of the function."
        )
    return told


def _chances(optima: GridOptima, climb: Climb, others: Sequence[Climb]) -> list[str]:
    share = optima.share_of_best
    if not share:
        return []
    best, where = float(optima.f[0]), format_point(optima.x[0])
    told = [
        f"The lowest value of the grid, f{where if len(optima.grid.shape) > 1 else f'({where})'} = "
        f"{format_number(best)}, is reached from {share:.0%} of its points. From random starts that takes "
        f"{format_number(1 / share, 2)} climbs on average (one over that share)."
    ]
    if others:
        hits = [k for k, other in enumerate(others) if other.f[-1] == best]
        looks = climb.total + sum(other.total for other in others)
        first = f"the first of them number {hits[0] + 1}" if hits else "none of them by luck"
        told.append(
            f"Of {_times(len(others), 'restart')} {len(hits)} reached it, {first}; all climbs looked {looks} times."
        )
    return told


def _descent(climb: Climb, run: Run) -> list[str]:
    if not np.isfinite(run.f[-1]) or not np.isfinite(climb.f[-1]):
        return []
    lower = float(climb.f[-1]) - float(run.f[-1])
    if lower == 0:
        return [f"**{run.method.title}** ends at the same height."]
    which = "lower" if lower > 0 else "higher"
    why = (
        "it goes to any point of the plane, in any direction"
        if lower > 0
        else "slopes are no promise either: a run can be slow, end in another valley, or diverge"
    )
    return [f"**{run.method.title}** ends {which}, at f = {format_number(float(run.f[-1]))}: {why}."]


def _times(count: int, word: str) -> str:
    plural = {"local minimum": "local minima"}.get(word, f"{word}s")
    return f"{count} {word if count == 1 else plural}"
