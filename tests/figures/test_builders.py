"""All builders: valid for Plotly, small, and true to what they are given."""

import json

import numpy as np
import plotly.graph_objects as go
import pytest
from plotly.io import to_json

from figures.contour import contour
from figures.convergence import ROWS, convergence
from figures.curve import curve, tangents, undefined_spans
from figures.drawing import drawable
from figures.surface import surface
from figures.theme import method_color
from tests.figures.samples import AWKWARD_GRIDS, AWKWARD_PATHS, METHODS, descend, grid, line, path

FIVE = [descend(method) for method in METHODS]
ON_A_PARABOLA = [path([[1.5], [-1.0], [0.5]], [2.25, 1, 0.25], [[3.0], [-2], [1]])]


def check(drawing):
    """Plotly accepts every property, and the heads fit their traces and frames; returns the traces."""
    go.Figure(drawing.figure.to_dict())  # validates, unlike the builders
    traces = drawing.figure.data
    for index, coordinates in drawing.heads.items():
        for name, frames in coordinates.items():
            assert frames.shape[0] in (1, len(drawing.steps))  # one frame: it never changes
            np.testing.assert_array_equal(traces[index][name], frames[-1])
    return traces


def named(traces, name):
    return [trace for trace in traces if trace.name == name]


def size(drawing):
    return len(to_json(drawing.figure, validate=False).encode())


@pytest.mark.parametrize("draw", [contour, surface])
@pytest.mark.parametrize("name", AWKWARD_GRIDS)
@pytest.mark.parametrize("scale", ["linear", "logarithmic", "quantile"])
def test_maps_and_surfaces_of_awkward_grids(draw, name, scale):
    drawing = draw(AWKWARD_GRIDS[name], FIVE, scale=scale, minima=[((1, 1), 0)], starts=[(0, 0)])
    check(drawing)
    assert size(drawing) < 350_000


@pytest.mark.parametrize("draw", [contour, surface])
@pytest.mark.parametrize("name", AWKWARD_PATHS)
def test_maps_and_surfaces_with_awkward_paths(draw, name):
    drawing = draw(grid(), [AWKWARD_PATHS[name], descend(steps=7)])
    check(drawing)
    json.loads(to_json(drawing.figure, validate=False))


@pytest.mark.parametrize("name", AWKWARD_PATHS)
def test_convergence_of_awkward_paths(name):
    for lowest in (None, 0.0, -5.0):
        drawing = convergence([AWKWARD_PATHS[name], descend(steps=7)], lowest=lowest, rows=ROWS)
        check(drawing)
        for row in ("yaxis", "yaxis2", "yaxis3"):
            low, high = drawing.figure.layout[row].range
            assert np.isfinite([low, high]).all()
            assert low < high


@pytest.mark.parametrize("name", AWKWARD_PATHS)
def test_curves_with_awkward_paths(name):
    whole = AWKWARD_PATHS[name]
    walk = path(whole.x[:, :1], whole.f, whole.gradient[:, :1])
    check(curve(line(np.square), [walk], starts=[(1.0,)]))


@pytest.mark.parametrize(
    "f", [np.square, lambda x: 0 * x + 3, lambda x: x * np.nan, np.log, lambda x: 1 / x, lambda x: np.exp(np.exp(x**4))]
)
def test_awkward_curves(f):
    check(curve(line(f), ON_A_PARABOLA, minima=[((0.0,), 0.0)]))


def test_everything_draws_without_paths():
    for drawing in (contour(grid()), surface(grid()), curve(line(np.square)), convergence([])):
        check(drawing)
        assert drawing.heads == {}
        assert drawing.steps.tolist() == [0]


def test_five_methods_and_sixty_steps_stay_small():
    assert size(contour(grid(), FIVE)) < 150_000
    assert size(surface(grid(), FIVE)) < 200_000
    assert size(convergence(FIVE, rows=ROWS)) < 60_000


def test_a_thousand_steps_stay_affordable():
    long = [descend(method, steps=1000) for method in METHODS]
    assert size(contour(grid(), long)) < 350_000
    assert size(convergence(long)) < 400_000


