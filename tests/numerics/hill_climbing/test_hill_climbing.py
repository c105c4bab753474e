"""Hill climbing on a grid, against looking at every point, and against what is known of small landscapes."""

import itertools

import numpy as np
import pytest

import numerics as nm
from numerics.errors import NumericsError
from numerics.hill_climbing import Climber, IntegerGrid, Standing, grid_optima, hill_climb, restarts
from numerics.hill_climbing.climb import ends

ROSENBROCK = "(1 - x)^2 + 100(y - x^2)^2"
CLIMBERS = [Climber(*choice) for choice in itertools.product((False, True), ("steepest", "first"), (False, True))]
LANDSCAPES = {
    "bowl": ("(x - 2)^2 + (y + 1)^2", [(-9, 9), (-7, 8)], 1.0),
    "ripples": ("x^2 + y^2 - 30cos(2pi x) - 30cos(2pi y)", [(-3, 3), (-2, 3)], 0.25),
    "narrow valley": ("20(x - 2y)^2 + (2x + y)^2/100", [(-10, 10), (-5, 5)], 1.0),
    "half undefined": ("log(x) + 1/x + y^2", [(-4, 9), (-3, 3)], 1.0),
    "flat steps": ("max(|x|, |y|, 2)", [(-5, 5), (-4, 4)], 1.0),
    "one variable": ("x^4 - 8x^2 + x", [(-5, 5)], 0.5),
    "three variables": ("x^2 + (y - 1)^2 + 2(z + 1)^2 + x y z", [(-3, 3), (-2, 3), (-3, 2)], 1.0),
}


def grid_of(name: str) -> IntegerGrid:
    text, window, spacing = LANDSCAPES[name]
    return IntegerGrid.of(nm.Objective.parse(text), window, spacing)


def neighbours(grid: IntegerGrid, index: tuple[int, ...], diagonal: bool) -> list[float]:
    """f at the neighbours of a point, one by one."""
    found = []
    for move in itertools.product((-1, 0, 1), repeat=len(index)):
        there = tuple(int(i) + m for i, m in zip(index, move, strict=True))
        apart = sum(map(abs, move))
        if apart and (diagonal or apart == 1) and all(0 <= i < m for i, m in zip(there, grid.shape, strict=True)):
            found.append(float(grid.values[there]))
    return found


def test_row_A8_a_grid_of_whole_numbers_has_f_at_every_point() -> None:
    grid = IntegerGrid.of(nm.Objective.parse(ROSENBROCK), [(-2.3, 2), (-1, 3.9)])
    assert grid.shape == (5, 5)
    assert grid.line(0).tolist() == [-2, -1, 0, 1, 2]
    assert grid.line(1).tolist() == [-1, 0, 1, 2, 3]
    for i, j in itertools.product(range(5), repeat=2):
        x, y = i - 2, j - 1
        assert grid.values[i, j] == (1 - x) ** 2 + 100 * (y - x**2) ** 2
    assert grid.points(grid.nearest([0.4, -7.0])).tolist() == [0, -1]


def test_row_A8_rosenbrock_holds_a_climber_with_four_neighbours_and_lets_one_with_eight_through() -> None:
    """f(-1, 1) = 4, and (0, 1), (-2, 1), (-1, 0), (-1, 2) have 101, 909, 104, 104; but f(0, 0) = 1."""
    grid = IntegerGrid.of(nm.Objective.parse(ROSENBROCK), [(-2, 2), (-1, 3)])
    stuck = hill_climb(grid, [-1.2, 1])
    assert stuck.x.tolist() == [[-1, 1]]
    assert stuck.total == 5
    free = hill_climb(grid, [-1.2, 1], Climber(diagonal=True))
    assert free.x.tolist() == [[-1, 1], [0, 0], [1, 1]]
    assert free.f.tolist() == [4, 1, 0]
    optima = grid_optima(grid)
    told = {tuple(x): standing for x, standing in zip(optima.x.tolist(), optima.standing, strict=True)}
    assert told == {
        (1, 1): Standing.MINIMUM,
        (0, 0): Standing.GRID_ONLY,
        (-1, 1): Standing.GRID_ONLY,
        (2, 3): Standing.EDGE,
        (-2, 3): Standing.EDGE,
    }
    assert grid_optima(grid, Climber(diagonal=True)).x.tolist() == [[1, 1]]


