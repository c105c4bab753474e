"""The gradient of the first layer over depth and scale, with the borders at which a number format gives up."""

from typing import Any

import numpy as np

from figures.drawing import Drawing, compact
from figures.marks import Trace
from figures.sweep import cell_edges
from figures.theme import DIVERGING, HALO, INK, NEUTRAL, ORANGE, axis, colorscale, figure

MOST_DECADES = 20  # to each side of 1 that have colours of their own
FARTHEST = 400.0  # decades that stand for zero and infinity


def gradient_map(
    depths: np.ndarray,
    scales: np.ndarray,
    norms: np.ndarray,
    *,
    under: np.ndarray,
    over: np.ndarray,
    format: str,
    up: str,
    chosen: tuple[float, float] | None = None,
) -> Drawing:
    """Draw log₁₀ of `norms` (s, d) over `depths` (d,) and `scales` (s,), blue where it vanishes, red where it explodes.

    The solid border is where `under` (s, d) falls below 1, the dashed one where `over` (s, d) rises to 1: the size of
    entries as parts of what the `format` (its name) can hold. `up` names the scale, `chosen` (depth, scale) is framed.
    """
    decades = _decades(norms)
    most = float(np.clip(2 * np.ceil(np.abs(decades).max() / 2), 2, MOST_DECADES))
    x_edges, y_edges = cell_edges(depths.astype(float), False), cell_edges(scales, True)
    bar: dict[str, Any] = {
        "title": {"text": "‖∂<i>ℓ</i>/∂<i>W</i><sub>1</sub>‖"}, "thickness": 12, "outlinewidth": 0, "ticks": "outside",
        "tickvals": [-most, -most / 2, 0, most / 2, most],
        "ticktext": [_power(-most, "≤ "), _power(-most / 2), "1", _power(most / 2), _power(most, "≥ ")],
    }  # fmt: skip
    traces: list[Trace] = [
        {
            "type": "heatmap", "x": x_edges, "y": y_edges, "z": compact(np.clip(decades, -most, most)),
            "zmin": -most, "zmax": most, "colorscale": colorscale(DIVERGING), "colorbar": bar, "zorder": -1, "name": "",
            "customdata": compact(decades),
            "hovertemplate": "depth %{x:.0f}<br>scale %{y:.3~g}<br>10<sup>%{customdata:.1f}</sup><extra></extra>",
        }
    ]  # fmt: skip
    for values, name, dash in (
        (_decades(under), f"{format}: half of the entries become 0", "solid"),
        (_decades(over), f"{format}: a number overflows", "dash"),
    ):
        if (values < 0).any() and (values >= 0).any():
            traces += [
                _border(depths, scales, values, HALO, 6, "solid"),
                _border(depths, scales, values, INK, 2.5, dash),
                _entry(name, dash),
            ]
    if chosen:
        traces.append(
            {
                "type": "scatter", "mode": "markers", "name": "shown below", "x": [chosen[0]], "y": [chosen[1]],
                "hoverinfo": "skip", "marker": {
                    "symbol": "square-open", "size": 14, "color": ORANGE, "line": {"width": 3},
                },
            }
        )  # fmt: skip
    ends = np.log10([y_edges[0], y_edges[-1]]).tolist()
    return Drawing(
        figure(
            traces,
            xaxis=axis("depth, layers", range=[x_edges[0], x_edges[-1]], showgrid=False, uirevision=str(x_edges[-1])),
            yaxis=axis(up, type="log", range=ends, showgrid=False, uirevision=str(ends)),
        )
    )


def _decades(values: np.ndarray) -> np.ndarray:
    """log₁₀, with far ends in the place of zero and infinity; what is NaN has passed infinity."""
    with np.errstate(all="ignore"):
        return np.clip(np.nan_to_num(np.log10(values), nan=FARTHEST, posinf=FARTHEST, neginf=-FARTHEST), *_ENDS)


_ENDS = (-FARTHEST, FARTHEST)


def _power(decades: float, before: str = "") -> str:
    return f"{before}10<sup>{decades:.3g}</sup>".replace("-", "−")


def _border(x: np.ndarray, y: np.ndarray, values: np.ndarray, color: str, width: float, dash: str) -> Trace:
    """The line along which `values` pass 0; far values are cut, so that it runs between the right cells."""
    return {
        "type": "contour", "x": x, "y": y, "z": compact(np.clip(values, -3, 3)), "name": "", "hoverinfo": "skip",
        "contours": {"start": 0, "end": 0, "size": 1, "coloring": "none"}, "showscale": False, "showlegend": False,
        "line": {"color": color, "width": width, "dash": dash, "smoothing": 0},
    }  # fmt: skip


def _entry(name: str, dash: str) -> Trace:
    """The entry of a border in the legend, in a colour that is seen on light and on dark."""
    return {
        "type": "scatter", "mode": "lines", "name": name, "x": [None], "y": [None], "hoverinfo": "skip",
        "line": {"color": NEUTRAL, "width": 2.5, "dash": dash},
    }  # fmt: skip
