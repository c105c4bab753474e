"""Batches: each start as `minimize` alone would take it, in blocks, with progress, with knobs of its own."""

import math

import numpy as np
import pytest

import numerics as nm
from numerics import descend as module
from numerics.descend import descend
from numerics.errors import NumericsError
from numerics.methods import METHODS
from numerics.minimize import PATIENCE, minimize
from numerics.objective import Objective
from numerics.outcome import Outcome

PARABOLA = Objective.parse("x^2")
HIMMELBLAU = Objective.parse("(x^2 + y - 11)^2 + (x + y^2 - 7)^2")
AWKWARD = {
    "log": Objective.parse("x + 2y - log(x) - log(y) - log(4 - x - y)"),
    "flat": Objective.parse("x^4 + y^4"),
    "unbounded": Objective.parse("x^3 - y^2"),
    "kink": Objective.parse("|x| + 2|y|"),
}


def lattice(low, high, count):
    return np.stack(np.meshgrid(np.linspace(low, high, count), np.linspace(low, high, count)), -1).reshape(-1, 2)


@pytest.mark.parametrize("f", [HIMMELBLAU, *AWKWARD.values()], ids=["smooth", *AWKWARD])
@pytest.mark.parametrize("method", ["gradient_descent", "adam", "newton", "damped_newton", "nelder_mead"])
def test_every_start_ends_as_it_would_alone(f, method, monkeypatch):
    monkeypatch.setattr(module, "SMALLEST", 1)
    monkeypatch.setattr(module, "LARGEST", 10)  # several blocks
    starts = lattice(-3, 4, 5)
    ends = descend(f, starts, method, steps=120)
    for row, start in enumerate(starts):
        run = minimize(f, start, method, steps=120)
        standing = (Outcome.STALLED, Outcome.STEP_LIMIT)  # a standstill is noticed every 50 steps
        assert ends.having(*(standing if run.outcome in standing else [run.outcome]))[row], (start, run.outcome)
        if ends.having(Outcome.CONVERGED, Outcome.STEP_LIMIT)[row] and run.outcome is not Outcome.STALLED:
            assert ends.steps[row] == run.steps
            np.testing.assert_allclose(ends.x[row], run.x[-1], rtol=1e-9, atol=1e-12)
            assert ends.f[row] == pytest.approx(run.f[-1], rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("method", ["gradient_descent", "momentum"])
def test_a_standstill_is_noticed_and_costs_no_further_steps(method):
    # A rounding of 10^6 is 1e-10: the steps are lost in it.
    ends = descend(Objective.parse("x"), [[1e6], [-1e6], [1.0]], method, steps=1000, learning_rate=1e-12)
    assert ends.having(Outcome.STALLED).tolist() == [True, True, False]
    assert ends.steps[:2].max() <= 2 * PATIENCE
    assert ends.steps[2] == 1000


def test_one_start_after_the_other_or_all_at_once_is_the_same(monkeypatch):
    starts = lattice(-5, 5, 20)
    whole = descend(HIMMELBLAU, starts, learning_rate=0.01, steps=60)
    monkeypatch.setattr(module, "SMALLEST", 7)
    monkeypatch.setattr(module, "LARGEST", 7)
    parts = descend(HIMMELBLAU, starts, learning_rate=0.01, steps=60)
    np.testing.assert_array_equal(whole.x, parts.x)
    np.testing.assert_array_equal(whole.steps, parts.steps)
    assert whole.evaluations.gradient >= (whole.steps + 1).sum()


def test_progress_grows_to_the_whole_and_may_end_the_work(monkeypatch):
    monkeypatch.setattr(module, "LARGEST", 256)
    told = []
    descend(HIMMELBLAU, lattice(-5, 5, 20), learning_rate=1e-4, steps=30, tolerance=None, progress=told.append)
    assert told == sorted(told)
    assert 0 < told[0] < 0.05
    assert told[-1] == pytest.approx(1)

    class EnoughError(Exception):
        pass

    def enough(share):
        if share > 0.5:
            raise EnoughError

    with pytest.raises(EnoughError):
        descend(HIMMELBLAU, lattice(-5, 5, 20), steps=100, tolerance=None, progress=enough)


@pytest.mark.parametrize("method", [name for name, method in METHODS.items() if method.elementwise])
def test_knobs_may_vary_from_start_to_start(method):
    kind = METHODS[method]
    floats = [name for name, value in kind().knobs.items() if type(value) is float]
    rates = np.geomspace(1e-3, 0.3, 9)
    others = {name: np.linspace(0.1, 0.8, 9) for name in floats if name != "learning_rate"}
    varying = {"learning_rate": rates, **others}
    ends = descend(HIMMELBLAU, np.tile([0.5, -1.0], (9, 1)), method, steps=60, varying=varying)
    for row in range(9):
        own = {name: values[row] for name, values in varying.items()}
        run = minimize(HIMMELBLAU, [0.5, -1.0], method, steps=60, **own)
        assert ends.having(run.outcome)[row]
        if run.outcome is not Outcome.DIVERGED:
            np.testing.assert_allclose(ends.x[row], run.x[-1], rtol=1e-6)


@pytest.mark.parametrize("number", ["1", "(1 - beta^t)", "where(beta < 0.5, max(beta, 0.1), 2)", "sqrt(eta/beta)"])
def test_knobs_of_a_typed_rule_may_vary_too(number):
    rule = nm.parse_rule(f"v ← beta v - eta g / (norm(g) + {number}); x ← x + {number} v; u ← {number}")
    varying = {"learning_rate": [0.5, 0.8], "beta": [0.1, 0.2]}
    ends = descend(HIMMELBLAU, [[0.5, -1.0]] * 2, rule(), steps=40, varying=varying)
    for row in range(2):
        own = rule(**{name: values[row] for name, values in varying.items()})
        run = minimize(HIMMELBLAU, [0.5, -1.0], own, steps=40)
        np.testing.assert_allclose(ends.x[row], run.x[-1], rtol=1e-9)


def test_what_cannot_vary_is_refused():
    two = [[1.0], [2.0]]
    with pytest.raises(NumericsError, match="trust_region cannot vary"):
        descend(PARABOLA, two, "trust_region", varying={"radius": [1.0, 2.0]})
    with pytest.raises(NumericsError, match="one value for each of the 2 starts"):
        descend(PARABOLA, two, varying={"learning_rate": [0.1]})
    with pytest.raises(NumericsError, match="between"):
        descend(PARABOLA, two, varying={"learning_rate": [0.1, -1.0]})
    with pytest.raises(NumericsError, match="unknown knob"):
        descend(PARABOLA, two, varying={"rate": [0.1, 0.2]})


def test_it_refuses_what_minimize_refuses():
    for starts in ([1.0], [[1.0, 2.0]], [[math.nan]]):
        with pytest.raises(NumericsError):
            descend(PARABOLA, starts)


def test_finished_starts_are_set_aside():
    ends = descend(PARABOLA, [[0.0], [3.0], [1e-3]], learning_rate=0.25, steps=100)
    assert ends.converged.all()
    assert ends.steps[0] == 0 < ends.steps[2] < ends.steps[1]
    assert descend(PARABOLA, np.empty((0, 1))).x.shape == (0, 1)


def test_a_gradient_outside_the_domain_of_f_counts_for_nothing():
    assert not descend(Objective.parse("log(x)"), [[3.0], [0.5]], steps=1000).converged.any()
    # The derivative 1/x + x + 2 vanishes at -1, where the function is not defined.
    ends = descend(Objective.parse("log(x) + x^2/2 + 2x"), [[-1.0], [0.3]])
    assert ends.having(Outcome.UNDEFINED_START, Outcome.LEFT_DOMAIN).all()