@pytest.mark.parametrize("climber", CLIMBERS, ids=str)
@pytest.mark.parametrize("name", LANDSCAPES)
def test_every_climb_falls_and_ends_where_no_neighbour_is_lower(name: str, climber: Climber) -> None:
    grid = grid_of(name)
    places = ends(grid, climber)
    generator = np.random.default_rng(1)
    for start in generator.integers(0, grid.shape, size=(12, len(grid.shape))):
        climb = hill_climb(grid, grid.points(start), climber)
        heights = np.where(np.isnan(climb.f), np.inf, climb.f)
        assert (heights[1:] < heights[:-1]).all()
        last = tuple(int(i) for i in climb.index[-1])
        assert not any(value < heights[-1] for value in neighbours(grid, last, climber.diagonal))
        assert places[np.ravel_multi_index(tuple(start), grid.shape)] == np.ravel_multi_index(last, grid.shape)
        moves = np.diff(climb.index, axis=0)
        assert (np.count_nonzero(moves, axis=1) == 1).all() or climber.diagonal
        if not climber.doubling:
            assert np.abs(moves).max(initial=0) <= 1


@pytest.mark.parametrize("diagonal", [False, True])
@pytest.mark.parametrize("name", LANDSCAPES)
def test_row_A8_the_local_optima_are_those_that_looking_at_every_point_finds(name: str, diagonal: bool) -> None:
    grid = grid_of(name)
    wanted, flat = set(), set()
    for index in itertools.product(*map(range, grid.shape)):
        around, here = neighbours(grid, index, diagonal), float(grid.values[index])
        if np.isfinite(here) and not any(value < here for value in around):
            wanted.add(index)
            if here in around:
                flat.add(index)
    optima = grid_optima(grid, Climber(diagonal))
    assert {tuple(index) for index in optima.index.tolist()} == wanted
    assert {tuple(index) for index in optima.index[optima.plateau].tolist()} == flat
    assert (np.diff(optima.f) >= 0).all()


def test_a_convex_function_has_minima_on_a_grid_that_it_has_not() -> None:
    """In the valley x = 2y a step to any of 8 neighbours climbs at least 20 - 1.2 up the side."""
    optima = grid_optima(grid_of("narrow valley"), Climber(diagonal=True))
    assert len(optima.index) == 11
    assert (optima.x[:, 0] == 2 * optima.x[:, 1]).all()
    counted = {standing: optima.standing.count(standing) for standing in Standing}
    assert counted == {
        Standing.MINIMUM: 1,
        Standing.GRID_ONLY: 8,
        Standing.EDGE: 2,
        Standing.BESIDE: 0,
        Standing.SADDLE: 0,
        Standing.UNKNOWN: 0,
    }


def test_four_neighbours_take_a_saddle_for_a_minimum() -> None:
    """x² + y² - 3xy has the eigenvalues -1 and 5 at 0; along both axes it rises, along the diagonal it falls."""
    grid = IntegerGrid.of(nm.Objective.parse("x^2 + y^2 - 3x y"), [(-3, 3), (-3, 3)])
    optima = grid_optima(grid)
    assert dict(zip(map(tuple, optima.x.tolist()), optima.standing, strict=True))[0, 0] is Standing.SADDLE
    assert [0, 0] not in grid_optima(grid, Climber(diagonal=True)).x.tolist()


def test_a_minimum_between_the_points_of_the_grid_has_one_beside_it() -> None:
    grid = IntegerGrid.of(nm.Objective.parse("(x - 0.4)^2 + (y + 1.3)^2"), [(-4, 4), (-4, 4)])
    optima = grid_optima(grid)
    assert optima.x.tolist() == [[0, -1]]
    assert optima.standing == (Standing.BESIDE,)
    assert optima.bottom[0] == pytest.approx([0.4, -1.3], abs=1e-7)
    assert optima.share_of_best == 1


def test_doubled_strides_need_the_logarithm_of_the_moves() -> None:
    """From -47: to -46, -44, -40, -32, as 1, 2, 4, 8 are the strides; single steps are 47 + 40 of them."""
    grid = IntegerGrid.of(nm.Objective.parse("x^2 + y^2"), [(-49, 50), (-49, 50)])
    slow, fast = (hill_climb(grid, [-47, 40], Climber(doubling=doubling)) for doubling in (False, True))
    assert slow.moves == 87
    assert fast.x[:5].tolist() == [[-47, 40], [-46, 40], [-44, 40], [-40, 40], [-32, 40]]
    assert fast.moves < 10
    assert fast.total < slow.total / 5
    for climb in (slow, fast):
        assert climb.x[-1].tolist() == [0, 0]
        assert (np.diff(climb.looks) > 0).all()
        assert climb.looks[-1] < climb.total


