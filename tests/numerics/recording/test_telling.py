"""Sentences about deaths: with the step, the operation, its numbers and the limit of the format."""

import numerics as nm
from numerics.recording import tell


def test_the_direct_softmax_of_large_logits() -> None:
    assert tell(nm.record(nm.naive.softmax, [1000, 1001, 0], dtype="float16")) == (
        "Step 2, exp(z): exp(1000) lies beyond 65504, the largest float16 number, and becomes inf; so does one other.",
        "Step 4, exp(z) / Σ exp(z): inf / inf has no value and becomes NaN; so does one other.",
    )


def test_underflow_poles_and_cancellation() -> None:
    assert tell(nm.record(nm.naive.log_softmax, [0, -800, -900, -1000], dtype="float64")) == (
        "Step 2, exp(z): exp(−800) is not even half of 4.94e-324, the smallest float64 number, and becomes 0; "
        "so do 2 others.",
        "Step 5, log(exp(z) / Σ exp(z)): log(0) stands at a pole and becomes −inf; so do 2 others.",
    )
    assert tell(nm.record(nm.naive.expm1, ["1e-20"], dtype="float32")) == (
        "Step 3, exp(x) − 1: 1 − 1 loses every digit and becomes 0.",
    )
    assert tell(nm.record(nm.stable.expm1, ["1e-20"], dtype="float32")) == ()
