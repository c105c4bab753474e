"""A fair race: many methods on many problems from many starts, each run with the same budget of evaluations."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from numerics.errors import NumericsError
from numerics.methods import Method, choose_method
from numerics.profiles import Profile, data_profiles, performance_profiles
from numerics.race.attempt import Attempt, attempts
from numerics.race.problem import TUNING, Point, Problem
from numerics.race.rules import RATES, TUNING_STARTS, RaceRules
from numerics.race.trials import Trials, trials
from numerics.race.tuning import best_rate

Floats = NDArray[np.float64]
Result = TypeVar("Result")


@dataclass(frozen=True, eq=False)
class Heat:
    """What one method did on one problem.

    Attributes:
        method: as it ran, with the tuned learning rate.
        attempts: its runs, one from each start.
        costs: of each (k,), in evaluations of f, to the goal; infinity where it did not get there.
        tuning_cost: what its trials cost, in the same unit; 0 where nothing was tuned.
    """

    method: Method
    attempts: tuple[Attempt, ...]
    costs: Floats
    tuning_cost: float


@dataclass(frozen=True, eq=False)
class Race:
    """The result of `race`.

    Attributes:
        rules: what was agreed.
        methods: the S entrants, as they entered.
        problems: the field.
        lowest: f* of each problem: the known one, or the lowest that any run found, those of the tuning included;
            -inf where f fell without end along a run, so that no run can be called better than another.
        heats: a row for each problem, a heat for each method.
    """

    rules: RaceRules
    methods: tuple[Method, ...]
    problems: tuple[Problem, ...]
    lowest: tuple[float, ...]
    heats: tuple[tuple[Heat, ...], ...]

    @cached_property
    def judged(self) -> tuple[int, ...]:
        """The problems that have an f*, by place in the field; only they count."""
        return tuple(place for place, value in enumerate(self.lowest) if math.isfinite(value))

    @cached_property
    def costs(self) -> Floats:
        """What it cost every method to solve every judged problem from every start, (P, S); infinity: not solved."""
        rows = [np.stack([heat.costs for heat in self.heats[place]], axis=-1) for place in self.judged]
        return np.concatenate([np.empty((0, len(self.methods))), *rows])

    @property
    def performance(self) -> tuple[Profile, ...]:
        """The performance profile of every method."""
        return performance_profiles(self.costs)

    @property
    def data(self) -> tuple[Profile, ...]:
        """The data profile of every method."""
        sizes = [
            self.problems[place].objective.dimension for place in self.judged for _ in self.heats[place][0].attempts
        ]
        return data_profiles(self.costs, sizes)


def race(
    methods: Sequence[str | Method],
    problems: Sequence[str | Problem],
    rules: RaceRules = RaceRules(),  # noqa: B008 (frozen)
    *,
    run: Callable[..., tuple[Attempt, ...]] = attempts,
    tune: Callable[..., Trials] = trials,
    progress: Callable[[float], None] = lambda share: None,
) -> Race:
    """Let `methods` (names of `METHODS`, or methods at hand) compete on `problems` (of the gallery, or at hand).

    Every run has the same budget. A method with a learning rate is tuned first, as the rules say, on starts of its
    own; what that cost is told apart (`Heat.tuning_cost`). The result depends on the rules alone: neither the order
    of the methods nor that of the problems matters. Only an f* that is not known is what this company found.

    `run` and `tune` do the work of `attempts` and `trials`, and may remember what they did before; `progress` is told
    the share that is done. Raises NumericsError for an unknown name, or if there is no method or no problem.
    """
    entrants = tuple(map(choose_method, methods))
    field = tuple(Problem.named(item) if isinstance(item, str) else item for item in problems)
    if not entrants or not field:
        raise NumericsError("a race needs a method and a problem at least")
    runs = sum(rules.starts + rules.trials(method) for method in entrants)
    track = _Track(rules, progress, planned=len(field) * runs)
    starts = [problem.starts(rules.starts, rules.seed) for problem in field]
    others = [problem.drawn(TUNING_STARTS, rules.seed, TUNING) for problem in field]
    tried = [
        [track.run(tune, problem, method, begin) if rules.tunes(method) else {} for method in entrants]
        for problem, begin in zip(field, others, strict=True)
    ]
    seen = [
        _lowest(problem, [runs for trials in row for runs in trials.values()])
        for problem, row in zip(field, tried, strict=True)
    ]
    tuned = [
        [_tuned(method, [row[column] for row in tried], seen, place, rules) for column, method in enumerate(entrants)]
        for place in range(len(field))
    ]
    ran = [
        [track.run(run, problem, method, begin) for method in row]
        for problem, row, begin in zip(field, tuned, starts, strict=True)
    ]
    lowest = [min(low, _lowest(problem, runs)) for problem, low, runs in zip(field, seen, ran, strict=True)]
    heats = [
        tuple(
            _judged(method, runs, trials, bottom, rules)
            for method, runs, trials in zip(tuned[place], ran[place], tried[place], strict=True)
        )
        for place, bottom in enumerate(lowest)
    ]
    return Race(rules, entrants, field, tuple(lowest), tuple(heats))


class _Track:
    """Where runs are made by the rules, and counted for those who watch."""

    def __init__(self, rules: RaceRules, progress: Callable[[float], None], planned: int) -> None:
        self._rules, self._progress = rules, progress
        self._done, self._planned = 0, planned

    def run(self, work: Callable[..., Result], problem: Problem, method: Method, starts: tuple[Point, ...]) -> Result:
        """What `work`, which is `attempts` or `trials`, makes of a method on a problem."""
        f = problem.objective
        result = work(f, method, starts, self._rules.budget, self._rules.prices(f.dimension))
        self._done += len(starts) * (len(RATES) if isinstance(result, Mapping) else 1)
        self._progress(min(self._done / self._planned, 1.0))
        return result


def _tuned(method: Method, trials: Sequence[Trials], lowest: Sequence[float], place: int, rules: RaceRules) -> Method:
    """The method as it starts on the problem at `place`, given its trials on all of them."""
    group = slice(None) if rules.tuning == "field" else slice(place, place + 1)
    rate = best_rate(trials[group], lowest[group], rules)
    return method if rate is None else choose_method(method, learning_rate=rate)


def _judged(method: Method, ran: tuple[Attempt, ...], trials: Trials, bottom: float, rules: RaceRules) -> Heat:
    costs = [attempt.cost_to(rules.goal(attempt.initial, bottom)) for attempt in ran]
    return Heat(method, ran, np.array(costs), sum(attempt.spent for tried in trials.values() for attempt in tried))


def _lowest(problem: Problem, ran: Sequence[Sequence[Attempt]]) -> float:
    """f* as far as it is known: the problem's own, else the lowest that these runs found; -inf where f has none."""
    if problem.lowest is not None:
        return problem.lowest
    every = [attempt for attempts in ran for attempt in attempts]
    if any(attempt.falls_forever for attempt in every):
        return -math.inf
    return min((attempt.lowest for attempt in every), default=math.inf)
