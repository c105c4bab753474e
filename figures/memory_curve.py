"""Memory against forward evaluations: the least possible, equal segments, and marked schedules."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from figures.marks import Trace, point_trace
from figures.text import escape
from figures.theme import BLUE, LINE_WIDTH, ORANGE, axis, figure


@dataclass(frozen=True)
class Spot:
    """A schedule: its name, the units of memory that it takes, and its evaluations in forward passes."""

    name: str
    memory: int
    passes: float


def memory_curve(least: np.ndarray, segments: Sequence[Spot], shown: Spot) -> go.Figure:
    """Draw the least evaluations `least` (M+1,) with memory 0, …, M (infinite where there is no schedule), in forward
    passes; schedules of equal `segments`; and a ring round the one that is `shown`.
    """
    memory = np.flatnonzero(np.isfinite(least))
    top = float(max(least[memory[0]], shown.passes, *(spot.passes for spot in segments)))
    traces: list[Trace] = [
        {
            "type": "scatter", "mode": "lines+markers", "name": "optimum", "x": memory, "y": least[memory],
            "line": {"shape": "hv", "color": BLUE, "width": LINE_WIDTH}, "marker": {"color": BLUE, "size": 5},
            "hovertemplate": "%{x} units: %{y:.4~g} forward passes at the least<extra>optimum</extra>",
        },
        {
            "type": "scatter", "mode": "markers", "name": "equal segments", "x": [spot.memory for spot in segments],
            "y": [spot.passes for spot in segments], "text": [escape(spot.name) for spot in segments],
            "marker": {"color": ORANGE, "symbol": "diamond", "size": 8},
            "hovertemplate": "<b>%{text}</b><br>%{x} units, %{y:.4~g} forward passes<extra></extra>",
        },
        point_trace(shown.memory, shown.passes, shown.name),
    ]  # fmt: skip
    ticks = [tick for tick in (1, 1.25, 1.5, 2, 3, 4, 6, 8, 12, 16, 24, 32) if tick <= top * 1.1]
    return figure(
        traces,
        xaxis=axis("units of memory", range=[0, (len(least) - 1) * 1.04], uirevision=f"{len(least)}"),
        yaxis=axis(
            "evaluations, in forward passes", type="log", range=[-0.03, np.log10(max(top, 1.5)) * 1.06 + 0.02],
            tickvals=ticks, ticktext=[f"{tick:g}" for tick in ticks], uirevision=f"{top:.4g}",
        ),
    )  # fmt: skip
