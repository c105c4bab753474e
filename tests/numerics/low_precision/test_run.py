"""Runs in low precision beside plain loops in NumPy, exact fractions, and closed forms."""

from fractions import Fraction

import ml_dtypes
import numpy as np
import pytest

import numerics as nm
from numerics.errors import NumericsError
from numerics.formats import FORMATS, Format, Mode
from numerics.low_precision import End, LossScaling, precision, run
from tests.numerics.formats.definition import by_definition

BOWL = nm.Objective.parse("x^2 + 5y^2")
BANANA = nm.Objective.parse("(1 - x)^2 + 100(y - x^2)^2")
START = [-1.2, 1.0]
DTYPES = {"float32": np.float32, "float16": np.float16, "bfloat16": ml_dtypes.bfloat16}


def bowl(w):
    """∇(x² + 5y²) as a program has it."""
    x, y = w
    one = w.dtype.type(1)
    return np.array([one * (2 * x), (one * 5) * (2 * y)], dtype=w.dtype)


def banana(w):
    """∇((1 - x)² + 100(y - x²)²) by the chain rule, from the outside in."""
    x, y = w
    apart = y - x * x
    outer = w.dtype.type(100) * (2 * apart)
    return np.array([-outer * (2 * x) + -(2 * (1 - x)), outer], dtype=w.dtype)


# The update rules as anyone would write them, on arrays of the dtype; b is what is remembered.


def gradient_descent(w, g, b, t):
    return w - w.dtype.type(0.001) * g, b


def momentum(w, g, b, t):
    v = w.dtype.type(0.9) * b[0] - w.dtype.type(0.001) * g
    return w + v, [v]


def rmsprop(w, g, b, t):
    c = w.dtype.type
    r = c(0.9) * b[0] + c(1 - 0.9) * (g * g)
    return w - c(0.01) * g / (np.sqrt(r) + c(1e-8)), [r]


def adam(w, g, b, t):
    c = w.dtype.type
    m = c(0.9) * b[0] + c(1 - 0.9) * g
    v = c(0.999) * b[1] + c(1 - 0.999) * (g * g)
    corrected = m / c(1 - 0.9**t), v / c(1 - 0.999**t)
    return w - c(0.01) * corrected[0] / (np.sqrt(corrected[1]) + c(1e-8)), [m, v]


RULES = {
    "gradient_descent": (gradient_descent, {"learning_rate": 0.001}),
    "momentum": (momentum, {"learning_rate": 0.001, "momentum": 0.9}),
    "rmsprop": (rmsprop, {"learning_rate": 0.01, "decay": 0.9}),
    "adam": (adam, {"learning_rate": 0.01}),
}


@pytest.mark.parametrize("method", RULES)
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize(("f", "gradient"), [(BOWL, bowl), (BANANA, banana)], ids=["bowl", "banana"])
def test_one_format_for_everything_is_what_numpy_does_with_that_dtype_bit_for_bit(method, dtype, f, gradient) -> None:
    rule, knobs = RULES[method]
    w = np.array(START, dtype=np.float64).astype(DTYPES[dtype])
    memory = [np.zeros_like(w), np.zeros_like(w)]
    walk = [w]
    with np.errstate(all="ignore"):
        for t in range(1, 41):
            w, memory = rule(w, gradient(w), memory, t)
            walk.append(w)
    assert w.dtype == DTYPES[dtype]
    found = run(f, START, method, precision=precision(dtype), steps=40, **knobs)
    plain = np.array(walk).astype(np.float64)
    np.testing.assert_array_equal(found.x, plain[: len(found.x)])
    assert found.steps == 40 or not np.isfinite(plain[found.steps]).all()


def test_in_float64_it_is_the_run_of_the_laboratory() -> None:
    found = run(BOWL, [10, 1], "momentum", precision=precision("float64"), steps=50, learning_rate=0.01)
    np.testing.assert_array_equal(found.x, nm.minimize(BOWL, [10, 1], "momentum", steps=50, learning_rate=0.01).x)


