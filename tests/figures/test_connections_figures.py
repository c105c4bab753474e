"""The pictures of the page on connections: valid for Plotly, and true to what they are given."""

import numpy as np
import pytest

import numerics as nm
from figures.contour import contour
from figures.curve import curve
from figures.drawing import Drawing
from figures.flow import flow, name_at, places
from figures.grid_optima import LOOKS, with_optima
from numerics.hill_climbing import Standing
from numerics.sampling import Grid, sample_line
from tests.figures.samples import AWKWARD_GRIDS
from tests.figures.test_builders import check, named

COUNTS = np.array([[2, 0, 1], [0, 0, 0], [3, 1, 0]])
LEFT, RIGHT = ("Rounding", "Nothing", "Derivatives and curvature"), ("Losses", "Layers", "<b>Runs</b>")


def bands_of(figure):
    return [trace for trace in figure.data if trace.hoveron == "fills"]


def test_bands_are_as_wide_as_their_counts_and_lie_within_their_bars() -> None:
    figure = flow(LEFT, RIGHT, COUNTS)
    check(Drawing(figure))
    bands = bands_of(figure)
    assert [trace.text.split(": ")[1] for trace in bands] == ["2", "1", "3", "1"]
    left, right = places(COUNTS.sum(1)), places(COUNTS.sum(0))
    for trace, (i, j) in zip(bands, zip(*np.nonzero(COUNTS), strict=True), strict=True):
        half = len(trace.y) // 2
        assert trace.y[half:][::-1] - trace.y[:half] == pytest.approx(np.full(half, COUNTS[i, j]))
        assert left[i, 0] <= trace.y[0] <= left[i, 1] - COUNTS[i, j]
        assert right[j, 0] <= trace.y[half - 1] <= right[j, 1] - COUNTS[i, j]
    names = [trace for trace in figure.data if trace.mode == "text"]
    assert [list(trace.text) for trace in names] == [
        ["Rounding", "Derivatives<br>and curvature"],
        ["Losses", "Layers", "&lt;b&gt;Runs&lt;/b&gt;"],
    ]
    for trace, ends, counts in zip(names, (left, right), (COUNTS.sum(1), COUNTS.sum(0)), strict=True):
        assert trace.y == pytest.approx(ends.mean(1)[counts > 0])


def test_only_what_is_highlighted_stands_out() -> None:
    lit = np.zeros((3, 3), dtype=bool)
    lit[2] = True
    bands = bands_of(flow(LEFT, RIGHT, COUNTS, lit))
    assert [trace.fillcolor.endswith(",0.1)") for trace in bands] == [True, True, False, False]


def test_a_height_names_the_bar_that_is_there() -> None:
    counts = COUNTS.sum(1)
    ends = places(counts)
    for k in (0, 2):
        assert name_at(counts, float(ends[k].mean())) == k
    assert name_at(counts, -5.0) is None
    assert name_at(counts, 99.0) is None
    assert name_at(np.zeros(3), 0.0) is None


@pytest.mark.parametrize("name", AWKWARD_GRIDS)
def test_awkward_grids_of_cells(name: str) -> None:
    traces = check(contour(AWKWARD_GRIDS[name], cells=True))
    assert [trace.type for trace in traces if trace.type != "scatter"] == ["heatmap"]


def test_every_cell_is_whole_within_the_axes() -> None:
    grid = Grid(np.arange(-2.0, 3), np.arange(0, 1.2, 0.5), np.zeros((3, 5)), (0, 1))
    layout = contour(grid, cells=True).figure.layout
    assert layout.xaxis.range == (-2.5, 2.5)
    assert layout.yaxis.range == (-0.25, 1.25)


def test_every_kind_of_optimum_is_marked_with_its_number() -> None:
    f = nm.Objective.parse("20(x - 2y)^2 + (2x + y)^2/100")
    grid = nm.IntegerGrid.of(f, [(-10, 10), (-5, 5)])
    optima = nm.grid_optima(grid, nm.Climber(diagonal=True))
    cells = Grid(grid.line(0), grid.line(1), grid.values.T, (0, 1))
    traces = check(with_optima(contour(cells, cells=True), optima, f.variables))
    for standing in Standing:
        marks = named(traces, f"{LOOKS[standing][0]} ({optima.standing.count(standing)})")
        assert len(marks) == (standing in optima.standing)
    [falls] = named(traces, "where f falls to")
    assert len(falls.x) == 3 * optima.standing.count(Standing.GRID_ONLY)


def test_optima_of_one_variable_stand_on_the_curve() -> None:
    f = nm.Objective.parse("x^4 - 8x^2 + x")
    optima = nm.grid_optima(nm.IntegerGrid.of(f, [(-4, 4)]))
    traces = check(with_optima(curve(sample_line(f, (-4, 4))), optima, f.variables))
    [marks] = named(traces, "beside a minimum of f (2)")
    assert sorted(zip(marks.x, marks.y, strict=True)) == [(-2, -18), (2, -14)]
