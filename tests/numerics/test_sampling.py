import numpy as np
import pytest

from numerics.errors import NumericsError
from numerics.objective import Objective
from numerics.sampling import sample_line, sample_plane, turning_interval

SADDLE = Objective.parse("x^2 - 3y")


def test_a_plane_is_f_at_each_of_its_points():
    grid = sample_plane(SADDLE, ((-1, 2), (3, 5)), resolution=7)
    assert (grid.x.shape, grid.y.shape, grid.z.shape) == ((7,), (7,), (7, 7))
    assert (grid.x[0], grid.x[-1], grid.y[0], grid.y[-1]) == (-1, 2, 3, 5)
    for i, y in enumerate(grid.y):
        for j, x in enumerate(grid.x):
            assert grid.z[i, j] == SADDLE([x, y])


def test_a_plane_through_a_point_of_a_larger_space():
    f = Objective.parse("x + 10y + 100z + 1000u", variables=("x", "y", "z", "u"))
    grid = sample_plane(f, ((0, 1), (0, 2)), resolution=3, axes=(3, 1), through=[7, 8, 9, 5])
    assert grid.axes == (3, 1)
    np.testing.assert_allclose(grid.z, 907 + 1000 * grid.x + 10 * grid.y[:, None])
    at_zero = sample_plane(f, ((0, 1), (0, 2)), resolution=3)
    np.testing.assert_allclose(at_zero.z, at_zero.x + 10 * at_zero.y[:, None])


def test_a_line_through_a_point():
    line = sample_line(SADDLE, (-1, 1), count=5, axis=0, through=[9, 2])
    assert line.x.tolist() == [-1, -0.5, 0, 0.5, 1]
    np.testing.assert_allclose(line.z, line.x**2 - 6)


def test_undefined_places_stay_nan():
    line = sample_line(Objective.parse("log(x)"), (-1, 1), count=3)
    assert np.isnan(line.z[0])
    assert line.z[1] == -np.inf
    constant = sample_plane(Objective.parse("3", variables=("x", "y")), ((0, 1), (0, 1)), resolution=4)
    assert constant.z.tolist() == [[3] * 4] * 4


@pytest.mark.parametrize(
    "keywords",
    [
        {"resolution": 1},
        {"resolution": 1001},
        {"axes": (0, 0)},
        {"axes": (0, 2)},
        {"axes": (-1, 0)},
        {"through": [1, 2, 3]},
        {"window": ((1, 1), (0, 1))},
        {"window": ((2, 1), (0, 1))},
        {"window": ((0, float("nan")), (0, 1))},
        {"window": ((-1e308, 1e308), (0, 1))},
    ],
)
def test_what_means_nothing_is_an_error(keywords):
    with pytest.raises(NumericsError):
        sample_plane(SADDLE, **{"window": ((0, 1), (0, 1)), **keywords})


def test_lines_refuse_too():
    for keywords in ({"count": 1}, {"count": 100_001}, {"axis": 2}, {"interval": (1, 0)}):
        with pytest.raises(NumericsError):
            sample_line(SADDLE, **{"interval": (0, 1), **keywords})


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        ("x^4 - 3x^2 + x", (-3.0, 2.5)),  # turns at -1.301, 0.170 and 1.131
        ("x^2", (-4.0, 4.0)),
        ("(x - 3)^2", (-1.0, 5.0)),
        ("exp(x)", (-5.0, 5.0)),
        ("sin(x)", (-5.0, 5.0)),
        ("log(-1 - x^2)", (-5.0, 5.0)),
        ("|x|", (-4.0, 4.0)),
    ],
)
def test_the_interval_about_the_turns(text, interval):
    assert turning_interval(Objective.parse(text), (-5.0, 5.0)) == interval
