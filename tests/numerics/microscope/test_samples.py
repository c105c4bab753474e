"""Samples: inside their ranges, spread as promised, the same for the same seed."""

import numpy as np
import pytest

from numerics.errors import NumericsError
from numerics.formats import FORMATS, round_to
from numerics.language import parse_relations
from numerics.microscope import Sampling, Spread, ordinals

FLOAT64 = FORMATS["float64"]


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("spread", Spread)
@pytest.mark.parametrize("interval", [(-3.0, 7.0), (0.5, 8.0), (-8.0, -0.5), (0.0, 1.0), (-1.0, 0.0)])
def test_samples_are_numbers_of_the_format_in_the_interval(format, spread, interval) -> None:
    x = Sampling({"x": interval}, spread).draw(500, FORMATS[format])["x"]
    assert len(x) == 500
    assert round_to(x, format).tolist() == x.tolist()
    assert interval[0] <= x.min() <= x.max() <= interval[1]


def quarters(values: np.ndarray, low: float, high: float) -> list[int]:
    return np.histogram(values, np.linspace(low, high, 5))[0].tolist()


def test_what_is_equally_likely() -> None:
    values = Sampling({"x": (1.0, 1e8)}, Spread.VALUES).draw(1000, FLOAT64)["x"]
    assert quarters(values, 1, 1e8) == [250] * 4
    decades = Sampling({"x": (1.0, 1e8)}, Spread.DECADES).draw(1000, FLOAT64)["x"]
    assert quarters(np.log10(decades), 0, 8) == [250] * 4
    floats = ordinals(Sampling({"x": (-1e300, 1e300)}, Spread.FLOATS).draw(1000, FLOAT64)["x"], FLOAT64)
    end = float(ordinals(1e300, FLOAT64))
    assert quarters(floats.astype(float), -end, end) == [250] * 4


def test_decades_run_on_both_sides_of_zero() -> None:
    x = Sampling({"x": (-100.0, 100.0)}, Spread.DECADES).draw(1000, FLOAT64)["x"]
    assert abs((x < 0).sum() - 500) <= 1
    assert np.abs(x).min() >= 1e-10 * 0.999
    assert ((np.abs(x) < 1e-4).mean(), (np.abs(x) < 1e-8).mean()) == pytest.approx((0.5, 1 / 6), abs=0.01)


def test_floats_use_their_last_bits() -> None:
    x = Sampling({"x": (-1e300, 1e300)}, Spread.FLOATS).draw(1000, FLOAT64)["x"]
    assert len(np.unique(ordinals(x, FLOAT64) % 8)) == 8
    whole = Sampling({"x": (-FLOAT64.largest, FLOAT64.largest)}, Spread.FLOATS).draw(1000, FLOAT64)["x"]
    assert np.isfinite(whole).all()


def test_two_variables_have_one_sample_in_each_cell() -> None:
    drawn = Sampling({"x": (0.0, 1.0), "y": (0.0, 1.0), "z": (0.0, 1.0)}, Spread.VALUES).draw(400, FLOAT64)
    counts = np.histogram2d(drawn["x"], drawn["y"], bins=20, range=[[0, 1], [0, 1]])[0]
    assert (counts == 1).all()
    first = np.histogram2d(drawn["x"][:200], drawn["y"][:200], bins=2, range=[[0, 1], [0, 1]])[0]
    assert first.min() > 30, "a part of the samples is spread over the whole"


def test_the_seed_decides() -> None:
    draw = lambda seed: Sampling({"x": (0.0, 1.0)}, seed=seed).draw(50, FLOAT64)["x"].tolist()  # noqa: E731
    assert draw(3) == draw(3)
    assert draw(3) != draw(4)


def test_conditions_are_met_and_more_is_drawn_for_them() -> None:
    conditions = parse_relations("x > 0, y^2 >= 4x", ("x", "y"))
    drawn = Sampling({"x": (-5.0, 5.0), "y": (-5.0, 5.0)}, Spread.VALUES, 0, conditions).draw(900, FLOAT64)
    assert len(drawn["x"]) == 900
    assert (drawn["x"] > 0).all()
    assert (drawn["y"] ** 2 >= 4 * drawn["x"]).all()
    never = Sampling({"x": (0.0, 1.0)}, Spread.VALUES, 0, parse_relations("x >= 2", ("x",)))
    assert len(never.draw(100, FLOAT64)["x"]) == 0


@pytest.mark.parametrize("interval", [(1.0, 1.0), (2.0, 1.0), (0.0, np.inf), (np.nan, 1.0)])
def test_an_interval_needs_two_ends(interval) -> None:
    with pytest.raises(NumericsError, match="range of x"):
        Sampling({"x": interval})
