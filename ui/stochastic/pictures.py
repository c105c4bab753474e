"""What was learned, from epoch to epoch: a boundary, a curve, or the weights; and the losses beside it."""

from collections.abc import Sequence

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from figures.decision_boundary import Boundary, Examples, decision_boundary
from figures.drawing import Drawing
from figures.fitted_curve import LearnedCurve, fitted_curve
from figures.rows import stack
from figures.text import escape
from figures.timelines import Line, Panel, rows_of
from figures.weights import Learned, weights_chart
from numerics.level_set import zero_segments
from ui.errors import escape_markdown
from ui.livechart import Player, Readout, livechart
from ui.stochastic.data import Chosen
from ui.stochastic.model import Model
from ui.stochastic.training import Trained

GROUP = "stochastic"
FRAMES, LINE_FRAMES = 24, 500
SIDE, SAMPLES = 41, 200  # of the grid, of the curve
MARGIN = 0.12
WIDE = 20.0  # losses that differ more are drawn on a logarithmic axis

Floats = NDArray[np.float64]


def learned(data: Chosen, model: Model, trained: Sequence[Trained], epochs: int) -> None:
    """Draw what the methods know at each epoch, in the way that suits the number of features."""
    steps = np.unique(np.linspace(0, epochs, min(epochs, FRAMES) + 1).round().astype(np.int32))
    x = np.concatenate([data.train.features, data.test.features])
    match x.shape[1]:
        case 1:
            drawing, alt = _curve(data, model, trained, steps, x[:, 0]), "The examples with the learned curves"
        case 2 if data.train.task == "classification":
            drawing = _boundary(data, model, trained, steps, x)
            alt = "The examples of both classes with the learned boundaries between them"
            _say_what_is_drawn(data, trained)
        case _:
            drawing, alt = _weights(data, model, trained, steps), "The learned weight of every feature"
    livechart(
        drawing.figure,
        key="learned",
        alt=alt,
        height=470,
        player=Player(drawing.steps, drawing.heads, _readout(trained, drawing.steps), unit="epoch")
        if trained
        else None,
        group=GROUP,
    )


def _say_what_is_drawn(data: Chosen, trained: Sequence[Trained]) -> None:
    if trained:
        st.caption(
            f"Press play: each method draws its line between the classes. Shades: how probable "
            f"{escape_markdown(data.train.classes[1])} is to {escape_markdown(trained[0].label)} at the end. Then make "
            "the batches smaller or larger."
        )


def _at(trained: Trained, steps: NDArray[np.int32]) -> Floats:
    """The weights after each of these epochs; a training that diverged stays where it was last finite."""
    return trained.history.epochs[np.minimum(steps, len(trained.history.epochs) - 1)]


def _kept(data: Chosen) -> NDArray[np.bool_]:
    return np.arange(len(data.train.targets) + len(data.test.targets)) >= len(data.train.targets)


def _boundary(data: Chosen, model: Model, trained: Sequence[Trained], steps: NDArray[np.int32], x: Floats) -> Drawing:
    low, high = x.min(axis=0), x.max(axis=0)
    reach = np.where(high > low, MARGIN * (high - low), 1.0)
    across, up = (np.linspace(low[k] - reach[k], high[k] + reach[k], SIDE) for k in (0, 1))
    plane = np.stack(np.meshgrid(across, up), axis=-1).reshape(-1, 2)
    design = model.features(plane)
    with np.errstate(all="ignore"):
        outputs = [(_at(each, steps) @ design.T).reshape(-1, SIDE, SIDE) for each in trained]
    boundaries = [
        Boundary(each.label, each.look, [zero_segments(across, up, frame) for frame in frames])
        for each, frames in zip(trained, outputs, strict=True)
    ]
    last = model.train.loss.prediction(outputs[0][-1]) if outputs else np.full((SIDE, SIDE), 0.5)
    labels = np.concatenate([data.train.targets, data.test.targets])
    return decision_boundary(
        Examples(x, labels, _kept(data)),
        boundaries,
        (across, up, last),
        data.train.names[:2],
        data.train.classes,
        steps,
    )


def _curve(data: Chosen, model: Model, trained: Sequence[Trained], steps: NDArray[np.int32], x: Floats) -> Drawing:
    wide = float(np.ptp(x)) or 1.0
    at = np.linspace(x.min() - 0.05 * wide, x.max() + 0.05 * wide, SAMPLES)
    design = model.features(at[:, None])
    curves = []
    for each in trained:
        with np.errstate(all="ignore"):
            outputs = _at(each, steps) @ design.T
        curves.append(LearnedCurve(each.label, each.look, model.train.loss.prediction(outputs)))
    y = np.concatenate([data.train.targets, data.test.targets])
    return fitted_curve(x, y, _kept(data), at, curves, data.train.names, steps)


def _weights(data: Chosen, model: Model, trained: Sequence[Trained], steps: NDArray[np.int32]) -> Drawing:
    shown = [Learned(each.label, each.look, _at(each, steps)[:, 1:]) for each in trained]
    names = model.features.names[1:]
    truth = data.truth if data.truth is not None and len(data.truth) == len(names) else None
    if truth is not None:
        often = data.train.features.mean(axis=0)
        names = tuple(f"{name} ({share:.0%})" for name, share in zip(names, often, strict=True))
    return weights_chart(names, shown, steps, truth)


def _readout(trained: Sequence[Trained], steps: NDArray[np.int32]) -> Readout:
    columns = {
        "train": np.stack([_padded(each.train, steps) for each in trained]),
        "test": np.stack([_padded(each.test, steps) for each in trained]),
        "λR(θ)": np.stack([_padded(each.penalty, steps) for each in trained]),
    }
    return Readout([each.label for each in trained], [each.look.color for each in trained], columns)


def _padded(values: Floats, steps: NDArray[np.int32]) -> Floats:
    """The values at these epochs, NaN after the last that there is."""
    return np.where(steps < len(values), values[np.minimum(steps, len(values) - 1)], np.nan)


def _panel(title: str, lines: Sequence[Line]) -> Panel:
    """A panel, logarithmic where the lines spread over more than `WIDE`."""
    values = np.concatenate([line.values for line in lines])
    values = values[(values > 0) & np.isfinite(values)]
    return Panel(title, lines, log=bool(len(values)) and bool(values.max() > WIDE * values.min()))


def losses(trained: Sequence[Trained], model: Model, epochs: int) -> None:
    """Draw the mean loss on both sides after every epoch, and λR(θ) below where there is a penalty."""
    mean, penalty = [], []
    for each in trained:
        t, name = np.arange(len(each.train)), escape(each.label)
        mean += [
            Line(f"{name}, train", t, each.train, each.look._replace(dash="solid")),
            Line(f"{name}, test", t, each.test, each.look._replace(dash="dot")),
        ]
        penalty.append(Line(f"{name}, λR(θ)", t, each.penalty, each.look._replace(dash="dash")))
    panels = [_panel("mean loss", mean)]
    if model.train.strength:
        panels.append(_panel("λR(θ)", penalty))
    shown = np.unique(np.linspace(0, epochs, min(epochs, LINE_FRAMES) + 1).round().astype(np.int32))
    drawing = stack(rows_of(panels, shown, unit="epoch"), shown, across="epoch")
    livechart(
        drawing.figure,
        key="losses",
        alt="The mean loss on the examples to train on and to test on after every epoch",
        height=330 + 170 * (len(panels) - 1),
        player=Player(drawing.steps, drawing.heads, controls=False),
        group=GROUP,
    )
    st.caption("Solid: the examples trained on. Dotted: the test examples, which no method was shown.")
