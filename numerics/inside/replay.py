"""Going through a run again, to see what its method saw."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from numerics.inside.views import Model, Slice, Steps, View, search, taylor
from numerics.oracle import Oracle
from numerics.run import Run

FIRST, MOST = 100, 200  # steps shown: all of the first, then ever fewer


class _Recorder(Oracle):
    """An oracle that remembers at which points it was asked for f."""

    def __init__(self, run: Run) -> None:
        super().__init__(run.objective)
        self.asked: list[NDArray[Any]] = []

    def value(self, x: NDArray[Any]) -> NDArray[Any]:
        self.asked.extend(x.reshape(-1, x.shape[-1]))
        return super().value(x)


def shown_steps(run: Run) -> NDArray[np.int64]:
    """Which steps of a run to show, (K,): all of the first 100, later ones ever more thinly, and the last."""
    if run.steps < MOST:
        return np.arange(run.steps + 1)
    late = np.geomspace(FIRST, run.steps, MOST - FIRST).round().astype(np.int64)
    return np.unique(np.concatenate([np.arange(FIRST), late]))


def replay(run: Run, shown: NDArray[np.int64]) -> Steps:
    """The steps `shown` (K,), increasing, of a run, made once more with the same numbers.

    Step t leads from iterate t; the one from the last iterate is the step that would come next.
    """
    oracle, method = _Recorder(run), run.method
    states: list[tuple[Any, Any]] = []
    reached, tried = [], []
    wanted = set(shown.tolist())
    with np.errstate(all="ignore"):
        state = method.init(oracle, run.x[0])
        for t in range(int(shown[-1]) + 1):
            oracle.asked.clear()
            x, after = method.at(t, run.limit).step(oracle, run.x[t], run.gradient[t], state)
            if t in wanted:
                states.append((state, after))
                reached.append(x)
                tried.append(list(oracle.asked))
            state = after
    before, after = (_stacked(list(each)) for each in zip(*states, strict=True))
    rates = run.learning_rates
    return Steps(
        objective=run.objective,
        t=shown,
        x=run.x[shown],
        f=run.f[shown],
        gradient=run.gradient[shown],
        before=before,
        after=after,
        reached=np.array(reached),
        rate=(np.full(len(run.x), np.nan) if rates is None else rates)[shown, None],
        tried=_padded(tried, run.x.shape[1]),
    )


def look_inside(run: Run) -> tuple[Steps, tuple[View, ...]]:
    """What the method of a run sees at each of `shown_steps`, beside f's own model and the slice along the step.

    A method that has no meaning for f, or a start where f is undefined, shows nothing.
    """
    steps = replay(run, shown_steps(run))
    with np.errstate(all="ignore"):
        views = run.method.inside(steps)
        if not any(isinstance(view, Model) and view.exact for view in views):
            views = (*views, taylor(steps))
        if not any(isinstance(view, Slice) for view in views):
            views = (*views, search(steps, steps.step))
    return steps, views


def _stacked(states: list[Any]) -> Any:
    """One state with the arrays of all, stacked along a new first axis; None for methods without a memory."""
    if states[0] is None:
        return None
    return type(states[0])(*(np.array(part) for part in zip(*states, strict=True)))


def _padded(points: list[list[NDArray[Any]]], dimension: int) -> NDArray[Any]:
    """Lists of points as one array (K, m, n), filled up with NaN."""
    result = np.full((len(points), max(map(len, points)), dimension), np.nan)
    for row, some in zip(result, points, strict=True):
        if some:
            row[: len(some)] = some
    return result
