"""The experiments, the quiz and the explanation of the microscope, as data."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from numerics.formats import FORMATS
from numerics.language import Node, parse_expression, variable_names
from numerics.microscope import (
    Examination,
    Sampling,
    Spread,
    bits_of,
    condition_numbers,
    dissect,
    examine,
    find_rewrites,
    ulp_error,
)
from numerics.microscope.recurrences import RECURRENCES, run_recurrence
from ui.experiments import Experiment
from ui.links import text_of
from ui.quiz import Choice, ChoiceQuestion, NumericQuestion, Question

SAMPLES = 1000  # for the checks; the page takes more

RUMP = "333.75y^6 + x^2*(11x^2*y^2 - y^6 - 121y^4 - 2) + 5.5y^8 + x/(2y)"

METHOD = """
- **Computed**: every operation is carried out and its result rounded to the format, in the order in which you typed
  it. Literals are rounded to the format first.
- **True**: the exact value at the same arguments, rounded once. It is enclosed in a ball of arbitrary precision; the
  precision is raised from 90 to 5000 bits until the ball holds one number of the format only. So the truth is certain.
- **Bits of error**: $\\log_2(1 + u)$, where $u$ numbers of the format lie between the computed and the true one. 0 is
  perfect, 1 is off by one; NaN where there is a value costs all bits. Samples without a real value do not count.
- **Lost by the problem itself**: $\\log_2(1 + \\kappa)$ with the condition number
  $\\kappa = \\sum_i |x_i f_{x_i}/f|$. If your arguments are already off in their last place, so much is lost whatever
  the formula. If they are exact, a good formula can stay below this line.
- **Guilty**: each operation is given arguments that are right but for one rounding; what its result then differs from
  the true value of that subexpression is its own.
- **Rewrites**: identities, algebra, branches and power series are tried at every operation and in combinations, and
  measured at your samples. A range in which nothing goes wrong needs no rewrite.
