"""Formats that hold others, chance in rounding, gaps, and arrays whose operations are rounded."""

import ml_dtypes
import numpy as np
import pytest

import numerics as nm
from numerics.formats import FORMATS, Format
from numerics.low_precision import InFormat, gap, joined, precision, round_stochastic


@pytest.mark.parametrize("a", FORMATS)
@pytest.mark.parametrize("b", [*FORMATS, "e4m7", "e3m9"])
def test_the_joined_format_holds_both(a, b) -> None:
    one, other = FORMATS[a], nm.Format.custom(int(b[1]), int(b[3])) if b not in FORMATS else FORMATS[b]
    both = joined(one, other)
    assert both == joined(other, one)
    numbers = [
        number
        for kind in (one, other)
        for number in (kind.largest, kind.smallest_normal, kind.smallest_subnormal, 1 + kind.epsilon)
    ]
    np.testing.assert_array_equal(nm.round_to(numbers, both), numbers)


def test_joined_formats_that_are_known() -> None:
    assert joined(FORMATS["float16"], FORMATS["bfloat16"]) == FORMATS["tf32"]  # 5+10 and 8+7 bits: 8+10
    assert joined(FORMATS["float16"], FORMATS["float32"]) == FORMATS["float32"]
    assert joined(FORMATS["float8_e4m3fn"], FORMATS["float8_e4m3fn"]) == FORMATS["float8_e4m3fn"]
    assert precision("bfloat16").arithmetic == FORMATS["bfloat16"]
    assert precision("bfloat16", stochastic=True).arithmetic == FORMATS["float32"]
    assert precision("bfloat16", master="float64", stochastic=True).arithmetic == FORMATS["float64"]


@pytest.mark.parametrize("name", ["bfloat16", "float8_e4m3fn", "float16"])
def test_stochastic_rounding_is_unbiased(name) -> None:
    """The mean of many roundings lies within four standard errors of each number; only its neighbours occur."""
    kind, draws = FORMATS[name], 20_000
    x = np.array([0.3, -0.3, 1.001, 1.9, -7.77, kind.smallest_subnormal / 3, 1.0, 0.0, kind.largest])
    rounded = round_stochastic(np.tile(x, (draws, 1)), kind, np.random.default_rng(7))
    below, above = nm.round_to(x, kind, "down"), nm.round_to(x, kind, "up")
    assert ((rounded == below) | (rounded == above)).all()
    share = np.divide(x - below, above - below, out=np.zeros_like(x), where=above > below)
    error = (above - below) * np.sqrt(share * (1 - share) / draws)
    assert (np.abs(rounded.mean(0) - x) <= 4 * error).all()
    assert (rounded.std(0)[:6] > 0).all()


def test_stochastic_rounding_beyond_the_largest_number() -> None:
    random = np.random.default_rng(0)
    for name, beyond in (("float8_e4m3fn", np.nan), ("float8_e5m2", np.inf)):
        largest = FORMATS[name].largest
        rounded = round_stochastic(np.array([largest * 2, largest, -np.inf, np.nan]), FORMATS[name], random)
        np.testing.assert_array_equal(rounded, [beyond, largest, -beyond, np.nan])


@pytest.mark.parametrize("name", ["float16", "bfloat16", "float8_e4m3fn", "e3m2"])
def test_gaps_are_the_way_to_the_neighbours(name) -> None:
    kind = nm.FORMATS.get(name) or Format.custom(3, 2)
    numbers = np.unique(nm.round_to(np.concatenate([2.0 ** np.arange(-9, 5), np.linspace(-9, 9, 50), [0.0]]), kind))
    decoded = [nm.decode(number, kind) for number in numbers]
    inside = [abs(item.value) < kind.largest for item in decoded]
    for sign, beside in ((1.0, [item.above for item in decoded]), (-1.0, [item.below for item in decoded])):
        found = gap(numbers, np.full_like(numbers, sign), kind)
        np.testing.assert_array_equal(found[inside], np.abs(np.array(beside) - numbers)[inside])


@pytest.mark.parametrize("name", ["float32", "float16", "bfloat16"])
def test_arrays_in_a_format_do_what_numpys_own_do(name) -> None:
    dtype = np.dtype(getattr(ml_dtypes, name, name))
    random = np.random.default_rng(3)
    a, b = (random.normal(size=(3, 4)).astype(dtype) for _ in range(2))
    x, y = (InFormat.of(array.astype(np.float64), FORMATS[name]) for array in (a, b))
    c = dtype.type(0.1)
    for plain, ours in (
        (a + b, x + y), (a - b, x - y), (a * b, x * y), (a / b, x / y), (c * a, 0.1 * x), (a - c, x - 0.1),
        (np.sqrt(np.abs(a)), np.sqrt(np.abs(x))), (a * a, x**2), (1 / a, 1 / x),
        (np.where(a > 0, a, b), np.where(x > 0, x, y)), (np.maximum(a, b), np.maximum(x, y)),
        (np.concatenate((a, b)), np.concatenate((x, y))), (a[1:, ::2] + b[1:, ::2], x[1:, ::2] + y[1:, ::2]),
    ):  # fmt: skip
        assert isinstance(ours, InFormat)
        assert ours.format == FORMATS[name]
        np.testing.assert_array_equal(np.asarray(ours), np.asarray(plain).astype(np.float64))


def test_sums_and_functions_of_whole_arrays_are_rounded_once() -> None:
    kind = FORMATS["bfloat16"]
    x = InFormat.of([[1.0, 2.0**-8, 2.0**-8], [3.0, 4.0, 0.5]], kind)
    assert np.asarray(x.sum(-1)).tolist() == nm.round_to([1 + 2.0**-7, 7.5], kind).tolist()
    assert float(np.linalg.norm(x[1, :2])) == 5
    assert float(np.vecdot(x[0], x[0])) == nm.round_to(1 + 2.0**-15, kind)
    solution = np.linalg.solve(InFormat.of([[3.0, 0], [0, 7.0]], kind), InFormat.of([1.0, 1.0], kind))
    assert np.asarray(solution).tolist() == nm.round_to([1 / 3, 1 / 7], kind).tolist()
    y = x.copy()
    y[0, 0] = 5.0
    y *= 0.1
    assert x[0, 0] == 1
    assert np.asarray(y)[0, 0] == nm.round_to(5 * nm.round_to(0.1, kind), kind)


def test_infinity_is_nan_where_a_format_has_none_but_a_bound_of_a_search_stays() -> None:
    x = InFormat.of([1.0, 448.0], FORMATS["float8_e4m3fn"])
    assert np.isnan(np.asarray(x / 0)).all()
    assert np.isnan(np.asarray(x * 2)).tolist() == [False, True]
    assert np.asarray(np.where(x > 2, np.inf, x)).tolist() == [1, np.inf]