def test_the_heads_walk_along_the_paths_and_wait_at_the_end():
    paths = [descend("adam", 10), descend("newton", 4)]
    drawing = contour(grid(), paths)
    [coordinates] = drawing.heads.values()
    assert drawing.steps.tolist() == list(range(11))
    assert coordinates["x"].shape == (11, 2)
    assert coordinates["x"][:, 0] == pytest.approx(paths[0].x[:, 0], abs=1e-6)
    assert coordinates["y"][:5, 1] == pytest.approx(paths[1].x[:, 1], abs=1e-6)
    assert (coordinates["y"][4:, 1] == coordinates["y"][4, 1]).all()


def test_a_method_has_its_color_on_every_chart():
    drawings = [contour(grid(), FIVE), surface(grid(), FIVE), convergence(FIVE), curve(line(np.square), ON_A_PARABOLA)]
    for drawing in drawings[:3]:
        for walk in FIVE:
            colors = {trace.line.color for trace in named(drawing.figure.data, walk.label) if trace.showlegend is None}
            assert colors == {method_color(walk.method)}
    assert method_color("adam") in {trace.line.color for trace in named(drawings[3].figure.data, "Adam")}


def test_every_path_stands_in_the_legend_once():
    for drawing in (contour(grid(), FIVE), surface(grid(), FIVE), convergence(FIVE, rows=ROWS)):
        for walk in FIVE:
            traces = named(drawing.figure.data, walk.label)
            assert [trace.showlegend for trace in traces].count(None) == 1
            assert {trace.legendgroup for trace in traces} == {walk.label}


def test_labels_are_text_and_not_markup():
    name = '<a href="https://example.org">&'
    walk = descend(label=name)
    for drawing in (contour(grid(), [walk]), surface(grid(), [walk]), convergence([walk])):
        text = to_json(drawing.figure, validate=False)
        assert "example.org" in text
        assert "<a" not in text
        assert "\\u003ca" not in text
    assert "<script" not in to_json(contour(grid(), names=("<script>", "y")).figure, validate=False)


def test_the_axes_are_the_window_and_the_zoom_lasts_as_long():
    layout = contour(grid(), FIVE, names=("x1", "alpha")).figure.layout
    assert (layout.xaxis.range, layout.yaxis.range) == ((-2, 2), (-1, 3))
    assert layout.xaxis.title.text == "<i>x</i><sub>1</sub>"
    assert layout.yaxis.title.text == "<i>α</i>"
    assert layout.xaxis.uirevision != layout.yaxis.uirevision
    assert layout.xaxis.uirevision == contour(grid(), scale="linear").figure.layout.xaxis.uirevision


def test_a_slice_shows_the_chosen_axes():
    walk = path([[0, 1, 2.0], [0, 1.5, 1]])
    drawing = contour(grid(axes=(2, 1)), [walk], names=("x", "y", "z"))
    [coordinates] = drawing.heads.values()
    assert coordinates["x"][:, 0].tolist() == [2, 1]
    assert coordinates["y"][:, 0].tolist() == [1, 1.5]
    assert drawing.figure.layout.xaxis.title.text == "<i>z</i>"


def test_undefined_places_are_hatched_and_told():
    for name, told in (("half undefined", True), ("negative", False)):
        assert bool(named(contour(AWKWARD_GRIDS[name]).figure.data, "undefined")) is told
    assert named(curve(line(np.log)).figure.data, "undefined")
    assert not named(curve(line(np.square)).figure.data, "undefined")
    [note] = surface(AWKWARD_GRIDS["nowhere defined"]).figure.layout.annotations
    assert "undefined" in note.text


def test_undefined_spans_end_half_way():
    x = np.arange(6.0)
    assert undefined_spans(x, np.array([np.nan, 1, 1, np.nan, np.nan, 1])) == [(0.0, 0.5), (2.5, 4.5)]
    assert undefined_spans(x, np.full(6, np.nan)) == [(0.0, 5.0)]
    assert undefined_spans(x, x) == []


def test_the_colorbar_speaks_in_units_of_f():
    bar = contour(grid(), minima=[((1, 1), 0)]).figure.data[0].colorbar
    assert bar.ticktext[:4] == ("0.5", "1", "2", "5")
    bar = contour(AWKWARD_GRIDS["constant"]).figure.data[0].colorbar
    assert bar.ticktext == ("3",)
    assert contour(AWKWARD_GRIDS["infinite"]).figure.data[0].colorbar.ticktext == ("∞",)


def test_hovering_tells_f_itself_and_not_the_level():
    landscape = contour(grid(), scale="quantile").figure.data[0]
    np.testing.assert_allclose(landscape.customdata, grid().z, rtol=1e-6)
    assert "customdata" in landscape.hovertemplate


