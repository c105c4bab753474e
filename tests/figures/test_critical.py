"""Critical points on a picture: valid for Plotly, and where they are."""

import numpy as np
import plotly.graph_objects as go
import pytest

import numerics as nm
from figures.contour import contour
from figures.critical import with_points
from figures.curve import curve
from numerics.certify import examine
from numerics.sampling import sample_line, sample_plane


def drawn(text: str, *window: tuple[float, float]) -> dict[str, go.Scatter]:
    f = nm.Objective.parse(text)
    report = examine(f, window)
    under = (
        curve(sample_line(f, window[0]), name=f.variables[0])
        if len(window) == 1
        else contour(sample_plane(f, window), names=f.variables)
    )
    picture = with_points(under, f.variables, report)
    go.Figure(picture.figure.to_dict())  # validates, unlike the builder
    return {trace.name: trace for trace in picture.figure.data if trace.name}


def test_every_kind_has_its_mark_and_the_lowest_a_ring() -> None:
    traces = drawn("(x^2 + y - 11)^2 + (x + y^2 - 7)^2", (-5, 5), (-5, 5))
    assert len(traces["minimum (4)"].x) == len(traces["saddle (4)"].x) == 4
    assert (traces["maximum (1)"].x[0], traces["maximum (1)"].y[0]) == pytest.approx((-0.270845, -0.923039), abs=1e-5)
    assert traces["lowest of them"].x[0] in traces["minimum (4)"].x
    assert "proven" in traces["saddle (4)"].text[0]


def test_over_one_variable_marks_lie_on_the_curve() -> None:
    traces = drawn("x^3 - 3x", (-2, 1.5))
    assert (traces["minimum (1)"].x[0], traces["minimum (1)"].y[0]) == pytest.approx((1, -2))
    assert (traces["minimum on the edge (1)"].x[0], traces["minimum on the edge (1)"].y[0]) == (-2, -2)


def test_undecided_boxes_are_drawn_where_they_are() -> None:
    boxes = drawn("(x^2 + y^2 - 1)^2", (-2, 2), (-2, 2))["undecided"]
    x, y = (np.asarray(values, dtype=float) for values in (boxes.x, boxes.y))
    assert np.nanmax(np.abs(np.hypot(x, y) - 1)) < 0.1
    assert "undecided" in drawn("x^4", (-1, 1))
    assert drawn("|x| + |y|", (-1, 1), (-1, 1))["at a kink (1)"].x == pytest.approx([0])
