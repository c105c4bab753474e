"""Examples over one feature, and the curves that methods have learned, as they are from epoch to epoch."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from figures.drawing import Drawing, drawable
from figures.marks import Trace
from figures.text import escape, variable
from figures.theme import BLUE, LINE_WIDTH, PAPER, Look, axis, figure


@dataclass(frozen=True, eq=False)
class LearnedCurve:
    """What one model predicts over the same inputs: `values` (K, k), one row for each frame."""

    label: str
    look: Look
    values: np.ndarray


def fitted_curve(
    x: np.ndarray,
    y: np.ndarray,
    test: np.ndarray,
    at: np.ndarray,
    curves: Sequence[LearnedCurve],
    names: Sequence[str],
    steps: np.ndarray,
) -> Drawing:
    """Draw examples y (m,) at x (m,), those of `test` (m,) open, and `curves` over `at` (k,) as at `steps` (K,)."""
    margin = 0.15 * float(np.ptp(y)) or 1.0
    across = float(at[0]), float(at[-1])
    up = float(y.min()) - margin, float(y.max()) + margin
    traces: list[Trace] = [
        {
            "type": "scatter", "mode": "markers", "name": name, "x": x[test == kept], "y": y[test == kept],
            "marker": {
                "symbol": "circle-open" if kept else "circle", "color": BLUE, "size": 8,
                "line": {"color": BLUE if kept else PAPER, "width": 1.5 if kept else 0.5},
            },
            "hovertemplate": f"(%{{x:.5~g}}, %{{y:.5~g}})<extra>{name}</extra>",
        }
        for kept, name in ((False, "train"), (True, "test"))
    ]  # fmt: skip
    lines: list[tuple[Trace, dict[str, np.ndarray]]] = [
        (
            {
                "type": "scatter", "mode": "lines", "name": escape(curve.label),
                "line": {"color": curve.look.color, "width": LINE_WIDTH + 0.75, "dash": curve.look.dash},
                "hovertemplate": f"%{{y:.5~g}}<extra>{escape(curve.label)}</extra>",
            },
            drawable(np.broadcast_to(at, curve.values.shape), curve.values, across, up),
        )
        for curve in curves
    ]  # fmt: skip
    layout = {
        "xaxis": axis(variable(names[0]), range=list(across), uirevision=str(across)),
        "yaxis": axis(variable(names[-1]), range=list(up), uirevision=str(up)),
    }
    return Drawing(figure(traces, **layout), steps=steps).plus(lines)
