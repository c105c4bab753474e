"""Hyper-parameter maps: every cell is the run that it stands for, and the theory of the quadratic shows in them."""

import numpy as np
import pytest

import numerics as nm
from numerics.methods import METHODS, knobs_of
from numerics.outcome import Outcome
from numerics.sweep import NOT_REACHED, knob_values, sweep

ROSENBROCK = nm.Objective.parse("(1 - x)^2 + 100(y - x^2)^2")
BOWL = nm.Objective.parse("x^2 + 5y^2")

AXES = {
    "momentum": {"learning_rate": np.geomspace(1e-5, 0.1, 6), "momentum": np.linspace(0, 0.99, 5)},
    "adam": {"beta1": [0.0, 0.5, 0.9], "learning_rate": np.geomspace(1e-3, 3, 7)},
    "gradient_descent": {"learning_rate": np.geomspace(1e-4, 1, 6), "start.y": [-1.0, 0.5, 2.0]},
    "newton": {"start.x": [-2.0, 0.0, 1.5], "start.y": [-1.0, 0.0, 3.0]},
    "trust_region": {"radius": np.geomspace(1e-3, 10, 4), "accept": [0.0, 0.1, 0.25]},
    "lbfgs": {"memory": [1, 2, 5], "curvature": [0.1, 0.9]},
}


@pytest.mark.parametrize("method", AXES)
def test_every_cell_is_the_run_that_it_stands_for(method):
    told = []
    cells = sweep(ROSENBROCK, [-1.2, 1], method, AXES[method], steps=80, progress=told.append)
    assert told == sorted(told)
    assert told[-1] == pytest.approx(1)
    assert cells.f.shape == (len(cells.y), len(cells.x))
    for row in range(len(cells.y)):
        for column in range(len(cells.x)):
            chosen, start = cells.run_at(row, column)
            run = nm.minimize(ROSENBROCK, start, chosen, steps=80)
            assert cells.outcome(row, column) is run.outcome
            reached = run.outcome is Outcome.CONVERGED
            assert cells.steps_to_tolerance[row, column] == (run.steps if reached else NOT_REACHED)
            if run.outcome in (Outcome.CONVERGED, Outcome.STEP_LIMIT):
                assert cells.f[row, column] == pytest.approx(run.f[-1], rel=1e-6, abs=1e-15)
    (first, xs), (second, ys) = AXES[method].items()
    assert cells.names == (first, second)
    chosen, start = cells.run_at(1, 2 if len(xs) > 2 else 1)
    for name, values in ((first, xs[2 if len(xs) > 2 else 1]), (second, ys[1])):
        held = start["xy".index(name[-1])] if name.startswith("start.") else chosen.knobs[name]
        assert held == pytest.approx(values)


def test_the_map_of_momentum_on_a_quadratic_has_its_closed_boundary():
    # ηλ < 2 (1 + β) for the largest curvature 10, B. T. Polyak, 1964.
    rates, betas = np.geomspace(0.01, 1, 40), np.linspace(0, 0.95, 20)
    axes = {"learning_rate": rates, "momentum": betas}
    cells = sweep(BOWL, [1, 1], "momentum", axes, steps=3000)
    limit = 2 * (1 + betas[:, None]) / 10
    converged = cells.code == 0
    assert converged[rates < 0.98 * limit].all()
    assert not converged[rates > 1.02 * limit].any()
    # The best is Polyak's choice, to the fineness of the map: √η = 2 / (√λ1 + √λ2), √β = (√κ - 1) / (√κ + 1).
    row, column = cells.best
    wide = np.sqrt([2, 10])
    assert rates[column] == pytest.approx((2 / wide.sum()) ** 2, rel=0.4)
    assert betas[row] == pytest.approx(((wide[1] - wide[0]) / wide.sum()) ** 2, abs=0.15)


def test_the_best_cell_has_the_fewest_steps_or_else_the_lowest_f():
    rates = np.linspace(0.02, 0.25, 24)
    axes = {"learning_rate": rates, "start.x": [1.0, 2.0]}
    reached = sweep(BOWL, [1, 1], "gradient_descent", axes, steps=400)
    row, column = reached.best
    assert reached.steps_to_tolerance[row, column] == reached.steps_taken[reached.code == 0].min()
    assert rates[column] == pytest.approx(2 / 12, abs=0.01)  # 2 / (λ1 + λ2)
    short = sweep(BOWL, [1, 1], "gradient_descent", axes, steps=5)
    assert not (short.code == 0).any()
    assert short.f[short.best] == short.f.min()
    hopeless = {"learning_rate": [1e3, 1e4], "start.x": [1.0, 2.0]}
    assert sweep(BOWL, [1, 1], "gradient_descent", hopeless, steps=400).best is None


def test_values_of_a_knob_lie_evenly_on_its_scale():
    knobs = {knob.name: knob for knob in knobs_of(METHODS["lbfgs"])} | {
        knob.name: knob for knob in knobs_of(METHODS["momentum"])
    }
    np.testing.assert_allclose(knob_values(knobs["learning_rate"], 1e-4, 1, 5), [1e-4, 1e-3, 1e-2, 1e-1, 1])
    np.testing.assert_allclose(knob_values(knobs["momentum"], 0, 0.8, 3), [0, 0.4, 0.8])
    assert knob_values(knobs["memory"], 1, 4, 30).tolist() == [1, 2, 3, 4]
    for low, high in ((0.5, 0.5), (0.9, 0.1), (0, 2), (float("nan"), 0.5)):
        with pytest.raises(nm.NumericsError):
            knob_values(knobs["momentum"], low, high, 5)


@pytest.mark.parametrize(
    ("axes", "word"),
    [
        ({"learning_rate": [0.1]}, "two axes"),
        ({"learning_rate": [0.1], "radius": [1.0]}, "radius cannot vary; what can: learning_rate, momentum, start.x"),
        ({"learning_rate": [0.1], "start.z": [1.0]}, "start.z"),
        ({"learning_rate": [0.2, 0.1], "momentum": [0.1]}, "ascending"),
        ({"learning_rate": [], "momentum": [0.1]}, "ascending"),
        ({"learning_rate": [0.1, float("inf")], "momentum": [0.1]}, "finite"),
        ({"learning_rate": [0.1], "momentum": [2.0]}, "between"),
        ({"learning_rate": np.geomspace(0.01, 1, 300), "momentum": np.linspace(0, 0.9, 300)}, "40000 cells"),
    ],
)
def test_axes_that_mean_nothing_or_are_too_much_are_refused(axes, word):
    with pytest.raises(nm.NumericsError, match=word):
        sweep(BOWL, [1, 1], "momentum", axes)
