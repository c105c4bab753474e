"""Many starts at once, for their ends alone: nothing is recorded on the way."""

from collections.abc import Callable, Iterator, Mapping
from copy import copy
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from numerics.ends import CODE, Codes, Ends, Floats, Mask, judge
from numerics.errors import NumericsError
from numerics.methods import Method, choose_method
from numerics.minimize import BOUND, PATIENCE, check_budget, checked_start
from numerics.objective import Objective
from numerics.oracle import Evaluations, Oracle
from numerics.outcome import Outcome
from numerics.schedules import Schedule

Progress = Callable[[float], None]

MEMORY = 1 << 24  # bytes that are worked on together, at most
SMALLEST, LARGEST = 256, 65_536  # starts worked on together; with fewer, Python's part of a step is felt
CROWD = 0.8  # the share of starts under way below which the others are dropped: copying costs as much as a step
LIMIT = BOUND**2  # of the squared length of a gradient
# Functions that are undefined where their derivatives are not: 1/x is finite at -1, log(x) is not.
OUTLIVED = {"log", "log2", "log10", "log1p", "arctanh"}


def descend(
    f: Objective,
    starts: ArrayLike,
    method: str | Method = "gradient_descent",
    steps: int = 100,
    tolerance: float | None = 1e-8,
    schedule: str | Schedule | None = None,
    *,
    varying: Mapping[str, ArrayLike] | None = None,
    progress: Progress | None = None,
    **knobs: float,
) -> Ends:
    """Run a method from every one of `starts` (k, n), each as `minimize` would.

    A start is set aside once ‖∇f‖ ≤ `tolerance`, or once something is not finite. That x no longer changes is
    noticed every 50 steps.

    `varying` gives every start a value (k,) of its own for some knobs; the method must be `elementwise`. `progress`
    is called after every step with the share of the work that is done, and ends the work if it raises. Raises
    NumericsError as `minimize` does.
    """
    chosen = choose_method(method, schedule, **knobs)
    check_budget(steps, tolerance)
    # In memory each coordinate's values lie side by side, as those of gradients then do: that is much faster.
    x = np.asfortranarray(checked_start(f, starts, batch=True))
    own = _checked_knobs(chosen, varying or {}, len(x))
    oracle = Oracle(f)
    gradient_of = _gradient_within_the_domain(f, oracle)
    if chosen.refusal(f):
        nothing = np.zeros(len(x), dtype=np.int64)
        return Ends(x, f(x), nothing, np.full(len(x), CODE[Outcome.NOT_APPLICABLE], np.int8), Evaluations(0, 0, 0))
    end, taken = np.empty_like(x), np.empty(len(x), dtype=np.int64)
    seen, defined = np.empty(len(x), dtype=np.int8), np.empty(len(x), dtype=bool)
    size = _block_size(f, chosen)
    with np.errstate(all="ignore"):
        for first in range(0, len(x), size):
            block = slice(first, first + size)
            mine = {name: column[block] for name, column in own.items()}
            told = progress and _scaled(progress, first / len(x), min(size, len(x) - first) / len(x))
            for done in _walk(oracle, gradient_of, chosen, x[block], mine, steps, tolerance, told):
                rows = first + done.rows
                end[rows], taken[rows], seen[rows], defined[rows] = done.x, done.steps, done.seen, done.defined
            if told:
                told(1.0)
        value = f(end)
        code = judge(x, end, value, taken, seen, defined)
    return Ends(end, value, taken, code, Evaluations(*oracle.spent()))


class _Done(NamedTuple):
    """Starts that end now: rows (m,) of the block, points (m, n), steps, why (m,), and whether ∇f is finite (m,)."""

    rows: NDArray[np.int64]
    x: Floats
    steps: int
    seen: Codes
    defined: Mask


