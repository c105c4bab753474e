"""The pictures of a linear system: valid for Plotly, and true to their matrix."""

import numpy as np
import plotly.graph_objects as go
import pytest

from figures.circle_image import circle_image
from figures.cloud import cloud
from figures.crossing_lines import crossing_lines
from figures.digits_left import digits_left
from figures.spectrum import spectrum

A = np.array([[4.1, 2.8], [9.7, 6.6]])
B, CHANGED = np.array([4.1, 9.7]), np.array([4.11, 9.7])
SOLUTIONS = [np.array([1.0, 0.0]), np.array([0.34, 0.97])]


def valid(picture: go.Figure) -> go.Figure:
    """The picture, once Plotly has checked it, as the builders do not."""
    go.Figure(picture.to_dict())
    return picture


@pytest.mark.parametrize("matrix", [A, np.zeros((2, 2)), np.array([[1e-8, 0], [0, 1]])])
def test_the_image_is_that_of_the_circle(matrix) -> None:
    picture = valid(circle_image(matrix))
    circle, image = (np.stack([trace.x, trace.y]) for trace in picture.data[:2])
    assert np.hypot(*circle) == pytest.approx(1, abs=1e-6)
    assert image == pytest.approx(matrix @ circle, abs=1e-5)
    for before, after in ((2, 3), (4, 5)):
        tips = [np.array([picture.data[k].x[1], picture.data[k].y[1]]) for k in (before, after)]
        assert tips[1] == pytest.approx(matrix @ tips[0], abs=1e-5)


def test_both_lines_go_through_the_solution() -> None:
    picture = valid(crossing_lines(A, B, CHANGED, SOLUTIONS))
    for place, (point, row) in enumerate([(point, row) for point in SOLUTIONS for row in range(2)]):
        ends = np.stack([picture.data[place].x, picture.data[place].y])
        direction = ends[:, 1] - ends[:, 0]
        off = point - ends[:, 0]
        assert abs(direction[0] * off[1] - direction[1] * off[0]) / np.linalg.norm(direction) < 1e-5, (place, row)
    low, high = picture.layout.xaxis.range
    assert low < 0.34 < 1 < high


def test_a_row_of_zeros_has_no_line_and_a_singular_matrix_no_point() -> None:
    picture = valid(crossing_lines(np.array([[1.0, 1.0], [0.0, 0.0]]), B, CHANGED, []))
    assert [len(trace.x) for trace in picture.data] == [2, 0, 2, 0]


def test_clouds_of_the_same_colours() -> None:
    points = B + 0.01 * np.array([[1, 0], [0, 1], [-1, 0]])
    picture = valid(cloud(points, B, CHANGED, np.array([1.0, 5.0, 2.0]), "b", bar=True))
    assert np.stack([picture.data[0].x, picture.data[0].y], axis=-1) == pytest.approx(points)
    assert picture.data[0].marker.color == pytest.approx([1, 5, 2])


def test_a_zero_singular_value_stands_at_the_foot() -> None:
    picture = valid(spectrum({"singular values": np.array([2.0, 1e-3, 0.0])}))
    assert picture.data[0].customdata == pytest.approx([2, 1e-3, 0])
    assert picture.data[0].y[2] == pytest.approx(10.0 ** picture.layout.yaxis.range[0])


def test_a_bar_a_format() -> None:
    picture = valid(digits_left(["a", "b"], np.array([16.0, 7.0]), np.array([12.0, 3.0]), np.array([[13, 12], [4, 2]])))
    assert picture.data[1].x == pytest.approx([12, 3])
    assert picture.data[3].x == pytest.approx([12.5, 3])
