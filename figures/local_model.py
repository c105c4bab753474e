"""f and its quadratic model: contours or surfaces beside each other, with the eigenvectors at the point."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import plotly.graph_objects as go

from figures.contour import contour
from figures.curve import curve
from figures.drawing import Drawing, compact, drawable
from figures.marks import Trace, point_trace
from figures.text import number, variable
from figures.theme import BLUE, LINE_WIDTH, ORANGE, PURPLE, SEQUENTIAL, SYMBOLS, VERMILLION, axis, colorscale, figure

if TYPE_CHECKING:
    from numerics.sampling import Grid, Line

MODEL = ORANGE
ARM = 0.22  # of the window: half the length of an eigenvector's line
NEAR = 0.25  # of the window to each side: where the model's contour lines are spread
_LINES = 9  # of them


def over_curve(line: Line, model: np.ndarray, at: tuple[float, float], name: str) -> Drawing:
    """Draw the graph of f with the parabola `model` (N,) over the same points, and the point `at`."""
    drawing = curve(line, name=name)
    low, high = drawing.figure.layout.yaxis.range
    across = float(line.x[0]), float(line.x[-1])
    parabola: Trace = {
        "type": "scatter", "mode": "lines", "name": "quadratic model",
        **drawable(line.x, model, across, (float(low), float(high))),
        "line": {"color": MODEL, "width": LINE_WIDTH, "dash": "dash"}, "hoverinfo": "skip",
    }  # fmt: skip
    return drawing.over([parabola, point_trace(*at, "point")])


def over_map(
    grid: Grid, model: np.ndarray, at: Sequence[float], vectors: np.ndarray, values: np.ndarray, names: Sequence[str]
) -> Drawing:
    """Draw the contours of f, dashed those of its `model` on the same grid, and the eigenvectors at a point.

    `vectors` (2, 2) has them as columns, `values` (2,) the eigenvalues; a negative one is drawn dotted.
    """
    drawing = contour(grid, names=names)
    traces: list[Trace] = [
        {
            "type": "contour", "x": grid.x, "y": grid.y, "z": compact(model), "name": "quadratic model",
            "showscale": False, "showlegend": True, "hoverinfo": "skip",
            "colorscale": [[0, MODEL], [1, MODEL]], "contours": {"coloring": "lines", **_levels(grid, model, at)},
            "line": {"width": 1.75, "dash": "dash"},
        }
    ]  # fmt: skip
    size = float(grid.x[-1] - grid.x[0]), float(grid.y[-1] - grid.y[0])
    for vector, value, color in zip(vectors.T, values, (PURPLE, VERMILLION), strict=True):
        arm = ARM * min(abs(s / v) if v else np.inf for s, v in zip(size, vector, strict=True)) * vector
        traces.append(
            {
                "type": "scatter", "mode": "lines", "name": f"{SYMBOLS['eigenvalue']} = {number(float(value))}",
                "x": [at[0] - arm[0], at[0] + arm[0]], "y": [at[1] - arm[1], at[1] + arm[1]], "hoverinfo": "skip",
                "line": {"color": color, "width": LINE_WIDTH + 1.5, "dash": "solid" if value > 0 else "dot"},
            }
        )  # fmt: skip
    return drawing.over([*traces, point_trace(at[0], at[1], "point")])


def _levels(grid: Grid, model: np.ndarray, at: Sequence[float]) -> dict[str, float]:
    """Levels that show the model near the point: far away a quadratic is steep, and would take them all."""
    near = np.ix_(
        *(np.abs(axis - place) <= NEAR * (axis[-1] - axis[0]) for axis, place in ((grid.y, at[1]), (grid.x, at[0])))
    )
    values = model[near] if model[near].size else model
    low, high = float(values.min()), float(values.max())
    return {"start": low, "end": high, "size": (high - low) / _LINES or 1.0}


def as_surfaces(grid: Grid, model: np.ndarray, at: tuple[float, float, float], names: Sequence[str]) -> go.Figure:
    """Draw f as a surface and its model as a net over it, cut to the heights of f."""
    finite = grid.z[np.isfinite(grid.z)]
    low, high = (float(finite.min()), float(finite.max())) if len(finite) else (0.0, 1.0)
    margin = 0.1 * (high - low) or 1.0
    inside = np.where((model >= low - margin) & (model <= high + margin), model, np.nan)
    traces: list[Trace] = [
        {
            "type": "surface", "x": grid.x, "y": grid.y, "z": compact(grid.z), "name": "f", "showscale": False,
            "colorscale": colorscale(SEQUENTIAL), "opacity": 0.9, "hoverinfo": "skip",
        },
        {
            "type": "surface", "x": grid.x, "y": grid.y, "z": compact(inside), "name": "quadratic model",
            "showscale": False, "colorscale": [[0, MODEL], [1, MODEL]], "opacity": 0.45, "hoverinfo": "skip",
        },
        {
            "type": "scatter3d", "mode": "markers", "x": [at[0]], "y": [at[1]], "z": [at[2]], "name": "point",
            "marker": {"color": VERMILLION, "size": 6}, "hoverinfo": "skip",
        },
    ]  # fmt: skip
    i, j = grid.axes
    plain = {"exponentformat": "power"}
    scene = {
        "xaxis": {"title": {"text": variable(names[i])}, **plain},
        "yaxis": {"title": {"text": variable(names[j])}, **plain},
        "zaxis": {"title": {"text": SYMBOLS["value"]}, "range": [low - margin, high + margin], **plain},
    }
    return figure(traces, scene=scene)


def curvature_rose(
    angles: np.ndarray, curvature: np.ndarray, values: np.ndarray, chosen: tuple[float, float]
) -> go.Figure:
    """Draw dᵀHd over the angle of a unit vector d in degrees, between the eigenvalues (2,), and a chosen d."""
    traces: list[Trace] = [
        {
            "type": "scatter", "mode": "lines", "name": "<i>d</i><sup>T</sup><i>Hd</i>", "x": angles,
            "y": compact(curvature), "line": {"color": BLUE, "width": LINE_WIDTH + 0.5},
            "hovertemplate": "angle %{x:.0f}°<br>curvature %{y:.5~g}<extra></extra>",
        },
        {
            "type": "scatter", "mode": "markers", "name": "chosen direction", "x": [chosen[0]], "y": [chosen[1]],
            "marker": {"color": MODEL, "size": 13, "line": {"color": BLUE, "width": 1.5}},
            "hovertemplate": "angle %{x:.0f}°<br>curvature %{y:.5~g}<extra></extra>",
        },
    ]  # fmt: skip
    shapes, notes = [], []
    for value, which in zip(values.tolist(), ("min", "max"), strict=True):
        shapes.append(
            {
                "type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": value, "y1": value,
                "line": {"color": PURPLE if which == "min" else VERMILLION, "width": 1.5, "dash": "dot"},
            }
        )  # fmt: skip
        notes.append(
            {
                "xref": "paper", "x": 1, "xanchor": "right", "y": value, "showarrow": False, "font": {"size": 12},
                "yanchor": "top" if which == "min" else "bottom",
                "text": f"{SYMBOLS['eigenvalue']}<sub>{which}</sub> = {number(value)}",
            }
        )  # fmt: skip
    spread = float(values[1] - values[0]) or max(abs(float(values[0])), 1.0)
    return figure(
        traces,
        xaxis=axis("angle of <i>d</i> in degrees", range=[0, 180], tickvals=[0, 45, 90, 135, 180]),
        yaxis=axis("curvature along <i>d</i>", range=[values[0] - 0.25 * spread, values[1] + 0.25 * spread]),
        shapes=shapes,
        annotations=notes,
    )


def decreases(
    steps: np.ndarray, linear: np.ndarray, quadratic: np.ndarray, actual: np.ndarray, marks: dict[str, float | None]
) -> go.Figure:
    """Draw what gradient and model promise and what f gives, over the step ε, with lines at `marks`."""
    finite = actual[np.isfinite(actual)]
    top = max(float(finite.max(initial=0.0)), float(quadratic.max()), 1e-300)
    low = min(-0.6 * top, 0.0)
    traces: list[Trace] = []
    for values, name, color, dash in (
        (linear, "gradient alone: ε gᵀg", PURPLE, "dot"),
        (quadratic, "model: ε gᵀg − ½ ε² gᵀHg", MODEL, "dash"),
        (actual, "f(x) − f(x − εg)", BLUE, "solid"),
    ):
        traces.append(
            {
                "type": "scatter", "mode": "lines", "name": name, "x": steps,
                "y": compact(np.clip(values, 3 * low, 4 * top)),
                "line": {"color": color, "width": LINE_WIDTH, "dash": dash},
                "customdata": compact(values),
                "hovertemplate": "ε = %{x:.4~g}<br>decrease %{customdata:.5~g}<extra>" + name + "</extra>",
            }
        )  # fmt: skip
    shapes = [
        {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": 0, "y1": 0, "line": {"color": "#808080", "width": 1}}
    ]
    notes = []
    for name, value in marks.items():
        if value is not None and steps[0] <= value <= steps[-1]:
            shapes.append(
                {
                    "type": "line", "x0": value, "x1": value, "yref": "paper", "y0": 0, "y1": 1,
                    "line": {"color": VERMILLION, "width": 1.5, "dash": "dot"},
                }
            )  # fmt: skip
            notes.append(
                {
                    "x": value, "yref": "paper", "y": 0.02, "text": name, "showarrow": False, "xanchor": "left",
                    "font": {"size": 12},
                }
            )  # fmt: skip
    return figure(
        traces,
        xaxis=axis("step ε", range=[0, float(steps[-1])]),
        yaxis=axis(f"decrease of {SYMBOLS['value']}", range=[low, 1.35 * top]),
        shapes=shapes,
        annotations=notes,
    )
