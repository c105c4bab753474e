"""The sweeps as frames: every edge once, and the numbers of the last frame are those of the graph."""

import pytest

import numerics as nm
from numerics.autodiff import Graph
from ui.autodiff.frames import edges, forward_story, reverse_story, vertices

TEXTS = ["x*y + x", "(1 - x)^2 + 100(y - x^2)^2", "x*x, 2, x", "sin(pi*x)/pi + y^2, exp(y)"]


def traced(text: str) -> Graph:
    return nm.trace(text, {"x": 2, "y": 3})


@pytest.mark.parametrize("text", TEXTS)
def test_operations_are_drawn_once_and_numbers_with_every_use(text: str) -> None:
    graph = traced(text)
    drawn, places = vertices(graph)
    kinds = [vertex.kind for vertex in drawn]
    assert kinds.count("operation") == sum(bool(node.inputs) for node in graph.nodes)
    assert kinds.count("variable") == 2
    assert sum(len(vertex.inputs) for vertex in drawn) == len(edges(graph))
    for place, vertex in enumerate(drawn):
        assert all(argument < place for argument in vertex.inputs)
        uses = sum(vertex.inputs.count(place) for vertex in drawn)
        assert vertex.kind != "number" or uses + vertex.is_output == 1
    assert all(drawn[place].name for node, place in zip(graph.nodes, places, strict=True) if node.inputs)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("overwrite", [False, True])
def test_the_frames_end_at_the_numbers_of_the_sweeps(text: str, overwrite: bool) -> None:
    graph = traced(text)
    weights = [1.0] * len(graph.outputs)
    back, ahead = graph.reverse(weights, overwrite), graph.forward([1, -2])
    for story, derivatives in (
        (reverse_story(graph, back, "+="), back.adjoints),
        (forward_story(graph, ahead), ahead.tangents),
    ):
        assert len(story.told) == len(story.frames)
        shown = {}
        for frame in story.frames:
            shown |= dict(frame.shows)
        for at, (value, derivative) in shown.items():
            assert value == graph.nodes[at].value
            if derivative is not None:
                assert derivative == derivatives[at]
        carried = [edge for frame in story.frames if frame.carries for edge in frame.edges]
        assert len(set(carried)) == len(carried)


def test_row_B10_the_story_of_the_reverse_sweep() -> None:
    told = reverse_story(traced("x*y + x"), traced("x*y + x").reverse(), "+=").told
    assert told[1:] == (
        "v1 = x*y = 6",
        "v2 = v1 + x = 8",
        "the output v2 has the adjoint 1",
        "adjoint of v1 += 1 · 1 along v2, now 1",
        "adjoint of x += 1 · 1 along v2, now 1",
        "adjoint of x += 1 · 3 along v1, now 4",
        "adjoint of y += 1 · 2 along v1, now 2",
    )
