"""The sentences about a run, with its own numbers."""

import numpy as np

import numerics as nm
from numerics.low_precision import LossScaling, precision, run, stands_from, tell, tell_range

SLOW = nm.Objective.parse("x/1024 + y/2")


def told(f: nm.Objective, start, method="gradient_descent", steps=20, scaling=None, kept=None, **knobs) -> str:
    found = run(f, start, method, precision=kept, scaling=scaling or LossScaling(), steps=steps, **knobs)
    return "\n".join([*tell(found, f.variables), tell_range(found)])


def test_the_first_vanished_update_is_told_with_its_gap() -> None:
    text = told(SLOW, [1.0, 8.0], kept=precision("bfloat16"), learning_rate=1.0)
    assert "At step 0 the update of x vanishes for the first time: Δx = -0.0009766" in text
    assert "from x = 1 it is 0.003906 to the next bfloat16 number" in text
    assert "less than half of that, 0.001953," in text
    assert "20 of 40 (50 %) updates vanished" in text
    assert "no weight moves" not in text


def test_a_run_that_stands_still_is_told() -> None:
    f = nm.Objective.parse("x/1024")
    found = run(f, [1.0], precision=precision("bfloat16"), learning_rate=1.0, steps=9)
    assert stands_from(found) == 0
    assert "From step 0 on no weight moves any more" in "\n".join(tell(found, ["x"]))


def test_what_a_master_copy_and_chance_do_is_told() -> None:
    text = told(SLOW, [1.0, 8.0], kept=precision("bfloat16", master="float32"), learning_rate=1.0)
    assert "No update vanished" in text
    assert "The master copy in float32 moved in 20 of 20 steps" in text
    text = told(SLOW, [1.0, 8.0], kept=precision("bfloat16", stochastic=True), learning_rate=1.0)
    assert "20 updates were smaller than half a gap" in text
    assert "-0.01953 was asked for" in text  # 20/1024
    text = told(nm.Objective.parse("x"), [1.0], kept=precision("bfloat16", stochastic=True), learning_rate=0.25)
    assert "chance had nothing to save" in text


def test_why_a_gradient_is_lost_is_told() -> None:
    f = nm.Objective.parse("(x/10000)^2")
    text = told(f, [0.5], kept=precision("float16", master="float32"), learning_rate=1e6)
    assert "the gradient by x is 0 and should be 1e-8: 1e-8 is at most half of the smallest float16 number" in text
    assert "Of 20 gradients that are not 0, 20 underflow to 0." in text
    text = told(f, [0.5], kept=precision("float16"), scaling=LossScaling(13), learning_rate=1.0)
    assert "once the scale was taken out again, it was at most half of the smallest float16 number" in text
    cancelled = nm.Objective.parse("(x + 1000 - 1000)^2")
    text = told(cancelled, [0.1], kept=precision("bfloat16", master="float32"), learning_rate=0.1)
    assert "rounding inside f, to bfloat16, left nothing of it" in text


def test_the_scale_and_the_end_are_told() -> None:
    f = nm.Objective.parse("1000x")
    kept = precision("float16", master="float32")
    text = told(f, [1.0], kept=kept, scaling=LossScaling(5, 3), steps=11, learning_rate=1e-4)
    assert "began at 2^5 and ended at 2^6: 2 steps skipped because a gradient overflowed (step 6, 10)" in text
    assert "doubled 3 times after 3 good steps" in text
    text = told(f, [1.0], kept=kept, scaling=LossScaling(7), learning_rate=1e-4)
    assert "In step 0 a gradient was infinite in float16, whose largest number is 65504" in text
    assert "multiplied by 2^7" in text
    assert "Of 1 gradients that are not 0, 1 overflow." in text
    text = told(nm.Objective.parse("x^2"), [1.0], kept=precision("float16"), learning_rate=1e5)
    assert "beyond the format" in text
    text = told(f, [1.0], kept=precision("float8_e4m3fn"), learning_rate=1e-4)
    assert "a gradient was NaN in float8_e4m3fn, whose largest number is 448" in text


def test_knobs_that_become_other_numbers_are_told() -> None:
    f = nm.Objective.parse("x^2")
    text = told(f, [1.0], "adam", kept=precision("bfloat16"), learning_rate=0.01)
    assert "beta2 = 0.999 becomes 1." in text
    assert "learning rate" not in text
    text = told(f, [0.001], "adam", kept=precision("float16"), learning_rate=0.01)
    assert "In the float16 arithmetic of the step epsilon = 1e-8 becomes 0." in text
    assert "a weight became infinite" in text


def test_a_step_that_is_computed_as_nothing_is_told() -> None:
    """The square of a gradient of 1000 is infinite in float16, and m / √∞ is 0."""
    f = nm.Objective.parse("1000x")
    text = told(f, [1.0], "rmsprop", steps=3, kept=precision("float16"), learning_rate=0.01)
    assert "At step 0 the float16 arithmetic of the step makes nothing of the update of x" in text
    assert "from the same numbers float64 makes -0.03162. That happened once." in text
    assert "No update vanished" in text


def test_float64_is_its_own_yardstick() -> None:
    assert "the yardstick here" in told(SLOW, [1.0, 1.0], kept=precision("float64"))


def test_a_run_of_no_steps_has_a_story_too() -> None:
    assert "No update vanished" in told(SLOW, [1.0, 1.0], kept=precision("float16"), steps=0)
    found = run(nm.Objective.parse("log(x)"), [-1.0], precision=precision("float16"), steps=3)
    assert np.isnan(found.x[-1]).all() or found.steps == 3
    assert tell(found, ["x"])
