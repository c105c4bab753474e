"""Every rule that is offered to start from runs, and those named after a built-in method take its steps."""

import numpy as np
import pytest

import numerics as nm
from numerics.methods import METHODS
from numerics.methods.base import Method
from numerics.outcome import Outcome
from numerics.rules import parse_rule
from numerics.rules.templates import TEMPLATES

BOWL = nm.Objective.parse("x^2 + 5y^2")
BUILT_IN = {kind.title: name for name, kind in METHODS.items() if kind.title in TEMPLATES}


@pytest.mark.parametrize("title", TEMPLATES)
def test_a_template_goes_down(title: str) -> None:
    rule = parse_rule(TEMPLATES[title])
    run = nm.minimize(BOWL, [10, 1], rule(), 200)
    assert run.f[-1] < run.f[0]
    assert run.outcome in (Outcome.CONVERGED, Outcome.STEP_LIMIT)


def test_the_well_known_ones_are_there() -> None:
    assert set(BUILT_IN.values()) == {"gradient_descent", "momentum", "nesterov", "rmsprop", "adam"}


@pytest.mark.parametrize("title", BUILT_IN)
def test_a_template_named_after_a_method_is_that_method(title: str) -> None:
    rate = {"learning_rate": 1e-3}
    typed: Method = parse_rule(TEMPLATES[title])()
    f = nm.Objective.parse("(1 - x)^2 + 100(y - x^2)^2")
    ours, theirs = (nm.minimize(f, [-1.2, 1], method, 100, **rate) for method in (typed, BUILT_IN[title]))
    assert np.array_equal(ours.x, theirs.x)
    assert (ours.outcome, ours.evaluations) == (theirs.outcome, theirs.evaluations)
