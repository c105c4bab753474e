"""Stable formulas against mpmath and recorded classics, in every format; and what the naive ones do there."""

import json
from fractions import Fraction
from pathlib import Path

import ml_dtypes
import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import numerics as nm
from numerics.formats import FORMATS, Format
from numerics.microscope.ulps import ulps_between

CLASSICS = json.loads((Path(__file__).parents[1] / "data" / "softmax_classics.json").read_text("utf-8"))
CUSTOM = Format.custom(6, 9)
ALL_FORMATS = [*FORMATS.values(), CUSTOM]

logits = arrays(np.float64, st.integers(1, 40), elements=st.floats(-1e4, 1e4, width=16))


def exact_softmax(z) -> tuple[list[mpmath.mpf], mpmath.mpf]:
    """The probabilities and the log-sum-exp of the numbers z as they are, to 60 digits behind the shift."""
    with mpmath.workdps(400):
        numbers = [mpmath.mpf(float(value)) for value in z]
        powers = [mpmath.exp(value - max(numbers)) for value in numbers]
        total = mpmath.fsum(powers)
        return [power / total for power in powers], max(numbers) + mpmath.log(total)


@pytest.mark.parametrize("case", CLASSICS["softmax"], ids=lambda case: str(case["logits"]))
def test_the_stable_forms_reach_the_exact_values(case) -> None:
    z = case["logits"]
    assert nm.softmax(z) == pytest.approx(np.array(case["softmax"], dtype=float), rel=1e-15, abs=0)
    assert nm.log_softmax(z) == pytest.approx(np.array(case["log_softmax"], dtype=float), rel=1e-15, abs=0)
    assert nm.log_sum_exp(z) == pytest.approx(float(case["log_sum_exp"]), rel=1e-15, abs=0)
    for label, wanted in enumerate(case["log_softmax"]):
        assert nm.cross_entropy(z, label=label) == pytest.approx(-float(wanted), rel=1e-15, abs=0)


@pytest.mark.parametrize("name", ["float64", "float32", "float16"])
@pytest.mark.parametrize("case", CLASSICS["softmax"], ids=lambda case: str(case["logits"]))
def test_the_naive_forms_fail_as_recorded(case, name: str) -> None:
    softmax, log_sum_exp = case["naive"][name]
    with np.errstate(over="ignore"):
        z = np.array(case["logits"], dtype=float)
    assert nm.naive.softmax(z, dtype=name) == pytest.approx(np.array(softmax, dtype=float), nan_ok=True)
    assert nm.naive.log_sum_exp(z, dtype=name) == pytest.approx(float(log_sum_exp), nan_ok=True)


@pytest.mark.parametrize("case", CLASSICS["sums"], ids=lambda case: case["data"].__repr__())
def test_sums_and_variances_of_the_classics(case) -> None:
    assert nm.naive.sum(case["data"]) == case["naive_sum"]
    assert nm.naive.variance(case["data"]) == case["naive_variance"]
    for way in (nm.sums.pairwise_sum, nm.sums.kahan_sum, nm.sums.neumaier_sum):
        assert way(case["data"]) == case["sum"]
    for form in (nm.stable.variance, nm.stable.welford_variance):
        assert form(case["data"]) == pytest.approx(float(case["variance"]), rel=1e-15, abs=0)


@pytest.mark.parametrize("format", ALL_FORMATS, ids=lambda format: format.name)
@settings(max_examples=30)
@given(z=logits)
def test_softmax_sums_to_one_within_n_u(format: Format, z) -> None:
    p = np.asarray(nm.softmax(z, dtype=format), dtype=np.float64)
    if not np.isfinite(nm.round_to(z, format)).all():
        return
    n, u = len(z), format.epsilon / 2
    # The computed 1 + s is wrong by n u at most, the quotients by u each; what underflows loses half a unit each.
    if n * u < 0.1:
        assert abs(p.sum() - 1) <= 1.1 * (n + 1) * u + n * format.smallest_subnormal
    assert (p >= 0).all()
    assert p.max() >= 1 / n * (1 - 2 * u) - format.smallest_subnormal


@pytest.mark.parametrize("format", ALL_FORMATS, ids=lambda format: format.name)
@settings(max_examples=20)
@given(z=logits)
def test_log_sum_exp_is_at_least_the_maximum(format: Format, z) -> None:
    stored = nm.round_to(z, format)
    if np.isfinite(stored).all():
        assert nm.log_sum_exp(z, dtype=format) >= stored.max() or not np.isfinite(format.overflow)


