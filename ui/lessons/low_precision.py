"""The experiments and the quiz of the page on low precision, as data."""

from collections.abc import Callable
from typing import Any

import numpy as np

import numerics as nm
from numerics.formats import FORMATS, Mode
from numerics.formats.rounding import round_floats
from numerics.low_precision import LossScaling, Precision, Record, Task, compare, gap, precision, run, stands_from
from numerics.methods import choose_method
from numerics.run import Run
from ui.experiments import Experiment
from ui.low_precision.training import NOISES
from ui.quiz import Choice, ChoiceQuestion, NumericQuestion, Question

VALLEY, BOWL, FLAT = "(1 - x)^2 + 100(y - x^2)^2", "(x - 3)^2 + 5(y - 1)^2", "(x/10000)^2"
UNSCALED = LossScaling()


def _descent(
    title: str,
    *,
    f: str,
    start: tuple[float, ...],
    rate: float,
    steps: int,
    kept: Precision,
    watch: str,
    claim: str,
    holds: Callable[[Record, Run], Any],
    method: str = "gradient_descent",
    scaling: LossScaling = UNSCALED,
    window: str = "",
    where: str = "",
) -> Experiment:
    """An experiment whose link and whose check are made from the same settings.

    `holds` is given the run and the same in float64.
    """
    link = {
        "f": f,
        "start": ",".join(f"{value:.17g}" for value in start),
        "method": method,
        "method.learning_rate": repr(rate).removesuffix(".0"),
        "steps": str(steps),
        "weights": kept.weights.name,
        "gradients": kept.gradients.name,
        "state": kept.state.name,
        "master": kept.master.name if kept.master else "none",
        "stochastic": str(int(kept.stochastic)),
    }
    if window:
        link |= {"window": window}
    if scaling != UNSCALED:
        link |= {"scaling": "static" if scaling.every is None else "dynamic", "k": str(scaling.power)}
    if scaling.every is not None:
        link |= {"every": str(scaling.every)}

    def check() -> bool:
        objective = nm.Objective.parse(f)
        low = run(objective, start, method, precision=kept, scaling=scaling, steps=steps, learning_rate=rate)
        exact = nm.minimize(objective, start, method, steps=steps, tolerance=None, learning_rate=rate)
        return bool(holds(low, exact))

    return Experiment(title, link, watch, claim, check, where=where)


def _gradients_at(k: int) -> float:
    """What float16 keeps of a gradient of 1e-8 in a loss times 2^k; the row B8 of numbers that the page shows."""
    low = run(nm.Objective.parse(FLAT), [0.5], precision=_MIXED, scaling=LossScaling(k), steps=1, learning_rate=1e6)
    return float(low.gradient[0, 0]) * 2.0**k


def _to_nearest() -> Record:
    """Eight bits without chance."""
    kept = precision("float8_e4m3fn")
    return run(nm.Objective.parse(BOWL), [10, -4], precision=kept, steps=100, learning_rate=0.02)


def _adam(kept: Precision) -> Record:
    """Adam where one slope is small."""
    f = nm.Objective.parse("x^2 + y^2")
    return run(f, [1.0, 0.001], "adam", precision=kept, steps=60, learning_rate=0.01)


_MIXED = precision("float16", state="float32", master="float32")

_TRAINING_LINK = {"data": "moons", "formats": "float8_e4m3fn,float8_e5m2", "epochs": "12", "rate": "0.1"}


def _training_is_rescued() -> bool:
    task = Task("moons", NOISES["moons"], choose_method("gradient_descent", None, learning_rate=0.1), 12)
    names = ("float64", "float8_e4m3fn", "float8_e5m2")
    alone, saved = compare(task, names), compare(task, names, "master")
    exact = alone["float64"].losses[-1]
    return bool(
        all(alone[name].losses[-1] > 1.3 * exact for name in names[1:])
        and all(abs(saved[name].losses[-1] / exact - 1) < 0.05 for name in names)
        and not any(saved[name].record.vanished.any() for name in names[1:])
    )


