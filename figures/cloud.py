"""Points around a point, each coloured by how far its image went."""

import numpy as np
import plotly.graph_objects as go

from figures.drawing import compact
from figures.marks import Trace
from figures.text import number
from figures.theme import INK, NEUTRAL, PAPER, SEQUENTIAL, VERMILLION, axis, colorscale, figure


def cloud(
    points: np.ndarray, centre: np.ndarray, moved: np.ndarray, amplified: np.ndarray, letter: str, bar: bool
) -> go.Figure:
    """Draw `points` (k, 2) round `centre`, coloured by `amplified` (k,), and the point `moved`.

    `letter` names the space; `bar` shows the scale of the colours.
    """
    reach = 1.15 * float(np.abs(np.vstack([points, moved]) - centre).max()) or 1.0
    ticks = np.linspace(0, float(amplified.max()), 4)
    marker = {
        "color": compact(amplified), "colorscale": colorscale(SEQUENTIAL[::-1]), "cmin": 0, "size": 8,
        "cmax": float(amplified.max()), "line": {"color": NEUTRAL, "width": 0.75}, "showscale": bar,
        "colorbar": {
            "title": {"text": "amplified"}, "thickness": 12, "len": 0.8, "tickvals": ticks.tolist(),
            "ticktext": [number(float(tick), 3) for tick in ticks],
        },
    }  # fmt: skip
    traces: list[Trace] = [
        {
            "type": "scatter", "mode": "markers", "name": f"perturbed {letter}", "showlegend": False,
            "x": points[:, 0], "y": points[:, 1], "marker": marker, "customdata": compact(amplified),
            "hovertemplate": f"<i>{letter}</i> = (%{{x:.6~g}}, %{{y:.6~g}})<br>relative error × %{{customdata:.4~g}}"
            "<extra></extra>",
        },
        _mark(centre, f"<i>{letter}</i>", INK, "circle"),
        _mark(moved, f"changed <i>{letter}</i>", VERMILLION, "diamond"),
    ]  # fmt: skip
    ranges = [[float(c - reach), float(c + reach)] for c in centre]
    across, up = (f"<i>{letter}</i><sub>{k}</sub>" for k in (1, 2))
    return figure(
        traces,
        xaxis=axis(across, range=ranges[0], constrain="domain"),
        yaxis=axis(up, range=ranges[1], scaleanchor="x", constrain="domain"),
    )


def _mark(point: np.ndarray, name: str, color: str, symbol: str) -> Trace:
    return {
        "type": "scatter", "mode": "markers", "name": name, "x": [float(point[0])], "y": [float(point[1])],
        "marker": {"color": color, "symbol": symbol, "size": 13, "line": {"color": PAPER, "width": 1.5}},
        "hovertemplate": "(%{x:.6~g}, %{y:.6~g})<extra>" + name + "</extra>",
    }  # fmt: skip
