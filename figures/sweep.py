"""The map of two knobs: how many steps a run takes, or how low it gets, at every pair of their values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from figures.basins import percent
from figures.drawing import Drawing
from figures.levels import levels
from figures.marks import Trace
from figures.painted import CLEAR, GREY, PALE, hatched, painted, rank, shade_bar, swatch
from figures.text import number, variable
from figures.theme import INK, ORANGE, SEQUENTIAL, STAR, SYMBOLS, axis, between, figure
from numerics.ends import CODE
from numerics.outcome import Outcome
from numerics.sweep import START

if TYPE_CHECKING:
    from numerics.sweep import Sweep

QUANTITIES = ("steps", "f")
SHADES = 200
ENDED = {
    Outcome.CONVERGED: "converged",
    Outcome.STEP_LIMIT: "not converged",
    Outcome.STALLED: "stalled",
    Outcome.DIVERGED: "diverged",
    Outcome.BUDGET: "stopped",
}
LOST = "left the domain"


def sweep_map(
    sweep: Sweep,
    quantity: str = "steps",
    *,
    logarithmic: tuple[bool, bool] = (False, False),
    symbols: tuple[str, str] = ("", ""),
    chosen: tuple[int, int] | None = None,
) -> Drawing:
    """Draw `quantity` (of `QUANTITIES`) for every cell, the best cell with a star, the `chosen` (row, column) framed.

    Steps are coloured where the tolerance was reached, f where the run ended with all its steps or sooner. Hatched:
    it diverged. Grey: it left the domain. Pale: the tolerance was not reached. `logarithmic` are the axes with
    logarithmic scales, `symbols` the letters of the knobs, as HTML. Raises ValueError for another quantity.
    """
    if quantity not in QUANTITIES:
        raise ValueError(f"a map shows {' or '.join(QUANTITIES)}, not {quantity!r}")
    words = np.array([ENDED.get(outcome, LOST) for outcome in Outcome], dtype=object)[sweep.code]
    diverged = sweep.code == CODE[Outcome.DIVERGED]
    lost = (words == LOST) | (~np.isfinite(sweep.f) & ~diverged)
    shown = sweep.code == CODE[Outcome.CONVERGED] if quantity == "steps" else ~(diverged | lost)
    title, place, ticks, texts = _counts(sweep.steps_taken[shown]) if quantity == "steps" else _heights(sweep.f[shown])
    scale = [*between(SEQUENTIAL, SHADES), PALE, GREY, CLEAR]
    codes = np.full(shown.shape, SHADES)
    codes[lost], codes[diverged] = SHADES + 1, SHADES + 2
    codes[shown] = np.round(place * (SHADES - 1)).astype(int)

    x_edges, y_edges = (cell_edges(values, log) for values, log in zip((sweep.x, sweep.y), logarithmic, strict=True))
    x_range, y_range = (float(x_edges[0]), float(x_edges[-1])), (float(y_edges[0]), float(y_edges[-1]))
    titles = [axis_title(name, symbol) for name, symbol in zip(sweep.names, symbols, strict=True)]
    hover = (
        f"{titles[0]} = %{{x:.4~g}}<br>{titles[1]} = %{{y:.4~g}}<br>%{{text}}"
        f"<br>steps: %{{customdata[0]}}<br>{SYMBOLS['value']} = %{{customdata[1]:.4~g}}"
    )
    numbers = np.stack([sweep.steps_taken, sweep.f], axis=-1)
    cells = painted(x_edges, y_edges, codes, scale, words, numbers, hover)
    traces: list[Trace] = [cells]
    if diverged.any():
        traces.insert(0, hatched(x_range, y_range, f"diverged, {percent(float(diverged.mean()))}"))
    for name, code in (("not converged", SHADES), (LOST, SHADES + 1)):
        if (codes == code).any():
            traces.append(swatch(f"{name}, {percent(float((codes == code).mean()))}", scale[code]))
    if sweep.best:
        star = {"symbol": "star", "size": 15, "color": STAR, "line": {"color": INK, "width": 1.25}}
        traces.append(_mark(sweep, sweep.best, "best", star))
    if chosen:
        frame = {"symbol": "square-open", "size": 13, "color": ORANGE, "line": {"width": 3}}
        traces.append(_mark(sweep, chosen, "shown beside", frame))
    if len(texts) > 1:
        traces.append(shade_bar(title, SEQUENTIAL, ticks, texts))
    return Drawing(
        figure(
            traces,
            xaxis=_knob_axis(titles[0], x_range, logarithmic[0]),
            yaxis=_knob_axis(titles[1], y_range, logarithmic[1]),
        )
    )


def cell_edges(values: np.ndarray, logarithmic: bool) -> np.ndarray:
    """Return the edges (k+1,) of cells around k values in ascending order, half-way between them on their scale."""
    at = np.log(values) if logarithmic else values
    if len(at) == 1:
        at = np.array([at[0] - 0.5, at[0] + 0.5])
    else:
        middle = (at[1:] + at[:-1]) / 2
        at = np.concatenate([[2 * at[0] - middle[0]], middle, [2 * at[-1] - middle[-1]]])
    return np.exp(at) if logarithmic else at


def axis_title(name: str, symbol: str = "") -> str:
    """Return what an axis says of what varies along it: a knob with its symbol, or a coordinate of the start."""
    if name.startswith(START):
        return f"start {variable(name.removeprefix(START))}"
    return f"{name.replace('_', ' ')} {symbol}".strip()


def _knob_axis(title: str, window: tuple[float, float], logarithmic: bool) -> dict[str, Any]:
    ends = np.log10(window).tolist() if logarithmic else list(window)
    scale = {"type": "log"} if logarithmic else {}
    return axis(title, range=ends, showgrid=False, uirevision=f"{ends[0]:.12g} {ends[1]:.12g}", **scale)


def _counts(steps: np.ndarray) -> tuple[str, np.ndarray, np.ndarray, list[str]]:
    """The title of a scale of steps, where each count lies on it, 0 … 1, and its ticks as places and texts."""
    return "steps", *rank(steps)


def _heights(f: np.ndarray) -> tuple[str, np.ndarray, np.ndarray, list[str]]:
    """The same for f, counted from its lowest value unless that is small and not negative."""
    base, highest = float(f.min(initial=np.inf)), float(f.max(initial=-np.inf))
    if not np.isfinite(base) or 0 <= base < 1e-3 * highest or abs(base) < 1e-9 * highest:
        base = 0.0
    chosen = levels(f - base, "logarithmic", lowest=0.0)
    width = max(chosen.high - chosen.low, 1.0)
    positions, texts = chosen.ticks()
    title = f"{SYMBOLS['value']} − {number(base)}" if base else SYMBOLS["value"]
    title = title.replace("− −", "+ ")
    return title, (chosen.position(f - base) - chosen.low) / width, (positions - chosen.low) / width, texts


def _mark(sweep: Sweep, cell: tuple[int, int], name: str, marker: dict[str, Any]) -> Trace:
    row, column = cell
    return {
        "type": "scatter", "mode": "markers", "name": name, "hoverinfo": "skip",
        "x": [sweep.x[column]], "y": [sweep.y[row]], "marker": marker,
    }  # fmt: skip
