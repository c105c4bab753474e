"""The experiments and the quiz of the softmax page, as data."""

from collections.abc import Callable
from typing import Any

import numpy as np

import numerics as nm
from numerics.number_list import read_numbers
from numerics.recording import Death, Recording
from numerics.rounded import Floats
from ui.experiments import Experiment
from ui.quiz import Choice, ChoiceQuestion, NumericQuestion, Question
from ui.softmax.logits import MOST


def _softmax(
    title: str,
    *,
    z: str,
    format: str,
    watch: str,
    claim: str,
    holds: Callable[[Recording, Recording], Any],
    **more: str,
) -> Experiment:
    """An experiment whose link and whose check are made from the same settings.

    `holds` is given the recordings of the direct and of the shifted softmax; `more` are further parameters of the
    link, which change what is looked at and not the logits.
    """

    def check() -> bool:
        logits = np.array(read_numbers(z, MOST), dtype=object)
        return bool(holds(*(nm.record(form, logits, dtype=format) for form in (nm.naive.softmax, nm.softmax))))

    return Experiment(title, {"z": z, "format": format, **more}, watch, claim, check)


def _values(recording: Recording) -> Floats:
    return recording.result.values


def _deaths(recording: Recording) -> list[Death]:
    return [birth.death for _, birth in recording.births]


EXPERIMENTS: tuple[Experiment, ...] = (
    _softmax(
        "Three logits near a thousand",
        z="1000, 1001, 1002",
        format="float32",
        watch="Go down the steps of the direct form: infinity is born in the exponential, NaN in the quotient.",
        claim="$e^{1000} > 3.4 \\cdot 10^{38}$ overflows; ∞/∞ is NaN. With the maximum subtracted the result is "
        "(0.0900, 0.2447, 0.6652).",
        holds=lambda direct, subtracted: (
            _deaths(direct) == [Death.OVERFLOW] * 3 + [Death.INVALID] * 3
            and np.allclose(_values(subtracted), [0.0900, 0.2447, 0.6652], atol=5e-5)
        ),
    ),
    _softmax(
        "All at minus a thousand",
        z="-1000, -1000, -1000, -1000",
        format="float32",
        watch="Now nothing is too large. Everything is too small: the sum is 0.",
        claim="All exponentials underflow to 0, and 0/0 is NaN; with the maximum subtracted each gets exactly 1/4.",
        holds=lambda direct, subtracted: (
            _deaths(direct) == [Death.UNDERFLOW] * 4 + [Death.INVALID] * 4
            and _values(subtracted).tolist() == [0.25] * 4
        ),
    ),
    _softmax(
        "Up to a hundred million",
        z="12345, 67890, 99999999",
        format="float32",
        watch="The logits are wild, the answer is not: one class has it all.",
        claim="In float32 the direct form gives NaN three times, the shifted one (0, 0, 1), which is right to the "
        "last bit.",
        holds=lambda direct, subtracted: (
            np.isnan(_values(direct)).all()
            and _values(subtracted).tolist() == [0, 0, 1]
            and not subtracted.result.ulps.any()
        ),
    ),
    _softmax(
        "Down to minus a hundred million",
        z="-12345, -67890, -99999999",
        format="float32",
        watch="The same with a minus: it ends in NaN by the other way.",
        claim="0/0 makes NaN of all three in the direct form; the shifted one gives (1, 0, 0).",
        holds=lambda direct, subtracted: np.isnan(_values(direct)).all() and _values(subtracted).tolist() == [1, 0, 0],
    ),
    _softmax(
        "NaN in float16, fine in bfloat16",
        z="12, 5, 1",
        format="float16",
        watch="Logits of an ordinary size. Then change the format to bfloat16, which has as many bits.",
        claim="$e^{12} = 162755$ is beyond float16's 65504, so the direct form gives NaN; bfloat16 reaches "
        "$3.4 \\cdot 10^{38}$ and gives 0.999 as it should.",
        holds=lambda direct, subtracted: (
            np.isnan(_values(direct)[0])
            and np.isfinite(nm.naive.softmax([12, 5, 1], dtype="bfloat16")).all()
            and abs(nm.naive.softmax([12, 5, 1], dtype="bfloat16")[0] - 0.999) < 0.004
        ),
    ),
    _softmax(
        "Told apart by float16, not by bfloat16",
        z="10.03, 10.01, 9.98",
        format="bfloat16",
        watch="Look at the logits as stored, and at the last column of the table. Then change to float16.",
        claim="bfloat16 has eight significant bits: it stores 10 three times, and every probability is 1/3. float16 "
        "has eleven, and is right to 0.5 %.",
        holds=lambda direct, subtracted: (
            (nm.round_to([10.03, 10.01, 9.98], "bfloat16") == 10).all()
            and np.ptp(_values(subtracted)) == 0
            and np.allclose(
                np.float64(nm.softmax([10.03, 10.01, 9.98], dtype="float16")),
                nm.softmax([10.03, 10.01, 9.98]),
                rtol=5e-3,
            )
        ),
    ),
    _softmax(
        "No NaN, and all wrong",
        z="11, 11, 11",
        format="float16",
        watch="Every exponential is finite. Their sum is not, and a number over infinity is 0.",
        claim="The direct form gives probability 0 to every class, without any NaN to warn of it; the right answer is "
        "1/3 for each.",
        holds=lambda direct, subtracted: (
            not _values(direct).any()
            and _deaths(direct) == [Death.OVERFLOW]
            and np.allclose(_values(subtracted), 1 / 3, atol=2e-4)
        ),
    ),
    _softmax(
        "A loss that must not be infinite",
        z="200, 0",
        format="float32",
        label="2",
        quantity="cross_entropy",
        form="subtracted",
        watch="The right class has the probability $e^{-200}$. Compare the ways to its loss in the last table.",
        claim="In float32 that probability is 0, so $-\\log$ of even the stable softmax is infinite; from the logits "
        "the loss is exactly 200.",
        holds=lambda direct, subtracted: (
            _values(subtracted)[1] == 0
            and nm.naive.late_cross_entropy([200, 0], label=1, dtype="float32") == np.inf
            and nm.cross_entropy([200, 0], label=1, dtype="float32") == 200
        ),
    ),
    _softmax(
        "Too large to be stored",
        z="1e400, 1, 2",
        format="float64",
        form="subtracted",
        watch="Here the first number dies before any arithmetic. No formula can mend that.",
        claim="$10^{400}$ is stored as ∞ in float64, and ∞ − ∞ is NaN: the shifted form fails as well.",
        holds=lambda direct, subtracted: (
            np.isnan(_values(direct)[0])
            and np.isnan(_values(subtracted)[0])
            and [birth.operation for _, birth in subtracted.births][:2] == ["1e400", "inf − inf"]
        ),
    ),
)


