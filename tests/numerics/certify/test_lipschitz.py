"""Lipschitz constants against closed forms, and the learning rate that they allow."""

import numpy as np
import pytest

import numerics as nm


@pytest.mark.parametrize(
    ("text", "window", "slope", "curvature"),
    [
        ("x^2", [(-3, 3)], 6, 2),
        ("x^2 + 5y^2", [(-1, 1), (-1, 1)], np.hypot(2, 10), 10),
        ("sin(x)", [(-4, 4)], 1, 1),
        ("x y", [(-2, 2), (-1, 1)], np.hypot(1, 2), 1),
        ("exp(x)", [(0, 2)], np.exp(2), np.exp(2)),
    ],
)
def test_bounds_are_above_and_close(text: str, window, slope: float, curvature: float) -> None:
    found = nm.lipschitz(nm.Objective.parse(text), window)
    assert slope <= found.slope <= 1.02 * slope
    assert curvature <= found.curvature <= 1.02 * curvature
    assert found.sampled_slope <= slope * (1 + 1e-12)
    assert found.sampled_curvature <= curvature * (1 + 1e-12)


@pytest.mark.parametrize(("text", "window"), [("|x|", [(-1, 1)]), ("sqrt(x)", [(0, 1)]), ("1/x", [(-1, 1)])])
def test_a_kink_an_end_or_a_pole_has_no_bound(text: str, window) -> None:
    assert nm.lipschitz(nm.Objective.parse(text), window).curvature == np.inf


def test_row_C10_x_squared_at_exactly_two_over_L_cycles() -> None:
    f = nm.Objective.parse("x^2")
    L = nm.lipschitz(f, [(-3, 3)]).curvature
    assert pytest.approx(2, rel=1e-9) == L
    run = nm.minimize(f, [3.0], "gradient_descent", steps=6, tolerance=None, learning_rate=2 / round(L))
    assert run.x[:, 0].tolist() == [3, -3, 3, -3, 3, -3, 3]


@pytest.mark.parametrize("text", ["x^4 - x^2 + y^2", "sin(x) cos(y) + 0.1x^2 + 0.1y^2", "log(1 + x^2) + y^2/3"])
def test_row_C10_a_rate_below_two_over_L_never_climbs(text: str) -> None:
    f, window = nm.Objective.parse(text), [(-2.0, 2.0), (-2.0, 2.0)]
    rate = 0.99 * nm.lipschitz(f, window).safe_learning_rate
    for start in np.random.default_rng(1).uniform(-1.5, 1.5, (10, 2)):
        run = nm.minimize(f, start, "gradient_descent", steps=50, learning_rate=rate)
        inside = (np.abs(run.x) <= 2).all(axis=1)
        assert (np.diff(run.f)[inside[1:] & inside[:-1]] <= 1e-14).all()
