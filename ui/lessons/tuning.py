"""The experiments and the quiz of the hyper-parameter maps, as data."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

import numerics as nm
from numerics.ends import CODE
from numerics.knobs import knobs_of
from numerics.methods import METHODS, choose_method
from numerics.outcome import Outcome
from numerics.sweep import START, Sweep, knob_values
from ui.experiments import Experiment
from ui.links import text_of
from ui.quiz import Choice, ChoiceQuestion, NumericQuestion, Question
from ui.tuning.controls import DEFAULT_METHOD, DEFAULT_STEPS, DEFAULT_TOLERANCE

Range = tuple[float, float]

VALLEY = "x^2 + 50y^2"
BOWL = "x^2 + 5y^2"
STEEP_BOWL = "1000(x^2 + 5y^2)"
DOUBLE_WELL = "(x^2 - 1)^2 + 0.3x"
ROSENBROCK = "(1 - x)^2 + 100(y - x^2)^2"
SIDE = 30


def _map(
    title: str,
    *,
    f: str,
    start: Sequence[float],
    method: str,
    axes: Mapping[str, Range],
    watch: str,
    claim: str,
    holds: Callable[..., Any],
    window: Sequence[float] = (),
    colour: str = "",
    side: int = SIDE,
    instead: Sequence[Mapping[str, str]] = (),
) -> Experiment:
    """An experiment whose link and whose check are made from the same settings.

    `instead` are other settings, of `f` or `method`, that the claim speaks of: `holds` is given the map, and one for
    each of these.
    """
    across, up = axes
    link = {
        "f": f,
        "start": text_of(list(map(float, start))),
        "across": across,
        "up": up,
        "side": str(side),
        **({"method": method} if method != DEFAULT_METHOD else {}),
        **({"window": text_of(list(map(float, window)))} if window else {}),
        **({"colour": colour} if colour else {}),
        **{f"range.{name}": text_of(list(map(float, ends))) for name, ends in axes.items()},
    }

    def check() -> bool:
        settings: list[dict[str, str]] = [{"f": f, "method": method, **other} for other in ({}, *instead)]
        return bool(holds(*(_sweep(start=start, axes=axes, side=side, **setting) for setting in settings)))

    return Experiment(title, link, watch, claim, check)


def _sweep(f: str, start: Sequence[float], method: str, axes: Mapping[str, Range], side: int) -> Sweep:
    knobs = {knob.name: knob for knob in knobs_of(METHODS[method])}
    values = {
        name: np.linspace(*ends, side) if name.startswith(START) else knob_values(knobs[name], *ends, side)
        for name, ends in axes.items()
    }
    return nm.sweep(nm.Objective.parse(f), start, method, values, DEFAULT_STEPS, DEFAULT_TOLERANCE)


def _ended(sweep: Sweep, outcome: Outcome) -> np.ndarray:
    return sweep.code == CODE[outcome]


def _parted_by(sweep: Sweep, limits: np.ndarray) -> bool:
    """Whether runs converge only at rates below the limits, a column, and diverge only above."""
    beyond = sweep.x > limits
    return bool(beyond[_ended(sweep, Outcome.DIVERGED)].all() and not beyond[_ended(sweep, Outcome.CONVERGED)].any())


def _limits(sweep: Sweep, curvature: float) -> np.ndarray:
    """The closed-form limit of the learning rate for every value of momentum, a column."""
    methods = [choose_method(sweep.method, None, momentum=float(value)) for value in sweep.y]
    return np.array([method.curvature_limit for method in methods])[:, None] / curvature


def _best_rate(sweep: Sweep) -> float:
    assert sweep.best
    return float(sweep.run_at(*sweep.best)[0].knobs["learning_rate"])


EXPERIMENTS: tuple[Experiment, ...] = (
    _map(
        "Momentum's triangle",
        f=VALLEY,
        start=(10, 1),
        method="momentum",
        axes={"learning_rate": (1e-3, 0.1), "momentum": (0.0, 0.95)},
        window=(-11, 11, -3, 3),
        watch="A narrow triangle of good values. Its right side is the limit of stability; the best lies at its tip.",
        claim="The curvatures are 2 and 100. Runs converge only below $\\eta = 2(1 + \\beta)/100$, and diverge only "
        "above. The best rate is within 10 % of Polyak's choice, $4/(\\sqrt 2 + \\sqrt{100})^2 = 0.0307$.",
        holds=lambda momentum: (
            _parted_by(momentum, _limits(momentum, 100))
            and np.isclose(_best_rate(momentum), 4 / (np.sqrt(2) + 10) ** 2, rtol=0.1)
        ),
    ),
    _map(
        "Nesterov's is smaller",
        f=VALLEY,
        start=(10, 1),
        method="nesterov",
        axes={"learning_rate": (1e-3, 0.1), "momentum": (0.0, 0.95)},
        window=(-11, 11, -3, 3),
        watch="The same valley. The border of stability now leans to the other side.",
        claim="The limit is $2(1 + \\beta)/((1 + 2\\beta)\\,100)$: it falls as $\\beta$ grows. Fewer cells converge "
        "than with plain momentum, and the best needs more steps.",
        holds=lambda nesterov, momentum: (
            _parted_by(nesterov, _limits(nesterov, 100))
            and _ended(nesterov, Outcome.CONVERGED).sum() < _ended(momentum, Outcome.CONVERGED).sum()
            and nesterov.steps_taken[nesterov.best] > momentum.steps_taken[momentum.best]
        ),
        instead=({"method": "momentum"},),
    ),
    _map(
        "Which well, at which rate?",
        f=DOUBLE_WELL,
        start=(-1.2,),
        method="gradient_descent",
        axes={"learning_rate": (0.01, 1.0), "start.x": (-2.0, 2.0)},
        watch="One variable: the start upwards, the rate across. Dark is the deeper well. On the left, where steps are "
        "small, the two basins are halves; on the right they break up.",
        claim="At rates below 0.08 every start on the right of the ridge stays in the right well. At larger rates some "
        "of them jump over it and end in the deeper one.",
        window=(-2, 2),
        colour="f",
        holds=lambda wells: (
            not _deeper_from_the_right(wells)[:, wells.x < 0.08].any()
            and _deeper_from_the_right(wells)[:, wells.x > 0.08].any()
        ),
    ),
    _map(
        "The same limit from everywhere",
        f=BOWL,
        start=(1, 1),
        method="gradient_descent",
        axes={"learning_rate": (0.01, 1.0), "start.y": (0.1, 5.0)},
        watch="On a quadratic the start does not matter: the hatched part begins at the same rate in every row.",
        claim="The largest curvature is 10: from every start, runs converge only below $2/10$ and diverge only above. "
        "The fastest rate is near $2/(2 + 10) = 0.167$.",
        holds=lambda bowl: (
            _parted_by(bowl, np.full((SIDE, 1), 0.2))
            and (_ended(bowl, Outcome.DIVERGED) == _ended(bowl, Outcome.DIVERGED)[0]).all()
            and abs(_best_rate(bowl) - 2 / 12) < 0.02
        ),
    ),
    _map(
        "Adam does not mind the scale",
        f=STEEP_BOWL,
        start=(3, 1),
        method="adam",
        axes={"learning_rate": (1e-4, 10.0), "beta1": (0.0, 0.95)},
        colour="f",
        watch="The bowl is a thousand times as steep as $x^2 + 5y^2$. Take the factor away: the picture keeps its "
        "shape.",
        claim="Runs that have not arrived yet end at an $f$ exactly a thousand times as large as without the factor: "
        "they have taken the same steps. Gradient descent would need a rate a thousand times smaller.",
        holds=lambda steep, plain: np.allclose((steep.f / plain.f)[plain.f > 1e-3], 1000, rtol=0.02),
        instead=({"f": BOWL},),
    ),
    _map(
        "A knob that hardly matters",
        f=ROSENBROCK,
        start=(-1.2, 1),
        method="trust_region",
        axes={"radius": (1e-3, 1e3), "accept": (0.0, 0.25)},
        side=10,
        watch="Six decades of the first radius, and every run arrives: the method finds the right radius by itself.",
        claim="All runs converge, and the slowest takes less than twice as many steps as the fastest.",
        holds=lambda region: (
            _ended(region, Outcome.CONVERGED).all() and region.steps_taken.max() < 2 * region.steps_taken.min()
        ),
    ),
)


def _deeper_from_the_right(sweep: Sweep) -> np.ndarray:
    """Which runs of the double well begin on the right of its ridge and end in the well on the left."""
    ridge = nm.minimize(sweep.objective, [0.0], "newton").x[-1, 0]
    deeper = nm.minimize(sweep.objective, [-1.0], "newton").f[-1]
    return (sweep.y[:, None] > ridge) & (np.abs(sweep.f - deeper) < 0.01)


def _largest_rate(momentum: float, curvature: float) -> float:
    limit = choose_method("momentum", None, momentum=momentum).curvature_limit
    assert limit is not None
    return limit / curvature


def _fastest_rate(curvatures: Sequence[float]) -> float:
    """The rate at which gradient descent shrinks the worst error fastest, found by trying."""
    rates = np.linspace(1e-3, 0.2, 4000)
    worst = np.abs(1 - rates[:, None] * np.array(curvatures)).max(axis=1)
    return float(rates[worst.argmin()])


def _values_below(limit: float, *, log: bool) -> int:
    """How many of 41 values from 0.0001 to 1 lie below a limit."""
    values = np.geomspace(1e-4, 1, 41) if log else np.linspace(1e-4, 1, 41)
    return int((values < limit * (1 - 1e-9)).sum())


QUESTIONS: tuple[Question, ...] = (
    NumericQuestion(
        "The largest curvature of a quadratic is 10. Below which learning rate does momentum with $\\beta = 0.5$ "
        "converge?",
        answer=lambda: _largest_rate(0.5, 10.0),
        why="The limit is $2(1 + \\beta)/\\lambda = 2 \\cdot 1.5/10 = 0.3$: momentum allows larger rates than "
        "gradient descent, whose limit is 0.2.",
    ),
    NumericQuestion(
        "A quadratic has the curvatures 2 and 10. At which constant rate is gradient descent fastest in the long run?",
        answer=lambda: _fastest_rate((2.0, 10.0)),
        tolerance=1e-2,
        why="The errors are multiplied by $|1 - 2\\eta|$ and $|1 - 10\\eta|$. The larger one is smallest where both "
        "are equal: $\\eta = 2/(2 + 10) = 0.167$, and both are 2/3.",
    ),
    ChoiceQuestion(
        "A map tries 41 learning rates from 0.0001 to 1. How many of them lie below 0.01?",
        (
            Choice(
                "One on a linear scale, twenty on a logarithmic one",
                lambda: (_values_below(0.01, log=False), _values_below(0.01, log=True)) == (1, 20),
                "Right: evenly spaced rates spend 98 % of the runs on the top two decades. What matters about a rate "
                "is its factor, so maps take logarithmic steps.",
            ),
            Choice(
                "Twenty on either",
                lambda: (_values_below(0.01, log=False), _values_below(0.01, log=True)) == (20, 20),
                "On a linear scale the second value is already 0.025.",
            ),
            Choice(
                "Four on a linear scale, ten on a logarithmic one",
                lambda: (_values_below(0.01, log=False), _values_below(0.01, log=True)) == (4, 10),
                "From 0.0001 to 1 there are four decades, and 0.01 is in the middle of them.",
            ),
        ),
    ),
    ChoiceQuestion(
        "$f$ is multiplied by 1000. Which methods take the same path as before, at the same learning rate?",
        (
            Choice(
                "Gradient descent",
                lambda: _same_path("gradient_descent"),
                "Its steps grow with the gradient, a thousandfold: it would diverge.",
            ),
            Choice(
                "Adam",
                lambda: _same_path("adam"),
                "Right: it divides by the root mean square of past gradients, and the factor cancels.",
            ),
            Choice(
                "Newton's method",
                lambda: _same_path("newton"),
                "Right: the factor cancels in $H^{-1} \\nabla f$.",
            ),
            Choice(
                "Momentum",
                lambda: _same_path("momentum"),
                "Its velocity is a sum of gradients, so that every step is a thousand times as long.",
            ),
        ),
    ),
)


def _same_path(method: str) -> bool:
    plain, steep = (
        nm.minimize(nm.Objective.parse(f), [3.0, 1.0], method, steps=10, tolerance=None).x for f in (BOWL, STEEP_BOWL)
    )
    return plain.shape == steep.shape and np.allclose(plain, steep, rtol=1e-4, atol=1e-6)