@pytest.mark.parametrize(
    ("format", "rate", "start", "target"),
    [("bfloat16", "0.1", "1", "3"), ("float16", "0.01", "-2", "1.5"), ("float8_e5m2", "0.125", "5", "1")],
)
def test_the_first_vanished_update_is_where_exact_arithmetic_says(format, rate, start, target) -> None:
    kind = FORMATS[format]

    def rounded(exact: Fraction) -> Fraction:
        return Fraction(by_definition(exact, kind, Mode.NEAREST_EVEN))

    # (x - a)²: the difference, its double, times η, taken from x; one rounding each.
    x, a, eta = rounded(Fraction(start)), rounded(Fraction(target)), rounded(Fraction(rate))
    expected, step = 0, rounded(eta * rounded(2 * rounded(x - a)))
    while rounded(x - step) != x:
        x = rounded(x - step)
        expected, step = expected + 1, rounded(eta * rounded(2 * rounded(x - a)))
    assert step != 0
    f = nm.Objective.parse(f"(x - {target})^2")
    found = run(f, [float(start)], precision=precision(format), learning_rate=float(rate), steps=expected + 3)
    assert found.first_vanished == (expected, 0)
    assert Fraction(float(found.x[expected, 0])) == x
    assert (found.x[expected:] == found.x[expected]).all(), "it stands still for ever"
    # The criterion of the text: less than half an ulp of w, or exactly half and w is even.
    beside = rounded(x - step) - x, min((abs(by) for by in neighbours(x, kind, step > 0)), default=Fraction(0))
    assert beside[0] == 0
    assert step <= beside[1] / 2 or -step <= beside[1] / 2
    assert found.gaps[expected, 0] == beside[1]
    assert found.in_gaps[expected, 0] == pytest.approx(float(abs(Fraction(rate) * 2 * (x - a)) / beside[1]))


def neighbours(x: Fraction, kind: Format, below: bool) -> list[Fraction]:
    """The distance to the next number of the format on one side."""
    decoded = nm.decode(x, kind)
    return [Fraction(decoded.below if below else decoded.above) - x]


@pytest.mark.parametrize("method", nm.METHODS)
def test_any_method_runs_in_any_mixture(method) -> None:
    mixed = precision("bfloat16", "float16", "float32", "float32")
    for chosen in (mixed, precision("float8_e4m3fn", state="float8_e5m2", stochastic=True)):
        found = run(BANANA, START, method, precision=chosen, steps=4, budget=20)
        kept = found.x[np.isfinite(found.x).all(-1)]
        np.testing.assert_array_equal(kept, nm.round_to(kept, chosen.updated))
        np.testing.assert_array_equal(found.seen[0], nm.round_to(nm.round_to(START, chosen.weights), chosen.gradients))


def test_a_schedule_changes_the_rate_and_progress_is_told() -> None:
    shares: list[float] = []
    kept = precision("float64")
    found = run(BOWL, [10, 1], precision=kept, steps=4, schedule="cosine", progress=shares.append, learning_rate=0.05)
    wanted = nm.minimize(BOWL, [10, 1], steps=4, schedule="cosine", tolerance=None, learning_rate=0.05)
    np.testing.assert_array_equal(found.x, wanted.x)
    assert shares == [0.25, 0.5, 0.75, 1.0]


def test_what_a_method_remembers_is_kept_in_its_own_format() -> None:
    """With one step in float32 and the velocity kept in 8 bits, the second step shows the rounded velocity."""
    f = nm.Objective.parse("x")
    kept = precision("float32", state="float8_e5m2")
    found = run(f, [0.0], "momentum", precision=kept, steps=2, learning_rate=0.3, momentum=0.5)
    first = -np.float32(0.3)
    second = np.float32(0.5) * np.float32(ml_dtypes.float8_e5m2(first)) - np.float32(0.3)
    assert found.x[1:, 0].tolist() == [first, first + second]


def test_updates_that_vanish_in_the_weights_add_up_in_a_master_copy() -> None:
    """x/1024 with rate 1 takes 2^-10 from w = 1: a quarter of the gap below 1 in bfloat16."""
    f = nm.Objective.parse("x/1024")
    plain = run(f, [1.0], precision=precision("bfloat16"), learning_rate=1.0, steps=64)
    assert (plain.x == 1).all()
    assert plain.vanished.all()
    assert (plain.in_gaps == 0.25).all()
    master = run(f, [1.0], precision=precision("bfloat16", master="float32"), learning_rate=1.0, steps=64)
    assert not master.vanished.any()
    assert master.x[:, 0].tolist() == [1 - k / 1024 for k in range(65)]
    assert master.seen[-1] == 1 - 64 / 1024
    assert len(np.unique(master.seen)) < 20, "the weights that f sees move in gaps of bfloat16"