def test_looks_are_counted_one_by_one() -> None:
    """Steepest looks at 4 neighbours (3 at an edge); first stops at the first lower one: +x, -x, +y, -y."""
    grid = IntegerGrid.of(nm.Objective.parse("x^2 + y^2"), [(-3, 3), (-3, 3)])
    assert hill_climb(grid, [-2, 0]).looks.tolist() == [1, 5, 9]
    assert hill_climb(grid, [-2, 0]).total == 13
    assert hill_climb(grid, [-3, 0]).looks.tolist() == [1, 4, 8, 12]
    first = hill_climb(grid, [0, 2], Climber(rule="first"))
    assert first.looks.tolist() == [1, 5, 9]  # +x, -x and +y are higher
    assert hill_climb(grid, [-2, 0], Climber(rule="first")).looks.tolist() == [1, 2, 3]


def test_restarts_are_drawn_evenly_and_repeat_with_their_seed() -> None:
    grid = grid_of("ripples")
    climbs = restarts(grid, Climber(), 400, seed=3)
    assert [climb.x[0].tolist() for climb in climbs] == [
        climb.x[0].tolist() for climb in restarts(grid, Climber(), 400, seed=3)
    ]
    optima = grid_optima(grid)
    hits = np.mean([climb.f[-1] == optima.f[0] for climb in climbs])
    spread = np.sqrt(optima.share_of_best * (1 - optima.share_of_best) / 400)
    assert abs(hits - optima.share_of_best) < 3 * spread


@pytest.mark.parametrize(
    ("window", "spacing", "told"),
    [
        ([(0.1, 0.9), (0, 5)], 1, "fewer than two"),
        ([(-1000, 1000), (-1000, 1000)], 1, "at most 10000"),
        ([(-1e300, 1e300), (0, 5)], 1e-300, "at most 10000"),
        ([(1e17, 1.0001e17), (0, 5)], 1e13, ""),
        ([(-5, 5), (-5, 5)], 0, "positive"),
        ([(-5, 5), (-5, 5)], -1, "positive"),
        ([(-5, 5), (-5, 5)], np.nan, "positive"),
        ([(-5, np.inf), (-5, 5)], 1, "finite"),
        ([(-5, 5)], 1, "intervals"),
        ([(5, -5), (-5, 5)], 1, "fewer than two"),
    ],
)
def test_hostile_windows_and_spacings_are_refused_with_a_sentence(window, spacing, told: str) -> None:
    f = nm.Objective.parse("x^2 + y^2")
    if not told:
        assert IntegerGrid.of(f, window, [spacing, 1.0]).shape == (2, 6)
        return
    with pytest.raises(NumericsError, match=told):
        IntegerGrid.of(f, window, spacing)


def test_a_spacing_of_a_tenth_reaches_the_end_of_its_window() -> None:
    grid = IntegerGrid.of(nm.Objective.parse("x^2"), [(-0.3, 0.3)], 0.1)
    assert grid.line(0) == pytest.approx([-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3], abs=1e-15)


def test_other_rules_too_many_restarts_and_too_many_neighbours_are_refused() -> None:
    with pytest.raises(NumericsError, match="steepest or the first"):
        Climber(rule="sideways")  # type: ignore[arg-type]
    with pytest.raises(NumericsError, match="restarts"):
        restarts(grid_of("bowl"), Climber(), 10**9)
    many = IntegerGrid.of(nm.Objective.parse("sum((x_i - i)^2, i, 1, 10)"), [(0, 1)] * 10)
    assert hill_climb(many, [0.0] * 10).f[-1] == sum((1 - i) ** 2 for i in range(1, 11))
    with pytest.raises(NumericsError, match="up to 5 variables"):
        hill_climb(many, [0.0] * 10, Climber(diagonal=True))


def test_where_f_is_undefined_everywhere_there_is_no_optimum() -> None:
    grid = IntegerGrid.of(nm.Objective.parse("log(-1 - x^2)"), [(-3, 3)])
    optima = grid_optima(grid)
    assert not len(optima.index)
    assert optima.share_of_best == 0
    assert hill_climb(grid, [0]).moves == 0
