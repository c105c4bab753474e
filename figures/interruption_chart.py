"""A training and its resumed copies over the steps: losses, and the distance from the one that was not interrupted."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from figures.drawing import Drawing
from figures.rows import stack
from figures.theme import BLUE, GREEN, INK, NEUTRAL, ORANGE, PURPLE, STAR, VERMILLION, Look
from figures.timelines import Line, Panel, rows_of

_UNBROKEN = Look(NEUTRAL, "solid", "circle")
_LOOKS = (
    Look(GREEN, "dash", "square"),
    Look(ORANGE, "solid", "diamond"),
    Look(PURPLE, "solid", "triangle-up"),
    Look(BLUE, "dot", "cross"),
    Look(VERMILLION, "dashdot", "x"),
)


@dataclass(frozen=True, eq=False)
class Resumed:
    """One resumed training: `at` (K,) the steps done, its validation `losses` (K,) and `distances` (K,) there."""

    label: str
    at: np.ndarray
    losses: np.ndarray
    distances: np.ndarray


def interruption_chart(
    training: np.ndarray,
    validation: np.ndarray,
    resumed: Sequence[Resumed],
    *,
    after: int,
    best: tuple[int, float],
) -> Drawing:
    """Draw the unbroken losses `training` and `validation` (K,) after 0, 1, … steps, and what was `resumed`.

    Args:
        training, validation: losses on the examples that are learnt and on those that are held out.
        resumed: at most five, the first is drawn on top.
        after: the step of the interruption, marked by a line.
        best: step and validation loss of the parameters that are kept.
    """
    steps = np.arange(len(validation))
    looks = dict(zip((each.label for each in resumed), _LOOKS, strict=False))
    losses = [
        Line("training loss, unbroken", steps, training, Look(NEUTRAL, "dot", "circle"), head=False),
        Line("validation loss, unbroken", steps, validation, _UNBROKEN, head=False),
        *(Line(each.label, each.at, each.losses, looks[each.label], head=False) for each in reversed(resumed)),
    ]
    apart = [Line(each.label, each.at, each.distances, looks[each.label], head=False) for each in reversed(resumed)]
    unbroken = float(max(training.max(), validation.max()))
    highest = max([unbroken, *(float(each.losses.max()) for each in resumed)])
    panels = [
        Panel("loss", losses, span=(0.0, 1.08 * min(highest, 2 * unbroken))),
        Panel("‖<i>θ</i> − unbroken <i>θ</i>‖", apart, log=True),
    ]
    last = max(len(steps) - 1, *(int(each.at[-1]) for each in resumed))
    drawing = stack(rows_of(panels, steps), steps.astype(np.int32), last=last)
    drawing.figure.add_shape(
        type="line", xref="x", x0=after, x1=after, yref="paper", y0=0, y1=1,
        line={"color": NEUTRAL, "width": 1.5, "dash": "dash"},
    )  # fmt: skip
    drawing.figure.add_annotation(
        x=after, xanchor="right" if after > last / 2 else "left", yref="paper", y=1, yanchor="top", showarrow=False,
        text=" interrupted here ", font={"size": 12},
    )  # fmt: skip
    star = {
        "type": "scatter", "mode": "markers", "name": "best by validation", "x": [best[0]], "y": [best[1]],
        "marker": {"symbol": "star", "size": 18, "color": STAR, "line": {"color": INK, "width": 1.25}},
        "hovertemplate": "best by validation, after step %{x}<br>%{y:.5~g}<extra></extra>",
    }  # fmt: skip
    return Drawing(drawing.over([star]).figure)
