import numpy as np
import pytest

from figures.ground import Ground
from tests.figures.samples import AWKWARD_PATHS

X, Y = np.linspace(-2, 2, 21), np.linspace(-1, 3, 11)
PLANE = Ground(X, Y, 2 * X[None, :] - 3 * Y[:, None] + 1)


def test_points_lie_on_the_surface():
    points = np.random.default_rng(0).uniform((-2, -1), (2, 3), (50, 2))
    x, y, z = PLANE.at(points)
    assert z == pytest.approx(2 * x - 3 * y + 1)
    assert PLANE.at(np.array([2.0, 3.0]))[2] == pytest.approx(-4)  # the far corner belongs to it


def test_points_outside_and_in_holes_are_nowhere():
    assert np.isnan(PLANE.at(np.array([[2.1, 0], [np.nan, 0], [np.inf, 0]]))).all()
    hole = PLANE.z.copy()
    hole[:, 10:] = np.nan
    z = Ground(X, Y, hole).at(np.array([[-1.0, 0], [1.0, 0]]))[2]
    assert np.isnan(z).tolist() == [False, True]


def test_a_draped_path_follows_a_ridge_that_its_ends_do_not_show():
    ridge = Ground(X, Y, np.tile(1 - np.abs(X) / 2, (len(Y), 1)))
    x, _, z = ridge.drape(np.array([[-2.0, 0], [2, 0]]))
    assert z.max() > 0.9
    assert (x[0], x[-1], z[0], z[-1]) == pytest.approx((-2, 2, 0, 0))
    assert not np.isnan(z).any()


def test_a_path_through_the_window_from_outside_is_cut_at_its_edges():
    x, _, _ = PLANE.drape(np.array([[-1e9, 1.0], [1e9, 1.0]]))
    inside = ~np.isnan(x)
    assert x[inside].min() == pytest.approx(-2, abs=1e-6)
    assert x[inside].max() == pytest.approx(2, abs=1e-6)


def test_leaving_and_coming_back_leaves_a_gap():
    x, _, _ = PLANE.drape(np.array([[0, 0], [0, 9], [1.5, 9], [1.5, 0]]))
    pieces = np.split(x, np.isnan(x).nonzero()[0])
    assert [round(float(np.nanmean(piece)), 6) for piece in pieces if np.isfinite(piece).any()] == [0, 1.5]


@pytest.mark.parametrize("name", AWKWARD_PATHS)
def test_awkward_paths_stay_in_the_window(name):
    x, y, _ = PLANE.drape(AWKWARD_PATHS[name].x)
    assert len(x) < 20_000
    assert not ((x < -2) | (x > 2) | (y < -1) | (y > 3)).any()
