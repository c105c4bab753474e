"""Sequences whose rounding errors grow from step to step, in a format and in truth."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from flint import arb
from numpy.typing import NDArray

from numerics.errors import NumericsError
from numerics.formats import Format, format_of
from numerics.language import parse_expression
from numerics.microscope.balls import enclose, precision
from numerics.microscope.rounded import evaluate
from numerics.microscope.tape import Tape, tape_of

Floats = NDArray[np.float64]

BITS = 2000
MOST_STEPS = 100


@dataclass(frozen=True)
class Recurrence:
    """A sequence by its first terms and the rule for the next one.

    Attributes:
        name: in scripts and links.
        title: in a few words.
        start: the first terms, as text without variables.
        rule: the next term from `x`, the last one, `y`, the one before it, and `n`, its own number.
        latex: the definition as it is written, line by line.
        lesson: what happens and why, one or two sentences (Markdown).
        source: where it comes from.
    """

    name: str
    title: str
    start: tuple[str, ...]
    rule: str
    latex: tuple[str, ...]
    lesson: str
    source: str

    @cached_property
    def tapes(self) -> tuple[list[Tape], Tape]:
        """The first terms and the rule, ready to evaluate."""
        starts = [tape_of(parse_expression(text, ())) for text in self.start]
        return starts, tape_of(parse_expression(self.rule, ("x", "y", "n")))


RECURRENCES: dict[str, Recurrence] = {
    recurrence.name: recurrence
    for recurrence in (
        Recurrence(
            "muller",
            "Muller's recurrence",
            ("2", "-4"),
            "111 - 1130/x + 3000/(x*y)",
            (r"u_n = 111 - \frac{1130}{u_{n-1}} + \frac{3000}{u_{n-1} u_{n-2}}", r"u_0 = 2,\quad u_1 = -4"),
            "The rule has the fixed points 5, 6 and 100. From this start the sequence tends to 6, but any rounding "
            "error adds a trace of the solution that tends to 100. That one grows fastest and wins.",
            "J.-M. Muller; Muller et al., Handbook of Floating-Point Arithmetic, 2nd ed. (2018), section 1.3.2",
        ),
        Recurrence(
            "chaotic_bank",
            "The chaotic bank",
            ("e - 1",),
            "n*x - 1",
            (r"a_n = n\, a_{n-1} - 1", "a_0 = e - 1"),
            "You deposit $e - 1$; in year $n$ the bank multiplies by $n$ and takes 1 as its fee. Exactly, about 1/25 "
            "is left after 25 years. But the rounding of $e$ is multiplied by $25! \\approx 1.6 \\cdot 10^{25}$.",
            "Muller et al., Handbook of Floating-Point Arithmetic, 2nd ed. (2018), section 1.3.2",
        ),
        Recurrence(
            "integral",
            "An integral, forwards",
            ("log(6/5)",),
            "1/n - 5x",
            (r"I_n = \int_0^1 \frac{t^n}{t+5}\,dt", r"I_n = \frac1n - 5 I_{n-1},\quad I_0 = \ln\frac65"),
            "The integrals fall slowly and stay positive. Each step multiplies the error by −5, so the computed ones "
            "soon change sign. Run backwards, the same rule divides it by 5.",
            "J. Stoer, R. Bulirsch, Introduction to Numerical Analysis, section 1.3",
        ),
    )
}


@dataclass(frozen=True, eq=False)
class Terms:
    """Terms 0 … T of a recurrence: `computed` in a format, and `true`, both (T + 1,)."""

    computed: Floats
    true: Floats


def run_recurrence(recurrence: Recurrence, steps: int, format: str | Format = "float64") -> Terms:
    """The terms up to number `steps`, every operation rounded to the format, and the exact ones as float64.

    Raises NumericsError for more than 100 steps, or for fewer than the first terms.
    """
    starts, rule = recurrence.tapes
    if not len(starts) <= steps <= MOST_STEPS:
        raise NumericsError(f"The number of steps lies between {len(starts)} and {MOST_STEPS}.")
    target = format_of(format)
    rounded = [float(evaluate(start, {}, target)[0, 0]) for start in starts]
    with precision(BITS):
        exact = [enclose(start, {})[0].at_each(1)[0] for start in starts]
        for n in range(len(starts), steps + 1):
            names = {"x": -1, "y": -2 if n > 1 else -1}
            balls = {name: [exact[at]] for name, at in names.items()} | {"n": [arb(n)]}
            exact.append(enclose(rule, balls)[0].at_each(1)[0])
            numbers = {name: np.array([rounded[at]]) for name, at in names.items()} | {"n": np.array([float(n)])}
            rounded.append(float(evaluate(rule, numbers, target)[0, 0]))
        true = [float(ball) for ball in exact]
    return Terms(np.array(rounded), np.array(true))
