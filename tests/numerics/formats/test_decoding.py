"""Bits and what they mean, exhaustively for the small formats."""

import math
import struct
from decimal import Decimal
from fractions import Fraction

import ml_dtypes
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import numerics as nm
from numerics.formats import FORMATS, Class, Decoded, Format, decode, from_bits
from numerics.formats.decoding import neighbours

EXHAUSTIVE = {
    "float8_e4m3fn": (ml_dtypes.float8_e4m3fn, np.uint8),
    "float8_e5m2": (ml_dtypes.float8_e5m2, np.uint8),
    "float16": (np.float16, np.uint16),
    "bfloat16": (ml_dtypes.bfloat16, np.uint16),
}


@pytest.mark.parametrize("name", EXHAUSTIVE)
def test_every_pattern_means_what_numpy_or_ml_dtypes_say_and_comes_back(name: str) -> None:
    dtype, container = EXHAUSTIVE[name]
    patterns = np.arange(2 ** FORMATS[name].bits, dtype=container)
    with np.errstate(invalid="ignore"):
        theirs = patterns.view(dtype).astype(np.float64)
    numbers = [from_bits(int(pattern), name) for pattern in patterns]
    ours = np.array([number.value for number in numbers])
    np.testing.assert_array_equal(ours, theirs)
    real = ~np.isnan(theirs)
    np.testing.assert_array_equal(np.signbit(ours[real]), np.signbit(theirs[real]))
    assert {number.pattern for number in numbers if number.kind is Class.NAN} == set(patterns[~real].tolist())
    assert all(decode(number.value, name) == number for number in numbers if number.kind is not Class.NAN)
    np.testing.assert_array_equal(nm.round_to(ours, name), ours)


@given(st.integers(0, 2**64 - 1))
def test_float64_against_struct(pattern: int) -> None:
    number = from_bits(pattern, "float64")
    (value,) = struct.unpack("<d", struct.pack("<Q", pattern))
    assert number.value == value or (math.isnan(value) and number.kind is Class.NAN)
    if not math.isnan(value):
        assert decode(value, "float64") == number
        assert number.above == (
            math.nextafter(value, math.inf) if value < math.inf else pytest.approx(math.nan, nan_ok=True)
        )
        assert number.below == (
            math.nextafter(value, -math.inf) if value > -math.inf else pytest.approx(math.nan, nan_ok=True)
        )
    if math.isfinite(value):
        assert number.exact == Fraction(value)
        assert Decimal(number.decimal) == Decimal(value)
        assert number.ulp == math.ulp(value)


@given(st.integers(0, 2**32 - 1))
def test_float32_against_numpy(pattern: int) -> None:
    value = np.array([pattern], dtype=np.uint32).view(np.float32)[0]
    number = from_bits(pattern, "float32")
    if np.isnan(value):
        assert number.kind is Class.NAN
        return
    assert number.value == value
    if np.isfinite(value):
        assert number.above == np.nextafter(value, np.float32(np.inf))
        assert number.below == np.nextafter(value, np.float32(-np.inf))
        assert Decimal(number.decimal) == Decimal(float(value))


def test_the_fields_of_a_tenth_in_float32() -> None:
    number = decode("0.1", "float32")
    assert (number.sign, number.exponent, number.fraction) == (0, 123, 5033165)
    assert number.power == -4
    assert number.bits == "0" + "01111011" + "10011001100110011001101"
    assert number.decimal == "0.100000001490116119384765625"
    assert number.kind is Class.NORMAL


@pytest.mark.parametrize("format", [*FORMATS.values(), Format.custom(2, 1), Format.custom(11, 1), Format.custom(2, 52)])
def test_the_landmarks_of_a_format(format: Format) -> None:
    largest = Decoded(format, format.largest_pattern)
    assert largest.value == format.largest
    assert largest.kind is Class.NORMAL
    assert from_bits(1, format).value == format.smallest_subnormal
    assert decode(format.smallest_normal, format).fraction == 0
    assert decode(format.smallest_normal, format).kind is Class.NORMAL
    assert decode(decode(format.smallest_normal, format).below, format).kind is Class.SUBNORMAL
    assert decode(1, format).above == 1 + format.epsilon
    assert decode(-0.0, format).bits == "1" + "0" * (format.bits - 1)
    assert decode(math.nan, format).kind is Class.NAN
    assert decode(math.nan, format).ordinal > 0
    assert decode(math.inf, format).kind is (Class.INFINITY if format.infinities else Class.NAN)


def test_neighbours_ascend_with_one_zero_and_end_at_the_largest() -> None:
    around = [number.value for number in neighbours(decode(0, "float8_e4m3fn"), 3)]
    assert around == [-3 / 512, -2 / 512, -1 / 512, 0, 1 / 512, 2 / 512, 3 / 512]
    whole = [number.value for number in neighbours(decode(1, "float8_e5m2"), 500)]
    assert len(whole) == 247
    assert whole == sorted(set(whole))
    assert (whole[0], whole[-1]) == (-57344, 57344)
    assert neighbours(decode(math.nan, "float16"), 3) == []
    assert [number.value for number in neighbours(decode(math.inf, "float16"), 2)] == [65472, 65504]


@pytest.mark.parametrize("bad", ["", "01", "2" * 16, "0" * 17, 1 << 16, -1])
def test_a_pattern_that_does_not_fit_is_refused(bad: int | str) -> None:
    with pytest.raises(nm.NumericsError):
        from_bits(bad, "float16")


def test_a_pattern_may_be_grouped() -> None:
    assert from_bits("0 01111 0000000000", "float16").value == 1