EXPERIMENTS: tuple[Experiment, ...] = (
    _descent(
        "bfloat16 stands still in the valley",
        f=VALLEY,
        start=(-1.2, 1.0),
        rate=0.001,
        steps=200,
        kept=precision("bfloat16"),
        watch="The red cross: from there on each update is less than half the distance to the next number, and nothing "
        "moves any more. The other path goes on.",
        claim="From step 2 on all updates vanish: f stays at 4.117, while 200 steps in float64 reach 3.462.",
        holds=lambda low, exact: (
            stands_from(low) == 2
            and low.first_vanished == (2, 0)
            and abs(low.f[-1] - 4.117) < 5e-4
            and abs(exact.f[-1] - 3.462) < 5e-4
        ),
    ),
    _descent(
        "A master copy collects what is too small",
        f=VALLEY,
        start=(-1.2, 1.0),
        rate=0.001,
        steps=200,
        kept=precision("bfloat16", master="float32"),
        watch="The same run, but the updates are added to a copy in float32. The weights that f is computed with are "
        "still bfloat16: they change whenever enough has come together.",
        claim="No update vanishes, and f is 3.463 after 200 steps, within 0.1 % of float64, though f and its gradient "
        "are computed with eight significant bits.",
        holds=lambda low, exact: (
            not low.vanished.any() and abs(low.f[-1] / exact.f[-1] - 1) < 1e-3 and abs(low.f[-1] - 3.463) < 5e-4
        ),
    ),
    _descent(
        "Chance carries the weights on",
        f=BOWL,
        start=(10.0, -4.0),
        rate=0.02,
        steps=100,
        kept=precision("float8_e4m3fn", stochastic=True),
        window="-1,11,-6,4",
        watch="Eight bits and no second copy. Switch stochastic rounding off: the run stands still after 16 steps, far "
        "from the minimum. With it, a small update moves a weight seldom, but then by a whole gap.",
        claim="With rounding by chance the run comes to within one gap of (3, 1); to nearest it stands at f = 49.",
        holds=lambda low, exact: (
            (np.abs(low.x[-1] - [3, 1]) <= 0.25).all()
            and stands_from(_to_nearest()) == 16
            and abs(_to_nearest().f[-1] - 49.08) < 0.01
        ),
    ),
    _descent(
        "A gradient of 1e-8 in float16",
        f=FLAT,
        start=(0.5,),
        rate=1e6,
        steps=20,
        kept=_MIXED,
        scaling=LossScaling(2),
        window="-0.1,0.6",
        watch="The slope at the start is 1e-8. Set k to 1 and nothing ever moves; at k = 2 the gradient has a single "
        "bit, and soon falls to 0 after all; from k = 13 on it is a normal number.",
        claim="Scaled by 2^k the gradient of 1e-8 is first non-zero at k = 2 and first normal at k = 13.",
        holds=lambda low, exact: (
            [k for k in range(14) if _gradients_at(k) > 0] == list(range(2, 14))
            and [k for k in range(14) if _gradients_at(k) >= FORMATS["float16"].smallest_normal] == [13]
            and low.gradient_lost.any()
            and not low.gradient_lost[0].any()
        ),
        where="The picture is [here](#range).",
    ),
    _descent(
        "A scale that looks for itself",
        f="x^2 + 5y^2",
        start=(10.0, 1.0),
        rate=0.05,
        steps=60,
        kept=_MIXED,
        scaling=LossScaling(16, every=8),
        window="-2,12,-2,2",
        watch="The scale begins too high: float16 ends at 65504. Each overflow skips a step and halves the scale; "
        "after eight good steps it doubles, tries, and backs off again.",
        claim="The first five steps are skipped, k falls from 16 to 11; later overflows cost single steps, and k rises "
        "as the gradient shrinks. No weight is ever infinite.",
        holds=lambda low, exact: (
            low.skipped[:5].all()
            and not low.skipped[5]
            and low.powers[5] == 11
            and low.powers[-1] > 11
            and not (low.skipped[5:-1] & low.skipped[6:]).any()
            and np.isfinite(low.x).all()
        ),
        where="The trace of k is [here](#updates).",
    ),
    _descent(
        "Adam dies of its ε",
        f="x^2 + y^2",
        start=(1.0, 0.001),
        rate=0.01,
        steps=60,
        method="adam",
        kept=precision("float16"),
        watch="In float16 ε = 1e-8 is 0, and so is the mean square of a gradient of 0.002: the first step divides by "
        "0. Put Adam's memory in float32, and it runs.",
        claim="y is infinite after one step; with the memory alone in float32 the run reaches f < 0.22, as in float64.",
        holds=lambda low, exact: (
            low.steps == 1
            and not np.isfinite(low.x[-1, 1])
            and _adam(precision("float16", state="float32")).f[-1] < 0.22
            and exact.f[-1] < 0.22
        ),
    ),
    Experiment(
        "Eight bits learn, with a master copy",
        _TRAINING_LINK | {"rescue": "master"},
        "Logistic regression on two moons. Set the rescue to *None*: the curves of eight bits flatten as more and more "
        "updates vanish. With float32 master weights all curves lie on one another.",
        "Alone, both 8-bit formats end with a loss at least 30 % above float64's; with master weights every format "
        "ends within 5 % of it, and no update vanishes.",
        _training_is_rescued,
        where="See [the training](#training).",
    ),
)


