"""Critical points by kind over a map or curve, the global minimum ringed, and the boxes that stay undecided."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from figures.drawing import Drawing
from figures.marks import Trace
from figures.text import number, variable
from figures.theme import BLUE, GREEN, INK, ORANGE, PURPLE, STAR, VERMILLION, Look

if TYPE_CHECKING:
    from numerics.certify import CriticalPoint, Report, Undecided

LOOKS = {
    "minimum": Look(STAR, "solid", "star"),
    "maximum": Look(VERMILLION, "solid", "triangle-up"),
    "saddle": Look(BLUE, "solid", "x"),
    "degenerate": Look(PURPLE, "solid", "diamond"),
}
MOST_BOXES = 4000  # drawn of all clusters: more make a chart heavy and look the same


def with_points(drawing: Drawing, names: Sequence[str], report: Report) -> Drawing:
    """Draw a report over the picture of f over one variable, or over two, which `names` are."""
    points, kinks, edges = report.points, report.kinks, report.edges
    traces: list[Trace] = []
    if report.undecided:
        traces.append(_boxes(drawing, report.undecided, flat=len(names) == 1))
    for kind, look in LOOKS.items():
        chosen = [point for point in points if point.kind == kind]
        if chosen:
            traces.append(_marks(names, chosen, f"{kind} ({len(chosen)})", look, 14 if len(points) < 60 else 9))
    if kinks:
        traces.append(_marks(names, kinks, f"at a kink ({len(kinks)})", Look(GREEN, "solid", "hexagram"), 15))
    if edges:
        at = [_at(names, edge.x, edge.value) for edge in edges]
        traces.append(
            {
                "type": "scatter", "mode": "markers", "name": f"minimum on the edge ({len(edges)})",
                "x": [x for x, _ in at], "y": [y for _, y in at], "cliponaxis": False,
                "text": [f"{_place(names, edge.x)}<br><i>f</i> = {number(edge.value, 6)}" for edge in edges],
                "hovertemplate": "minimum on the edge<br>%{text}<extra></extra>",
                "marker": {"symbol": "square", "size": 11, "color": ORANGE, "line": {"color": INK, "width": 1}},
            }
        )  # fmt: skip
    lowest = _lowest([*points, *kinks])
    if lowest is not None:
        x, y = _at(names, lowest.x, lowest.value)
        traces.append(
            {
                "type": "scatter", "mode": "markers", "name": "lowest of them", "x": [x], "y": [y],
                "hoverinfo": "skip",
                "marker": {
                    "symbol": "circle-open", "size": 26, "color": VERMILLION,
                    "line": {"color": VERMILLION, "width": 3},
                },
            }
        )  # fmt: skip
    return drawing.over(traces)


def _lowest(points: Sequence[CriticalPoint]) -> CriticalPoint | None:
    minima = [point for point in points if point.kind == "minimum"]
    return min(minima, key=lambda point: point.value, default=None)


def _marks(names: Sequence[str], points: Sequence[CriticalPoint], name: str, look: Look, size: int) -> Trace:
    at = [_at(names, point.x, point.value) for point in points]
    texts = []
    for point in points:
        curvature = ", ".join(number(float(value)) for value in point.eigenvalues)
        sure = "proven" if point.certified else "not proven"
        texts.append(
            f"<b>{point.kind}</b>, {sure}<br>{_place(names, point.x)}<br><i>f</i> = {number(point.value, 6)}"
            f"<br>eigenvalues {curvature}"
        )
    return {
        "type": "scatter", "mode": "markers", "name": name, "x": [x for x, _ in at], "y": [y for _, y in at],
        "text": texts, "hovertemplate": "%{text}<extra></extra>",
        "marker": {"symbol": look.symbol, "size": size, "color": look.color, "line": {"color": INK, "width": 1}},
    }  # fmt: skip


def _at(names: Sequence[str], x: np.ndarray, value: float) -> tuple[float, float]:
    return (float(x[0]), value if len(names) == 1 else float(x[1]))


def _place(names: Sequence[str], x: np.ndarray) -> str:
    return "<br>".join(f"{variable(name)} = {number(float(value), 7)}" for name, value in zip(names, x, strict=True))


def _boxes(drawing: Drawing, undecided: Sequence[Undecided], *, flat: bool) -> Trace:
    """The undecided boxes; over one variable, as bars of the height of the picture."""
    lo = np.concatenate([cluster.boxes.lo for cluster in undecided])
    hi = np.concatenate([cluster.boxes.hi for cluster in undecided])
    every = max(1, -(-len(lo) // MOST_BOXES))
    lo, hi = lo[::every], hi[::every]
    if flat:
        low, high = drawing.figure.layout.yaxis.range
        lo = np.column_stack([lo[:, 0], np.full(len(lo), low)])
        hi = np.column_stack([hi[:, 0], np.full(len(hi), high)])
    gap = np.full(len(lo), np.nan)
    return {
        "type": "scatter", "mode": "lines", "name": "undecided", "hoverinfo": "skip", "fill": "toself",
        "x": np.stack([lo[:, 0], hi[:, 0], hi[:, 0], lo[:, 0], lo[:, 0], gap], axis=-1).ravel(),
        "y": np.stack([lo[:, 1], lo[:, 1], hi[:, 1], hi[:, 1], lo[:, 1], gap], axis=-1).ravel(),
        "line": {"color": PURPLE, "width": 2}, "fillcolor": "rgba(163,64,132,0.35)",
    }  # fmt: skip