@given(
    z=arrays(np.int64, st.integers(1, 30), elements=st.integers(-(2**20), 2**20)), shift=st.integers(-(2**20), 2**20)
)
def test_a_shift_that_loses_nothing_changes_nothing(z, shift: int) -> None:
    assert np.array_equal(nm.softmax(z), nm.softmax(z + shift))
    assert np.array_equal(nm.log_softmax(z), nm.log_softmax(z + shift))


@given(z=logits)
def test_softmax_and_log_sum_exp_against_mpmath(z) -> None:
    probabilities, total = exact_softmax(z)
    # Each exponential has the error of z - m, at most u |z - m|, in its exponent (Blanchard, Higham, Higham, (4.9)).
    room = (len(z) + 8 + 2 * np.ptp(z)) * 2.0**-53
    for computed, exact in zip(nm.softmax(z), probabilities, strict=True):
        assert abs(mpmath.mpf(float(computed)) - exact) <= room * exact + mpmath.mpf(2) ** -1074
    assert abs(mpmath.mpf(float(nm.log_sum_exp(z))) - total) <= (len(z) + 4) * 2.0**-53 * (1 + abs(total))


@pytest.mark.parametrize("format", FORMATS.values(), ids=lambda format: format.name)
def test_a_loss_far_from_the_maximum_keeps_its_digits(format: Format) -> None:
    """The label's probability is below every number of the format; the loss is an ordinary number."""
    z = [0.0, -0.7 * format.largest if format.largest < 1000 else -700.0]
    assert (
        nm.naive.cross_entropy(z, label=1, dtype=format) == np.inf
        or format.name == "float64"
        or np.isnan(nm.naive.cross_entropy(z, label=1, dtype=format))
    )
    assert nm.cross_entropy(z, label=1, dtype=format) == -nm.round_to(z[1], format)
    tiny = nm.cross_entropy([0.0, np.log(format.smallest_normal)], label=0, dtype=format)
    assert 0 < tiny < 2 * format.smallest_normal


def test_masked_and_infinite_logits() -> None:
    assert nm.softmax([0.0, -np.inf, 0.0]).tolist() == [0.5, 0, 0.5]
    assert nm.log_softmax([0.0, -np.inf])[1] == -np.inf
    assert nm.log_sum_exp([-np.inf, -np.inf]) == -np.inf
    assert nm.log_sum_exp([1.0, np.inf]) == np.inf
    assert np.isnan(nm.softmax([-np.inf, -np.inf])).all()
    assert np.isnan(nm.softmax([np.nan, 1.0])).all()
    assert nm.softmax([3.5]).tolist() == [1]


@pytest.mark.parametrize("bad", [3.0, [], [[], []]])
def test_nothing_along_the_last_axis_is_refused(bad) -> None:
    for function in (nm.softmax, nm.log_sum_exp, nm.naive.softmax, nm.sums.kahan_sum, nm.sums.pairwise_sum):
        with pytest.raises(nm.NumericsError, match="At least one number"):
            function(bad)
    with pytest.raises(nm.NumericsError, match="no place 2 among 2"):
        nm.cross_entropy([0.0, 1.0], label=2)
    with pytest.raises(nm.NumericsError, match="no format"):
        nm.softmax([0.0], dtype="float17")


def test_the_dtype_names_the_format_and_rows_are_independent() -> None:
    z = np.random.default_rng(0).normal(size=(3, 4, 5)) * 10
    rows = np.array([[nm.softmax(row, dtype="bfloat16") for row in block] for block in z])
    assert np.array_equal(nm.softmax(z, dtype="bfloat16"), rows)
    assert np.array_equal(nm.softmax(z, dtype=ml_dtypes.bfloat16), rows)
    assert np.array_equal(nm.softmax(z.astype(ml_dtypes.bfloat16)), rows)
    assert nm.softmax(z).dtype == np.float64
    assert nm.softmax(z, dtype=np.float32).dtype == nm.softmax(z.astype(np.float32)).dtype == np.float32
    assert nm.softmax(z, dtype="float16").dtype == np.float16
    assert nm.log_sum_exp(z).shape == (3, 4)


FORMS = {
    "sigmoid": lambda x: 1 / (1 + mpmath.exp(-x)),
    "softplus": lambda x: mpmath.log1p(mpmath.exp(x)),
    "log1p": mpmath.log1p,
    "expm1": mpmath.expm1,
}


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("format", ALL_FORMATS, ids=lambda format: format.name)
def test_elementary_forms_are_right_to_a_few_ulps(name: str, format: Format) -> None:
    reach = 1.5 * np.log(format.largest)
    powers = 10.0 ** np.linspace(np.log10(format.smallest_normal), 0, 40)
    x = np.concatenate(
        [np.linspace(-0.9 if name == "log1p" else -reach, reach, 41), powers, [] if name == "log1p" else -powers]
    )
    x = nm.round_to(x, format)
    with mpmath.workdps(350):
        exact = [FORMS[name](mpmath.mpf(value)) for value in x.tolist()]
        truth = nm.round_to([_fraction(value) for value in exact], format)
    stable = np.asarray(getattr(nm.stable, name)(x, dtype=format), dtype=np.float64)
    naive = np.asarray(getattr(nm.naive, name)(x, dtype=format), dtype=np.float64)
    errors = [ulps_between(form, truth, format) for form in (stable, naive)]
    assert np.nanmax(errors[0]) <= 5
    if name != "sigmoid":
        assert np.nanmax(errors[1]) > np.nanmax(errors[0])


