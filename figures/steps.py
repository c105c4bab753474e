"""The steps of a computation as a map: one row a step, one column a number, coloured by what became of it."""

from collections.abc import Sequence

import numpy as np

from figures.drawing import Drawing
from figures.marks import Trace
from figures.text import escape, number
from figures.theme import FATE_COLORS, PAPER, axis, figure
from numerics.recording import Recording, Step
from numerics.thresholds import Fate, fate

WIDEST = 12  # numbers up to which each is written into its cell
_FATES = tuple(Fate)
_WORDS = {
    Fate.ZERO: "0",
    Fate.SUBNORMAL: "subnormal",
    Fate.NORMAL: "sound",
    Fate.INFINITE: "±∞",
    Fate.UNDEFINED: "NaN",
}


def steps(recording: Recording, columns: Sequence[str]) -> Drawing:
    """Draw the map of a recording on n numbers; `columns` (n,) are their names.

    A step that gives one number for all fills its row. What the result does not depend on is left blank; a cell with
    a star is where an infinity, a NaN or a false zero is born.
    """
    width = len(columns)
    names = [f"{place}  {escape(step.name)}" for place, step in enumerate(recording.steps, 1)]
    cells = [_row(step, width) for step in recording.steps]
    codes, texts, hovers = ([[cell[part] for cell in row] for row in cells] for part in range(3))
    traces: list[Trace] = [
        {
            "type": "heatmap", "x": list(columns), "y": names, "z": np.array(codes, dtype=np.float64),
            "showscale": False, "zmin": -0.5, "zmax": len(_FATES) - 0.5, "colorscale": _colorscale(),
            "xgap": 1.5, "ygap": 1.5,
            "text": texts if width <= WIDEST else None,
            "texttemplate": "%{text}" if width <= WIDEST else None, "textfont": {"color": PAPER, "size": 13},
            "hovertext": hovers, "hoverinfo": "text", "hoverongaps": False,
        },
        *(_legend(kind) for kind in _FATES if any(_FATES.index(kind) in row for row in codes)),
    ]  # fmt: skip
    layout = {
        "xaxis": axis("", side="top", showgrid=False, type="category", showticklabels=width <= 40, ticks=""),
        "yaxis": axis("", autorange="reversed", showgrid=False, type="category", ticks=""),
        "legend": {
            "orientation": "h", "x": 0, "y": -0.02, "yanchor": "top", "bgcolor": "rgba(0,0,0,0)", "itemclick": False,
        },
    }  # fmt: skip
    return Drawing(figure(traces, **layout))


def _row(step: Step, width: int) -> list[tuple[float, str, str]]:
    """For each cell: the number of its fate (NaN for blank), its text and its hover text."""
    born = {birth.place: birth for birth in step.births}
    cells = []
    for place in np.ndindex(step.values.shape):
        if not step.used[place]:
            cells.append((np.nan, "", ""))
            continue
        value = float(step.values[place])
        birth = born.get(place)
        lines = [
            f"<b>{escape(step.name)}</b> = {number(value, 9)}",
            f"exactly {escape(step.exact(*place, digits=9))}",
            f"relative error {number(float(step.relative_error[place]), 3)}",
        ]
        if birth:
            lines.append(f"born here: {escape(birth.operation)}, {birth.death.value}")
        text = number(value, 4).replace("undefined", "NaN") + (" ★" if birth else "")
        cells.append((float(_FATES.index(fate(value, step.format))), text, "<br>".join(lines)))
    return cells * width if len(cells) == 1 else cells


def _colorscale() -> list[list[float | str]]:
    edges = np.linspace(0, 1, len(_FATES) + 1)
    return [
        [float(edge), FATE_COLORS[kind.name]]
        for kind, low, high in zip(_FATES, edges[:-1], edges[1:], strict=True)
        for edge in (low, high)
    ]


def _legend(kind: Fate) -> Trace:
    return {
        "type": "scatter", "x": [None], "y": [None], "mode": "markers", "name": _WORDS[kind],
        "marker": {"symbol": "square", "size": 12, "color": FATE_COLORS[kind.name]}, "hoverinfo": "skip",
    }  # fmt: skip
