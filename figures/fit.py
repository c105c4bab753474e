"""A fit: the data with the fitted curve, and what is left of every observation."""

from collections.abc import Sequence

import numpy as np

from figures.drawing import Drawing, compact
from figures.marks import Trace
from figures.theme import BLUE, LINE_WIDTH, NEUTRAL, PAPER, VERMILLION, Look, axis, figure

FIT = Look(VERMILLION, "solid", "circle")
SPLIT = 0.3  # of the height: the residuals
Curve = tuple[str, np.ndarray, np.ndarray, Look]  # name, x (k,), y (k,), how it looks


def fit_chart(
    x: np.ndarray, y: np.ndarray, fitted: np.ndarray, curves: Sequence[Curve], titles: tuple[str, str]
) -> Drawing:
    """Draw observations y (m,) at x (m,) with `curves`, and below them the residuals y - `fitted` (m,).

    `titles` are of the axes of x and y. Where the fit failed (NaN) the residuals are left out.
    """
    residual = y - fitted
    data: Trace = {
        "type": "scatter", "mode": "markers", "name": "data", "x": x, "y": compact(y),
        "marker": {"color": BLUE, "size": 7, "opacity": 0.75, "line": {"color": PAPER, "width": 0.5}},
        "customdata": compact(residual),
        "hovertemplate": "%{x:.5~g}: %{y:.5~g}<br>residual %{customdata:.4~g}<extra></extra>",
    }  # fmt: skip
    lines: list[Trace] = [
        {
            "type": "scatter", "mode": "lines", "name": name, "x": at, "y": compact(values),
            "line": {"color": look.color, "width": LINE_WIDTH + 0.5, "dash": look.dash},
            "hovertemplate": f"{name}<br>%{{x:.5~g}}: %{{y:.5~g}}<extra></extra>",
        }
        for name, at, values, look in curves
    ]  # fmt: skip
    gap = np.full_like(x, np.nan)
    stems: Trace = {
        "type": "scatter", "mode": "lines", "name": "residual", "yaxis": "y2", "hoverinfo": "skip", "showlegend": False,
        "x": np.stack([x, x, gap], axis=-1).ravel(),
        "y": compact(np.stack([np.zeros_like(x), residual, gap], axis=-1).ravel()),
        "line": {"color": NEUTRAL, "width": 1},
    }  # fmt: skip
    dots: Trace = {
        "type": "scatter", "mode": "markers", "name": "residual", "yaxis": "y2", "x": x, "y": compact(residual),
        "marker": {"color": VERMILLION, "size": 5}, "showlegend": False,
        "hovertemplate": "%{x:.5~g}<br>residual %{y:.4~g}<extra></extra>",
    }  # fmt: skip
    wide = float(np.ptp(x)) or 1.0
    layout = {
        "xaxis": axis(titles[0], range=[float(x.min()) - 0.03 * wide, float(x.max()) + 0.03 * wide], anchor="y2"),
        "yaxis": axis(titles[1], domain=[SPLIT + 0.06, 1], range=_range(y)),
        "yaxis2": axis("residual", domain=[0, SPLIT], zeroline=True, zerolinecolor=NEUTRAL),
    }
    return Drawing(figure([data, *lines, stems, dots], **layout))


def _range(y: np.ndarray) -> list[float]:
    """The axis of the observations; a curve that runs away between them leaves it."""
    high = float(np.ptp(y)) or max(abs(float(y[0])), 1.0)
    return [float(y.min()) - 0.12 * high, float(y.max()) + 0.12 * high]
