"""How fast methods get there: f, the gradient and the step length against the step, on logarithmic axes."""

from collections.abc import Sequence

import numpy as np

from figures.drawing import Drawing
from figures.marks import Trace, path_traces
from figures.paths import Path, frame_steps, heads, looks
from figures.rows import Row, Scale, logarithmic, stack
from figures.text import number
from figures.theme import SYMBOLS

ROWS = ("value", "gradient_norm", "step_length")


def convergence(
    paths: Sequence[Path], *, lowest: float | None = None, rows: Sequence[str] = ("value", "gradient_norm")
) -> Drawing:
    """Draw one row per quantity (of `ROWS`), one line per path, on the shared axis of steps, heads in every row.

    f itself is drawn if it is positive and no minimum other than 0 is known; otherwise its distance to the
    best value known, the smaller of `lowest` and the lowest f of all paths, and the axis title says so. When a
    path falls without end, no best value means anything: then the axis of f is linear. A value of zero is
    drawn at the foot of the chart, on a line that says so; values beyond a million times the start leave it.
    """
    steps, styles = frame_steps(paths), looks(paths)
    taken = heads([np.arange(path.steps + 1) for path in paths], steps) if paths else None
    drawn = []
    for place, quantity in enumerate(rows):
        scale, series = _value_row(paths, lowest) if quantity == "value" else _norm_row(paths, quantity)
        traces: list[Trace] = []
        for path, look, values in zip(paths, styles, series, strict=True):
            at = {"x": np.arange(len(values), dtype=np.int32), "y": values}
            line, end = path_traces(path, look, at, halo=False)
            traces += [line, end if place == 0 else end | {"showlegend": False}]
        moving = {} if taken is None else {"x": taken.astype(np.float32), "y": heads(series, steps)}
        drawn.append(Row(scale, traces, moving, styles))
    return stack(drawn, steps)


def _value_row(paths: Sequence[Path], lowest: float | None) -> tuple[Scale, list[np.ndarray]]:
    symbol, best = SYMBOLS["value"], f"{SYMBOLS['value']}*"
    values = np.concatenate([*(path.f for path in paths), np.empty(0)])
    smallest = float(values[np.isfinite(values)].min(initial=np.inf))
    begin = max((abs(path.f[0]) for path in paths if np.isfinite(path.f[0])), default=0.0) or 1.0
    if lowest is None and smallest < -1000 * begin:
        clipped = [path.f.clip(-1e4 * begin, 1e4 * begin) for path in paths]
        return Scale(symbol, {"range": [-10 * begin, 3 * begin]}), clipped
    base = min(lowest, smallest) if lowest is not None else min(smallest, 0.0)
    title = f"{symbol} − {best}, {best} = {number(base)}" if base else symbol
    return logarithmic(title, [path.f - base for path in paths])


def _norm_row(paths: Sequence[Path], quantity: str) -> tuple[Scale, list[np.ndarray]]:
    return logarithmic(SYMBOLS[quantity], [getattr(path, quantity) for path in paths])
