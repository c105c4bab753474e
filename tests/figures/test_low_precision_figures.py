"""The pictures of runs in low precision: valid for Plotly, and true to their runs."""

import numpy as np
import plotly.graph_objects as go

import numerics as nm
from figures.drawing import Drawing
from figures.gradient_range import gradient_range
from figures.loss_by_format import loss_by_format
from figures.vanished import update_chart, vanished_marks
from numerics.formats import FORMATS
from numerics.low_precision import LossScaling, Record, precision, run

SLOW = nm.Objective.parse("x/1024 + y/2")


def valid(drawing: Drawing) -> Drawing:
    """The drawing, once Plotly has checked it, as the builders do not."""
    go.Figure(drawing.figure.to_dict())
    return drawing


def named(drawing: Drawing, name: str) -> go.Scatter:
    [trace] = [trace for trace in drawing.figure.data if trace.name == name]
    return trace


def record(f: nm.Objective = SLOW, start=(1.0, 8.0), steps=20, scaling=None, **kept) -> Record:
    chosen = precision(**{"weights": "bfloat16", **kept})
    return run(f, start, precision=chosen, scaling=scaling or LossScaling(), steps=steps, learning_rate=1.0)


def test_marks_stand_where_updates_vanish_of_some_weights_and_of_all() -> None:
    some = record()
    [mark] = vanished_marks(some, ["x", "y"], (0, 1), some.f)
    go.Figure(go.Scatter(mark))
    assert mark["name"] == "an update vanishes"
    assert len(mark["x"]) == 20
    assert mark["y"].tolist() == some.x[:-1, 1].tolist()
    assert "0.25 of the gap 0.00391" in mark["text"][0]
    still = record(nm.Objective.parse("x/1024"), (1.0,))
    [mark] = vanished_marks(still, ["x"], (0,), still.f)
    assert mark["name"] == "every update vanishes"
    assert mark["x"].tolist() == [1.0], "one mark for a stay"
    assert mark["y"].tolist() == [1 / 1024]
    assert "steps 0 to 19" in mark["text"][0]
    chance = record(nm.Objective.parse("x/1024"), (1.0,), stochastic=True)
    [mark] = vanished_marks(chance, ["x"], (0,), chance.f)
    assert mark["name"] == "every update vanishes by chance"
    assert not vanished_marks(record(master="float32"), ["x", "y"], (0, 1), some.f)


def test_updates_are_drawn_in_gaps_and_a_dynamic_scale_below() -> None:
    drawing = valid(update_chart(record(), ["x", "y"]))
    assert named(drawing, "<i>x</i>").y.tolist() == [0.25] * 20
    assert any("½" in note.text for note in drawing.figure.layout.annotations)
    steep = record(nm.Objective.parse("1000x"), (1.0,), 11, LossScaling(5, 3), weights="float16", master="float32")
    drawing = valid(update_chart(steep, ["x"]))
    assert named(drawing, "<i>k</i>").y.tolist() == steep.powers[:-1].tolist()
    assert named(drawing, "step skipped").x.tolist() == [6, 10]
    for awkward in (record(steps=1), record(nm.Objective.parse("0x + 0y"), (1.0, 1.0)), record(start=(1e30, -1e30))):
        valid(update_chart(awkward, ["x", "y"]))


def test_gradients_lie_in_the_zones_of_their_format() -> None:
    gradients = np.array([[1e-8, 0.0], [2.0**-20, np.nan], [1.5, 1e6]])
    half = valid(gradient_range(gradients, np.zeros(3), FORMATS["float16"]))
    assert {trace.name: trace.y.sum() for trace in half.figure.data} == {
        "underflow to 0": 1,
        "subnormal: digits are lost": 1,
        "normal": 1,
        "overflow": 1,
    }
    scaled = valid(gradient_range(gradients[:1], np.array([13.0]), FORMATS["float16"]))
    assert [trace.name for trace in scaled.figure.data] == ["normal"]
    texts = [note.text for note in half.figure.layout.annotations]
    assert [text for text in texts if "smallest normal" in text and "-14" in text]
    for awkward in (np.zeros((2, 1)), np.full((1, 1), 1e300), np.empty((0, 2))):
        for format in FORMATS.values():
            valid(gradient_range(awkward, np.zeros(len(awkward)), format))


def test_losses_and_shares_have_the_colours_of_their_formats() -> None:
    some, brief = record(), record(steps=1, weights="float16")
    drawing = valid(loss_by_format({"bfloat16": some, "float16": brief}, {"bfloat16": some.f, "float16": brief.f}, 8))
    line, share = (trace for trace in drawing.figure.data if trace.name == "bfloat16")
    assert line.line.color == share.line.color
    assert (share.y == 0.5).all()
