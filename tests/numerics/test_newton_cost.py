"""The cost of a Newton step: what was timed, and how it grows."""

import numpy as np
import pytest

from numerics.newton_cost import NewtonCost, newton_cost


def test_row_C9_time_and_memory_are_measured_for_every_size() -> None:
    told: list[float] = []
    found = newton_cost((20, 40, 80, 160), told.append)
    assert found.sizes.tolist() == [20, 40, 80, 160]
    assert (found.seconds > 0).all()
    assert found.bytes.tolist() == [8 * n * n for n in (20, 40, 80, 160)]
    assert told[-1] == 1
    assert found.seconds[-1] > found.gradient_seconds[-1]


def test_row_C9_the_slope_is_that_of_the_largest_sizes() -> None:
    n = np.array([50.0, 100, 200, 400, 800])
    cubic = NewtonCost(n, np.where(n < 100, 1.0, 1e-9 * n**3), 8 * n**2, 1e-9 * n)
    assert cubic.slope == pytest.approx(3)
