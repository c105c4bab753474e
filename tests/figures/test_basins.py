"""Maps of basins, of differences and of knobs: valid for Plotly, small, and true to what they are given."""

import numpy as np
import plotly.graph_objects as go
import pytest
from plotly.io import to_json

import numerics as nm
from figures.basins import (
    LISTED,
    attractor_colors,
    attractor_name,
    basins_map,
    failure_name,
    largest,
    percent,
)
from figures.difference import difference_map
from figures.painted import CLEAR, GREY, PALE, painted, rank, shades
from figures.paths import Path
from figures.theme import DIVERGING, PALETTE, STAR
from numerics.basins import DIVERGED, LEFT_DOMAIN, UNDER_WAY, Verdict, basins, compare_basins

HIMMELBLAU = nm.Objective.parse("(x^2 + y - 11)^2 + (x + y^2 - 7)^2")
NEWTON = basins(HIMMELBLAU, resolution=60, method="newton")
DESCENT = basins(HIMMELBLAU, resolution=60, learning_rate=0.02)
# Diverges where y ≠ 0 and x > 0, leaves the domain for x < -2, is under way elsewhere.
MIXED = basins(
    nm.Objective.parse("where(x > 0, 5y^2 + x^2, where(x < -2, log(x), 0.001x^2))"),
    [(-3, 3), (-1, 1)],
    41,
    learning_rate=0.22,
)
AWKWARD = {
    "one basin": basins(nm.Objective.parse("x^2 + y^2"), resolution=10),
    "nothing but divergence": basins(nm.Objective.parse("-x^2 - y^2 - x"), resolution=10, steps=2000),
    "nowhere defined": basins(nm.Objective.parse("log(-1 - x^2 - y^2)"), resolution=10),
    "hundreds": basins(nm.Objective.parse("sin(5x) sin(5y)"), resolution=60, method="newton"),
    "a ring": basins(nm.Objective.parse("(x^2 + y^2 - 1)^2"), resolution=30, learning_rate=0.01),
    "attractors out of sight": basins(nm.Objective.parse("(x - 9)^2 + (y - 9)^2"), resolution=5),
    "smallest": basins(HIMMELBLAU, resolution=2, learning_rate=0.01),
    "mixed": MIXED,
}


def traces_of(drawing):
    go.Figure(drawing.figure.to_dict())  # validates, unlike the builders
    return drawing.figure.data


def cells_of(drawing):
    [cells] = [trace for trace in traces_of(drawing) if trace.type == "heatmap"]
    return cells


def color_at(cells, row, column):
    return cells.colorscale[int(cells.z[row][column])][1]


@pytest.mark.parametrize("name", AWKWARD)
def test_awkward_basins_are_drawn(name):
    found = AWKWARD[name]
    drawing = basins_map(found, found.objective.variables, start=(0.0, 0.0))
    cells = cells_of(drawing)
    assert (cells.zmin, cells.zmax) == (0, len(cells.colorscale) - 1)
    traces_of(difference_map(compare_basins(found, found)))


def test_every_cell_has_the_color_of_its_attractor_and_is_darker_for_more_steps():
    cells = cells_of(basins_map(NEWTON))
    colors = attractor_colors(NEWTON.label)
    for n, color in enumerate(colors):
        here = np.argwhere(NEWTON.label == n)
        steps = NEWTON.steps_taken[tuple(here.T)]
        few, many = here[steps.argmin()], here[steps.argmax()]
        assert {color_at(cells, *few), color_at(cells, *many)} <= set(shades(color, 32))
        assert sum(map(brightness, [color_at(cells, *few)])) >= brightness(color_at(cells, *many))
        assert cells.text[few[0]][few[1]] == str(n + 1)
        assert cells.customdata[few[0]][few[1]] == steps.min()


def brightness(color):
    return sum(int(color[k : k + 2], 16) for k in (1, 3, 5))


def test_starts_that_end_nowhere_are_told_apart_from_all_attractors():
    cells = cells_of(basins_map(MIXED))
    told = {DIVERGED: (CLEAR, "diverged"), LEFT_DOMAIN: (GREY, "undefined"), UNDER_WAY: (PALE, "under way")}
    for code, (color, word) in told.items():
        row, column = np.argwhere(MIXED.label == code)[0]
        assert color_at(cells, row, column) == color
        assert cells.text[row][column] == word
        assert color not in {shade for hue in PALETTE for shade in shades(hue, 32)}
        assert failure_name(MIXED, code) in [trace.name for trace in basins_map(MIXED).figure.data]
    hatched = basins_map(MIXED).figure.data[0]
    assert hatched.fillpattern.shape == "/"
    assert hatched.zorder < cells.zorder


