"""Maps of two knobs: valid for Plotly, and every cell what its run came to."""

import numpy as np
import plotly.graph_objects as go
import pytest

import numerics as nm
from figures.painted import CLEAR, GREY, PALE
from figures.sweep import axis_title, cell_edges, sweep_map
from figures.theme import SEQUENTIAL
from numerics.outcome import Outcome

BOWL = nm.Objective.parse("x^2 + 5y^2 - 7")
RATES, BETAS = np.geomspace(0.001, 1, 20), np.linspace(0, 0.9, 10)
SWEEP = nm.sweep(BOWL, [1, 1], "momentum", {"learning_rate": RATES, "momentum": BETAS}, steps=200)
DOMAIN = nm.sweep(
    nm.Objective.parse("x - log(x)"),
    [1.5],
    "gradient_descent",
    {"learning_rate": np.geomspace(0.01, 10, 12), "start.x": [0.1, 1.5]},
)
AWKWARD = {
    "all alike": nm.sweep(BOWL, [0, 0], "momentum", {"learning_rate": RATES, "momentum": BETAS}),
    "nothing reached": nm.sweep(BOWL, [1, 1], "momentum", {"learning_rate": RATES, "momentum": BETAS}, steps=2),
    "all diverged": nm.sweep(BOWL, [1, 1], "momentum", {"learning_rate": [1e3, 1e4], "momentum": [0.1]}),
    "one cell": nm.sweep(BOWL, [1, 1], "momentum", {"learning_rate": [0.1], "momentum": [0.1]}),
    "out of the domain": DOMAIN,
    "undefined": nm.sweep(
        nm.Objective.parse("log(x)"), [-1], "momentum", {"learning_rate": RATES, "momentum": BETAS}, steps=5
    ),
}


def traces_of(drawing):
    go.Figure(drawing.figure.to_dict())
    return drawing.figure.data


def cells_of(drawing):
    [cells] = [trace for trace in traces_of(drawing) if trace.type == "heatmap"]
    return cells


def color_at(cells, row, column):
    return cells.colorscale[int(cells.z[row][column])][1]


@pytest.mark.parametrize("quantity", ["steps", "f"])
@pytest.mark.parametrize("name", AWKWARD)
def test_awkward_maps_are_drawn(name, quantity):
    cells_of(sweep_map(AWKWARD[name], quantity, chosen=(0, 0)))


def test_fewer_steps_and_lower_values_are_deeper():
    best = SWEEP.best
    for quantity in ("steps", "f"):
        cells = cells_of(sweep_map(SWEEP, quantity, logarithmic=(True, False)))
        lowest = best if quantity == "steps" else np.unravel_index(np.nanargmin(SWEEP.f), SWEEP.f.shape)
        assert color_at(cells, *lowest) == SEQUENTIAL[0]
    slowest = np.unravel_index(SWEEP.steps_to_tolerance.argmax(), SWEEP.f.shape)
    assert color_at(cells_of(sweep_map(SWEEP)), *slowest) == SEQUENTIAL[-1]


def test_what_came_to_nothing_is_shown_as_such():
    cells = cells_of(sweep_map(SWEEP, logarithmic=(True, False)))
    told = {Outcome.DIVERGED: (CLEAR, "diverged"), Outcome.STEP_LIMIT: (PALE, "not converged")}
    for outcome, (color, word) in told.items():
        row, column = np.argwhere(SWEEP.code == list(Outcome).index(outcome))[0]
        assert color_at(cells, row, column) == color
        assert cells.text[row][column] == word
    cells = cells_of(sweep_map(DOMAIN, "f"))
    row, column = np.argwhere(DOMAIN.code == list(Outcome).index(Outcome.LEFT_DOMAIN))[0]
    assert color_at(cells, row, column) == GREY


def test_the_best_and_the_chosen_cell_are_marked():
    marks = {trace.name: trace for trace in traces_of(sweep_map(SWEEP, chosen=(3, 4)))}
    row, column = SWEEP.best
    assert (marks["best"].x[0], marks["best"].y[0]) == (RATES[column], BETAS[row])
    assert (marks["shown beside"].x[0], marks["shown beside"].y[0]) == (RATES[4], BETAS[3])
    assert not [t for t in traces_of(sweep_map(AWKWARD["all diverged"])) if t.name == "best"]


def test_hovering_tells_steps_f_and_how_it_ended():
    cells = cells_of(sweep_map(SWEEP))
    np.testing.assert_array_equal(np.asarray(cells.customdata)[..., 0], SWEEP.steps_taken)
    reached = SWEEP.code == 0
    np.testing.assert_allclose(np.asarray(cells.customdata)[reached][:, 1], SWEEP.f[reached], rtol=1e-6)


def test_f_is_counted_from_its_lowest_value():
    [bar] = [t for t in traces_of(sweep_map(SWEEP, "f")) if t.type == "scatter" and t.marker.showscale]
    assert bar.marker.colorbar.title.text == "<i>f</i> + 7"


def test_cells_meet_half_way_on_their_scale():
    np.testing.assert_allclose(cell_edges(np.array([1.0, 10, 100]), True), np.sqrt([0.1, 10, 1000, 1e5]))
    np.testing.assert_allclose(cell_edges(np.array([0.0, 1, 3]), False), [-0.5, 0.5, 2, 4])
    np.testing.assert_allclose(cell_edges(np.array([5.0]), False), [4.5, 5.5])
    layout = sweep_map(SWEEP, logarithmic=(True, False)).figure.layout
    assert layout.xaxis.type == "log"
    assert layout.xaxis.range[0] == pytest.approx(np.log10(RATES[0]), abs=0.1)


def test_axes_are_named_in_words():
    assert axis_title("learning_rate", "η") == "learning rate η"
    assert axis_title("start.x1") == "start <i>x</i><sub>1</sub>"
    with pytest.raises(ValueError, match="steps or f"):
        sweep_map(SWEEP, "height")
