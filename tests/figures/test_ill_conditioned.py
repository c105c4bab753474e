"""The eigenvectors on a map, and steps against κ: valid for Plotly, and true to what they are given."""

import numpy as np
import plotly.graph_objects as go
import pytest

from figures.condition_scaling import Counts, condition_scaling
from figures.contour import contour
from figures.eigenbasis import with_eigenbasis
from figures.theme import method_color
from tests.figures.samples import grid, path
from tests.figures.test_builders import check

KAPPAS = np.array([10.0, 100.0, 1000.0])
SERIES = [
    Counts("Gradient descent", "theory: <b>∝ κ", "gradient_descent", np.array([115.0, 1152, np.nan]), 11.5 * KAPPAS),
    Counts("Newton", "theory: 1", "newton", np.ones(3), np.ones(3)),
]


def test_the_eigenvectors_run_through_the_origin_with_their_curvatures() -> None:
    directions = np.array([[0.8, 0.6], [-0.6, 0.8]])
    plain = contour(grid(), [path([[1, 1], [0, 0]])])
    drawing = with_eigenbasis(plain, directions, np.array([1.0, 2500.0]), 2.0)
    traces = check(drawing)
    assert drawing.heads == plain.heads
    lines = [trace for trace in traces if trace.name == "eigenvectors"]
    assert lines[0].x[:2] == pytest.approx([-1.6, 1.6])
    assert lines[0].y[3:5] == pytest.approx([-1.6, 1.6])
    assert [trace.text[0] for trace in traces[-2:]] == [
        "<b>1: <i>λ</i> = 1</b>",
        "<b>2: <i>λ</i> = 2500</b>",
    ]


def test_counts_are_markers_over_the_lines_of_theory_on_logarithmic_axes() -> None:
    figure = condition_scaling(KAPPAS, SERIES, marked=50.0)
    go.Figure(figure.to_dict())
    assert figure.layout.xaxis.type == figure.layout.yaxis.type == "log"
    theory, counted = figure.data[:2]
    assert (theory.mode, counted.mode) == ("lines", "markers")
    assert theory.line.color == counted.marker.color == method_color("gradient_descent")
    assert counted.y[:2].tolist() == [115, 1152]
    assert "<b>" not in theory.name
    assert figure.layout.shapes[0].x0 == 50
    assert figure.layout.yaxis.range[1] > np.log10(11_500)


@pytest.mark.parametrize("marked", [None, 1.0, 1e8])
def test_a_condition_number_outside_is_not_marked(marked: float | None) -> None:
    assert not condition_scaling(KAPPAS, SERIES, marked).layout.shapes
