"""Pictures of the quadratic model: valid for Plotly, and true to it."""

import numpy as np
import plotly.graph_objects as go
import pytest

import numerics as nm
from figures.local_model import as_surfaces, curvature_rose, decreases, over_curve, over_map
from numerics.local_model import local_model
from numerics.sampling import sample_line, sample_plane

F = nm.Objective.parse("x^2 + 5y^2")
GRID = sample_plane(F, ((-3, 3), (-2, 2)))


def valid(picture: go.Figure) -> dict[str, go.Scatter]:
    go.Figure(picture.to_dict())  # validates, unlike the builder
    return {trace.name: trace for trace in picture.data if trace.name}


def test_the_parabola_touches_the_graph() -> None:
    f = nm.Objective.parse("x^3")
    line, model = sample_line(f, (-2, 2)), local_model(f, [1.0])
    traces = valid(over_curve(line, model.predicted(line.x[:, None]), (1.0, 1.0), "x").figure)
    parabola = traces["quadratic model"]
    assert np.interp(1.0, parabola.x, parabola.y) == pytest.approx(1, abs=1e-3)
    assert traces["point"].x == (1.0,)


def test_eigenvectors_cross_at_the_point() -> None:
    model = local_model(F, (1, 0.5))
    traces = valid(over_map(GRID, GRID.z, (1, 0.5), model.eigenvectors, model.eigenvalues, ("x", "y")).figure)
    short = next(trace for name, trace in traces.items() if name.endswith("= 2"))
    assert np.mean(short.x) == pytest.approx(1)
    assert short.y == pytest.approx([0.5, 0.5])
    assert traces["quadratic model"].contours.coloring == "lines"


def test_the_model_s_surface_is_cut_to_the_heights_of_f() -> None:
    steep = 1e6 * np.ones_like(GRID.z)
    traces = valid(as_surfaces(GRID, steep, (0, 0, 0), ("x", "y")))
    assert np.isnan(traces["quadratic model"].z).all()
    assert np.isfinite(valid(as_surfaces(GRID, GRID.z, (0, 0, 0), ("x", "y")))["quadratic model"].z).all()


def test_the_rose_lies_between_the_eigenvalues() -> None:
    turn = np.linspace(0, 180, 7)
    picture = curvature_rose(turn, np.linspace(2, 10, 7), np.array([2.0, 10.0]), (30.0, 4.0))
    traces = valid(picture)
    assert traces["chosen direction"].y == (4.0,)
    assert [shape.y0 for shape in picture.layout.shapes] == [2, 10]


def test_decreases_and_their_marks() -> None:
    steps = np.linspace(0, 1, 11)
    picture = decreases(steps, steps, steps - steps**2, steps - steps**2, {"ε*": 0.5, "climbs": None, "ε": 7.0})
    traces = valid(picture)
    assert traces["f(x) − f(x − εg)"].y[5] == pytest.approx(0.25)
    assert [note.text for note in picture.layout.annotations] == ["ε*"]
