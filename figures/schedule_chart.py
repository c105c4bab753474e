"""A schedule as a picture of values × steps: computed, held, computed again and freed; the memory in a second one."""

import numpy as np

from figures.drawing import Drawing, Range
from figures.marks import Trace
from figures.theme import BLUE, GREEN, NEUTRAL, ORANGE, SKY, VERMILLION, axis, figure
from numerics.checkpointing import Kind, Timeline

LEFT = 56  # pixels: the steps of both pictures stand one under the other
_WORDS = {Kind.COMPUTED: "computed", Kind.RECOMPUTED: "computed again", Kind.BACKWARD: "used backward and freed"}
_COLORS = {Kind.COMPUTED: BLUE, Kind.RECOMPUTED: ORANGE, Kind.BACKWARD: GREEN}
_HELD = "rgba(6,160,207,0.4)"
_VALUE = "<b><i>x</i><sub>%{customdata[0]}</sub></b>"


def schedule_chart(timeline: Timeline) -> Drawing:
    """Draw a row for every value x₀, …, x_L over the steps; a line marks the player's step."""
    count, last = timeline.chain.layers, len(timeline.steps)
    span = (-0.7, count + 0.7)
    rows = list(range(0, count + 1, max(1, round(count / 12))))
    kinds = [kind for kind in Kind if (timeline.kinds == kind).any()]
    drawn = figure(
        [_held(timeline), *(_cells(timeline, kind) for kind in kinds)],
        barmode="overlay",
        bargap=0.12,
        margin=_margin(),
        xaxis=_steps(last),
        yaxis=axis(
            "value", range=span, uirevision=f"{count}", showgrid=False, automargin=False, tickvals=rows,
            ticktext=[f"<i>x</i><sub>{row}</sub>" for row in rows],
        ),
    )  # fmt: skip
    return _with_cursor(Drawing(drawn, steps=_frames(timeline)), span)


def memory_chart(timeline: Timeline, budget: int | None = None) -> Drawing:
    """Draw the units of memory in use over the steps, and a `budget` as a level."""
    last, everything = len(timeline.steps), timeline.chain.memory
    top = 1.1 * max(everything, budget or 0)
    traces: list[Trace] = [
        {
            "type": "bar", "name": "memory in use", "x": np.arange(1, last + 1), "y": timeline.memory, "width": 1,
            "marker": {"color": SKY, "line": {"width": 0}},
            "hovertemplate": "step %{x}: %{y} units<extra></extra>",
        },
        _level(timeline.peak, "peak", last, BLUE),
        _level(everything, "everything held", last, NEUTRAL),
        *([] if budget is None else [_level(budget, "budget", last, ORANGE)]),
    ]  # fmt: skip
    up = axis("units", range=[0, top], uirevision=f"{top}", automargin=False)
    drawn = figure(traces, margin=_margin(), xaxis=_steps(last), yaxis=up)
    return _with_cursor(Drawing(drawn, steps=_frames(timeline)), (0, top))


def _margin() -> dict[str, int]:
    return {"l": LEFT, "r": 12, "t": 8, "b": 8}


def _steps(last: int) -> dict:
    return axis("step", range=[0.5, last + 0.5], uirevision=f"{last}")


def _frames(timeline: Timeline) -> np.ndarray:
    return np.arange(1, len(timeline.steps) + 1, dtype=np.int32)


def _held(timeline: Timeline) -> Trace:
    """A bar for every stretch of steps through which a value is in memory."""
    there = np.pad(timeline.held, ((1, 1), (0, 0)))
    values, begins = np.nonzero((there[1:] & ~there[:-1]).T)
    ends = np.nonzero((~there[1:] & there[:-1]).T)[1]
    return {
        "type": "bar", "orientation": "h", "name": "in memory", "y": values, "base": begins + 0.5, "x": ends - begins,
        "marker": {"color": _HELD, "line": {"width": 0}},
        "customdata": np.stack([values, begins + 1, ends], axis=-1).astype(np.int32),
        "hovertemplate": f"{_VALUE} is in memory from step %{{customdata[1]}} to %{{customdata[2]}}<extra></extra>",
    }  # fmt: skip


def _cells(timeline: Timeline, kind: Kind) -> Trace:
    """A cell for every step of a kind, in the row of the value that it computes or frees."""
    at = np.flatnonzero(timeline.kinds == kind)
    layers = np.array([timeline.steps[step].layer for step in at])
    rows = layers - (kind is Kind.BACKWARD)
    return {
        "type": "bar", "orientation": "h", "name": _WORDS[kind], "y": rows, "base": at + 0.5,
        "x": np.ones(len(at)), "marker": {"color": _COLORS[kind], "line": {"width": 0}},
        "customdata": np.stack([rows, at + 1, layers], axis=-1).astype(np.int32),
        "hovertemplate": f"step %{{customdata[1]}}: {_VALUE} is {_WORDS[kind]}<br>"
        "layer %{customdata[2]}<extra></extra>",
    }  # fmt: skip


def _level(height: int, text: str, last: int, color: str) -> Trace:
    return {
        "type": "scatter", "mode": "lines", "name": f"{text}: {height}", "x": [0.5, last + 0.5],
        "y": [height, height], "line": {"color": color, "width": 2, "dash": "dot"}, "hoverinfo": "skip",
    }  # fmt: skip


def _with_cursor(drawing: Drawing, span: Range) -> Drawing:
    """The drawing with a line at the player's step."""
    frames = drawing.steps.astype(np.float32)
    line: Trace = {
        "type": "scatter", "mode": "lines", "name": "this step", "showlegend": False, "hoverinfo": "skip",
        "line": {"color": VERMILLION, "width": 2},
    }  # fmt: skip
    up = np.tile(np.array(span, np.float32), (len(frames), 1))
    return drawing.plus([(line, {"x": np.stack([frames, frames], axis=-1), "y": up})])
