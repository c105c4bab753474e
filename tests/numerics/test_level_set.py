"""Zero lines of sampled functions, against curves known in closed form."""

import numpy as np
import pytest

from numerics.level_set import zero_segments

X, Y = np.linspace(-2, 2, 41), np.linspace(-1.5, 1.5, 31)
XX, YY = np.meshgrid(X, Y)


def test_a_circle_is_found_within_the_error_of_the_grid_and_closed() -> None:
    found = zero_segments(X, Y, XX**2 + YY**2 - 1)
    assert np.hypot(*found.reshape(-1, 2).T) == pytest.approx(np.ones(2 * len(found)), abs=3e-3)
    length = np.linalg.norm(found[:, 0] - found[:, 1], axis=-1).sum()
    assert length == pytest.approx(2 * np.pi, rel=1e-2)
    ends, counts = np.unique(found.reshape(-1, 2).round(9), axis=0, return_counts=True)
    assert (counts % 2 == 0).all()  # every end meets another
    assert len(ends) > 50


def test_a_straight_line_is_exact() -> None:
    found = zero_segments(X, Y, 0.3 * XX - YY + 0.1).reshape(-1, 2)
    assert found[:, 1] == pytest.approx(0.3 * found[:, 0] + 0.1, abs=1e-14)


def test_nothing_where_there_is_no_change_of_sign() -> None:
    assert zero_segments(X, Y, XX**2 + 1).shape == (0, 2, 2)
    assert zero_segments(X, Y, np.full_like(XX, np.nan)).shape == (0, 2, 2)
    assert zero_segments(X, Y, np.zeros_like(XX)).shape == (0, 2, 2)
