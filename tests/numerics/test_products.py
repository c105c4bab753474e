"""Products of probabilities and sums of their logarithms."""

import math
from fractions import Fraction

import numpy as np
import pytest

import numerics as nm


@pytest.mark.parametrize("name", nm.FORMATS)
def test_halves_die_where_the_format_ends(name: str) -> None:
    """2^-n is exact as long as it is a number of the format; half the smallest one is rounded to 0."""
    format = nm.FORMATS[name]
    product = nm.product(np.full(1200, 0.5), name)
    smallest = int(-math.log2(format.smallest_subnormal))
    assert product.thins_at == 1 - format.emin
    assert product.dies_at == smallest + 1
    assert product.running[:smallest].tolist() == [2.0**-n for n in range(1, smallest + 1)]
    assert not product.running[smallest:].any()


@pytest.mark.parametrize("name", ["float16", "bfloat16", "tf32", "e6m9"])
def test_every_multiplication_is_rounded_once(name: str) -> None:
    p = np.random.default_rng(1).uniform(0.2, 1, 60)
    exact = Fraction(1)
    for factor, running in zip(p, nm.product(p, name).running, strict=True):
        exact = Fraction(float(nm.round_to(exact * Fraction(float(nm.round_to(factor, name))), name)))
        assert running == exact


def test_the_logarithm_lives_on() -> None:
    p = np.random.default_rng(2).uniform(0.01, 1, 3000)
    product = nm.product(p, "float32")
    assert product.running[-1] == 0
    assert product.log_running[-1] == pytest.approx(math.fsum(map(math.log, p)), rel=1e-4)
    assert product.exact_log[-1] == pytest.approx(math.fsum(map(math.log, p)), rel=1e-14)


def test_large_factors_stall_at_the_smallest_numbers() -> None:
    """5 · 0.9 = 4.5 units is a tie, which goes to the even 4; 4 · 0.9 = 3.6 goes back to 4."""
    product = nm.product(np.full(400, 0.9), "float16")
    assert product.dies_at is None
    assert product.running[-1] == 4 * nm.FORMATS["float16"].smallest_subnormal


@pytest.mark.parametrize("factors", [[], [0.5, 0.0], [-0.5], [np.nan], [[0.5]], [2.0]])
def test_what_is_no_probability_is_refused(factors) -> None:
    with pytest.raises(nm.NumericsError, match="probabilities above 0"):
        nm.product(factors, "float32")
