"""Grids of cells, each painted in one of a list of colours, with squares in the legend and a bar of shades."""

from collections.abc import Sequence

import numpy as np

from figures.drawing import compact
from figures.marks import Trace, undefined_trace
from figures.theme import INK, NEUTRAL, PAPER, between, colorscale

# What is no result is grey; see-through cells show the hatching below.
PALE, GREY, CLEAR = "#C6C8CC", NEUTRAL, "rgba(128,128,128,0)"


def painted(
    x: np.ndarray,
    y: np.ndarray,
    codes: np.ndarray,
    colors: Sequence[str],
    text: np.ndarray,
    numbers: np.ndarray,
    hover: str,
) -> Trace:
    """Return cells (ny, nx) whose colours are `colors[codes]`.

    `x` and `y` are the middles of the cells, or their edges if they are one more. `text` and `numbers`, (ny, nx)
    each, are what `hover` may show as `%{text}` and `%{customdata}`; short texts and whole numbers are cheap.
    """
    told = _small(numbers) if numbers.dtype.kind in "iu" else compact(numbers)
    return {
        "type": "heatmap", "name": "", "x": x, "y": y, "z": _small(codes), "zorder": -1,
        "zmin": 0, "zmax": len(colors) - 1, "colorscale": colorscale([*colors]), "showscale": False,
        "text": text, "customdata": told, "hovertemplate": hover + "<extra></extra>",
    }  # fmt: skip


def _small(whole: np.ndarray) -> np.ndarray:
    """Whole numbers in the smallest type that holds them: eight of them cost as much to send as one float."""
    return whole.astype(np.result_type(*(np.min_scalar_type(int(end)) for end in (whole.min(), whole.max()))))


def hatched(x: tuple[float, float], y: tuple[float, float], name: str) -> Trace:
    """Return hatching over a whole window, to lie below see-through cells; it stands in the legend as `name`."""
    return undefined_trace([(x, y)]) | {"name": name, "zorder": -2}


def swatch(name: str, color: str, symbol: str = "square") -> Trace:
    """Return an entry of the legend that is nothing on the chart."""
    return {
        "type": "scatter", "mode": "markers", "name": name, "x": [None], "y": [None], "hoverinfo": "skip",
        "marker": {"symbol": symbol, "size": 12, "color": color, "line": {"color": NEUTRAL, "width": 1}},
    }  # fmt: skip


def shade_bar(title: str, colors: Sequence[str], places: np.ndarray, texts: Sequence[str]) -> Trace:
    """Return a colour bar from `colors`, with `texts` at `places` between 0 and 1, that belongs to no cells."""
    return {
        "type": "scatter", "mode": "markers", "name": "", "x": [None], "y": [None], "hoverinfo": "skip",
        "showlegend": False,
        "marker": {
            "color": [0.0], "cmin": 0, "cmax": 1, "colorscale": colorscale([*colors]), "showscale": True,
            "colorbar": {
                "title": {"text": title}, "tickvals": places, "ticktext": list(texts),
                "thickness": 12, "outlinewidth": 0, "ticks": "outside", "ticklen": 3, "xpad": 4, "ypad": 0,
            },
        },
    }  # fmt: skip


def shades(color: str, count: int) -> list[str]:
    """Return `count` shades of one hue, from light to dark."""
    light, dark = between([PAPER, color], 21)[9], between([INK, color], 21)[10]
    return between([light, color, dark], count)


def rank(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Return where each count ≥ 0 lies on a logarithmic scale, 0 … 1, and the places and texts of ticks on it."""
    low, high = (int(counts.min()), int(counts.max())) if counts.size else (0, 0)
    if low == high:
        return np.zeros(counts.shape), np.zeros(1), [str(low)]

    def place(count: np.ndarray) -> np.ndarray:
        return np.log((count + 1) / (low + 1)) / np.log((high + 1) / (low + 1))

    round_counts = np.array([0, *(mark * 10**power for power in range(7) for mark in (1, 2, 5))])
    inside = round_counts[(round_counts >= low) & (round_counts <= high)]
    ticks = inside if len(inside) > 1 else np.array([low, high])
    return place(counts), place(ticks), [str(tick) for tick in ticks]
