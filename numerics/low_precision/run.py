"""One loop: any method, with weights, gradients and memory in formats, and the loss scaled."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from numerics.errors import NumericsError
from numerics.formats import Format, Mode
from numerics.formats.rounding import round_floats
from numerics.low_precision.array import InFormat
from numerics.low_precision.oracle import Computed, FormatOracle, Formula
from numerics.low_precision.precision import Precision
from numerics.low_precision.record import End, Record
from numerics.low_precision.scaling import LossScaling
from numerics.methods import Method, choose_method
from numerics.minimize import check_budget, checked_start
from numerics.objective import Objective
from numerics.oracle import Oracle
from numerics.schedules import Schedule

Floats = NDArray[np.float64]

UNSCALED = LossScaling()


def run(
    f: Objective,
    start: ArrayLike,
    method: str | Method = "gradient_descent",
    *,
    precision: Precision,
    scaling: LossScaling = UNSCALED,
    steps: int = 100,
    schedule: str | Schedule | None = None,
    budget: int | None = None,
    progress: Callable[[float], None] | None = None,
    **knobs: float,
) -> Record:
    """Run a method on f from `start` (n,), everything rounded to the formats of `precision`.

    Each step: the weights are read in their format; f and, by reverse accumulation from the scale of the loss, its
    gradient are computed in the format of the gradients, every operation rounded; the gradient is divided by the scale
    and the step is computed in `precision.arithmetic`, every operation rounded; the new weights and the method's
    memory are rounded to the formats in which they are kept. With one format for everything that is what NumPy does
    with arrays of that dtype, bit for bit where f and the step are made of + - * /, squares and roots.

    The run ends after `steps` steps, with the first weight that is not finite, or after the step in which f and its
    derivatives were computed `budget` times. `schedule` changes the learning rate as in `minimize`; `progress` is told
    the share that is done. Raises NumericsError for an unknown method or knob, one that has no meaning for f, a start
    that is not n finite numbers, or steps outside 0 … 100 000.
    """
    chosen = choose_method(method, schedule, **knobs)
    check_budget(steps, None)
    if reason := chosen.refusal(f):
        raise NumericsError(f"{chosen.title} cannot be used here: {reason}")
    formula = Formula(f)
    return descend(lambda t: formula, checked_start(f, start), chosen, precision, scaling, steps, budget, progress)


def descend(
    function: Callable[[int], Computed],
    start: Floats,
    method: Method,
    precision: Precision,
    scaling: LossScaling,
    steps: int,
    budget: int | None = None,
    progress: Callable[[float], None] | None = None,
) -> Record:
    """The loop of `run`; step t sees `function(t)`, the whole loss or one of a batch."""
    x = round_floats(start, precision.updated, Mode.NEAREST_EVEN)
    scale, state, asked, end = scaling.begin, None, 0, End.STEPS
    xs, seen, values, true, gradients, wanted, powers, skipped = [x], [], [], [], [], [], [scale.power], []
    with np.errstate(all="ignore"):
        for t in range(steps + 1):
            computed = function(min(t, steps - 1))
            oracle = FormatOracle(computed, precision, scale.factor)
            seen.append(oracle.seen(x))
            values.append(float(computed.exact(seen[-1])))
            true.append(computed.exact.gradient(seen[-1]))
            if not np.isfinite(x).all():
                end = End.NOT_FINITE
            elif budget is not None and asked >= budget and t < steps:
                end = End.BUDGET
            if t == steps or end is not End.STEPS:
                break
            scaled = oracle.scaled_gradient(x)
            gradient = oracle.unscaled(scaled)
            finite = bool(np.isfinite(scaled).all())
            if t == 0:
                state = _kept(method.init(oracle, InFormat.of(x, precision.arithmetic)), precision.state)
            skip = scaling.skips(finite)
            update = np.zeros_like(x)
            if not skip:
                now = method.at(t, steps)
                # What the method makes of the same numbers in float64.
                plain = now.step(Oracle(computed.exact), x, np.asarray(gradient), _changed(state, np.asarray))
                update = np.asarray(plain[0]) - x
                x, state = _step(oracle, now, x, gradient, state, t)
            xs.append(x)
            gradients.append(np.asarray(gradient))
            wanted.append(update)
            skipped.append(skip)
            asked += oracle.asked
            scale = scaling.after(scale, finite)
            powers.append(scale.power)
            if progress:
                progress((t + 1) / steps)
    shape = (len(skipped), len(x))
    return Record(
        method,
        precision,
        scaling,
        np.array(xs),
        np.array(seen),
        np.array(values),
        np.array(gradients).reshape(shape),
        np.array(true),
        np.array(wanted).reshape(shape),
        np.array(powers),
        np.array(skipped, dtype=bool),
        end,
    )


def _step(
    oracle: FormatOracle, method: Method, x: Floats, gradient: InFormat, state: Any, t: int
) -> tuple[Floats, Any]:
    """One step in the arithmetic of the run; the weights and the state as they are kept afterwards."""
    arithmetic = oracle.precision.arithmetic
    lifted = _changed(state, lambda part: InFormat.of(part, arithmetic))
    after, memory = method.step(oracle, InFormat.of(x, arithmetic), gradient, lifted)
    return oracle.precision.store(np.asarray(after), t), _kept(memory, oracle.precision.state)


def _kept(state: Any, format: Format) -> Any:
    """What a method remembers, its numbers rounded to the format."""
    return _changed(state, lambda part: round_floats(np.asarray(part), format, Mode.NEAREST_EVEN))


def _changed(state: Any, change: Callable[[Any], Any]) -> Any:
    """A state with its arrays of floats changed; counters and truth values stay."""
    if state is None:
        return None
    parts = (change(part) if isinstance(part, np.ndarray) and part.dtype.kind == "f" else part for part in state)
    return type(state)(*parts)