def _walk(
    oracle: Oracle,
    gradient_of: Callable[[Floats], Floats],
    method: Method,
    x: Floats,
    own: Mapping[str, Floats],
    steps: int,
    tolerance: float | None,
    progress: Progress | None,
) -> Iterator[_Done]:
    """All steps of one block of starts; each start is reported once, when it ends."""
    goal = -1.0 if tolerance is None else tolerance**2
    rows = np.arange(len(x))
    under_way = np.ones(len(x), dtype=bool)  # the others are dragged along until they are dropped
    left = len(x)
    x = np.asfortranarray(x)
    turned = _turned(method, own)
    gradient = gradient_of(x)
    state = turned.init(oracle, x)
    watched, still = x, None
    for t in range(steps + 1):
        square = _squared_lengths(gradient)  # cheaper to compare than lengths
        all_going = square.min() > goal and square.max() <= LIMIT  # two passes where comparing every one takes four
        if t == steps or still is not None or not all_going:
            going = (square > goal) & (square <= LIMIT)  # NaN is not going
            stalled = still if still is not None else np.zeros_like(going)
            at = np.flatnonzero(under_way if t == steps else under_way & (stalled | ~going))
            if at.size:
                seen = _why(square[at], stalled[at], goal)
                defined = np.asarray(np.isfinite(_rows(gradient, at)).all(-1))
                yield _Done(rows[at], _rows(x, at), t, seen, defined)
                under_way[at] = False
                left -= at.size
            if not left:
                return
            if left < CROWD * len(under_way):
                kept = np.flatnonzero(under_way)
                rows, own = rows[kept], {name: column[kept] for name, column in own.items()}
                x, gradient, watched = (_rows(part, kept) for part in (x, gradient, watched))
                state = state and type(state)(*(_rows(part, kept) for part in state))
                turned = _turned(method, own)
                under_way = np.ones(left, dtype=bool)
        before = x
        x, state = turned.at(t, steps).step(oracle, x, gradient, state)
        gradient = gradient_of(x)
        still = None
        if tolerance is not None and (t + 1) % PATIENCE == 0:
            # A method with a memory may stand still for a while and move again.
            still = (x == before).all(-1) & ((x == watched).all(-1) | (state is None))
            watched = x
        if progress:
            progress((t + 1) / steps)


def _why(square: Floats, stalled: Mask, goal: float) -> Codes:
    """Why the loop ends runs whose gradients have these squared lengths (m,)."""
    cases = ((square <= goal, Outcome.CONVERGED), (~(square <= LIMIT), Outcome.DIVERGED), (stalled, Outcome.STALLED))
    codes = np.select([case for case, _ in cases], [CODE[why] for _, why in cases], CODE[Outcome.STEP_LIMIT])
    return codes.astype(np.int8)


def _squared_lengths(vectors: Floats) -> Floats:
    """‖v‖² of vectors (k, n), coordinate by coordinate: four times as fast as a product of rows."""
    total = vectors[:, 0] * vectors[:, 0]
    for coordinate in vectors.T[1:]:
        total += coordinate * coordinate
    return total


def _gradient_within_the_domain(f: Objective, oracle: Oracle) -> Callable[[Floats], Floats]:
    """∇f as a function of points (k, n), NaN where f is not finite."""
    if not OUTLIVED & f.program.functions_of("value"):
        return oracle.gradient
    return lambda x: np.where(np.isfinite(f(x))[:, None], oracle.gradient(x), np.nan)


def _checked_knobs(method: Method, varying: Mapping[str, ArrayLike], count: int) -> dict[str, Floats]:
    """The knobs that vary from start to start, as columns (k, 1)."""
    if varying and not method.elementwise:
        raise NumericsError(f"the knobs of {method.name} cannot vary from start to start")
    columns = {}
    for name, values in varying.items():
        given = np.asarray(values, dtype=np.float64)
        if given.shape != (count,):
            raise NumericsError(f"{name} needs one value for each of the {count} starts, not the shape {given.shape}")
        for value in {float(given.min()), float(given.max())} if count else ():
            choose_method(method, None, **{name: value})  # raises where it is out of range
        columns[name] = given[:, None]
    return columns


def _turned(method: Method, own: Mapping[str, Floats]) -> Method:
    """The method with columns in place of some knobs."""
    turned = copy(method)
    for name, column in own.items():
        object.__setattr__(turned, name, column)
    return turned


def state_bytes(f: Objective, method: Method) -> int:
    """The memory that a method's state takes for one start."""
    state = method.init(Oracle(f), np.zeros((1, f.dimension))) or ()
    return sum(part.nbytes for part in state if isinstance(part, np.ndarray))


def _block_size(f: Objective, method: Method) -> int:
    """How many starts to work on together: a step reads and writes x, its gradient and the state."""
    touched = 2 * (16 * f.dimension + state_bytes(f, method))
    return int(np.clip(MEMORY // touched, SMALLEST, LARGEST))


def _scaled(progress: Progress, begin: float, share: float) -> Progress:
    return lambda done: progress(begin + share * done)


def _rows(part: Any, kept: NDArray[np.int64]) -> Any:
    """These rows of an array, its other axes in memory as they were; what is no array is common to all rows."""
    if not isinstance(part, np.ndarray):
        return part
    return np.moveaxis(np.take(np.moveaxis(part, 0, -1), kept, axis=-1), -1, 0)