def test_the_legend_names_attractors_with_place_value_and_share():
    assert tuple(DESCENT.attractors[1].round(6)) == (3, 2)
    name = attractor_name(DESCENT, 1)
    assert name == f"2: minimum (3, 2), <i>f</i> = 0, {percent(DESCENT.share(1))}"
    names = [trace.name for trace in basins_map(DESCENT).figure.data]
    assert name in names
    crowd = AWKWARD["hundreds"]
    entries = [trace.name for trace in basins_map(crowd).figure.data if trace.type == "scatter" and trace.name]
    rest = len(largest(crowd)) - LISTED
    assert len(entries) <= LISTED + 3
    assert any(entry.startswith(f"{rest} more, ") for entry in entries)


def test_marks_stand_at_the_attractors_and_tell_their_kind():
    marks = {trace.name: trace for trace in basins_map(NEWTON).figure.data if trace.type == "scatter"}
    for n in largest(NEWTON)[:LISTED]:
        mark = marks[attractor_name(NEWTON, n)]
        assert (mark.x[0], mark.y[0]) == tuple(NEWTON.attractors[n])
        assert (
            mark.marker.symbol
            == {"MINIMUM": "star", "SADDLE": "x", "MAXIMUM": "triangle-up"}[NEWTON.found.kinds[n].name]
        )


def test_neighbours_differ_in_color():
    checkers = np.add.outer(np.arange(40) // 5 * 8, np.arange(40) // 5)
    colors = attractor_colors(checkers)
    assert len(colors) == 64
    for one, other in ((checkers[:, 1:], checkers[:, :-1]), (checkers[1:], checkers[:-1])):
        assert all(colors[a] != colors[b] for a, b in zip(one.flat, other.flat, strict=True) if a != b)
    assert attractor_colors(np.full((3, 3), -1)) == []


def test_every_start_may_have_a_basin_of_its_own():
    """A table of all pairs of 40 000 attractors would take 12.8 GB."""
    label = np.arange(40_000).reshape(200, 200)
    colors = np.array(attractor_colors(label))[label]
    assert (colors[:, 1:] != colors[:, :-1]).all()
    assert (colors[1:] != colors[:-1]).all()


def test_a_path_and_its_start_are_drawn_over_the_basins():
    run = nm.minimize(HIMMELBLAU, (0, 0), "newton")
    drawing = basins_map(NEWTON, paths=[Path.of(run)], start=(0.0, 0.0))
    line = next(trace for trace in traces_of(drawing) if trace.name == "Newton" and trace.mode.startswith("lines"))
    np.testing.assert_allclose(line.x, run.x[:, 0], atol=1e-6)
    assert any(trace.name == "start" for trace in drawing.figure.data)


def test_the_difference_tells_who_is_sooner_and_where_they_part():
    told = compare_basins(NEWTON, DESCENT)
    cells = cells_of(difference_map(told, titles=("Newton", "<b>Descent")))
    row, column = np.argwhere(told.verdict == Verdict.APART)[0]
    assert color_at(cells, row, column) == STAR
    same = told.verdict == Verdict.SAME
    row, column = np.argwhere(same & (told.steps == told.steps[same].min()))[0]
    assert color_at(cells, row, column) == DIVERGING[0]
    row, column = np.argwhere(same & (told.steps < 0))[0]
    red, _, blue = (int(color_at(cells, row, column)[k : k + 2], 16) for k in (1, 3, 5))
    assert blue > red, "the first is sooner: blue"
    reverse = cells_of(difference_map(compare_basins(DESCENT, NEWTON)))
    red, _, blue = (int(color_at(reverse, row, column)[k : k + 2], 16) for k in (1, 3, 5))
    assert red > blue
    assert "<b>" not in to_json(difference_map(told, titles=("a", "<b>b")).figure, validate=False)


def test_the_pictures_stay_affordable():
    large = basins(HIMMELBLAU, method="newton")
    assert len(to_json(basins_map(large).figure, validate=False)) < 400_000
    assert len(to_json(difference_map(compare_basins(large, large)).figure, validate=False)) < 700_000


@pytest.mark.parametrize(
    ("share", "text"),
    [(0, "0 %"), (1, "100 %"), (0.254, "25 %"), (0.0123, "1.2 %"), (0.0004, "0.04 %"), (1e-7, "&lt;0.01 %"),
     (0.9999999, "&gt;99.99 %"), (0.9984, "99.8 %")],
)  # fmt: skip
def test_percentages_are_exact_at_both_ends(share, text):
    assert percent(share) == text


def test_counts_lie_on_a_logarithmic_scale():
    place, ticks, texts = rank(np.array([0, 9, 99]))
    np.testing.assert_allclose(place, [0, 0.5, 1])
    assert texts == ["0", "1", "2", "5", "10", "20", "50"]
    assert ticks[0] == 0 < ticks[1] < ticks[-1] <= 1
    for same in (np.array([7, 7]), np.array([], dtype=int)):
        place, ticks, texts = rank(same)
        assert place.shape == same.shape
        assert len(ticks) == len(texts) == 1


def test_cells_are_sent_in_few_bytes():
    codes = np.arange(10_000).reshape(100, 100) % 200
    trace = painted(np.arange(100), np.arange(100), codes, ["#000000"] * 300, codes.astype(str), codes, "")
    assert trace["z"].dtype == trace["customdata"].dtype == np.uint8
