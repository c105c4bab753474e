"""Thresholds against logarithms in mpmath, exact powers, and the neighbours of every threshold."""

import math
from fractions import Fraction
from itertools import pairwise

import mpmath
import numpy as np
import pytest

import numerics as nm
from numerics.formats import FORMATS, Format
from numerics.microscope.ulps import from_ordinals, ordinals
from numerics.thresholds import ELEMENTARY, Fate, bands, fate, thresholds

ALL_FORMATS = [*FORMATS.values(), Format.custom(2, 1), Format.custom(6, 9)]
EXPONENTIALS = {"exp": mpmath.log, "exp2": lambda y: mpmath.log(y, 2), "exp10": mpmath.log10}
POWERS = {"square": 2, "cube": 3, "tenth": 10, "inverse": -1, "inverse_square": -2}


def neighbour(x: float, format: Format, steps: int) -> float:
    return float(from_ordinals(ordinals(x, format) + steps, format))


@pytest.mark.parametrize("format", ALL_FORMATS, ids=lambda format: format.name)
@pytest.mark.parametrize("name", EXPONENTIALS)
def test_exponentials_die_where_the_logarithm_of_the_limit_lies(name: str, format: Format) -> None:
    """Beyond the largest number plus half a unit they overflow, at half the smallest number they are 0."""
    found = thresholds(name, format)
    ulp = math.ldexp(1.0, format.emax - format.fraction_bits)
    with mpmath.workdps(60):
        limits = {
            "finite": EXPONENTIALS[name](mpmath.mpf(format.largest) + mpmath.mpf(ulp) / 2),
            "normal": EXPONENTIALS[name](
                mpmath.mpf(format.smallest_normal) - mpmath.mpf(format.smallest_subnormal) / 2
            ),
            "nonzero": EXPONENTIALS[name](mpmath.mpf(format.smallest_subnormal) / 2),
        }
        for kind, limit in limits.items():
            at = getattr(found, kind)
            outward = 1 if kind == "finite" else -1
            beyond = neighbour(at, format, outward)
            inside = mpmath.mpf(at) <= limit if outward > 0 else mpmath.mpf(at) >= limit
            outside = mpmath.mpf(beyond) >= limit if outward > 0 else mpmath.mpf(beyond) <= limit
            assert inside
            assert outside, "the next number of the format is on the other side"


@pytest.mark.parametrize("format", ALL_FORMATS, ids=lambda format: format.name)
@pytest.mark.parametrize("name", POWERS)
def test_powers_die_where_exact_fractions_do(name: str, format: Format) -> None:
    found = thresholds(name, format)
    up = POWERS[name] > 0

    def what(x: float) -> Fate:
        return fate(float(nm.round_to(Fraction(x) ** POWERS[name], format)), format)

    sound = {
        "finite": {Fate.ZERO, Fate.SUBNORMAL, Fate.NORMAL},
        "normal": {Fate.NORMAL, Fate.INFINITE, Fate.UNDEFINED},
        "nonzero": set(Fate) - {Fate.ZERO},
    }
    for kind, fates in sound.items():
        at = getattr(found, kind)
        outward = 1 if (kind == "finite") == up else -1
        if at is None:
            assert what(format.largest if outward > 0 else format.smallest_subnormal) in fates
        else:
            assert what(at) in fates
            assert what(neighbour(at, format, outward)) not in fates


def test_known_limits_of_the_exponential() -> None:
    """The arguments in the C library's documentation and in Higham, ASNA: 709.78 and -745.13, 88.72 and -103.97."""
    double, single = (thresholds("exp", FORMATS[name]) for name in ("float64", "float32"))
    assert double.finite == 709.782712893384
    assert double.nonzero == -745.1332191019411
    assert (single.finite, single.nonzero) == (np.float32(88.72283), np.float32(-103.97208))
    with np.errstate(over="ignore"):
        assert np.exp(double.finite) < np.inf == np.exp(np.nextafter(double.finite, 1000))
    assert np.exp(double.nonzero) > 0 == np.exp(np.nextafter(double.nonzero, -1000))


@pytest.mark.parametrize("format", ALL_FORMATS, ids=lambda format: format.name)
def test_the_logarithm_never_leaves_the_format(format: Format) -> None:
    found = thresholds("log", format)
    assert (found.finite, found.nonzero) == (None, None)
    log = ELEMENTARY["log"]
    assert log.rounded(0.0, format) == -math.inf or math.isnan(format.overflow)
    assert math.isnan(log.rounded(-1.0, format))
    assert log.rounded(1.0, format) == 0


def test_results_are_rounded_once_and_limits_taken() -> None:
    half = FORMATS["float16"]
    with mpmath.workdps(40):
        for x in (0.3, -2.7, 11.0859375):
            value = mpmath.exp(mpmath.mpf(x))
            assert ELEMENTARY["exp"].rounded(x, half) == float(np.float16(float(value)))
    assert ELEMENTARY["exp"].rounded(-math.inf, half) == 0
    assert ELEMENTARY["exp"].rounded(math.inf, half) == math.inf
    assert math.isnan(ELEMENTARY["exp"].rounded(math.nan, half))
    assert ELEMENTARY["inverse"].rounded(0.0, half) == math.inf
    assert ELEMENTARY["inverse"].rounded(math.inf, half) == 0
    assert math.isnan(ELEMENTARY["exp"].rounded(1e6, FORMATS["float8_e4m3fn"]))
    with pytest.raises(nm.NumericsError, match="Choose exp"):
        thresholds("sinh", half)


@pytest.mark.parametrize("format", ALL_FORMATS, ids=lambda format: format.name)
@pytest.mark.parametrize("name", ELEMENTARY)
def test_bands_tell_what_becomes_of_every_number(name: str, format: Format) -> None:
    function = ELEMENTARY[name]
    between = (5e-324, 1e308) if function.positive else (-1100.0, 1100.0)
    found = bands(name, format, between)
    assert (found[0].low, found[-1].high) == between
    assert all(left.high == right.low and left.fate is not right.fate for left, right in pairwise(found))
    sample = 10.0 ** np.linspace(-323, 308, 41) if function.positive else np.linspace(*between, 41)
    for x in sample.tolist():
        became = fate(function.rounded(float(nm.round_to(x, format)), format), format)
        assert became in {band.fate for band in found if band.low <= x <= band.high}


def test_exact_values_have_no_limit() -> None:
    assert ELEMENTARY["exp"].exact(1000.0, 10) == "1.970071114e434"
    assert ELEMENTARY["exp"].exact(-1e300) == "10^-4.343e299"
    assert ELEMENTARY["tenth"].exact(1e308, 3) == "1e3080"
    assert ELEMENTARY["log"].exact(1.0) == "0"
