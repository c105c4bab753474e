"""Recordings: the same numbers as the function gives, exact values beside them, and the births of inf, NaN and 0."""

import math
from fractions import Fraction

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import numerics as nm
from numerics.formats import FORMATS
from numerics.recording import Death

FORMS = ("softmax", "log_softmax", "log_sum_exp", "variance")
numbers = st.lists(st.floats(-200, 200, width=16), min_size=2, max_size=8)


def born(recording: nm.Recording) -> list[tuple[str, str, Death]]:
    return [(step.name, birth.operation, birth.death) for step, birth in recording.births]


@pytest.mark.parametrize("module", [nm.naive, nm.stable], ids=["naive", "stable"])
@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=15)
@given(x=numbers, name=st.sampled_from(list(FORMATS)))
def test_a_recording_ends_with_what_the_function_gives(module, form: str, x: list[float], name: str) -> None:
    function = getattr(module, form)
    result = nm.record(function, x, dtype=name).result.values.ravel()
    assert np.array_equal(result, np.ravel(np.float64(function(x, dtype=name))), equal_nan=True)


def test_every_step_of_the_direct_softmax_has_its_exact_value() -> None:
    z = ["0.1", "-3.25", "2/3"]
    recording = nm.record(nm.naive.softmax, z, dtype="float16")
    assert [step.name for step in recording.steps] == ["z", "exp(z)", "Σ exp(z)", "exp(z) / Σ exp(z)"]
    with mpmath.workdps(50):
        exact = [mpmath.mpf(1) / 10, mpmath.mpf(-13) / 4, mpmath.mpf(2) / 3]
        e = [mpmath.exp(value) for value in exact]
        steps = [exact, e, [mpmath.fsum(e)], [value / mpmath.fsum(e) for value in e]]
        for step, values in zip(recording.steps, steps, strict=True):
            for place, value in enumerate(values):
                assert mpmath.almosteq(mpmath.mpf(step.exact(place, digits=30)), value, rel_eps=mpmath.mpf(10) ** -28)
                relative = abs(mpmath.mpf(step.values[place]) - value) / abs(value)
                assert step.relative_error[place] == pytest.approx(float(relative), rel=1e-9)
                assert step.truth[place] == np.float16(float(value))


def test_infinity_is_born_in_the_exponential_and_nan_in_the_quotient() -> None:
    recording = nm.record(nm.naive.softmax, [1000, 0, 5], dtype="float16")
    assert born(recording) == [
        ("exp(z)", "exp(1000)", Death.OVERFLOW),
        ("exp(z) / Σ exp(z)", "inf / inf", Death.INVALID),
    ]
    [_, (step, birth)] = recording.births
    assert step is recording.result
    assert birth.place == (0,)
    assert math.isnan(birth.result)
    assert birth.fatal


def test_an_inherited_infinity_is_not_born_again() -> None:
    recording = nm.record(nm.naive.log_sum_exp, [800.0, 1.0], dtype="float64")
    assert born(recording) == [("exp(z)", "exp(800)", Death.OVERFLOW)]
    assert recording.result.values == np.inf


def test_a_sum_of_finite_terms_may_overflow() -> None:
    recording = nm.record(nm.naive.softmax, [11.0, 11.0], dtype="float16")
    assert born(recording)[0] == ("Σ exp(z)", "Σ exp(z)", Death.OVERFLOW)


def test_underflow_cancellation_and_poles_are_told_apart() -> None:
    assert born(nm.record(nm.stable.softmax, [0, -1000], dtype="float64")) == [
        ("exp(z − max z)", "exp(−1000)", Death.UNDERFLOW)
    ]
    assert born(nm.record(nm.naive.expm1, ["1e-20"], dtype="float64")) == [("exp(x) − 1", "1 − 1", Death.CANCELLATION)]
    assert ("log(exp(z) / Σ exp(z))", "log(0)", Death.POLE) in born(
        nm.record(nm.naive.log_softmax, [0, -1000], dtype="float64")
    )
    assert born(nm.record(nm.naive.quadratic_roots, 1, 0, 1, dtype="float32"))[0][1:] == ("√(−4)", Death.INVALID)


