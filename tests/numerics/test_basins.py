"""Basins against closed forms, against single runs, and against what must be thought of: curves, flats, edges."""

import numpy as np
import pytest

import numerics as nm
from numerics.attractors import settle
from numerics.basins import DIVERGED, LEFT_DOMAIN, REACH, UNDER_WAY, Verdict, basins, compare_basins
from numerics.curvature import Kind
from numerics.gallery import GALLERY
from numerics.methods.newton import Newton

HIMMELBLAU = nm.Objective.parse("(x^2 + y - 11)^2 + (x + y^2 - 7)^2")
# D. M. Himmelblau, Applied Nonlinear Programming (1972): f = 0 at all four.
MINIMA = [(-3.779310, -3.283186), (-2.805118, 3.131312), (3.0, 2.0), (3.584428, -1.848126)]


def test_a_quadratic_has_one_basin():
    found = nm.basins(nm.Objective.parse("x^2 + 5y^2"), learning_rate=0.05)
    assert found.label.shape == found.steps_taken.shape == (200, 200)
    assert (found.label == 0).all()
    np.testing.assert_allclose(found.attractors, [[0, 0]], atol=1e-8)
    assert found.found.kinds == (Kind.MINIMUM,)
    assert found.found.extent[0] < 1e-8
    assert found.share(0) == 1


def test_a_quadratic_beyond_the_limit_diverges_but_on_its_axis():
    # Along x the factor is 1 - 0.21 · 2 = 0.58, along y 1 - 0.21 · 10 = -1.1.
    found = basins(nm.Objective.parse("x^2 + 5y^2"), resolution=21, steps=2000, learning_rate=0.21)
    assert (found.label[10] == 0).all(), "y = 0"
    assert (np.delete(found.label, 10, axis=0) == DIVERGED).all()


def test_a_double_well_is_split_at_its_ridge():
    f = nm.Objective.parse("x^4 - x^2 + y^2")
    found = basins(f, [(-1.2, 1.2), (-1, 1)], resolution=41, learning_rate=0.1)
    np.testing.assert_allclose(found.attractors, [[-(0.5**0.5), 0], [0.5**0.5, 0], [0, 0]], atol=1e-8)
    assert found.found.kinds == (Kind.MINIMUM, Kind.MINIMUM, Kind.SADDLE)
    x = np.broadcast_to(found.x, (41, 41)).round(12)
    np.testing.assert_array_equal(found.label, np.select([x < 0, x > 0], [0, 1], 2))


def test_newton_finds_the_roots_of_z_cubed_minus_one():
    # ∇f = (Re, -Im) of z³ - 1 with f = Re(z⁴/4 - z): Newton's method for ∇f = 0 is Newton's method for z³ = 1.
    f = nm.Objective.parse("(x^4 - 6x^2 y^2 + y^4)/4 - x")
    found = basins(f, [(-1.5, 1.5), (-1.5, 1.5)], resolution=60, method="newton", steps=100)
    roots = np.exp(2j * np.pi * np.arange(3) / 3)
    assert len(found.attractors) == 3
    assert set(found.found.kinds) == {Kind.SADDLE}, "f is harmonic: it has no minimum"
    z = found.x + 1j * found.y[:, None]
    with np.errstate(all="ignore"):
        for _ in range(100):
            z = z - (z**3 - 1) / (3 * z**2)
    ends = found.attractors @ [1, 1j]
    assert np.abs(ends[:, None] - roots).min(axis=1).max() < 1e-9
    np.testing.assert_allclose(ends[found.label], z, atol=1e-6)


def test_himmelblau_has_four_basins_for_a_descent_and_nine_for_newton():
    down = basins(HIMMELBLAU, learning_rate=0.01)
    np.testing.assert_allclose(down.attractors, MINIMA, atol=1e-6)
    assert (down.label >= 0).all()
    newton = basins(HIMMELBLAU, method=Newton())
    kinds = newton.found.kinds
    assert [kinds.count(kind) for kind in (Kind.MINIMUM, Kind.SADDLE, Kind.MAXIMUM)] == [4, 4, 1]
    assert np.abs(HIMMELBLAU.gradient(newton.attractors)).max() < 1e-9


