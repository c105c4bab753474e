import numpy as np
import pytest

from figures.levels import KINDS, levels, spans_widely, upper_end
from tests.figures.samples import AWKWARD_GRIDS, grid, rosenbrock


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", AWKWARD_GRIDS)
@pytest.mark.parametrize("lowest", [None, -10.0])
def test_levels_hold_on_awkward_grids(kind, name, lowest):
    z = AWKWARD_GRIDS[name].z
    chosen = levels(z, kind, lowest=lowest)
    assert np.isfinite(chosen.values).all()
    assert (np.diff(chosen.values) > 0).all()
    assert len(chosen.values) <= 20
    finite = z[np.isfinite(z)]
    if len(chosen.values):
        assert finite.min() < chosen.values[0]
        assert chosen.values[-1] < finite.max()
        assert np.allclose(chosen.position(chosen.values), np.arange(len(chosen.values)), atol=1e-6)
    drawn = chosen.position(z)
    assert np.isnan(drawn[np.isnan(z)]).all()
    if len(finite):
        assert (chosen.low <= drawn[~np.isnan(z)]).all()
        assert (drawn[~np.isnan(z)] <= chosen.high).all()
        assert (np.diff(drawn[np.isfinite(z)][np.argsort(finite)]) >= 0).all()  # higher f, higher place
    places, texts = chosen.ticks()
    assert len(places) == len(texts) == max(len(chosen.values), 1)


def test_linear_levels_are_round_and_even():
    assert levels(np.linspace(0.3, 9.7, 1000), "linear", 10).values.tolist() == [*range(1, 10)]


def test_logarithmic_levels_climb_by_one_two_five():
    values = levels(10 ** np.linspace(-2.2, 2.2, 4000), "logarithmic", lowest=0.0).values
    assert values.tolist() == pytest.approx([0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100])


def test_logarithmic_levels_count_from_a_negative_minimum():
    values = levels(-5 + 10 ** np.linspace(-2.2, 2.2, 4000), "logarithmic", lowest=-5.0).values
    assert (values + 5).tolist() == pytest.approx([0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100])


def test_a_known_minimum_above_the_samples_is_not_believed():
    chosen = levels(grid().z - 7, "logarithmic", lowest=5.0)
    assert chosen.values[0] < -6


def test_levels_become_linear_when_f_hardly_varies():
    assert levels(np.linspace(100, 120, 500), "logarithmic", lowest=0.0).kind == "linear"


def test_quantile_levels_share_the_area_evenly():
    z = grid(rosenbrock).z
    chosen = levels(z, "quantile", 9)
    shares = np.histogram(z, [-np.inf, *chosen.values, np.inf])[0] / z.size
    assert shares == pytest.approx([0.1] * 10, abs=0.002)


def test_huge_outliers_do_not_blind_the_levels_but_a_lone_peak_is_kept():
    z = np.linspace(0, 10, 10_000)
    assert upper_end(np.append(z, 1e9)) < 10
    assert levels(np.append(z, [1e9, np.inf]), "linear").values[-1] < 10
    plain = np.zeros(10_000)
    plain[-3:] = 1.0
    assert upper_end(plain) == 1


def test_low_outliers_are_what_a_minimizer_looks_for():
    z = np.append(np.linspace(0, 1, 10_000), -50.0)
    assert levels(z, "linear").values[0] < -40


def test_the_logarithmic_height_follows_the_logarithm():
    f = 10 ** np.linspace(-2, 2, 4000)
    chosen = levels(f, "logarithmic", 6, lowest=0.0)
    inside = (f > chosen.values[0]) & (f < chosen.values[-1])
    line = np.polyfit(np.log10(f[inside]), chosen.position(f[inside]), 1)
    assert np.polyval(line, np.log10(f[inside])) == pytest.approx(chosen.position(f[inside]), abs=0.1)


def test_only_cliffs_span_widely():
    assert spans_widely(AWKWARD_GRIDS["pole"].z)
    assert spans_widely(AWKWARD_GRIDS["overflowing"].z)
    for name in ("constant", "nowhere defined", "negative", "two values"):
        assert not spans_widely(AWKWARD_GRIDS[name].z)
    assert not spans_widely(grid().z)


def test_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="quadratic"):
        levels(np.arange(3.0), "quadratic")