def _fraction(value: mpmath.mpf) -> Fraction:
    mantissa, power = abs(value).man_exp
    return (-1 if value < 0 else 1) * Fraction(int(mantissa)) * Fraction(2) ** int(power)


def test_row_B9_naive_against_stable() -> None:
    """Every primitive of the row, with an input at which the naive form is lost and the stable one is right."""
    third = np.float32(1 / 3)
    for primitive, arguments, wanted in (
        ("log_sum_exp", ([1000.0, 1000.0],), 1000 + np.log(2)),
        ("softmax", ([1000.0, 1000.0],), [0.5, 0.5]),
        ("sigmoid", (-710.0,), float(mpmath.exp(-710))),
        ("softplus", (800.0,), 800.0),
        ("softplus", (-40.0,), 4.248354255291588995e-18),
        ("log1p", (1e-17,), 1e-17),
        ("expm1", (1e-12,), 1.0000000000005e-12),
        ("hypot", (3e200, 4e200), 5e200),
        ("hypot", (3e-200, 4e-200), 5e-200),
        ("quadratic_roots", (1.0, 1e8, 1.0), (-1.0000000000000001e-8, -99999999.99999999)),
        ("variance", ([100000001.0, 100000000.0],), 0.5),
    ):
        assert getattr(nm.stable, primitive)(*arguments) == pytest.approx(wanted, rel=1e-15, abs=0)
        assert getattr(nm.naive, primitive)(*arguments) != pytest.approx(wanted, rel=1e-6, abs=0, nan_ok=True)
    assert nm.softmax([third, third], dtype=np.float32).tolist() == [0.5, 0.5]


@pytest.mark.parametrize("format", FORMATS.values(), ids=lambda format: format.name)
def test_hypot_neither_overflows_nor_underflows_in_between(format: Format) -> None:
    for scale in (format.largest / 8, 3 * format.smallest_subnormal):
        x, y = nm.round_to(np.array([3, 4]) * scale, format)
        exact = nm.round_to(_fraction(mpmath.sqrt(mpmath.mpf(x) ** 2 + mpmath.mpf(y) ** 2)), format)
        assert ulps_between(nm.stable.hypot(x, y, dtype=format), exact, format) <= 2
        assert ulps_between(nm.naive.hypot(x, y, dtype=format), exact, format) >= 4
    assert nm.stable.hypot([0, np.inf, -3], [0, 1, 4]).tolist() == [0, np.inf, 5]


@given(
    roots=st.tuples(st.integers(-1000, 1000), st.integers(-1000, 1000)),
    a=st.integers(1, 50),
)
def test_both_forms_find_whole_roots(roots: tuple[int, int], a: int) -> None:
    b, c = -a * sum(roots), a * roots[0] * roots[1]
    wanted = sorted(roots, reverse=True)
    for form in (nm.stable, nm.naive):
        assert form.quadratic_roots(a, b, c) == pytest.approx(wanted, rel=1e-14, abs=1e-14)
    assert np.isnan(nm.stable.quadratic_roots(1, 0, a)).all()


@given(
    x=arrays(np.int64, st.integers(2, 60), elements=st.integers(-1000, 1000)), offset=st.sampled_from([0, 10**6, 10**8])
)
def test_the_variance_survives_an_offset(x, offset: int) -> None:
    numbers = [Fraction(int(value)) for value in x]
    mean = sum(numbers) / len(numbers)
    exact = float(sum((value - mean) ** 2 for value in numbers) / (len(numbers) - 1))
    # Chan, Golub and LeVeque: (n + 1) u and the square of n u κ, where κ is the size of the mean in deviations.
    for form in (nm.stable.variance, nm.stable.welford_variance):
        assert form(x + offset) == pytest.approx(exact, rel=1e-6, abs=1e-12)


def test_an_offset_destroys_the_one_pass_variance() -> None:
    x = 1e9 + np.array([4.0, 7, 13, 16])
    assert nm.naive.variance(x) < 0
    assert nm.stable.variance(x) == nm.stable.welford_variance(x) == 30