@pytest.mark.parametrize("name", ["himmelblau", "six_hump_camel", "rastrigin", "log_barrier", "rosenbrock"])
@pytest.mark.parametrize("method", ["gradient_descent", "momentum", "newton", "trust_region", "bfgs"])
def test_each_label_is_where_a_single_run_ends(name, method):
    entry = GALLERY[name]
    f = nm.Objective.parse(entry.text)
    rate = {"learning_rate": 2e-3} if "learning_rate" in nm.METHODS[method]().knobs else {}
    found = basins(f, entry.window, resolution=30, method=method, steps=200, **rate)
    width = max(high - low for low, high in entry.window)
    for row, column in np.random.default_rng(5).integers(0, 30, (25, 2)):
        run = nm.minimize(f, (found.x[column], found.y[row]), method, steps=200, **rate)
        label = found.label[row, column]
        if label >= 0:
            assert np.linalg.norm(run.x[-1] - found.attractors[label]) < REACH * width
            if run.outcome is nm.Outcome.CONVERGED:
                assert found.steps_taken[row, column] == run.steps
        else:
            expected = {nm.Outcome.DIVERGED: DIVERGED, nm.Outcome.STEP_LIMIT: UNDER_WAY, nm.Outcome.STALLED: UNDER_WAY}
            assert label == expected.get(run.outcome, LEFT_DOMAIN)


def test_a_curve_of_minima_is_one_attractor():
    ring = basins(nm.Objective.parse("(x^2 + y^2 - 1)^2"), [(-2, 2), (-2, 2)], learning_rate=0.05)
    assert len(ring.attractors) == 1
    assert (ring.label == 0).all()
    assert np.hypot(*ring.attractors[0]) == pytest.approx(1, abs=1e-6)
    assert ring.found.kinds == (Kind.UNDECIDED,)
    assert ring.found.extent[0] == pytest.approx(2, abs=1e-3), "the other side of the ring"
    two = basins(nm.Objective.parse("((x - y)^2 - 1)^2"), [(-2, 2), (-2, 2)], resolution=50, learning_rate=0.02)
    lines = two.attractors @ [1, -1]
    np.testing.assert_allclose(sorted(lines), [-1, 0, 1], atol=1e-6)  # x = y is the ridge between the two valleys


def test_slow_convergence_counts_where_it_is_near_enough():
    f = nm.Objective.parse("x^2 + y^2")
    near = basins(f, [(-1, 1), (-1, 1)], resolution=20, steps=60, learning_rate=0.06)  # 0.88^60 = 5e-4
    assert not near.ends.converged.any()
    assert (near.label == 0).all()
    np.testing.assert_allclose(near.attractors, [[0, 0]], atol=1e-12)
    far = basins(f, [(-1, 1), (-1, 1)], resolution=20, steps=30, learning_rate=0.06)  # 0.88^30 = 0.02
    assert (far.label == UNDER_WAY).mean() > 0.9
    # Not at a saddle: from there the descent goes on.
    saddle = basins(
        nm.Objective.parse("x^2 - y^2"), [(-1, 1), (-1e-9, 1e-9)], resolution=20, learning_rate=0.1, steps=50
    )
    assert (saddle.label == UNDER_WAY).all()


def test_loose_ends_of_one_point_are_one_attractor():
    # The ends lie up to 0.05/1e-2 = 5 away along x, in hundreds of cells; Newton steps bring them together.
    f = nm.Objective.parse("0.005x^2 + y^2")
    found = basins(f, resolution=40, tolerance=0.05, learning_rate=0.4)
    assert len(found.attractors) == 1
    assert found.ends.converged.all()
    assert found.found.extent[0] > 2
    # A flat point: the gradient of x⁴ is small from 0.0014 on.
    flat = basins(nm.Objective.parse("x^4 + y^2"), resolution=20, method="newton", steps=60)
    assert len(flat.attractors) == 1
    np.testing.assert_allclose(flat.attractors, [[0, 0]], atol=1e-3)
    assert flat.found.kinds == (Kind.UNDECIDED,)


