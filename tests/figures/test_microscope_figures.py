"""The microscope's charts: valid for Plotly, and true to what they are given."""

import numpy as np
import plotly.graph_objects as go
import pytest

from figures.error_curve import MOST_DOTS, ErrorCurve, error_curve, running_median
from figures.error_map import error_map
from figures.expression_tree import TreeNode, expression_tree
from figures.sample_axis import SampleAxis
from figures.sequence_chart import sequence_chart
from figures.theme import GREEN, Look, format_look

LOOK = format_look("float64")
RANDOM = np.random.default_rng(3)
SAMPLES = {
    "both signs": np.concatenate([-np.logspace(-10, 2, 500), np.logspace(-10, 2, 500)]),
    "positive": np.logspace(-300, 300, 1000),
    "negative": -np.logspace(-3, 3, 1000),
    "subnormal": np.linspace(-1e-310, 1e-310, 1000),
    "one value": np.full(1000, 2.5),
    "zeros": np.zeros(1000),
}


def valid(figure: go.Figure) -> go.Figure:
    """The same figure, checked by Plotly, which the builders skip."""
    return go.Figure(figure.to_dict())


@pytest.mark.parametrize("logarithmic", [True, False])
@pytest.mark.parametrize("name", SAMPLES)
def test_curves_and_maps_of_awkward_samples(name, logarithmic) -> None:
    x, y = SAMPLES[name], RANDOM.permutation(SAMPLES[name])
    for bits in (np.linspace(0, 64, 1000), np.zeros(1000), np.full(1000, np.nan)):
        curves = [ErrorCurve("a", LOOK, bits), ErrorCurve("b", Look(GREEN, "dash", "square"), bits / 2)]
        drawn = error_curve(
            x, curves, name="x1", logarithmic=logarithmic, most=64, floor=bits, marked=(float(x[3]), 5.0)
        )
        for axis in (valid(drawn).layout.xaxis, valid(drawn).layout.yaxis):
            assert np.isfinite(axis.range).all()
            assert axis.range[0] < axis.range[1]
        valid(error_map(x, y, bits, names=("x", "y"), logarithmic=logarithmic, most=64, cells=31, marked=(1.0, 2.0)))


def test_places_keep_the_order_on_both_sides_of_zero() -> None:
    x = np.array([-100.0, -1e-3, 0.0, 1e-3, 1.0, 100.0])
    place = SampleAxis.of(x, True).place(x)
    assert (np.diff(place) >= 0).all()
    assert place[-1] == -place[0] == pytest.approx(5)
    assert place[2] == 0


def test_powers_of_ten_are_labelled_where_they_stand() -> None:
    axis = SampleAxis.of([-1e6, 1e6, 1e-6], True).layout("x")
    labels = dict(zip(axis["ticktext"], axis["tickvals"], strict=True))
    assert labels["0"] == 0
    assert all(labels[f"−{text}"] == -place for text, place in labels.items() if f"−{text}" in labels)
    assert 5 <= len(labels) <= 9


def test_the_median_runs_along_the_samples() -> None:
    place = np.linspace(0, 10, 1201)
    middles, medians = running_median(place, np.where(place < 5, 1.0, 9.0))
    assert len(middles) == 60
    assert set(medians[:29]) == {1.0}
    assert set(medians[31:]) == {9.0}
    assert np.isnan(running_median(place, np.where(place < 5, 1.0, np.nan))[1][-1])


def test_few_dots_are_sent_however_many_samples() -> None:
    x = RANDOM.random(50_000)
    drawn = error_curve(x, [ErrorCurve("a", LOOK, x)], name="x", logarithmic=False, most=64)
    assert len(drawn.data[0].x) == MOST_DOTS
    assert len(drawn.to_json()) < 120_000


def test_a_map_has_a_mean_in_every_cell_of_stratified_samples() -> None:
    cells = np.stack(np.divmod(np.arange(400), 20)) + RANDOM.random((2, 400))
    bits = np.floor(cells[0])
    drawn = error_map(cells[0], cells[1], bits, names=("x", "y"), logarithmic=False, most=64, cells=20)
    [heatmap] = [trace for trace in drawn.data if trace.type == "heatmap"]
    np.testing.assert_array_equal(heatmap.z[0], np.arange(20))
    assert not [trace for trace in drawn.data if trace.name == "undefined"]
    hatched = error_map(
        cells[0], cells[1], np.where(bits < 5, np.nan, bits), names=("x", "y"), logarithmic=False, most=64, cells=20
    )
    assert [trace for trace in hatched.data if trace.name == "undefined"]


def leaf(step: int, symbol: str) -> TreeNode:
    return TreeNode(step, symbol, symbol, np.nan)


TREE = TreeNode(
    4,
    "−",
    "a < b\n3 bits",
    20.0,
    (TreeNode(2, "√", "root", 0.5, (leaf(0, "x"),)), TreeNode(3, "+", "sum", 0.1, (leaf(0, "x"), leaf(1, "1")))),
)


def test_the_tree_marks_the_guilty_and_finds_the_nearest_operation() -> None:
    drawn = expression_tree(TREE, guilty=4, selected=2)
    names = [trace.name for trace in valid(drawn.figure).data]
    assert names[-2:] == ["chosen", "loses the most"]
    assert drawn.steps == (4, 2, 3)
    assert drawn.nearest(*drawn.at[2]) == 3
    x, y = drawn.at[0]
    assert drawn.nearest(x + 0.1, y + 0.1) == 4
    assert "a &lt; b" in drawn.figure.data[1].customdata[0], "text, not markup"


def test_children_stand_below_their_parents_and_side_by_side() -> None:
    circles = expression_tree(TREE, guilty=None).figure.data[1]
    assert circles.y[0] == max(circles.y)
    assert sorted({circles.x[at] for at in range(6) if circles.text[at] in ("x", "1")}) == [0, 1, 2]


def test_a_sequence_that_runs_away_leaves_the_exact_terms_visible() -> None:
    n = np.arange(26)
    drawn = valid(sequence_chart(10.0**n, 6 - 0.5**n, "term"))
    low, high = drawn.layout.yaxis.range
    assert low < 5 < 6 < high < 200
    valid(sequence_chart(np.array([1.0, np.inf, np.nan]), np.array([1.0, 1, 1]), "term"))
