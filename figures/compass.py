"""The slope of f in every direction: uᵀ∇f over the angle of u, with the steepest ways up and down."""

import numpy as np

from figures.drawing import Drawing, compact
from figures.marks import Trace
from figures.theme import BLUE, GREEN, LINE_WIDTH, NEUTRAL, PAPER, SYMBOLS, VERMILLION, axis, figure
from numerics.differentiation import Directions

UP, DOWN, TURNING = VERMILLION, BLUE, GREEN


def compass(seen: Directions, turn: np.ndarray, names: tuple[str, str]) -> Drawing:
    """Draw uᵀ∇f over the angle θ of u and a dot that takes the angles `turn` (K,) in degrees.

    `names` are those of the two variables, as typeset: at 0° u points along the first, at 90° along the second.
    """
    slopes = np.interp(turn % 360, seen.angles, seen.slopes)
    traces: list[Trace] = [
        {
            "type": "scatter", "mode": "lines", "x": seen.angles, "y": compact(seen.slopes), "name": "uᵀ∇<i>f</i>",
            "showlegend": False, "line": {"color": NEUTRAL, "width": LINE_WIDTH + 0.5},
            "hovertemplate": "θ = %{x:.0f}°<br>u<sup>T</sup>∇<i>f</i> = %{y:.5~g}<extra></extra>",
        }
    ]  # fmt: skip
    if seen.ascent is not None and seen.descent is not None:
        traces += [
            _mark(seen.descent, -seen.steepness, "steepest descent, −∇<i>f</i>/‖∇<i>f</i>‖", DOWN, "triangle-down"),
            _mark(seen.ascent, seen.steepness, "steepest ascent, ∇<i>f</i>/‖∇<i>f</i>‖", UP, "triangle-up"),
        ]
    here: Trace = {
        "type": "scatter", "mode": "markers", "name": "u", "hoverinfo": "skip",
        "marker": {"color": PAPER, "size": 13, "line": {"color": TURNING, "width": 4}},
    }  # fmt: skip
    reach = 1.15 * seen.steepness if 0 < seen.steepness < np.inf else 1.0
    ways = (f"+{names[0]}", f"+{names[1]}", f"−{names[0]}", f"−{names[1]}")
    layout = {
        "xaxis": axis(
            "angle θ of u", range=[0, 360], tickvals=[0, 90, 180, 270, 360], uirevision="angle",
            ticktext=[*(f"{quarter}°<br>{way}" for quarter, way in zip((0, 90, 180, 270), ways, strict=True)), "360°"],
        ),
        "yaxis": axis(
            f"u<sup>T</sup>{SYMBOLS['gradient']}", range=[-reach, reach], zeroline=True, zerolinecolor=NEUTRAL
        ),
    }  # fmt: skip
    drawing = Drawing(figure(traces, **layout), steps=np.arange(len(turn)))
    return drawing.plus([(here, {"x": (turn % 360)[:, None], "y": slopes[:, None]})])


def _mark(angle: float, slope: float, name: str, color: str, symbol: str) -> Trace:
    return {
        "type": "scatter", "mode": "markers", "name": name, "x": [angle], "y": [slope],
        "hovertemplate": f"{name}<br>θ = %{{x:.4~g}}°<br>slope %{{y:.5~g}}<extra></extra>",
        "marker": {"color": color, "symbol": symbol, "size": 15, "line": {"color": PAPER, "width": 1}},
    }  # fmt: skip
