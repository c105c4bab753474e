"""Profiles and the table of heats: valid for Plotly, and true to what they are given."""

import numpy as np
import plotly.graph_objects as go
import pytest

from figures.heats import heats
from figures.profiles import Curve, data, performance, spread
from figures.theme import METHOD_LOOKS, method_look
from numerics.profiles import data_profiles, performance_profiles

INF = np.inf
COSTS = [[10, 20, 40], [60, 20, 20], [5, INF, 15], [INF, INF, INF]]
NAMES = ("adam", "gradient_descent_armijo", "custom")


def curves(costs=COSTS, of=performance_profiles, names=NAMES):
    return [Curve(name.title(), name, profile) for name, profile in zip(names, of(costs), strict=False)]


def lines(figure):
    return [trace for trace in figure.data if trace.mode == "lines"]


def test_a_curve_is_the_step_function_that_the_profile_is():
    figure = performance(curves())
    go.Figure(figure.to_dict())  # validates, unlike the builder
    for curve, line in zip(curves(), lines(figure), strict=True):
        assert line.line.shape == "hv"
        assert line.x[0] == 1
        np.testing.assert_array_equal(line.y, curve.profile(line.x))
        assert set(curve.profile.at) <= set(line.x)
        assert np.log10(line.x[-1]) == pytest.approx(figure.layout.xaxis.range[1])


def test_the_right_ends_are_written_in_the_colors_of_the_methods():
    figure = performance(curves())
    told = {note.font.color: note.text for note in figure.layout.annotations}
    assert told == {method_look(curve.method).color: f"<b>{curve.profile.solved:.0%}</b>" for curve in curves()}


def test_a_method_has_its_look_and_stands_in_the_legend_once():
    figure = performance(curves())
    for curve in curves():
        traces = [trace for trace in figure.data if trace.name == curve.label]
        look = method_look(curve.method)
        assert {(trace.line.color, trace.line.dash) for trace in traces} == {(look.color, look.dash)}
        assert [trace.showlegend for trace in traces].count(None) == 1


def test_the_axis_of_ratios_is_logarithmic_and_its_ticks_are_doublings():
    axis = performance(curves()).layout.xaxis
    assert axis.type == "log"
    assert axis.tickvals[:3] == (1, 2, 4)
    far = performance(curves([[1, 1e6]])).layout.xaxis
    assert len(far.tickvals) < 14


def test_data_profiles_begin_before_the_first_success():
    figure = data(curves(of=lambda costs: data_profiles(costs, [1, 1, 1, 1])))
    go.Figure(figure.to_dict())
    assert min(line.x[0] for line in lines(figure)) <= 2.5
    assert all(line.y[0] == 0 for line in lines(figure))


@pytest.mark.parametrize("draw", [performance, data])
@pytest.mark.parametrize("costs", [[[INF, INF]], np.empty((0, 2)), [[1.0, 1.0]], [[1e-100, 1e100]]])
def test_awkward_profiles_are_drawn(draw, costs):
    figure = draw(curves(costs))
    go.Figure(figure.to_dict())
    assert np.isfinite(figure.layout.xaxis.range).all()
    for line in lines(figure):
        assert np.isfinite(np.log10(line.x)).all()


def test_texts_are_moved_apart_and_no_further_than_needed():
    assert spread([0.1, 0.5], 0.05) == [0.1, 0.5]
    assert spread([0.5, 0.5], 0.1) == pytest.approx([0.45, 0.55])
    assert spread([1.0, 1.0, 1.0], 0.1) == pytest.approx([0.8, 0.9, 1.0])
    assert spread([0.0, 0.0], 0.1) == pytest.approx([0.0, 0.1])
    crowded = spread([0.5, 0.52, 0.58, 0.66], 0.06)
    assert (np.diff(crowded) >= 0.06 - 1e-12).all()
    assert np.mean(crowded) == pytest.approx(0.565)


def table(**more):
    return heats(
        [[8, 0], [3, 4]],
        [8, 4],
        problems=["Logistic loss with weight decay", "<b>Bowl"],
        methods=["Levenberg–Marquardt", "Adam"],
        told=[["a\nb", "c"], ["<i>d", "e"]],
        **more,
    )


def test_a_cell_says_how_many_were_solved_and_is_coloured_by_the_share():
    figure = table()
    go.Figure(figure.to_dict())
    np.testing.assert_array_equal(figure.data[0].z, [[1, 0], [0.75, 1]])
    assert [(note.x, note.y, note.text) for note in figure.layout.annotations] == [
        (0, 0, "8/8"), (1, 0, "0/8"), (0, 1, "3/4"), (1, 1, "4/4"),
    ]  # fmt: skip
    assert figure.layout.yaxis.range == (1.5, -0.5), "the first problem stands on top"


def test_names_in_the_table_are_text_and_long_ones_are_broken():
    layout = table().layout
    assert layout.xaxis.ticktext == ("Levenberg–<br>Marquardt", "Adam")
    assert layout.yaxis.ticktext == ("Logistic loss with<br>weight decay", "&lt;b&gt;Bowl")
    assert table().data[0].customdata[0][0] == "a<br>b"
    assert table().data[0].customdata[1][0] == "&lt;i&gt;d"


def test_the_chosen_cell_is_framed():
    assert not table().layout.shapes
    (frame,) = table(chosen=(1, 0)).layout.shapes
    assert (frame.x0, frame.x1, frame.y0, frame.y1) == (-0.5, 0.5, 0.5, 1.5)


def test_every_method_has_a_look_that_draws():
    performance([Curve(name, name, curves()[0].profile) for name in METHOD_LOOKS])
