"""Learning-rate schedules: their factors, and that a scheduled run uses them."""

import math

import numpy as np
import pytest

import numerics as nm
from numerics.methods import METHODS
from numerics.schedules import SCHEDULES, Cosine, InverseTime, Schedule, StepDecay, WarmUp

LINE = nm.Objective.parse("x")  # its gradient is 1, so that a step is the learning rate


@pytest.mark.parametrize(
    ("schedule", "factors"),
    [
        ("constant", [1, 1, 1, 1, 1, 1]),
        (StepDecay(drop=0.5, every=2), [1, 1, 0.5, 0.5, 0.25, 0.25]),
        (InverseTime(decay=1), [1, 1 / 2, 1 / 3, 1 / 4, 1 / 5, 1 / 6]),
        ("cosine", [(1 + math.cos(math.pi * t / 6)) / 2 for t in range(6)]),
        (WarmUp(length=4), [0.25, 0.5, 0.75, 1, 1, 1]),
    ],
)
def test_the_steps_follow_the_schedule(schedule: str | Schedule, factors: list[float]) -> None:
    run = nm.minimize(LINE, [0.0], steps=6, schedule=schedule, learning_rate=0.1)
    np.testing.assert_allclose(-np.diff(run.x[:, 0]), 0.1 * np.array(factors), rtol=1e-12)
    np.testing.assert_allclose(run.learning_rates[:6], 0.1 * np.array(factors), rtol=1e-12)


@pytest.mark.parametrize("name", METHODS)
def test_a_constant_schedule_changes_nothing_and_others_need_a_rate(name: str) -> None:
    f = nm.Objective.parse("(x - 1)^2 + 3(y + 2)^2")
    plain = nm.minimize(f, [3, 1], name, steps=20)
    assert np.array_equal(plain.x, nm.minimize(f, [3, 1], name, steps=20, schedule="constant").x)
    if METHODS[name].has_learning_rate():
        assert not np.array_equal(plain.x, nm.minimize(f, [3, 1], name, steps=20, schedule="warm_up").x)
    else:
        with pytest.raises(nm.NumericsError, match="no learning rate"):
            nm.minimize(f, [3, 1], name, schedule="cosine")


def test_one_over_t_averages_the_noise_away() -> None:
    # η_t = 1/(t + 1) on x²/2 with noise is the mean of the samples: its variance falls like 1/t.
    f = nm.Objective.parse("x^2/2")
    settings = {"method": "stochastic_gradient_descent", "steps": 2000, "learning_rate": 1.0, "tolerance": None}
    ends = [nm.minimize(f, [1.0], schedule=InverseTime(decay=1), seed=seed, **settings).x[-1, 0] for seed in range(30)]
    assert np.std(ends) == pytest.approx(1 / math.sqrt(2000), rel=0.4)


def test_a_scheduled_batch_ends_where_single_runs_do() -> None:
    from numerics.descend import descend

    f = nm.Objective.parse("(1 - x)^2 + 5(y - x^2)^2")
    starts = np.array([[-1.0, 1.0], [0.5, 2.0], [2.0, 0.0]])
    settings = {"method": "momentum", "steps": 60, "learning_rate": 0.02, "schedule": "cosine"}
    ends = descend(f, starts, **settings)
    for start, end in zip(starts, ends.x, strict=True):
        np.testing.assert_allclose(nm.minimize(f, start, **settings).x[-1], end, rtol=1e-9)


def test_an_unknown_schedule_is_named() -> None:
    with pytest.raises(nm.NumericsError, match="did you mean cosine"):
        nm.minimize(LINE, [0.0], schedule="cosin")
    with pytest.raises(nm.NumericsError, match="drop must lie between"):
        StepDecay(drop=2)


def test_every_schedule_starts_within_the_whole_rate() -> None:
    for kind in SCHEDULES.values():
        assert all(0 <= kind().factor(t, 100) <= 1 for t in range(101)), kind.name
    assert Cosine().factor(100, 100) == pytest.approx(0, abs=1e-16)
