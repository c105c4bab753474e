"""Counting the numbers of a format from one to another."""

import ml_dtypes
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerics.formats import FORMATS, Format, round_to
from numerics.microscope import bits_of, from_ordinals, ordinals, ulps_between

DTYPES = {
    "float32": np.float32,
    "float16": np.float16,
    "bfloat16": ml_dtypes.bfloat16,
    "float8_e5m2": ml_dtypes.float8_e5m2,
    "float8_e4m3fn": ml_dtypes.float8_e4m3fn,
}


@given(st.floats(allow_nan=False), st.floats(allow_nan=False))
def test_in_float64_neighbours_are_one_apart(x: float, y: float) -> None:
    float64 = FORMATS["float64"]
    assert from_ordinals(ordinals(x, float64), float64) == x
    with np.errstate(over="ignore"):
        up = np.nextafter(x, np.inf)
    assert ordinals(up, float64) - ordinals(x, float64) == (1 if up > x else 0)
    assert (ordinals(x, float64) < ordinals(y, float64)) == (x < y)


@pytest.mark.parametrize("format", DTYPES)
def test_places_are_the_bit_patterns_of_the_format(format: str) -> None:
    dtype = np.dtype(DTYPES[format])
    width = dtype.itemsize * 8
    patterns = np.arange(2 ** (width - 1)) if width <= 16 else np.random.default_rng(1).integers(0, 2**31, 5000)
    with np.errstate(invalid="ignore"):  # signalling NaN among the patterns
        values = patterns.astype(f"uint{width}").view(dtype).astype(np.float64)
    known = ~np.isnan(values)
    assert ordinals(values, FORMATS[format])[known].tolist() == patterns[known].tolist()
    assert ordinals(-values, FORMATS[format])[known].tolist() == (-patterns[known]).tolist()
    assert from_ordinals(patterns[known], FORMATS[format]).tolist() == values[known].tolist()


def test_infinities_and_nan() -> None:
    float32 = FORMATS["float32"]
    largest = float32.largest
    inf, nan = np.inf, np.nan
    computed = np.array([inf, largest, nan, nan, 1.0, -inf, 0.0])
    true = np.array([largest, inf, 1.0, nan, nan, inf, -0.0])
    distance = ulps_between(computed, true, float32)
    assert distance[:3].tolist() == [1, 1, 2.0**32 - 1]
    assert np.isnan(distance[3:5]).all()
    assert distance[5] == 2 * (255 * 2**23)
    assert distance[6] == 0
    assert bits_of(distance[2]) == 32


def test_the_whole_line_of_float64_does_not_overflow() -> None:
    float64 = FORMATS["float64"]
    apart = ulps_between(np.array([-np.inf]), np.array([np.inf]), float64)[0]
    assert apart == 2.0 * 2047 * 2**52
    assert bits_of(np.array([0.0, 1.0, 3.0])).tolist() == [0, 1, 2]


def test_custom_formats_count_too() -> None:
    custom = Format.custom(4, 6)
    places = np.arange(-900, 901)
    values = from_ordinals(places, custom)
    assert round_to(values, custom).tolist() == values.tolist()
    assert ordinals(values, custom).tolist() == places.tolist()
