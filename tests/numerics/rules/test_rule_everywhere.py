"""Wherever methods go, a typed rule goes too, and comes out as the built-in method that it writes down."""

import numpy as np

import numerics as nm
from numerics.methods import choose_method
from numerics.rules.templates import TEMPLATES

HIMMELBLAU = nm.Objective.parse("(x^2 + y - 11)^2 + (x + y^2 - 7)^2")
WINDOW = [(-5, 5), (-5, 5)]


def test_basins():
    typed = nm.parse_rule(TEMPLATES["Momentum"])()
    ours, theirs = (
        nm.basins(HIMMELBLAU, WINDOW, 24, method, 150, learning_rate=0.002) for method in (typed, "momentum")
    )
    assert np.array_equal(ours.label, theirs.label)
    assert np.array_equal(ours.steps_taken, theirs.steps_taken)
    assert len(np.unique(ours.label)) > 3


def test_sweeps():
    typed = nm.parse_rule(TEMPLATES["Momentum"])()
    rates, shares = np.geomspace(1e-4, 0.1, 7), np.linspace(0, 0.95, 5)
    ours = nm.sweep(HIMMELBLAU, [0, 0], typed, {"learning_rate": rates, "beta": shares}, 200)
    theirs = nm.sweep(HIMMELBLAU, [0, 0], "momentum", {"learning_rate": rates, "momentum": shares}, 200)
    assert np.array_equal(ours.code, theirs.code)
    assert np.array_equal(ours.steps_taken, theirs.steps_taken)


def test_races():
    typed = choose_method(nm.parse_rule(TEMPLATES["Adam"])())
    race = nm.race([typed, "adam"], ["rosenbrock", "himmelblau"], nm.RaceRules(budget=150, starts=3))
    for ours, theirs in race.heats:
        assert ours.method.knobs["learning_rate"] == theirs.method.knobs["learning_rate"]  # both were tuned
        assert np.array_equal(ours.costs, theirs.costs)
        assert ours.tuning_cost == theirs.tuning_cost