"""


def _look(
    title: str,
    *,
    f: str,
    range: Mapping[str, tuple[float, float]],
    watch: str,
    claim: str,
    holds: Callable[[Examination], Any],
    spread: Spread = Spread.DECADES,
    format: str = "float64",
    **more: str,
) -> Experiment:
    """An experiment whose link and whose check are made from the same settings; `more` are further parameters."""
    ends = [float(end) for name in variable_names(parse_expression(f)) for end in range[name]]
    link = {
        "f": f,
        "range": text_of(ends),
        **({"spread": spread.value} if spread is not Spread.DECADES else {}),
        **({"format": format} if format != "float64" else {}),
        **more,
    }

    def check() -> bool:
        values = Sampling(range, spread).draw(SAMPLES, FORMATS[format])
        return bool(holds(examine(f, values, format)))

    return Experiment(title, link, watch, claim, check)


def _mended(examined: Examination, to: float) -> bool:
    """Whether the best rewrite has at most so many bits of error on average."""
    return bool(find_rewrites(examined, seconds=60)[0].after.mean_bits <= to)


def _guilty(tree: Node, values: Mapping[str, np.ndarray]) -> str:
    """The kind of the operation that loses the most in float64."""
    found = dissect(tree, values, FORMATS["float64"])
    return found.tape.steps[found.worst or 0].kind


def _at(f: str, format: str = "float64", **point: float) -> Examination:
    return examine(f, point, format)


EXPERIMENTS: tuple[Experiment, ...] = (
    _look(
        "A root minus a root",
        f="sqrt(x + 1) - sqrt(x)",
        range={"x": (1, 1e16)},
        watch="Both roots are right to the last place. Their difference cancels all the places in which they agree.",
        claim="On average more than 20 bits are lost, and from $2^{53} \\approx 9 \\cdot 10^{15}$ on the result is 0. "
        "The problem itself loses half a bit; $1/(\\sqrt{x+1} + \\sqrt x)$ is right to the last place.",
        holds=lambda examined: (
            examined.mean_bits > 20
            and _at("sqrt(x + 1) - sqrt(x)", x=2.0**53).computed[0] == 0
            and np.allclose(condition_numbers(examined.tree, examined.values, ["x"]), 0.5, atol=0.15)
            and find_rewrites(examined, seconds=60)[0].text == "1/(sqrt(x + 1) + sqrt(x))"
        ),
    ),
    _look(
        "One minus the cosine of a small angle",
        f="(1 - cos(x))/x^2",
        range={"x": (1e-9, 1)},
        at="1.2e-08",
        watch="The limit at 0 is 1/2. Look at the table: at $1.2 \\cdot 10^{-8}$ not one digit of the result is right.",
        claim="There the computed value is 0.771 (Higham, section 1.7). With the half angle, "
        "$2 \\sin^2(x/2)/x^2$, the mean error is below one bit.",
        holds=lambda examined: (
            abs(_at("(1 - cos(x))/x^2", x=1.2e-8).computed[0] - 0.7710) < 1e-4 and _mended(examined, 1.0)
        ),
    ),
    _look(
        "e to the x, minus one",
        f="(exp(x) - 1)/x",
        range={"x": (1e-15, 1)},
        watch="The smaller $x$ is, the fewer places of $e^x - 1$ survive: numbers near 1 are too far apart.",
        claim="The guilty operation is the subtraction, not the exponential. `expm1` mends it to less than one bit.",
        holds=lambda examined: (
            dissect(examined.tree, examined.values, examined.format)
            .tape.steps[dissect(examined.tree, examined.values, examined.format).worst or 0]
            .kind
            == "subtract"
            and find_rewrites(examined, seconds=60)[0].text == "expm1(x)/x"
            and _mended(examined, 1.0)
        ),
    ),
    _look(
        "The school formula for quadratics",
        f="(-x + sqrt(x^2 - 4y))/2",
        range={"x": (-1e8, 1e8), "y": (-100, 100)},
        watch="A zero of $t^2 + x t + y$. On one half of the map $-x$ and the root cancel, on the other they add up.",
        claim="For $x > 0$ more than 5 bits are lost on average, for $x < 0$ less than one. The rewrite branches: it "
        "takes the other form of the formula, $-2y/(x + \\sqrt{x^2 - 4y})$, on the bad side.",
        holds=lambda examined: (
            np.nanmean(examined.bits[examined.values["x"] > 0]) > 5
            and np.nanmean(examined.bits[examined.values["x"] < 0]) < 1
            and find_rewrites(examined, seconds=60)[0].text.startswith("where(x < ")
            and _mended(examined, 1.0)
        ),
    ),
    _look(
        "A difference of squares",
        f="x^2 - y^2",
        range={"x": (1, 1.001), "y": (1, 1.001)},
        spread=Spread.VALUES,
        format="float32",
        view="Map",
        watch="Along the diagonal the squares are nearly equal. Each was rounded, and the difference is all rounding.",
        claim="$(x - y)(x + y)$ loses less than one bit, although the condition number is large: the arguments are "
        "exact here, so the problem's own loss does not apply.",
        holds=lambda examined: (
            examined.mean_bits > 8
            and find_rewrites(examined, seconds=60)[0].text == "(x - y)*(x + y)"
            and _mended(examined, 1.0)
            and np.nanmedian(condition_numbers(examined.tree, examined.values, ["x"])) > 1000
        ),
    ),
    _look(
        "Rump's example",
        f=RUMP,
        range={"x": (77616, 77618), "y": (33095, 33097)},
        spread=Spread.VALUES,
        at="77617,33096",
        watch="Terms of $10^{36}$ cancel to something near −0.8. Look at the table of formats: is any digit right?",
        claim="At (77617, 33096) the exact value is −0.827396…; float64 is off by more than $10^{20}$, float32 says "
        "$-6 \\cdot 10^{29}$ (S. M. Rump, 1988).",
        holds=lambda examined: (
            abs(_at(RUMP, x=77617, y=33096).true[0] + 0.8273960599468214) < 1e-15
            and abs(_at(RUMP, x=77617, y=33096).computed[0]) > 1e20
            and _at(RUMP, "float32", x=77617, y=33096).computed[0] < -5e29
        ),
    ),
    _look(
        "A power, multiplied out",
        f="x^6 - 6x^5 + 15x^4 - 20x^3 + 15x^2 - 6x + 1",
        range={"x": (0.99, 1.01)},
        spread=Spread.VALUES,
        watch="It is $(x - 1)^6$, so it is never negative. Multiplied out, nothing but rounding is left near 1.",
        claim="More than 40 bits are lost on average, and some results are negative. Factored, less than one bit is.",
        holds=lambda examined: (
            examined.mean_bits > 40
            and (examined.computed < 0).any()
            and find_rewrites(examined, seconds=60)[0].text == "(x - 1)^6"
            and _mended(examined, 1.0)
        ),
    ),
    _look(
        "The logarithm of a sum of exponentials",
        f="log(exp(x) + exp(y))",
        range={"x": (-1500, 1500), "y": (-1500, 1500)},
        spread=Spread.VALUES,
        watch="The value is close to the larger of $x$ and $y$. But the exponentials overflow or vanish first.",
        claim="More than half of the results are infinite. With the largest exponential taken out, "
        "$\\max(x, y) + \\operatorname{softplus}(-|x - y|)$, the mean error is below 0.1 bits.",
        holds=lambda examined: np.isinf(examined.computed).mean() > 0.5 and _mended(examined, 0.1),
    ),
    _look(
        "Not the formula's fault",
        f="sin(x)",
        range={"x": (1, 1e15)},
        watch="The computed curve lies on the floor, the dashed one climbs: whoever does not know $x$ exactly cannot "
        "know $\\sin x$.",
        claim="The sine itself is off by less than one bit everywhere. But a last place of $x$ near $10^{15}$ is an "
        "eighth, so the condition number costs more than 40 bits there.",
        holds=lambda examined: (
            np.nanmax(examined.bits) <= 1
            and np.median(
                bits_of(condition_numbers(examined.tree, {"x": np.linspace(9e14, 1e15, 50)}, ["x"])),
            )
            > 40
        ),
    ),
    _look(
        "Only a power series helps",
        f="(x - sin(x))/x^3",
        range={"x": (-3, 3)},
        watch="No identity turns $x - \\sin x$ into something that does not cancel. The rewrite branches near 0.",
        claim="The first terms of the series, $1/6 - x^2/120 + …$, on an interval round 0 and the formula outside lose "
        "less than one bit and a half on average.",
        holds=lambda examined: (
            examined.mean_bits > 15 and not find_rewrites(examined, seconds=60)[0].exact and _mended(examined, 1.5)
        ),
    ),
    _look(
        "Muller's recurrence",
        f="111 - 1130/x + 3000/(x*y)",
        range={"x": (5, 7), "y": (5, 7)},
        spread=Spread.VALUES,
        sequence="muller",
        terms="25",
        watch="One step loses a bit or two. Scroll to *Errors that grow from step to step* to repeat it 25 times.",
        claim="The exact sequence tends to 6. In float64, float32 and bfloat16 alike the computed one is within 1 "
        "of 100 after 25 terms.",
        holds=lambda examined: (
            examined.mean_bits < 5
            and all(
                abs(run_recurrence(RECURRENCES["muller"], 25, format).computed[-1] - 100) < 1
                for format in ("float64", "float32", "bfloat16")
            )
            and abs(run_recurrence(RECURRENCES["muller"], 25).true[-1] - 6) < 0.05
        ),
    ),
)


def _mean_bits(text: str, format: str = "float64") -> float:
    x = np.logspace(0, 15, 300)
    return float(bits_of(ulp_error(text, {"x": x}, format)).mean())


QUESTIONS: tuple[Question, ...] = (
    ChoiceQuestion(
        "Which operation of $\\sqrt{x+1} - \\sqrt x$ makes the large error when $x$ is large?",
        (
            Choice(
                "The subtraction: it lays bare what was rounded before",
                lambda: _worst("sqrt(x + 1) - sqrt(x)") == "subtract",
                "Right: it is carried out exactly, but its arguments were rounded in the very places that remain.",
            ),
            Choice(
                "The square roots: they are not computed accurately",
                lambda: _worst("sqrt(x + 1) - sqrt(x)") == "sqrt",
                "Each root is right to the last place: IEEE 754 demands it.",
            ),
            Choice(
                "The addition $x + 1$",
                lambda: _worst("sqrt(x + 1) - sqrt(x)") == "add",
                "It is rounded once, by half a unit in the last place at most.",
            ),
        ),
    ),
    ChoiceQuestion(
        "Tick every expression that is mathematically $\\log((1 + x)/(1 - x))$ and rounds well for small $x$.",
        (
            Choice(
                "$2 \\operatorname{atanh}(x)$",
                lambda: _small("2atanh(x)") < 2,
                "Right: one function made for it, and a doubling that is exact.",
            ),
            Choice(
                "$\\operatorname{log1p}(x) - \\operatorname{log1p}(-x)$",
                lambda: _small("log1p(x) - log1p(-x)") < 2,
                "Right: both logarithms are accurate near 0 and of opposite sign, so nothing cancels.",
            ),
            Choice(
                "$\\log(1 + x) - \\log(1 - x)$",
                lambda: _small("log(1 + x) - log(1 - x)") < 2,
                "No: $1 + x$ already throws away the low places of $x$.",
            ),
        ),
    ),
    NumericQuestion(
        "What is the condition number $|x f'(x)/f(x)|$ of $f(x) = x^{10}$?",
        answer=lambda: float(condition_numbers(parse_expression("x^10"), {"x": np.array([3.0])}, ["x"])[0, 0]),
        why="$x \\cdot 10 x^9 / x^{10} = 10$, everywhere: an error of one part in a million in $x$ becomes ten in the "
        "value.",
    ),
    ChoiceQuestion(
        "The error curve lies far below the dashed line of the condition number. What does that mean?",
        (
            Choice(
                "The formula is good; only errors that the arguments already have are magnified",
                lambda: float(np.nanmax(bits_of(ulp_error("sin(x)", {"x": np.logspace(1, 15, 200)})))) <= 1,
                "Right: for $\\sin x$ at large $x$ the results are right to the last place for exact arguments.",
            ),
            Choice(
                "The condition number must be wrong: no error can be smaller",
                lambda: _mean_bits("sin(x)") > 20,
                "The condition number is about errors of the arguments. The samples are exact.",
            ),
        ),
    ),
)


def _worst(text: str) -> str:
    """The kind of the guilty operation at large x."""
    return _guilty(parse_expression(text), {"x": np.logspace(3, 15, 300)})


def _small(text: str) -> float:
    """The largest error in bits of log((1 + x)/(1 - x)), written as `text`, at small x."""
    return float(np.max(bits_of(ulp_error(text, {"x": np.logspace(-12, -1, 200)}))))
