"""f, f' and f'' one under the other, with a point that walks along all three and tangents that follow it."""

from collections.abc import Sequence

import numpy as np

from figures.curve import tangents, undefined_spans, value_range
from figures.drawing import Drawing, drawable
from figures.marks import Trace, undefined_trace
from figures.text import variable
from figures.theme import BLUE, GREEN, INK, LINE_WIDTH, NEUTRAL, ORANGE, PAPER, SYMBOLS, axis, figure, window_axis

COLORS = (BLUE, ORANGE, GREEN)
TITLES = (SYMBOLS["value"], f"{SYMBOLS['value']}′", f"{SYMBOLS['value']}″")
GAP = 0.05
_HALF = 0.14  # half the length of a tangent, as a part of the picture


def moving_tangent(x: np.ndarray, rows: Sequence[np.ndarray], walk: np.ndarray, at: np.ndarray, name: str) -> Drawing:
    """Draw f, f', f'' (3, k) over the window `x` (k,) and the point at `walk` (K,), where they are `at` (3, K).

    In the rows of f and f' a tangent has the slope that the row below shows as a height; there a stem stands for it.
    `name` is the variable; frames are the places of the walk, which rests at its last.
    """
    title = variable(name)
    across = (float(x[0]), float(x[-1]))
    height = (1 + GAP) / 3
    traces: list[Trace] = []
    moving: dict[int, dict[str, np.ndarray]] = {}
    layout: dict = {"xaxis": window_axis(title, across, anchor="y3"), "showlegend": False}
    for place, values in enumerate(rows):
        suffix = str(place + 1) if place else ""
        axes = {"xaxis": "x", "yaxis": f"y{suffix}"}
        up = value_range(np.append(values, 0.0) if place else values)
        top = 1 - place * height
        layout[f"yaxis{suffix}"] = axis(
            TITLES[place], range=list(up), domain=[max(top - height + GAP, 0), top], uirevision=str(up),
            zeroline=place > 0, zerolinecolor=NEUTRAL,
        )  # fmt: skip
        if spans := undefined_spans(x, values):
            traces.append({**undefined_trace([(span, up) for span in spans]), **axes})
        traces.append({**_graph(x, values, TITLES[place], title, COLORS[place]), **axes})
        size = across[1] - across[0], up[1] - up[0]
        if place < 2:
            line = drawable(*tangents(walk, at[place], at[place + 1], size, _HALF), across, up)
            moving[len(traces)] = line
            traces.append({**_line(COLORS[place + 1]), **axes, **_last(line)})
        if place:
            stem = drawable(np.stack([walk, walk], -1), np.stack([0 * walk, at[place]], -1), across, up)
            moving[len(traces)] = stem
            traces.append({**_line(COLORS[place]), **axes, **_last(stem)})
        dot = drawable(walk[:, None], at[place][:, None], across, up)
        moving[len(traces)] = dot
        traces.append({**_dot(COLORS[place]), **axes, **_last(dot)})
    return Drawing(figure(traces, **layout), moving, np.arange(len(walk)))


def _last(frames: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    return {axis_name: values[-1] for axis_name, values in frames.items()}


def _graph(x: np.ndarray, values: np.ndarray, name: str, title: str, color: str) -> Trace:
    return {
        "type": "scatter", "mode": "lines", "x": x, "y": values, "name": name,
        "line": {"color": color, "width": LINE_WIDTH},
        "hovertemplate": f"{title} = %{{x:.5~g}}<br>{name} = %{{y:.6~g}}<extra></extra>",
    }  # fmt: skip


def _line(color: str) -> Trace:
    return {
        "type": "scatter", "mode": "lines", "hoverinfo": "skip", "line": {"color": color, "width": 4}, "opacity": 0.85,
    }  # fmt: skip


def _dot(color: str) -> Trace:
    return {
        "type": "scatter", "mode": "markers", "hoverinfo": "skip",
        "marker": {"color": PAPER, "size": 11, "line": {"color": color or INK, "width": 3}},
    }  # fmt: skip