def test_stochastic_rounding_moves_as_far_as_it_should_on_average() -> None:
    """Of updates by a sixteenth of a gap a sixteenth move w by a gap; three standard deviations are allowed."""
    f = nm.Objective.parse("x/1024")
    chance = precision("bfloat16", stochastic=True, seed=1)
    found = run(f, [0.99], precision=chance, learning_rate=0.25, steps=600)
    inside = found.x[:-1, 0] > 0.5  # where a gap is 2^-8 and an update 2^-12
    moved = found.moved[inside, 0] != 0
    assert set(np.unique(found.moved[inside, 0])) == {0.0, -(2.0**-8)}
    spread = np.sqrt(1 / 16 * 15 / 16 * inside.sum())
    assert abs(moved.sum() - inside.sum() / 16) < 3 * spread
    again = run(f, [0.99], precision=chance, learning_rate=0.25, steps=60)
    np.testing.assert_array_equal(found.x[:61], again.x)
    other = run(f, [0.99], precision=precision("bfloat16", stochastic=True, seed=2), learning_rate=0.25, steps=60)
    assert (found.x[:61] != other.x).any()


def test_row_B8_a_gradient_of_1e_8_in_float16() -> None:
    """Row B8: it is 0; scaled by 2^k it is first non-zero at k = 2 and first normal at k = 13.

    Divided by 2^k again it reaches weights in float32 and is 0 once more in float16.
    """
    f = nm.Objective.parse("(x / 10000) / 10000")
    half = FORMATS["float16"]
    kept = {}
    for k in range(14):
        scaled = run(f, [1.0], precision=precision("float16", master="float32"), scaling=LossScaling(k), steps=1)
        kept[k] = float(scaled.gradient[0, 0]) * 2**k
        assert scaled.true_gradient[0, 0] == pytest.approx(1e-8, rel=1e-12)
        assert scaled.gradient_lost[0, 0] == (k < 2)
    assert [k for k, gradient in kept.items() if gradient != 0] == list(range(2, 14))
    assert [k for k, gradient in kept.items() if gradient >= half.smallest_normal] == [13]
    alone = run(f, [1.0], precision=precision("float16"), scaling=LossScaling(13), steps=1)
    assert alone.gradient_lost.all()


def test_the_dynamic_scale_grows_and_backs_off() -> None:
    """1000·2^k is within float16 (65504) up to k = 6: after three good steps k = 7 is tried, skipped and taken back."""
    f = nm.Objective.parse("1000x")
    kept = precision("float16", master="float32")
    found = run(f, [1.0], precision=kept, scaling=LossScaling(5, every=3), learning_rate=1e-4, steps=11)
    assert found.powers.tolist() == [5, 5, 5, 6, 6, 6, 7, 6, 6, 6, 7, 6]
    assert np.flatnonzero(found.skipped).tolist() == [6, 10]
    assert found.x[:, 0] == pytest.approx([1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.4, 0.3, 0.2, 0.1, 0.1], abs=1e-6)
    blind = run(f, [1.0], precision=kept, scaling=LossScaling(7), learning_rate=1e-4, steps=11)
    assert blind.end is End.NOT_FINITE
    assert blind.steps == 1


def test_a_skipped_step_leaves_the_memory_of_the_method_alone() -> None:
    f = nm.Objective.parse("1000x")
    kept = precision("float16", state="float32", master="float32")
    knobs = {"learning_rate": 1e-4, "momentum": 0.5}
    found = run(f, [1.0], "momentum", precision=kept, scaling=LossScaling(7, every=9), steps=4, **knobs)
    sound = run(f, [1.0], "momentum", precision=kept, steps=3, **knobs)
    assert found.skipped.tolist() == [True, False, False, False]
    np.testing.assert_array_equal(found.x[1:], sound.x)


def test_a_run_ends_with_its_budget() -> None:
    found = run(BANANA, START, "bfgs", precision=precision("bfloat16"), steps=100, budget=50)
    assert found.end is End.BUDGET
    assert found.steps < 100
    assert len(found.x) == len(found.f) == len(found.powers) == found.steps + 1


@pytest.mark.parametrize(
    "wrong",
    [{"start": [1.0]}, {"start": [np.nan, 1]}, {"steps": -1}, {"steps": 10**9}, {"method": "adamm"}, {"beta": 3},
     {"weights": "float33"}, {"weights": "e99m3"}, {"scaling": (99, None)}, {"scaling": (0, 0)},
     {"scaling": (1.5, None)}, {"seed": -1}, {"seed": 10**9}, {"method": "levenberg_marquardt"}],
)  # fmt: skip
def test_what_means_nothing_is_refused_with_a_sentence(wrong) -> None:
    def attempt(start=START, method="adam", steps=3, weights="float16", scaling=(0, None), seed=0, **knobs) -> None:
        kept = precision(weights, stochastic=True, seed=seed)
        run(
            nm.Objective.parse("x y"),
            start,
            method,
            precision=kept,
            scaling=LossScaling(*scaling),
            steps=steps,
            **knobs,
        )

    attempt()
    with pytest.raises(NumericsError):
        attempt(**wrong)
