"""What a 2×2 matrix does to the unit circle: an ellipse whose half axes are the singular values."""

import numpy as np
import plotly.graph_objects as go

from figures.drawing import compact
from figures.marks import Trace
from figures.text import number
from figures.theme import BLUE, GREEN, LINE_WIDTH, NEUTRAL, ORANGE, axis, figure

_TURN = np.linspace(0, 2 * np.pi, 181)


def circle_image(A: np.ndarray) -> go.Figure:
    """Draw the unit circle, its image under A (2, 2), and the singular vectors before and after."""
    U, sigma, Vt = np.linalg.svd(A)
    circle = np.stack([np.cos(_TURN), np.sin(_TURN)])
    image = A @ circle
    traces: list[Trace] = [
        _closed(circle, "unit circle", NEUTRAL, "dot", None),
        _closed(image, "its image", BLUE, "solid", "rgba(25,105,191,0.15)"),
    ]
    for k, color in enumerate((ORANGE, GREEN)):
        index = "₁₂"[k]
        traces.append(_arrow(Vt[k], f"v{index}", color, "dot"))
        label = f"A v{index} = σ{index} u{index}, σ{index} = {number(float(sigma[k]))}"
        traces.append(_arrow(sigma[k] * U[:, k], label, color, "solid"))
    reach = 1.15 * max(1.0, float(sigma[0]))
    across = axis("first coordinate", range=[-reach, reach])
    up = axis("second coordinate", range=[-reach, reach], scaleanchor="x")
    return figure(traces, xaxis=across, yaxis=up)


def _closed(points: np.ndarray, name: str, color: str, dash: str, fill: str | None) -> Trace:
    filled = {"fill": "toself", "fillcolor": fill} if fill else {}
    return {
        "type": "scatter", "mode": "lines", "name": name, "x": compact(points[0]), "y": compact(points[1]),
        "line": {"color": color, "width": LINE_WIDTH, "dash": dash}, "hoverinfo": "skip", **filled,
    }  # fmt: skip


def _arrow(tip: np.ndarray, name: str, color: str, dash: str) -> Trace:
    return {
        "type": "scatter", "mode": "lines+markers", "name": name,
        "x": compact(np.array([0, tip[0]])), "y": compact(np.array([0, tip[1]])),
        "line": {"color": color, "width": LINE_WIDTH + 0.5, "dash": dash},
        "marker": {"symbol": "arrow", "angleref": "previous", "size": [0, 13], "color": color},
        "hovertemplate": "(%{x:.5~g}, %{y:.5~g})<extra>" + name + "</extra>",
    }  # fmt: skip
