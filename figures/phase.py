"""The phase diagram of momentum: learning rate across, momentum up, the speed as colour, the limit as a line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from figures.drawing import Drawing, compact
from figures.marks import Trace, undefined_trace
from figures.text import escape, number
from figures.theme import INK, PAPER, SEQUENTIAL, STAR, VERMILLION, axis, colorscale, figure

if TYPE_CHECKING:
    from numerics.phase import Phase

DECADES = 3  # of steps for one more digit between the ends of the colours


def phase_diagram(
    phase: Phase, knobs: Sequence[tuple[str, float, float]], *, symbol: str, log: bool = False
) -> Drawing:
    """Draw the diagram with `knobs`, (label, rate, momentum), marked on it.

    `symbol` is that of the rate; `log` asks for a logarithmic axis of it. Where runs diverge the plane is hatched.
    """
    x, y = phase.rates, phase.momenta
    across, up = (float(x[0]), float(x[-1])), (float(y[0]), float(y[-1]))
    with np.errstate(all="ignore"):
        digit = np.where(phase.factor < 1, -1 / np.log10(phase.factor), np.nan)  # steps for one more digit
        steps = np.log10(digit)
    known = steps[np.isfinite(steps)]
    fastest = max(0, int(np.floor(known.min()))) if len(known) else 0
    ticks = list(range(fastest, fastest + DECADES + 1))
    traces: list[Trace] = [
        undefined_trace([(across, up)]) | {"name": "diverges", "zorder": -2},
        {
            "type": "heatmap", "x": compact(x), "y": compact(y), "z": compact(steps),
            "zmin": ticks[0], "zmax": ticks[-1], "zorder": -1,
            "colorscale": colorscale(SEQUENTIAL), "name": "", "hoverongaps": False,
            "customdata": np.stack([compact(phase.factor), compact(digit)], axis=-1),
            "hovertemplate": f"{symbol} = %{{x:.4~g}}<br><i>β</i> = %{{y:.3~g}}"
            "<br>factor a step %{customdata[0]:.5~g}<br>%{customdata[1]:.4~g} steps a digit<extra></extra>",
            "colorbar": {
                "title": {"text": "steps<br>a digit"}, "tickvals": ticks, "ticktext": [number(10.0**k) for k in ticks],
                "thickness": 12, "outlinewidth": 0, "ticks": "outside", "ticklen": 3, "xpad": 4, "ypad": 0,
            },
        },
        {
            "type": "scatter", "mode": "lines", "name": "limit of stability", "x": phase.limit, "y": y,
            "line": {"color": VERMILLION, "width": 3}, "hoverinfo": "skip",
        },
    ]  # fmt: skip
    if phase.best:
        rate, momentum, factor = phase.best
        text = (
            f"<b>fastest</b><br>{symbol} = {number(rate)}<br><i>β</i> = {number(momentum)}<br>factor {number(factor)}"
        )
        traces.append(_mark("fastest", [rate], [momentum], [text], "star", 16, STAR))
    if knobs:
        labels, rates, momenta = zip(*knobs, strict=True)
        traces.append(_mark("as set", rates, momenta, [escape(label) for label in labels], "circle", 13, PAPER))
    ends = np.log10(across).tolist() if log else list(across)
    scale = {"type": "log", "range": ends} if log else {"range": ends}
    layout = {
        "xaxis": axis(f"learning rate {symbol}", showgrid=False, **scale),
        "yaxis": axis("momentum <i>β</i>", showgrid=False, range=list(up)),
    }
    return Drawing(figure(traces, **layout))


def _mark(
    name: str, x: Sequence[float], y: Sequence[float], texts: Sequence[str], symbol: str, size: int, color: str
) -> Trace:
    return {
        "type": "scatter", "mode": "markers", "name": name, "x": list(x), "y": list(y), "text": list(texts),
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {"symbol": symbol, "size": size, "color": color, "line": {"color": INK, "width": 2}},
    }  # fmt: skip