def _dies_in(format: str) -> Callable[[], bool]:
    return lambda: bool(not np.isfinite(np.float64(nm.naive.softmax([12, 5, 1], dtype=format))).all())


QUESTIONS: tuple[Question, ...] = (
    ChoiceQuestion(
        "What does subtracting the maximum do?",
        (
            Choice(
                "It keeps every exponential at most 1, so that none overflows",
                lambda: bool((np.exp(np.array([5.0, 700, 1e6]) - 1e6) <= 1).all()),
                "Right: no exponent is above 0, and the largest exponential is exactly 1, so the sum is not 0 either.",
            ),
            Choice(
                "It changes the probabilities a little, for the sake of stability",
                lambda: not np.allclose(nm.softmax([1.0, 2, 3]), nm.naive.softmax([1.0, 2, 3]), rtol=1e-14),
                "It does not: numerator and denominator are divided by the same number $e^m$.",
            ),
            Choice(
                "It prevents every underflow",
                lambda: bool(nm.softmax([0.0, -1000]).min() > 0),
                "Exponentials far below the maximum still become 0. They do no harm: their probabilities are 0 in the "
                "format as well.",
            ),
        ),
    ),
    NumericQuestion(
        "What is the smallest whole number $z$ for which the direct softmax of $(z, 0)$ gives NaN in float32?",
        lambda: float(next(z for z in range(200) if np.isnan(nm.naive.softmax([z, 0], dtype="float32")).any())),
        "$\\log(3.4 \\cdot 10^{38}) = 88.7$, so $e^{88}$ is finite and $e^{89}$ is not.",
    ),
    ChoiceQuestion(
        "In which formats does the direct softmax of $(12, 5, 1)$ fail? $e^{12} = 162755$.",
        (
            Choice("float16", _dies_in("float16"), "Right: its largest number is 65504."),
            Choice("bfloat16", _dies_in("bfloat16"), "It reaches as far as float32, $3.4 \\cdot 10^{38}$."),
            Choice("float32", _dies_in("float32"), "It ends only at $3.4 \\cdot 10^{38}$."),
            Choice("float8 E4M3", _dies_in("float8_e4m3fn"), "Right: its largest number is 448."),
        ),
    ),
    ChoiceQuestion(
        "The right class has a logit 200 below the largest. What is its cross-entropy in float32?",
        (
            Choice(
                "Infinite, whatever one does: the probability is 0",
                lambda: not np.isfinite(nm.cross_entropy([200.0, 0], label=1, dtype="float32")),
                "The probability is 0 in the format, but the loss need not go through it.",
            ),
            Choice(
                "200, if it is computed from the logits",
                lambda: bool(nm.cross_entropy([200.0, 0], label=1, dtype="float32") == 200),
                "Right: $\\log \\sum_j e^{z_j - m} - (z_i - m) = 0 + 200$.",
            ),
            Choice(
                "200 as well if one takes −log of the stable softmax",
                lambda: bool(nm.naive.late_cross_entropy([200.0, 0], label=1, dtype="float32") == 200),
                "The stable softmax gives 0 there, and $-\\log 0$ is infinite.",
            ),
        ),
    ),
)
