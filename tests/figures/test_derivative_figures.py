"""The pictures of derivatives: valid for Plotly, small, and true to what they are given."""

import json

import numpy as np
import plotly.graph_objects as go
import pytest
from plotly.io import to_json

import numerics as nm
from figures.compass import compass
from figures.drawing import Drawing
from figures.gradient_field import arrows, gradient_field
from figures.log_lines import LogLine, log_lines
from figures.mountain import mountain
from figures.moving_tangent import moving_tangent
from figures.theme import BLUE, Look
from numerics.differentiation import directions, unit
from numerics.sampling import sample_line, sample_plane
from tests.figures.samples import AWKWARD_GRIDS

TURN = np.linspace(0.0, 360.0, 9)
LOOK = Look(BLUE, "solid", "circle")
BOWL = nm.Objective.parse("x^2 + 5y^2")


def check(drawing: Drawing, most: int = 250_000) -> go.Figure:
    """Plotly accepts every property, heads rest at their last frame, and the picture is light enough to send."""
    text = to_json(drawing.figure, validate=False)
    json.loads(text)
    assert len(text.encode()) < most
    go.Figure(drawing.figure.to_dict())  # validates, unlike the builders
    for index, coordinates in drawing.heads.items():
        for name, frames in coordinates.items():
            assert frames.shape[0] in (1, len(drawing.steps))
            np.testing.assert_array_equal(drawing.figure.data[index][name], frames[-1])
    return drawing.figure


@pytest.mark.parametrize("f", [np.square, np.log, lambda x: 0 * x, lambda x: x * np.nan, lambda x: 1e300 * x])
def test_tangents_follow_the_point(f) -> None:
    x, walk = np.linspace(-2, 2, 101), np.array([1.0, 2.0, -1.5, 1.0])
    with np.errstate(all="ignore"):
        drawing = moving_tangent(x, [f(x), 2 * x, 0 * x + 2], walk, np.stack([f(walk), 2 * walk, 0 * walk + 2]), "x1")
    figure = check(drawing)
    assert figure.layout.xaxis.title.text == "<i>x</i><sub>1</sub>"
    assert [len(frames["x"]) for frames in drawing.heads.values()] == [4] * len(drawing.heads)


def test_a_tangent_has_the_slope_that_the_next_row_shows() -> None:
    x, walk = np.linspace(-2, 2, 101), np.array([0.5, -1.0])
    drawing = moving_tangent(x, [x**3, 3 * x**2, 6 * x], walk, np.stack([walk**3, 3 * walk**2, 6 * walk]), "x")
    first = next(iter(drawing.heads.values()))
    slopes = np.diff(first["y"], axis=1) / np.diff(first["x"], axis=1)
    assert slopes[:, 0] == pytest.approx([0.75, 3.0], rel=1e-4)


@pytest.mark.parametrize("gradient", [(4.0, 10.0), (0.0, 0.0), (np.nan, 1.0), (1e200, -1e200)])
def test_the_compass_marks_the_steepest_ways(gradient: tuple[float, float]) -> None:
    seen = directions(gradient)
    drawing = compass(seen, TURN, ("<i>x</i>", "<i>y</i>"))
    figure = check(drawing)
    marks = {trace.name.split(",")[0]: trace for trace in figure.data if "steepest" in trace.name}
    if seen.descent is None:
        assert not marks
    else:
        assert marks["steepest descent"].x[0] == pytest.approx(seen.descent)
        assert marks["steepest ascent"].y[0] == pytest.approx(seen.steepness)


@pytest.mark.parametrize("name", AWKWARD_GRIDS)
def test_fields_on_awkward_maps(name: str) -> None:
    grid = AWKWARD_GRIDS[name]
    points = np.random.default_rng(0).uniform(-1, 2, (225, 2))
    field = points, np.where(points > 0, points * 1e300, np.nan)
    check(gradient_field(grid, (0.5, 1.0), np.array([3.0, -4.0]), unit(TURN), names=("x", "y"), field=field))
    check(gradient_field(grid, (0.5, 1.0), np.array([0.0, np.nan]), unit(TURN), names=("x", "y")))


def test_the_arrows_at_the_point_lie_along_the_gradient() -> None:
    grid = sample_plane(BOWL, ((-3.0, 3.0), (-3.0, 3.0)))
    drawing = gradient_field(grid, (2.0, 1.0), BOWL.gradient([2.0, 1.0]), unit(TURN), names=("x", "y"))
    assert drawing.figure.layout.yaxis.scaleanchor == "x"
    for sign, name in ((1, "up"), (-1, "down")):
        (trace,) = [trace for trace in drawing.figure.data if trace.name and trace.name.endswith(name)]
        tip = np.array([trace.x[1] - trace.x[0], trace.y[1] - trace.y[0]])
        assert sign * tip / np.hypot(*tip) == pytest.approx(np.array([4, 10]) / np.hypot(4, 10), rel=1e-5)


def test_arrows_without_a_direction_are_left_out() -> None:
    lines = arrows(np.zeros((3, 2)), np.array([[1.0, 0.0], [0.0, 0.0], [np.nan, 1.0]]), np.ones(2))
    drawn = np.isfinite(lines["x"][0]).reshape(3, 6)
    assert drawn.sum(axis=1).tolist() == [5, 0, 0]


@pytest.mark.parametrize(
    "text",
    ["x^2 + 5y^2", "(1 - x)^2 + 100(y - x^2)^2", "log(x) + y", "3 + 0x + 0y", "1/(x^2 + y^2)", "log(-1 - x^2) y"],
)
def test_the_mountain_is_cut_through_the_point(text: str) -> None:
    f, window, at = nm.Objective.parse(text, ["x", "y"]), ((-2.0, 2.0), (-2.0, 3.0)), [0.5, -1.0]
    grid = sample_plane(f, window)
    cuts = sample_line(f, window[0], through=at), sample_line(f, window[1], axis=1, through=at)
    figure = check(mountain(grid, cuts, at, float(f(at)), f.variables), most=400_000)
    along = [trace for trace in figure.data if trace.name and trace.name.startswith("cut")]
    assert [set(np.unique(along[0].y)), set(np.unique(along[1].x))] == [{-1.0}, {0.5}]


def test_errors_of_all_sizes() -> None:
    x = np.geomspace(1e-30, 1, 40)
    y = np.where(x > 1e-10, x, 0.0)
    y[3] = np.nan
    lines = [
        LogLine("<b>one", LOOK, x, y, best=(1e-9, 0.0), predicted=(1e-8, 1e-8)),
        LogLine("level", LOOK, x, 0 * x + 1e-300, thin=True),
    ]
    text = to_json(check(log_lines(lines, across="step h", up="error", marked=1e-3)), validate=False)
    assert "<b>one" not in text.replace("<b>&lt;b", "")
    nothing = LogLine("nothing", LOOK, x, np.full(40, np.nan))
    check(log_lines([nothing], across="h", up="error"))