def test_the_height_axis_says_what_it_shows():
    assert surface(grid()).figure.layout.scene.zaxis.title.text == "<i>f</i>"
    assert "logarithmic" in surface(AWKWARD_GRIDS["pole"]).figure.layout.scene.zaxis.title.text
    assert "rank" in surface(grid(), height="quantile").figure.layout.scene.zaxis.title.text


def test_far_points_are_pulled_in_along_their_direction():
    at = drawable(np.array([0.5, 4e30, np.nan]), np.array([0.5, 2e30, 0]), (-1, 1), (-1, 1))
    assert (at["x"][0], at["y"][0]) == (0.5, 0.5)
    assert at["x"][1] == pytest.approx(2 * at["y"][1])
    assert 1e3 < at["x"][1] < 1e6
    assert np.isnan(at["x"][2])


def test_precision_is_kept_in_a_narrow_window_far_out():
    x = 1e6 + np.linspace(0, 1e-6, 5)
    at = drawable(x, 0 * x, (1e6, 1e6 + 1e-6), (-1, 1))
    assert at["x"].tolist() == x.tolist()
    assert at["y"].dtype == np.float32


def test_tangents_touch_with_the_slope_of_f_and_look_equally_long():
    x, y = tangents(np.zeros(2), np.zeros(2), np.array([0.0, 30.0]), (4.0, 100.0), 0.1)
    assert (y[:, 1] - y[:, 0]) / (x[:, 1] - x[:, 0]) == pytest.approx([0, 30])
    assert np.hypot(np.ptp(x, axis=1) / 4, np.ptp(y, axis=1) / 100) == pytest.approx([0.2, 0.2])


def test_the_moving_tangent_touches_at_the_iterate():
    drawing = curve(line(np.square), ON_A_PARABOLA)
    tangent, head = drawing.heads.values()
    assert tangent["x"].mean(axis=1) == pytest.approx([1.5, -1, 0.5])
    assert np.diff(tangent["y"])[:, 0] / np.diff(tangent["x"])[:, 0] == pytest.approx([3, -2, 1], rel=1e-5)
    assert head["y"][:, 0].tolist() == [2.25, 1, 0.25]


def test_positive_values_are_drawn_as_they_are():
    drawing = convergence([path([[0, 0]] * 3, [100, 10, 1])])
    assert drawing.figure.layout.yaxis.title.text == "<i>f</i>"
    assert drawing.figure.data[0].y.tolist() == [100, 10, 1]


def test_values_are_counted_from_the_known_minimum_and_zero_is_drawn_at_the_foot():
    drawing = convergence([path([[0, 0]] * 3, [-1, -2.9, -3])], lowest=-3.0)
    layout = drawing.figure.layout
    assert "−3" in layout.yaxis.title.text
    assert drawing.figure.data[0].y[:2] == pytest.approx([2, 0.1])
    assert np.log10(drawing.figure.data[0].y[2]) == pytest.approx(layout.yaxis.range[0])
    assert layout.annotations[0].text.startswith("zero")


def test_without_a_known_minimum_the_best_of_all_paths_counts():
    paths = [path([[0, 0]] * 2, [4, -1]), path([[0, 0]] * 2, [4, -6], method="newton")]
    drawing = convergence(paths)
    assert "−6" in drawing.figure.layout.yaxis.title.text
    assert drawing.figure.data[0].y.tolist() == [10, 5]


def test_an_endless_fall_is_drawn_on_a_linear_axis():
    layout = convergence([path([[0, 0]] * 3, [2, -1, -1e5])]).figure.layout
    assert layout.yaxis.type is None
    assert layout.yaxis.range == (-20, 6)
    assert layout.yaxis2.type == "log"


def test_a_diverging_run_does_not_squeeze_the_others():
    layout = convergence([AWKWARD_PATHS["diverging"], descend(steps=30)]).figure.layout
    assert layout.yaxis.range[1] < 10


def test_rows_do_not_overlap_and_share_the_steps():
    layout = convergence(FIVE, rows=ROWS).figure.layout
    domains = [layout[name].domain for name in ("yaxis3", "yaxis2", "yaxis")]
    ends = [end for domain in domains for end in domain]
    assert ends == sorted(ends)
    assert (ends[0], ends[-1]) == (0, 1)
    assert layout.xaxis.anchor == "y3"
