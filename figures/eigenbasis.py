"""The eigenvectors of a quadratic drawn over its map, each with its curvature."""

import numpy as np

from figures.drawing import Drawing
from figures.marks import Trace
from figures.text import number
from figures.theme import HALO, INK


def with_eigenbasis(drawing: Drawing, directions: np.ndarray, curvature: np.ndarray, length: float) -> Drawing:
    """Return the map with a line of `length` to each side of the origin along every column of `directions` (2, 2).

    At the line's ends stand its number and `curvature` (2,). The lines are ink on a halo: no colour of a method.
    """
    ends = [np.outer([-length, length], direction) for direction in directions.T]
    x, y = np.concatenate([np.vstack([pair, [np.nan, np.nan]]) for pair in ends]).T
    lines: list[Trace] = [
        {
            "type": "scatter", "mode": "lines", "name": "eigenvectors", "x": x, "y": y, "hoverinfo": "skip",
            "showlegend": False, "zorder": -1, "line": line,
        }
        for line in ({"color": HALO, "width": 4}, {"color": INK, "width": 1.5, "dash": "dash"})
    ]  # fmt: skip
    texts: list[Trace] = [
        {
            "type": "scatter", "mode": "text", "name": "eigenvectors",
            "showlegend": False, "hoverinfo": "skip", "x": pair[1:, 0], "y": pair[1:, 1], "cliponaxis": False,
            "text": [f"<b>{place}: <i>λ</i> = {number(value)}</b>"], "textfont": {"color": INK, "size": 14},
            "textposition": "top left" if pair[1, 0] > 0 else "top right",
        }
        for place, (pair, value) in enumerate(zip(ends, curvature, strict=True), 1)
    ]  # fmt: skip
    return drawing.over([*lines, *texts])
