"""Sums against exact fractions and math.fsum, and their bounds."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import numerics as nm
from numerics.formats import FORMATS, Format
from numerics.rounded import NATIVE, Rounded
from numerics.summation import DATA, LAWS, WAYS, lengths_up_to, longest_sum

terms = arrays(np.float64, st.integers(1, 70), elements=st.floats(-1000, 1000, width=16))


def reference(way: str, x: list[float], format: Format) -> float:
    """The same additions with exact fractions and one rounding each, for numbers that do not overflow."""

    def add(a: float, b: float) -> float:
        return float(nm.round_to(Fraction(a) + Fraction(b), format))

    if way == "pairwise":
        left = 0.0
        while len(x) > 1:
            if len(x) % 2:
                left, x = add(left, x[-1]), x[:-1]
            x = [add(*pair) for pair in zip(x[::2], x[1::2], strict=True)]
        return add(x[0], left)
    total = kept = 0.0
    for term in x:
        if way == "naive":
            total = add(total, term)
        elif way == "kahan":
            corrected = add(term, -kept)
            new = add(total, corrected)
            kept, total = add(add(new, -total), -corrected), new
        else:  # Neumaier's own branches, where ours has none
            new = add(total, term)
            big, small = (total, term) if abs(total) >= abs(term) else (term, total)
            kept, total = add(kept, add(add(big, -new), small)), new
    return add(total, kept) if way == "neumaier" else total


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", ["float64", "float32", "float16", "bfloat16", "tf32"])
@settings(max_examples=15)
@given(x=terms)
def test_every_addition_is_rounded_once(way: str, name: str, x) -> None:
    format = FORMATS[name]
    stored = nm.round_to(x, format)
    assert float(WAYS[way](x, dtype=name)) == reference(way, stored.tolist(), format)


@pytest.mark.parametrize("name", NATIVE)
@settings(max_examples=15)
@given(x=terms)
def test_numpy_s_own_arithmetic_is_that_of_rounded_numbers(name: str, x) -> None:
    """The fast path of the sums, including what overflows in a small format."""
    format = FORMATS[name]
    for way in (nm.naive.sum, nm.sums.pairwise_sum, nm.sums.kahan_sum, nm.sums.neumaier_sum):
        with np.errstate(all="ignore"):
            plain = np.float64(way.__wrapped__(nm.round_to(x, format).astype(NATIVE[name])))
        careful = way.__wrapped__(Rounded(nm.round_to(x, format), format)).values
        assert np.array_equal(plain, careful, equal_nan=True)


@pytest.mark.parametrize("way", ["naive", "pairwise", "kahan"])
@pytest.mark.parametrize("data", DATA)
def test_the_bounds_hold(way: str, data: str) -> None:
    for name in ("float64", "float32", "float16"):
        longest = 20_000 if name != "float16" else 1000
        errors = nm.summation_errors(data, name, seed=3, longest=longest)
        u = FORMATS[name].epsilon / 2
        allowed = LAWS[way].factor(errors.lengths) * u + 2 * errors.lengths**2 * u**2 * (way == "kahan")
        finite = np.isfinite(errors.relative[way])
        assert finite.any()
        assert (errors.relative[way][finite] <= allowed[finite] * (1 + 1e-9)).all()


def test_errors_are_measured_exactly() -> None:
    errors = nm.summation_errors("tenths", "float32", longest=1000)
    x = Fraction(float(np.float32(0.1)))
    for place, n in enumerate(errors.lengths.tolist()):
        computed = Fraction(float(errors.computed["naive"][place]))
        assert errors.relative["naive"][place] == pytest.approx(float(abs(computed - n * x) / (n * x)), rel=1e-12)
        assert errors.exact[place] == float(n * x)


def test_a_hundred_thousand_tenths_in_float32() -> None:
    x = np.full(100_000, 0.1)
    assert abs(nm.naive.sum(x, dtype=np.float32) - 10_000) > 1
    assert nm.sums.pairwise_sum(x, dtype=np.float32) == nm.sums.kahan_sum(x, dtype=np.float32) == 10_000
    assert nm.naive.sum(x, dtype="float16") == 256, "half a unit in the last place of 256 is more than 0.1"


def test_neumaier_keeps_what_kahan_loses() -> None:
    x = [1, 1e100, 1, -1e100]
    assert nm.naive.sum(x) == nm.sums.kahan_sum(x) == 0
    assert nm.sums.neumaier_sum(x) == math.fsum(x) == 2


def test_lengths_and_their_limits() -> None:
    assert lengths_up_to(100).tolist() == [1, 2, 4, 8, 20, 40, 80, 100]
    assert lengths_up_to(1).tolist() == [1]
    assert longest_sum(FORMATS["tf32"]) < longest_sum(FORMATS["float32"])
    with pytest.raises(nm.NumericsError, match="1 to 2000 terms"):
        nm.summation_errors("uniform", "tf32", longest=5000)
    with pytest.raises(nm.NumericsError, match="Data are one of"):
        nm.summation_errors("anything", "float32")


def test_random_data_are_the_same_for_a_seed() -> None:
    first, again, other = (nm.summation_errors("uniform", "float32", seed, 100).exact for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