def test_near_minima_are_told_apart():
    # Two wells a hundredth of the window apart.
    f = nm.Objective.parse("10^4 (x - 0.05)^2 (x + 0.05)^2 + y^2")
    found = basins(f, resolution=60, method="damped_newton")
    minima = found.attractors[[kind is Kind.MINIMUM for kind in found.found.kinds]]
    np.testing.assert_allclose(minima, [[-0.05, 0], [0.05, 0]], atol=1e-8)


def test_where_f_is_undefined_the_label_says_so():
    found = basins(nm.Objective.parse("x - log(x) + y^2"), [(-1, 3), (-1, 1)], resolution=40, learning_rate=0.05)
    undefined = found.x <= 0
    assert (found.label[:, undefined] == LEFT_DOMAIN).all()
    assert (found.steps_taken[:, undefined] == 0).all()
    assert (found.label[:, found.x > 0.2] == 0).all()
    np.testing.assert_allclose(found.attractors, [[1, 0]], atol=1e-7)


def test_a_slice_through_more_variables():
    f = nm.Objective.parse("(x^2 - 1)^2 + (y^2 - 1)^2 + (z^2 - 1)^2")
    window = [(-1.5, 1.5), (-1.5, 1.5)]
    found = basins(f, window, resolution=20, method="damped_newton", axes=(2, 0), through=(9.0, 0.7, 9.0))
    assert found.attractors.shape == (4, 3)
    assert (found.attractors[:, 1] > 0.99).all(), "y starts at 0.7"
    ends = found.attractors[found.label]
    assert (np.sign(ends[..., 2]) == np.sign(found.x)).all()
    assert (np.sign(ends[..., 0]) == np.sign(found.y)[:, None]).all()


def test_no_ends_are_no_attractors():
    label, found = settle(HIMMELBLAU, np.empty((0, 2)), 0.01, 0.1)
    assert label.shape == (0,)
    assert len(found) == 0
    assert found.x.shape == (0, 2)
    assert len(basins(nm.Objective.parse("x + y"), resolution=10, steps=20).attractors) == 0


def test_methods_are_compared_start_by_start():
    window = {"window": [(-5, 5), (-5, 5)], "resolution": 40}
    first = basins(HIMMELBLAU, **window, method="newton")
    second = basins(HIMMELBLAU, **window, learning_rate=0.02, steps=300)
    told = compare_basins(first, second)
    assert sum(told.share(verdict) for verdict in Verdict) == pytest.approx(1)
    assert (told.first.found.x == told.second.found.x).all()
    one, other = told.first.label, told.second.label
    expected = {
        Verdict.SAME: (one == other) & (one >= 0),
        Verdict.APART: (one != other) & (one >= 0) & (other >= 0),
        Verdict.ONLY_FIRST: (one >= 0) & (other < 0),
        Verdict.ONLY_SECOND: (one < 0) & (other >= 0),
        Verdict.NEITHER: (one < 0) & (other < 0),
    }
    for verdict, where in expected.items():
        np.testing.assert_array_equal(told.verdict == verdict, where)
    assert min(told.share(verdict) for verdict in (Verdict.SAME, Verdict.APART, Verdict.ONLY_FIRST)) > 0
    np.testing.assert_array_equal(told.steps, first.steps_taken - second.steps_taken)
    assert compare_basins(first, first).share(Verdict.SAME) == 1
    with pytest.raises(nm.NumericsError, match="same starts"):
        compare_basins(first, basins(HIMMELBLAU, resolution=20))


@pytest.mark.parametrize(
    "arguments",
    [
        {"resolution": 1},
        {"resolution": 100_000},
        {"steps": 10**9},
        {"window": [(1, 1), (0, 1)]},
        {"window": [(0, 1)]},
        {"window": [(0, float("inf")), (0, 1)]},
        {"axes": (0, 2)},
        {"method": "sorcery"},
        {"learning_rate": -1},
        {"through": (1, 2, 3)},
    ],
)
def test_what_means_nothing_or_is_too_much_is_refused(arguments):
    with pytest.raises(nm.NumericsError):
        basins(HIMMELBLAU, **arguments)


def test_one_variable_has_no_basins_in_the_plane():
    with pytest.raises(nm.NumericsError):
        basins(nm.Objective.parse("x^2"))
