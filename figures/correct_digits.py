"""How many digits each way to solve a problem gets right, in every format, beside what theory expects."""

from collections.abc import Mapping, Sequence

import numpy as np

from figures.drawing import Drawing
from figures.marks import Trace
from figures.theme import INK, PAPER, STAR, axis, figure, format_look

_ROOM = 1.5  # digits of a bar that has room for its number

Bars = Mapping[str, np.ndarray]  # format → digits of each way, NaN where it failed


def digits_chart(ways: Sequence[str], digits: Bars, expected: Bars) -> Drawing:
    """Draw a bar for each way and format, as long as its correct digits, and a diamond at the `expected` number.

    NaN gets the word "failed" in place of a bar, and no diamond in `expected`.
    """
    traces: list[Trace] = []
    for place, (name, values) in enumerate(digits.items()):
        failed = np.isnan(values)
        traces.append(
            {
                "type": "bar", "orientation": "h", "name": name, "x": np.where(failed, 0.0, values), "y": list(ways),
                "marker": {"color": format_look(name).color, "line": {"width": 0}}, "offsetgroup": name,
                "text": np.where(failed, "failed", [f"{value:.1f}" for value in values]).tolist(),
                "textposition": np.where(values >= _ROOM, "inside", "outside").tolist(), "insidetextanchor": "start",
                "insidetextfont": {"color": PAPER}, "textangle": 0, "cliponaxis": False,
                "hovertemplate": f"<b>%{{y}}</b>, {name}<br>%{{text}} correct digits<extra></extra>",
            }
        )  # fmt: skip
        traces.append(
            {
                "type": "scatter", "mode": "markers", "orientation": "h", "name": "expected",
                "x": expected[name], "y": list(ways),
                "offsetgroup": name, "legendgroup": "expected", "showlegend": place == 0,
                "marker": {"symbol": "diamond", "size": 11, "color": STAR, "line": {"color": INK, "width": 1.5}},
                "hovertemplate": f"<b>%{{y}}</b>, {name}<br>theory expects about %{{x:.1f}} digits<extra></extra>",
            }
        )  # fmt: skip
    layout = {
        "barmode": "group", "scattermode": "group", "bargap": 0.3,
        "xaxis": axis("correct digits of the worst coefficient", range=[0, 17.5]),
        "yaxis": axis("", autorange="reversed", showgrid=False, type="category", ticks=""),
    }  # fmt: skip
    return Drawing(figure(traces, **layout))
