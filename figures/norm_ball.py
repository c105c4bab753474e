"""Least squares in a ball: the coefficients along the path of ridge solutions, and the multiplier's ascent."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from figures.contour import contour
from figures.drawing import Drawing, compact
from figures.marks import Trace, heads_trace, point_trace
from figures.paths import Path, frame_steps, heads
from figures.rows import stack
from figures.text import number
from figures.theme import INK, LINE_WIDTH, NEUTRAL, ORANGE, PALETTE, Look, axis, figure, method_look
from figures.timelines import Line, Panel, rows_of
from numerics.sampling import Grid

ASCENT = method_look("gradient_descent")
_CIRCLE = np.linspace(0, 2 * np.pi, 181)


def coefficient_plane(
    grid: Grid, ascent: Path, ridge: np.ndarray, radius: float, best: tuple[np.ndarray, float], names: Sequence[str]
) -> Drawing:
    """Draw ½‖Aw - y‖² over two coefficients, the ball ‖w‖ ≤ `radius`, the path `ridge` (k, 2), and the ascent on it.

    `best` is the least-squares solution and its value.
    """
    drawing = contour(grid, [ascent], names=names, minima=[(best[0].tolist(), best[1])], lowest=best[1], equal=True)
    ball: Trace = {
        "type": "scatter", "mode": "lines", "name": "ball", "hoverinfo": "skip",
        "x": radius * np.cos(_CIRCLE), "y": radius * np.sin(_CIRCLE),
        "line": {"color": INK, "width": 2.5, "dash": "dash"}, "fill": "toself", "fillcolor": "rgba(255,255,255,0.22)",
    }  # fmt: skip
    path: Trace = {
        "type": "scatter", "mode": "lines", "name": "all <i>w</i>(<i>λ</i>)", "x": ridge[:, 0], "y": ridge[:, 1],
        "line": {"color": ORANGE, "width": 3}, "hoverinfo": "skip",
    }  # fmt: skip
    end = point_trace(float(ascent.x[-1, 0]), float(ascent.x[-1, 1]), "where it ends")
    return drawing.over([ball, path, end])


def coefficient_paths(
    multipliers: np.ndarray,
    ridge: np.ndarray,
    taken: tuple[np.ndarray, np.ndarray],
    answer: float,
    labels: Sequence[str],
) -> Drawing:
    """Draw each coefficient of `ridge` (k, n) over λ `multipliers` (k,), logarithmic, with a line at the `answer`.

    `taken` are the multipliers (T + 1,) and coefficients (T + 1, n) of the ascent, whose heads move.
    """
    looks = [Look(PALETTE[place % len(PALETTE)], "solid", "circle") for place in range(len(labels))]
    traces: list[Trace] = [
        {
            "type": "scatter", "mode": "lines", "name": label, "x": multipliers, "y": compact(ridge[:, place]),
            "line": {"color": look.color, "width": LINE_WIDTH, "dash": "solid" if place < len(PALETTE) else "dash"},
            "hovertemplate": f"{label}<br><i>λ</i> = %{{x:.3~g}}: %{{y:.5~g}}<extra></extra>",
        }
        for place, (label, look) in enumerate(zip(labels, looks, strict=True))
    ]  # fmt: skip
    low, high = float(multipliers[0]), float(multipliers[-1])
    steps = _steps(taken[0])
    at = np.clip(taken[0], low, high)  # a logarithmic axis has no 0
    moving = {"x": compact(heads([at] * len(labels), steps)), "y": compact(heads(list(taken[1].T), steps))}
    traces.append(heads_trace(moving, looks))
    layout: dict[str, Any] = {
        "xaxis": axis("multiplier <i>λ</i>", type="log", range=[np.log10(low), np.log10(high)]),
        "yaxis": axis("coefficients", zeroline=True, zerolinecolor=NEUTRAL),
        "shapes": [], "annotations": [],
    }  # fmt: skip
    if answer > 0:
        layout["shapes"] = [
            {
                "type": "line", "x0": answer, "x1": answer, "yref": "paper", "y0": 0, "y1": 1,
                "line": {"color": NEUTRAL, "width": 1.5, "dash": "dot"},
            }
        ]  # fmt: skip
        layout["annotations"] = [
            {
                "x": np.log10(answer), "yref": "paper", "y": 1, "yanchor": "top", "xanchor": "left",
                "text": f" <i>λ</i>* = {number(answer)}", "showarrow": False,
            }
        ]  # fmt: skip
    return Drawing(figure(traces, **layout), {len(labels): moving}, steps)


def multiplier_chart(multiplier: np.ndarray, excess: np.ndarray, answer: float) -> Drawing:
    """Draw λ (T + 1,) and its gradient wᵀw - c (T + 1,) over the steps of the ascent, with lines at their limits."""
    steps, at = _steps(multiplier), np.arange(len(multiplier), dtype=np.int32)
    panels = [
        Panel(title, [Line(title, at, values, ASCENT)], marks=[mark])
        for title, values, mark in (
            ("<i>λ</i>", multiplier, (answer, f"<i>λ</i>* = {number(answer)}")),
            ("<i>w</i>ᵀ<i>w</i> − <i>c</i>", excess, (0.0, "on the ball")),
        )
    ]
    drawing = stack(rows_of(panels, steps), steps)
    return Drawing(drawing.figure.update_layout(showlegend=False), drawing.heads, drawing.steps)


def _steps(series: np.ndarray) -> np.ndarray:
    nothing = np.zeros((len(series), 1))
    return frame_steps([Path("", "", nothing, nothing[:, 0], nothing)])
