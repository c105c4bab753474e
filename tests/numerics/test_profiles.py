"""Performance and data profiles, from the definitions of Dolan and Moré and of Moré and Wild."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from numerics.errors import NumericsError
from numerics.profiles import data_profiles, performance_profiles, performance_ratios

INF = np.inf
# Four problems, three solvers. By hand: the best cost of each row is 10, 20, 5 and none.
COSTS = np.array([[10, 20, 40], [60, 20, 20], [5, INF, 15], [INF, INF, INF]], dtype=float)
RATIOS = np.array([[1, 2, 4], [3, 1, 1], [1, INF, 3], [INF, INF, INF]])


def test_the_ratios_of_a_table_worked_out_by_hand():
    np.testing.assert_array_equal(performance_ratios(COSTS), RATIOS)


def test_the_performance_profiles_of_that_table():
    first, second, third = performance_profiles(COSTS)
    for alpha, shares in {
        0.99: (0, 0, 0),
        1: (2 / 4, 1 / 4, 1 / 4),
        1.99: (2 / 4, 1 / 4, 1 / 4),
        2: (2 / 4, 2 / 4, 1 / 4),
        3: (3 / 4, 2 / 4, 2 / 4),
        3.99: (3 / 4, 2 / 4, 2 / 4),
        4: (3 / 4, 2 / 4, 3 / 4),
        1e9: (3 / 4, 2 / 4, 3 / 4),
    }.items():
        assert (first(alpha), second(alpha), third(alpha)) == shares, alpha
    assert [profile.solved for profile in (first, second, third)] == [0.75, 0.5, 0.75]


def test_the_data_profiles_of_that_table():
    """n + 1 is 2, 4, 5 and 3: a cost of 60 in three variables are 15 gradients by differences."""
    first, _, third = data_profiles(COSTS, [1, 3, 4, 2])
    assert first.at.tolist() == [1, 5, 15]
    assert first.share.tolist() == [0.25, 0.5, 0.75]
    assert third.at.tolist() == [3, 5, 20]
    assert third(np.array([2.9, 3, 19, 20])).tolist() == [0, 0.25, 0.5, 0.75]


def test_a_solver_that_solves_nothing_has_an_empty_profile():
    (nothing, something) = performance_profiles([[INF, 1.0]])
    assert (nothing.solved, float(nothing(1e9)), something.solved) == (0, 0, 1)
    assert performance_profiles(np.empty((0, 2)))[0].solved == 0


tables = arrays.arrays(
    float, st.tuples(st.integers(1, 8), st.integers(1, 4)), elements=st.sampled_from([1.0, 2.0, 3.0, 10.0, 1e6, INF])
)


@given(tables)
def test_every_profile_rises_from_the_share_of_wins_to_the_share_solved(costs):
    alphas = np.geomspace(0.5, 1e7, 50)
    profiles = performance_profiles(costs)
    for column, profile in zip(costs.T, profiles, strict=True):
        shares = profile(alphas)
        assert (np.diff(shares) >= 0).all()
        assert shares[0] == 0
        assert shares[-1] == profile.solved == np.isfinite(column).mean()
        wins = np.isfinite(column) & (column == costs.min(axis=1))
        assert float(profile(1)) == pytest.approx(wins.mean())
    solved = np.isfinite(costs).any(axis=1).mean()
    assert sum(float(profile(1)) for profile in profiles) >= solved - 1e-12


@given(tables, st.permutations(range(8)))
def test_the_order_of_problems_and_the_unit_of_cost_do_not_matter(costs, order):
    mixed = 7 * costs[[row for row in order if row < len(costs)]]
    for one, other in zip(performance_profiles(costs), performance_profiles(mixed), strict=True):
        np.testing.assert_allclose(one.at, other.at)
        np.testing.assert_array_equal(one.share, other.share)


@pytest.mark.parametrize("costs", [[1.0, 2.0], [[1.0, 0.0]], [[1.0, -1.0]], [[np.nan, 1.0]]])
def test_costs_that_mean_nothing_are_refused(costs):
    with pytest.raises(NumericsError, match=r"row for each problem|must be positive"):
        performance_profiles(costs)
