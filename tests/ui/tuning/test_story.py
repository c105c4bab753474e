"""What is said about a map of two knobs."""

import numpy as np

import numerics as nm
from ui.tuning.story import at, story

BOWL = nm.Objective.parse("x^2 + 5y^2")
RATES = np.geomspace(0.01, 1, 21)


def told(axes, steps=300, f=BOWL, start=(1, 1), method="gradient_descent") -> str:
    return "\n".join(story(nm.sweep(f, start, method, axes, steps)))


def test_the_best_and_the_border_are_named():
    cells = nm.sweep(BOWL, [1, 1], "gradient_descent", {"learning_rate": RATES, "start.x": [1.0, 2.0, 3.0]})
    text = "\n".join(story(cells))
    assert (
        f"**Best:** {at(cells, cells.best)}: it reaches the tolerance in {cells.steps_taken[cells.best]} steps" in text
    )
    assert at(cells, cells.best).startswith("learning rate = 0.158, start x = ")
    first = RATES[(cells.code == list(nm.Outcome).index(nm.Outcome.DIVERGED)).all(axis=0)][0]
    assert f"**diverge**; all of them from learning rate {first:.3g} on" in text


def test_a_best_at_the_edge_asks_for_a_wider_range():
    text = told({"learning_rate": [0.01, 0.02, 0.05], "start.x": [1.0, 1.1, 1.2]})
    assert "upper end of learning rate" in text
    assert "wider" not in told({"learning_rate": RATES, "start.x": [1.0, 2.0]})


def test_where_nothing_converges_the_lowest_f_is_told():
    text = told({"learning_rate": RATES, "start.x": [1.0, 2.0]}, steps=3)
    assert "No run reaches the tolerance of 1e-8 within 3 steps. The lowest, f = " in text
    assert told({"learning_rate": [10.0, 20.0], "start.x": [1.0, 2.0]}).startswith("**No run came to anything")


def test_how_much_the_choice_matters():
    easy = told({"radius": [0.5, 1.0, 2.0], "accept": [0.0, 0.1]}, method="trust_region")
    assert "The choice hardly matters" in easy
    assert "fine line" in told({"learning_rate": np.geomspace(1e-6, 100, 81), "start.x": [1.0, 2.0]})


def test_runs_that_leave_the_domain_are_counted():
    f = nm.Objective.parse("x - log(x)")
    text = told({"learning_rate": [0.1, 5.0], "start.x": [0.1, 3.0]}, f=f, start=(1.0,))
    assert "leave the domain of f" in text