def _vanishes(weight: float, update: float, format: str = "bfloat16") -> bool:
    kind = FORMATS[format]
    return bool(round_floats(np.array([weight + update]), kind, Mode.NEAREST_EVEN)[0] == weight)


def _first_normal() -> float:
    smallest = FORMATS["float16"].smallest_normal
    return float(next(k for k in range(40) if 1e-8 * 2.0**k >= smallest))


QUESTIONS: tuple[Question, ...] = (
    NumericQuestion(
        "A weight of 1 in bfloat16 (8 significant bits) gets an update upwards. Up to which size does the update "
        "vanish, rounded to nearest with ties to even?",
        lambda: float(gap(np.array(1.0), np.array(1.0), FORMATS["bfloat16"])) / 2,
        "The next number is 1 + 2⁻⁷; half of that gap is 2⁻⁸ = 0.00390625. At exactly half the tie goes to 1, which is "
        "even.",
    ),
    ChoiceQuestion(
        "A weight of 256 in bfloat16 gets an update of 0.5, ten thousand times. Where does it end?",
        (
            Choice(
                "At 256",
                lambda: _vanishes(256.0, 0.5),
                "Right: the next number is 258. Each 0.5 is less than half of that gap, and is forgotten before the "
                "next one comes.",
            ),
            Choice(
                "At 5256",
                lambda: not _vanishes(256.0, 0.5),
                "That is the exact sum, which a master copy in float32 would reach. In bfloat16 256 + 0.5 is 256, "
                "every time.",
            ),
            Choice(
                "At 512, where the gaps become too wide",
                lambda: _vanishes(512.0, 0.5) and not _vanishes(256.0, 0.5),
                "They are too wide at 256 already: 2 from one number to the next.",
            ),
        ),
    ),
    NumericQuestion(
        "A gradient is 1e-8. By which smallest power k of two must the loss be scaled so that float16, whose smallest "
        "normal number is 2⁻¹⁴, keeps it with all its digits?",
        _first_normal,
        "1e-8 · 2¹³ = 8.2e-5 is above 2⁻¹⁴ = 6.1e-5, and half of it is below. From k = 2 on it is not 0, but it has "
        "lost digits.",
    ),
    ChoiceQuestion(
        "The gradients in float16 are fine, but w + Δw rounds to w. What helps?",
        (
            Choice(
                "Loss scaling",
                lambda: _helps(scaling=LossScaling(8)),
                "The gradient is divided by the scale before the step: Δw is what it was.",
            ),
            Choice(
                "A master copy of the weights in float32",
                lambda: _helps(master="float32"),
                "Right: there the sum keeps thirteen further bits.",
            ),
            Choice(
                "Stochastic rounding",
                lambda: _helps(stochastic=True),
                "Right: w moves seldom, but on average as far as it should.",
            ),
        ),
    ),
    ChoiceQuestion(
        "Why is the scale of the loss a power of two?",
        (
            Choice(
                "Multiplying by it only changes exponents: no digit is rounded while nothing over- or underflows",
                lambda: _scales_exactly(2.0**7),
                "Right: scaling and unscaling give the very same gradient.",
            ),
            Choice(
                "Any other factor would change the direction of the gradient even in exact arithmetic",
                lambda: False,
                "In exact arithmetic every factor cancels. It is rounding that other factors bring in.",
            ),
            Choice(
                "A factor of 1000 would do as well: it cancels without rounding too",
                lambda: _scales_exactly(1000.0),
                "Times 1000 most numbers get new digits that must be rounded, on the way there and on the way back.",
            ),
        ),
    ),
)


def _helps(master: str | None = None, stochastic: bool = False, scaling: LossScaling = UNSCALED) -> bool:
    """Whether a weight of 1 moves at all under updates of a tenth of a gap of float16, in a hundred steps."""
    kept = precision("float16", master=master, stochastic=stochastic)
    f = nm.Objective.parse("x/10000")
    return bool(run(f, [1.0], precision=kept, scaling=scaling, steps=100, learning_rate=0.5).moved.any())


def _scales_exactly(factor: float) -> bool:
    numbers = round_floats(np.linspace(0.01, 1, 1000), FORMATS["float16"], Mode.NEAREST_EVEN)
    there = round_floats(numbers * factor, FORMATS["float16"], Mode.NEAREST_EVEN)
    return bool((round_floats(there / factor, FORMATS["float16"], Mode.NEAREST_EVEN) == numbers).all())