def test_a_format_without_infinities_overflows_to_nan() -> None:
    recording = nm.record(nm.naive.softmax, [100, 0], dtype="float8_e4m3fn")
    assert born(recording) == [("exp(z)", "exp(96)", Death.OVERFLOW)]
    assert born(nm.record(nm.naive.softmax, [1000, 0], dtype="float8_e4m3fn")) == [("z", "1000", Death.OVERFLOW)]


def test_a_masked_logit_is_no_death() -> None:
    assert born(nm.record(nm.stable.softmax, [0.0, -np.inf], dtype="float32")) == []
    assert born(nm.record(nm.naive.log_softmax, [0.0, -np.inf], dtype="float32")) == []


def test_a_branch_that_is_not_taken_does_not_count() -> None:
    """Where 1 + x is 1 the quotient is 0/0, and log1p gives x instead."""
    recording = nm.record(nm.stable.log1p, [1e-20, 0.5], dtype="float64")
    assert born(recording) == []
    quotient = next(step for step in recording.steps if step.name == "log(1 + x) / (1 + x − 1)")
    assert np.isnan(quotient.values[0])
    assert quotient.used.tolist() == [False, True]


def test_storing_is_the_first_step() -> None:
    recording = nm.record(nm.stable.softmax, ["1e400", "1e-400", "0.1"], dtype="float64")
    first = recording.steps[0]
    assert first.values.tolist() == [np.inf, 0, 0.1]
    assert [(birth.operation, birth.death) for birth in first.births] == [
        ("1e400", Death.OVERFLOW),
        ("1e-400", Death.UNDERFLOW),
    ]
    assert first.relative_error[2] == pytest.approx(float(abs(Fraction(0.1) - Fraction(1, 10)) * 10), rel=1e-12)
    assert recording.result.exact(0) == "1"


def test_numbers_beyond_all_measure_keep_an_exact_value() -> None:
    recording = nm.record(nm.naive.softmax, ["1e308", "0"], dtype="float64")
    assert recording.steps[1].exact(0) == "10^4.343e307"
    assert recording.result.exact(1) == "10^-4.343e307"
    equal = nm.record(nm.stable.softmax, ["1e308", "1e308"], dtype="float64").result
    assert equal.truth.tolist() == [0.5, 0.5]


def test_equal_logits_are_certainly_equal() -> None:
    recording = nm.record(nm.stable.softmax, ["0.3", "0.3"], dtype="float32")
    difference = next(step for step in recording.steps if step.name == "z − max z")
    assert [difference.exact(place) for place in (0, 1)] == ["0", "0"]


def test_two_results_and_rows() -> None:
    recording = nm.record(nm.stable.quadratic_roots, [1, 1], [1e8, -1e8], [1, 1], dtype="float64")
    roots = [result.values.tolist() for result in recording.results]
    assert roots == [[-1e-8, 1e8], [-1e8, 1e-8]]
    rows = nm.record(nm.stable.variance, [[1.0, 2, 3], [1e8 + 1, 1e8 + 2, 1e8 + 3]], dtype="float64").result
    assert rows.truth.ravel().tolist() == rows.values.ravel().tolist() == [1, 1]


def test_names_are_read_as_formulas() -> None:
    def names(function, *arguments):
        return [step.name for step in nm.record(function, *arguments, dtype="float64").steps]

    assert names(nm.naive.variance, [1, 2, 3])[-1] == "(Σ x² − (Σ x)² / 3) / 2"
    assert names(nm.stable.variance, [1, 2, 3])[-1] == "Σ (x − (Σ x) / 3)² / 2".replace(
        "Σ (x − (Σ x) / 3)²", "(Σ (x − (Σ x) / 3)²)"
    )
    assert names(nm.naive.hypot, 3, 4)[-1] == "√(x² + y²)"
    assert names(nm.naive.quadratic_roots, 1, 3, 2)[-1] == "(−b − √(b² − 4·a·c)) / (2·a)"
    assert names(nm.naive.sigmoid, 1)[-1] == "1 / (1 + exp(−x))"


@pytest.mark.parametrize("bad", [["a"], [None], [1j]])
def test_what_is_no_number_is_refused(bad) -> None:
    with pytest.raises(nm.NumericsError):
        nm.record(nm.naive.softmax, bad, dtype="float32")
