"""The picture of a computation: valid, and a sweep that shows the right numbers in every frame."""

import numpy as np
import plotly.graph_objects as go

from figures.computation_graph import Edge, Frame, Vertex, computation_graph
from figures.drawing import Drawing
from figures.growth import Growth, growth
from figures.theme import GREEN, Look
from numerics.graph_layout import layered
from tests.figures.test_builders import check


def drawn(labelled: bool = True) -> Drawing:
    nodes = [
        Vertex("x", "", "x <b>", "variable"),
        Vertex("2", "", "2", "number"),
        Vertex("×", "v1", "v1 = 2*x", "operation", (0, 1)),
        Vertex("+", "v2", "v2", "operation", (2, 2), is_output=True),
    ]
    edges = [Edge("2", "∂v1/∂x = 2"), Edge("", "none"), Edge("1", "1"), Edge("1", "1")]
    frames = [
        Frame(0, (), False, {0: (3.0, None)}),
        Frame(2, (0, 1), False, {2: (6.0, None)}),
        Frame(3, (2, 3), False, {3: (12.0, 1.0)}),
        Frame(2, (2,), True, {2: (6.0, 1.0)}),
        Frame(2, (3,), True, {2: (6.0, 2.0)}),
        Frame(0, (0,), True, {0: (3.0, 4.0)}),
    ]
    return computation_graph(nodes, edges, frames, color=GREEN, mark="↓", labelled=labelled)


def test_the_picture_is_valid_and_shows_text_not_markup() -> None:
    traces = check(drawn())
    told = [text for trace in traces if trace.customdata is not None for text in trace.customdata]
    assert "x &lt;b&gt;" in told
    assert "∂v1/∂x = 2" in told
    labels = [trace.text for trace in traces if trace.text and "1" in trace.text]
    assert labels
    check(drawn(labelled=False))


def test_each_frame_shows_the_numbers_that_are_known_by_then() -> None:
    drawing = drawn()
    place = max(drawing.heads)
    texts = drawing.figure.data[place].text
    shown = [
        {text.replace("</b>", "").split("<b>")[-1] if "<br>" in text else text
         for text, y in zip(texts, row, strict=True) if np.isfinite(y)}
        for row in drawing.heads[place]["y"]
    ]  # fmt: skip
    assert shown == [{"3"}, {"3", "6"}, {"3", "6", "1"}, {"3", "1"}, {"3", "2", "1"}, {"4", "2", "1"}]


def test_the_ring_goes_to_the_node_that_receives() -> None:
    drawing = drawn()
    [ring] = [at for place, at in drawing.heads.items() if drawing.figure.data[place].mode == "markers"]
    layout = layered([(), (), (0, 1), (2, 2)], [True, False, False, False])
    assert ring["y"][:, 0].tolist() == layout.at[[0, 2, 3, 2, 2, 0], 1].tolist()


def test_growth_is_drawn_from_zero() -> None:
    line = Growth("a <b>", Look(GREEN, "dash", "square"), np.array([4.0, 6.0, 9.0]))
    figure = growth(np.array([2, 3, 4]), [line], across="n", up="operations")
    valid = go.Figure(figure.to_dict())  # validates, unlike the builder
    assert valid.layout.yaxis.range[0] == 0
    assert valid.layout.yaxis.range[1] > 9
    assert valid.data[0].name == "a &lt;b&gt;"
