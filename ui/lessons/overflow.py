"""The experiments and the quiz of the page on where numbers die, as data."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

import numerics as nm
from numerics.summation import LAWS, LONGEST
from ui.experiments import Experiment
from ui.quiz import Choice, ChoiceQuestion, NumericQuestion, Question


def _overflow(title: str, part: str, *, watch: str, claim: str, holds: Callable[[], Any], **link: str) -> Experiment:
    """An experiment in one part of the page; `link` has its further parameters."""
    return Experiment(title, {"part": part, **link}, watch, claim, lambda: bool(holds()))


def _exp(x: float, format: str) -> float:
    return nm.ELEMENTARY["exp"].rounded(x, nm.FORMATS[format])


def _end(format: str, kind: str) -> float:
    """A threshold of the exponential: `finite`, `normal` or `nonzero`."""
    return float(getattr(nm.thresholds("exp", nm.FORMATS[format]), kind))


def _tenths(way: Callable[..., Any], format: str) -> float:
    return float(way(np.full(LONGEST, 0.1), dtype=format))


EXPERIMENTS: tuple[Experiment, ...] = (
    _overflow(
        "The exponential of a thousand",
        "functions",
        function="exp",
        x="1000",
        watch="The line at 1000 is in the red of every format but E4M3, which has no infinity and says NaN. Click "
        "further left, and see which formats come alive.",
        claim="$e^{1000}$ is finite in no format, not even in float64, where the last number with a finite exponential "
        "is 709.78; in float32 it is 88.72283, in float16 11.09.",
        holds=lambda: (
            [name for name in nm.FORMATS if not np.isinf(_exp(1000, name))] == ["float8_e4m3fn"]
            and np.isnan(_exp(1000, "float8_e4m3fn"))
            and abs(_end("float64", "finite") - 709.78) < 0.005
            and abs(_end("float32", "finite") - 88.72283) < 5e-6
            and abs(_end("float16", "finite") - 11.09) < 0.005
        ),
    ),
    _overflow(
        "The exponential of minus a thousand",
        "functions",
        function="exp",
        x="-1000",
        watch="On the left everything ends in 0, and just before that in the narrow band of subnormal numbers.",
        claim="$e^{-1000}$ is 0 in all formats. In float32 the result is subnormal below −87.34 and 0 below −103.97.",
        holds=lambda: (
            not any(_exp(-1000, name) for name in nm.FORMATS)
            and abs(_end("float32", "normal") + 87.34) < 0.005
            and abs(_end("float32", "nonzero") + 103.97) < 0.005
        ),
    ),
    _overflow(
        "A thousand coin tosses",
        "products",
        p="0.5",
        n="1200",
        watch="The line goes straight down, and one format after the other falls off it.",
        claim="$2^{-n}$ is 0 in float64 from $n = 1075$ on, in float32 from 150, in float16 from 25. The sum of the "
        "logarithms is still right to 12 digits in float64.",
        holds=lambda: (
            [nm.product(np.full(1200, 0.5), name).dies_at for name in ("float64", "float32", "float16")]
            == [1075, 150, 25]
            and math.isclose(
                nm.product(np.full(1200, 0.5), "float64").log_running[-1], -1200 * math.log(2), rel_tol=1e-12
            )
        ),
    ),
    _overflow(
        "Stuck above zero",
        "products",
        p="0.9",
        n="400",
        watch="float16 leaves the line, goes level, and never arrives at 0.",
        claim="In float16 the product of factors 0.9 stops at four times the smallest number: 0.9 · 4 = 3.6 units "
        "rounds back to 4.",
        holds=lambda: (
            nm.product(np.full(400, 0.9), "float16").running[-1] == 4 * nm.FORMATS["float16"].smallest_subnormal
        ),
    ),
    _overflow(
        "The variance of large numbers",
        "formulas",
        formula="variance",
        format="float64",
        t="9",
        watch="The data are 4, 7, 13, 16, moved far from 0. The variance is 30 wherever they are.",
        claim="At an offset of $10^9$ the one-pass formula gives −170.67, a negative variance; two passes and "
        "Welford's updates give 30.",
        holds=lambda: (
            abs(nm.naive.variance(1e9 + np.array([4.0, 7, 13, 16])) + 170.67) < 0.005
            and nm.stable.variance(1e9 + np.array([4.0, 7, 13, 16])) == 30
            and nm.stable.welford_variance(1e9 + np.array([4.0, 7, 13, 16])) == 30
        ),
    ),
    _overflow(
        "A hypotenuse that overflows",
        "formulas",
        formula="hypot",
        format="float32",
        t="20",
        watch="The sides and the hypotenuse are ordinary float32 numbers. Their squares are not.",
        claim="For sides $3 \\cdot 10^{20}$ and $4 \\cdot 10^{20}$ the squares are beyond $3.4 \\cdot 10^{38}$ and "
        "the naive form gives ∞; the scaled form is right to an ulp.",
        holds=lambda: (
            nm.naive.hypot(3e20, 4e20, dtype="float32") == np.inf
            and np.isclose(nm.stable.hypot(3e20, 4e20, dtype="float32"), 5e20, rtol=2e-7)
        ),
    ),
    _overflow(
        "The root that cancels",
        "formulas",
        formula="quadratic",
        format="float64",
        t="8",
        watch="Look at step 10: two numbers that agree in nearly all digits are subtracted.",
        claim="For $x^2 + 10^8 x + 1$ the formula of school gives −7.45·10⁻⁹, wrong by a quarter; $c/q$ gives −10⁻⁸.",
        holds=lambda: (
            abs(nm.naive.quadratic_roots(1, 1e8, 1)[0] + 7.45e-9) < 0.005e-9
            and nm.stable.quadratic_roots(1, 1e8, 1)[0] == -1e-8
        ),
    ),
    _overflow(
        "A hundred thousand tenths",
        "sums",
        data="tenths",
        format="float32",
        watch="All terms are equal, so the rounding errors all point the same way for a while: far above √n u.",
        claim="In float32 the sum from left to right is 9998.56 instead of 10000; pairwise and Kahan's give 10000.",
        holds=lambda: (
            abs(_tenths(nm.naive.sum, "float32") - 9998.56) < 0.005
            and _tenths(nm.sums.pairwise_sum, "float32") == _tenths(nm.sums.kahan_sum, "float32") == 10000
        ),
    ),
    _overflow(
        "A sum that stands still",
        "sums",
        data="tenths",
        format="float16",
        watch="The naive error goes to 1: nothing more is added. Neumaier's compensation is itself a naive sum, and "
        "stalls later.",
        claim="In float16 the sum from left to right stops at 256, where half the distance to the next number is more "
        "than 0.1.",
        holds=lambda: (
            _tenths(nm.naive.sum, "float16") == 256
            and nm.decode(256, "float16").ulp / 2 > 0.1
            and _tenths(nm.sums.kahan_sum, "float16") > 9900
            and _tenths(nm.sums.neumaier_sum, "float16") < 1000
        ),
    ),
    _overflow(
        "What Kahan forgets",
        "sums",
        data="cancelling",
        format="float64",
        relative="sum",
        watch="1, L, 1, −L: the exact sum of four is 2. Kahan's line lies on the naive one at the top; Neumaier's is "
        "on the floor.",
        claim="Kahan's sum of 1, L, 1, −L is 0 as the naive one; Neumaier's is 2. Measured against Σ |x| all of them "
        "are within the bounds.",
        holds=lambda: (
            nm.naive.sum([1, 2.0**54, 1, -(2.0**54)]) == nm.sums.kahan_sum([1, 2.0**54, 1, -(2.0**54)]) == 0
            and nm.sums.neumaier_sum([1, 2.0**54, 1, -(2.0**54)]) == 2
        ),
    ),
)


QUESTIONS: tuple[Question, ...] = (
    NumericQuestion(
        "Up to which whole number $x$ is $e^x$ finite in float16, whose largest number is 65504?",
        lambda: float(math.floor(_end("float16", "finite"))),
        "$\\log 65504 = 11.09$.",
    ),
    ChoiceQuestion(
        "A likelihood is the product of 5000 probabilities. What should be computed?",
        (
            Choice(
                "The product in float64: it reaches down to $10^{-308}$",
                lambda: bool(nm.product(np.full(5000, 0.5), "float64").running[-1] > 0),
                "At 1/2 each the product is $10^{-1505}$, and it is 0 from the 1075th factor on.",
            ),
            Choice(
                "The sum of the logarithms",
                lambda: bool(
                    math.isclose(nm.product(np.full(5000, 0.5), "float64").log_running[-1], 5000 * math.log(0.5))
                ),
                "Right: −3466 is an ordinary number, and its error is small.",
            ),
            Choice(
                "The logarithm of the product",
                lambda: bool(nm.product(np.full(5000, 0.5), "float64").running[-1] > 0),
                "Too late: the product is 0 already, and $\\log 0$ is −∞.",
            ),
        ),
    ),
    ChoiceQuestion(
        "Why does Σx² − (Σx)²/n fail as a variance for numbers near $10^8$?",
        (
            Choice(
                "The squares overflow",
                lambda: not np.isfinite(np.float64(1e8) ** 2),
                "$10^{16}$ is an ordinary float64 number.",
            ),
            Choice(
                "Two numbers that agree in nearly all digits are subtracted",
                lambda: bool(nm.naive.variance([100000001.0, 100000000.0]) == 0),
                "Right: both are near $10^{16}$, where the distance of neighbours is 2, and the variance is 1/2.",
            ),
            Choice(
                "Only because the sum runs from left to right",
                lambda: bool(nm.naive.variance([100000001.0, 100000000.0]) == 0.5),
                "With two numbers there is no other order, and the result is still 0.",
            ),
        ),
    ),
    ChoiceQuestion(
        "Which of these sums has a bound that does not grow with the number of terms, as long as $n u$ is small?",
        (
            Choice("From left to right", lambda: _bound_is_level("naive"), "Its bound is $(n - 1) u \\sum |x|$."),
            Choice("Pairwise", lambda: _bound_is_level("pairwise"), "It grows, if only as the logarithm of $n$."),
            Choice("Kahan's", lambda: _bound_is_level("kahan"), "Right: $2 u \\sum |x|$, whatever $n$ is."),
        ),
    ),
    NumericQuestion(
        "In float16 one adds 1 again and again. At which number does the sum stand still?",
        lambda: float(nm.naive.sum(np.ones(5000), dtype="float16")),
        "From 2048 on, neighbours are 2 apart; 2049 lies half-way, and the tie goes to the even 2048.",
    ),
    ChoiceQuestion(
        "Why can a formula that is right on paper not simply be coded?",
        (
            Choice(
                "A number on the way may overflow or underflow, though the result would be an ordinary one",
                lambda: bool(
                    np.isinf(nm.naive.hypot(3e20, 4e20, dtype="float32"))
                    and np.isfinite(nm.stable.hypot(3e20, 4e20, dtype="float32"))
                ),
                "Right: $\\sqrt{x^2 + y^2}$ squares first, and in float32 the square of $10^{20}$ is infinite.",
            ),
            Choice(
                "A difference of nearly equal numbers may consist of their rounding errors alone",
                lambda: bool(nm.naive.variance([100000001.0, 100000000.0]) == 0),
                "Right: each step is rounded, and what the rounding took cannot be subtracted back.",
            ),
            Choice(
                "Functions such as $e^x$ are computed to three digits only",
                lambda: abs(float(np.exp(1.0)) / math.e - 1) > 1e-3,
                "No: they are good to the last digit or two. The trouble lies in how they are put together.",
            ),
        ),
    ),
)


def _bound_is_level(law: str) -> bool:
    first, last = LAWS[law].factor(np.array([10, 100_000]))
    return bool(first == last)
