"""The local minima of a grid over its picture, by what they are to the function."""

from collections.abc import Sequence

import numpy as np

from figures.drawing import Drawing, drawable
from figures.marks import Trace
from figures.text import number, variable
from figures.theme import GREEN, INK, LINE_WIDTH, PAPER, PURPLE, SKY, STAR, VERMILLION
from numerics.hill_climbing import GridOptima, Standing

LOOKS = {
    Standing.MINIMUM: ("minimum of the grid and of f", "star", STAR),
    Standing.BESIDE: ("beside a minimum of f", "diamond", GREEN),
    Standing.GRID_ONLY: ("of the grid alone", "x", VERMILLION),
    Standing.EDGE: ("at the edge of the window", "square", SKY),
    Standing.SADDLE: ("a saddle or maximum of f", "cross", PURPLE),
    Standing.UNKNOWN: ("not settled", "circle", PAPER),
}
DRAWN = 1000  # minima, the lowest: more could not be told apart


def with_optima(drawing: Drawing, optima: GridOptima, names: Sequence[str]) -> Drawing:
    """Mark the minima over a map of two variables, or a curve over one; `names` are the variables.

    A dotted line goes from each minimum of the grid alone to where the function falls from there.
    """
    flat = len(names) == 1
    x = optima.x[:DRAWN]
    at = np.column_stack([x[:, 0], optima.f[:DRAWN] if flat else x[:, 1]])
    traces: list[Trace] = []
    for standing, (name, symbol, color) in LOOKS.items():
        of = np.array([here is standing for here in optima.standing[:DRAWN]], dtype=bool)
        if not of.any():
            continue
        if standing is Standing.GRID_ONLY and not flat:
            traces.append(_falls(drawing, at[of], optima.bottom[:DRAWN][of]))
        traces.append(
            {
                "type": "scatter", "mode": "markers", "name": f"{name} ({int(of.sum())})",
                "x": at[of, 0], "y": at[of, 1], "cliponaxis": False,
                "text": [_told(optima, k, names) for k in np.flatnonzero(of).tolist()],
                "hovertemplate": f"<b>{name}</b><br>%{{text}}<extra></extra>",
                "marker": {"symbol": symbol, "size": 13 if len(at) < 60 else 8, "color": color,
                           "line": {"color": INK, "width": 1}},
            }
        )  # fmt: skip
    return drawing.over(traces)


def _told(optima: GridOptima, k: int, names: Sequence[str]) -> str:
    place = "<br>".join(f"{variable(name)} = {number(float(v), 6)}" for name, v in zip(names, optima.x[k], strict=True))
    even = "<br>a neighbour is as low" if optima.plateau[k] else ""
    return f"{place}<br><i>f</i> = {number(float(optima.f[k]), 6)}{even}<br>reached from {optima.starts[k]} points"


def _falls(drawing: Drawing, begin: np.ndarray, end: np.ndarray) -> Trace:
    """Lines from points (k, 2) to others, with gaps between them."""
    gap = np.full(len(begin), np.nan)
    x, y = (np.stack([begin[:, axis], end[:, axis], gap], axis=-1).ravel() for axis in (0, 1))
    across, up = (tuple(drawing.figure.layout[axis].range) for axis in ("xaxis", "yaxis"))
    return {
        "type": "scatter", "mode": "lines", "name": "where f falls to", "hoverinfo": "skip",
        "line": {"color": VERMILLION, "width": LINE_WIDTH - 1, "dash": "dot"}, **drawable(x, y, across, up),
    }  # fmt: skip
