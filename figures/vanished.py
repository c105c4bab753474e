"""Where updates vanish: marks on a path, and the size of every update beside the gap of its weight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from figures.drawing import Drawing
from figures.marks import Trace
from figures.rows import Row, stack
from figures.text import number, variable
from figures.theme import ORANGE, PAPER, VERMILLION, Look
from figures.timelines import Line, Panel, palette_look, rows_of

if TYPE_CHECKING:
    from numerics.low_precision import Record

MOST = 300  # marks of a kind


def vanished_marks(record: Record, names: Sequence[str], axes: Sequence[int], f: np.ndarray) -> list[Trace]:
    """Return marks at the points of a run where updates vanished: of all weights, and of some alone.

    `axes` are the variables along which the chart runs; along one alone the height of a mark is `f` (T + 1,).
    """
    lost = record.vanished
    every = lost.any(-1) & (lost | (record.wanted == 0)).all(-1)
    told = " by chance" if record.precision.stochastic else ""
    kinds = (
        (f"an update vanishes{told}", lost.any(-1) & ~every, ORANGE, "circle-open"),
        (f"every update vanishes{told}", every, VERMILLION, "x"),
    )
    return [
        _marks(record, names, axes, f, name, np.flatnonzero(at), color, symbol)
        for name, at, color, symbol in kinds
        if at.any()
    ]


def _marks(
    record: Record, names: Sequence[str], axes: Sequence[int], f: np.ndarray, name: str, at: np.ndarray, color: str,
    symbol: str,
) -> Trace:  # fmt: skip
    stays = [list(steps) for _, steps in groupby(at.tolist(), key=lambda t: record.x[t].tobytes())][:MOST]
    first = [steps[0] for steps in stays]
    x, y = (record.x[first, axes[0]], f[first] if len(axes) == 1 else record.x[first, axes[1]])
    return {
        "type": "scatter", "mode": "markers", "name": name, "x": x, "y": y,
        "text": [_told(record, names, steps) for steps in stays], "hovertemplate": "%{text}<extra></extra>",
        "marker": {
            "symbol": symbol, "size": 11, "color": color,
            "line": {"color": color, "width": 2} if symbol.endswith("open") else {"color": PAPER, "width": 1},
        },
    }  # fmt: skip


def _told(record: Record, names: Sequence[str], steps: Sequence[int]) -> str:
    t = steps[0]
    when = f"step {t}" if len(steps) == 1 else f"steps {t} to {steps[-1]}"
    lines = [
        f"Δ{variable(names[i])} = {number(record.wanted[t, i], 3)}: {number(record.in_gaps[t, i], 3)} of the gap "
        f"{number(record.gaps[t, i], 3)}"
        for i in np.flatnonzero(record.vanished[t]).tolist()
    ]
    return "<br>".join([f"<b>{when}</b>", *lines[:4]])


def update_chart(record: Record, names: Sequence[str]) -> Drawing:
    """Draw each weight's update in gaps of its format over the steps, one at least, and the scale if it may change."""
    at = np.arange(record.steps, dtype=np.int32)
    sizes = np.where(record.skipped[:, None], np.nan, record.in_gaps)
    lines = [Line(variable(name), at, sizes[:, i], palette_look(i)) for i, name in enumerate(names)]
    panels = [Panel("|Δ<i>w</i>| in gaps", lines, log=True, marks=[(0.5, "½: what is below is rounded away")])]
    scaled = record.scaling.every is not None
    if scaled:
        powers = record.powers[:-1].astype(np.float64)
        panels.append(Panel("scale 2<sup><i>k</i></sup>: <i>k</i>", [Line("<i>k</i>", at, powers, palette_look(4))]))
    rows = rows_of(panels, at)
    if scaled and record.skipped.any():
        rows[1] = replace(rows[1], traces=[*rows[1].traces, _skipped(record)])
    return stack(_quiet(rows), at)


def _skipped(record: Record) -> Trace:
    at = np.flatnonzero(record.skipped)
    return {
        "type": "scatter", "mode": "markers", "name": "step skipped", "x": at, "y": record.powers[at],
        "hovertemplate": "step %{x} was skipped: a gradient overflowed at <i>k</i> = %{y}<extra></extra>",
        "marker": {"symbol": "x", "size": 9, "color": VERMILLION},
    }  # fmt: skip


def _quiet(rows: Sequence[Row]) -> list[Row]:
    """Rows whose heads are small: there may be ten weights."""
    return [replace(row, looks=[Look(look.color, look.dash, "circle") for look in row.looks]) for row in rows]
