"""Examples of two classes in the plane of their features, and the lines that methods have learned between them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from figures.drawing import Drawing, compact
from figures.marks import Trace
from figures.text import escape, number, variable
from figures.theme import DIVERGING, INK, ORANGE, SKY, Look, axis, colorscale, figure

CLASS_LOOKS = (Look(SKY, "solid", "circle"), Look(ORANGE, "solid", "diamond"))


@dataclass(frozen=True, eq=False)
class Boundary:
    """Where one model is undecided: for each of K frames segments (s, 2, 2), two points each."""

    label: str
    look: Look
    frames: Sequence[np.ndarray]


@dataclass(frozen=True, eq=False)
class Examples:
    """Examples (m, 2) with classes 0 and 1 (m,), and which of them (m,) are kept for testing."""

    points: np.ndarray
    labels: np.ndarray
    test: np.ndarray


def decision_boundary(
    examples: Examples,
    boundaries: Sequence[Boundary],
    probability: tuple[np.ndarray, np.ndarray, np.ndarray],
    names: Sequence[str],
    classes: Sequence[str],
    steps: np.ndarray,
) -> Drawing:
    """Draw the examples over the `probability` of class 1, and the boundaries as they are at `steps` (K,).

    `probability` is x (nx,), y (ny,) and P (ny, nx) of the first model at the end; `names` are of both features. Filled
    markers are trained on, open ones are for testing.
    """
    x, y, p = probability
    traces: list[Trace] = [
        {
            "type": "heatmap", "x": x, "y": y, "z": compact(p), "zmin": 0, "zmax": 1, "name": "",
            "colorscale": colorscale(DIVERGING), "opacity": 0.3, "zsmooth": "best", "showscale": False,
            "hovertemplate": f"P({escape(classes[1])}) = %{{z:.3f}}<extra></extra>",
        }
    ]  # fmt: skip
    for kind, look in enumerate(CLASS_LOOKS):
        for kept, symbol in ((False, look.symbol), (True, f"{look.symbol}-open")):
            chosen = (examples.labels == kind) & (examples.test == kept)
            at = examples.points[chosen]
            name = f"{escape(classes[kind])}{', test' * kept}"
            traces.append(
                {
                    "type": "scatter", "mode": "markers", "name": name, "x": compact(at[:, 0]), "y": compact(at[:, 1]),
                    "marker": {
                        "symbol": symbol, "color": look.color, "size": 8 if kept else 7, "opacity": 0.9,
                        "line": {"color": look.color if kept else INK, "width": 2 if kept else 0.75},
                    },
                    "hovertemplate": f"(%{{x:.4~g}}, %{{y:.4~g}})<extra>{name}</extra>",
                }
            )  # fmt: skip
    across, up = (variable(name) for name in names)
    layout = {
        "xaxis": axis(across, range=[float(x[0]), float(x[-1])], constrain="domain", uirevision=number(float(x[0]))),
        "yaxis": axis(up, range=[float(y[0]), float(y[-1])], uirevision=number(float(y[0]))),
    }
    lines: list[tuple[Trace, dict[str, np.ndarray]]] = [
        (
            {
                "type": "scatter", "mode": "lines", "name": escape(boundary.label), "hoverinfo": "skip",
                "line": {"color": boundary.look.color, "width": 3.5, "dash": boundary.look.dash},
            },
            _joined(boundary.frames),
        )
        for boundary in boundaries
    ]  # fmt: skip
    return Drawing(figure(traces, **layout), steps=steps).plus(lines)


def _joined(frames: Sequence[np.ndarray]) -> dict[str, np.ndarray]:
    """The segments of every frame as one line with gaps, equally long in all of them."""
    longest = max(1, *(len(segments) for segments in frames))
    line = np.full((len(frames), longest, 3, 2), np.nan, dtype=np.float32)
    for place, segments in enumerate(frames):
        line[place, : len(segments), :2] = segments
    return {"x": line[..., 0].reshape(len(frames), -1), "y": line[..., 1].reshape(len(frames), -1)}
