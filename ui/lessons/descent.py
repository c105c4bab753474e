"""The experiments and the quiz of the descent laboratory, as data."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

import numerics as nm
from numerics.minimize import Run
from numerics.outcome import Outcome
from ui.experiments import Experiment
from ui.links import text_of
from ui.quiz import Choice, ChoiceQuestion, NumericQuestion, Question

DEFAULT_STEPS = 200
DEFAULT_TOLERANCE = 1e-8

Knobs = Mapping[str, Any]


def _descent(
    title: str,
    *,
    f: str,
    start: Sequence[float],
    methods: Mapping[str, Knobs],
    watch: str,
    claim: str,
    holds: Callable[..., Any],
    steps: int = DEFAULT_STEPS,
    window: Sequence[float] = (),
) -> Experiment:
    """An experiment whose link and whose check are made from the same settings.

    `methods` holds the knobs of each by its name, `adam` or `adam.2` for a second one, and perhaps its `schedule`.
    """
    link = {
        "f": f,
        "start": ",".join(map(repr, start)),
        "methods": ",".join(methods),
        "steps": str(steps),
        **({"window": ",".join(map(repr, window))} if window else {}),
        **{f"{name}.{knob}": text_of(value) for name, knobs in methods.items() for knob, value in knobs.items()},
    }

    def check() -> bool:
        objective = nm.Objective.parse(f)
        return bool(
            holds(
                *(
                    nm.minimize(
                        objective,
                        start,
                        method=name.partition(".")[0],
                        steps=steps,
                        tolerance=DEFAULT_TOLERANCE,
                        **knobs,
                    )
                    for name, knobs in methods.items()
                )
            )
        )

    return Experiment(title, link, watch, claim, check)


def _grows(values: np.ndarray) -> bool:
    """Whether the magnitude grows from each step to the next while the sign flips."""
    return bool(np.all(np.abs(values[1:]) > np.abs(values[:-1])) and np.all(values[1:] * values[:-1] < 0))


EXPERIMENTS: tuple[Experiment, ...] = (
    _descent(
        "Just below the speed limit",
        f="x^2 + 5y^2",
        start=(10, 1),
        methods={"gradient_descent": {"learning_rate": 0.19}},
        window=(-11, 11, -6, 6),
        steps=300,
        watch="The path zig-zags across the valley, and every swing is a little smaller than the last.",
        claim="The largest curvature is 10, so any rate below 2/10 = 0.2 shrinks the error. At 0.19 each step "
        "multiplies $y$ by $1 - 0.19 \\cdot 10 = -0.9$.",
        holds=lambda run: run.outcome is Outcome.CONVERGED and np.allclose(run.x[1:20, 1] / run.x[:19, 1], -0.9),
    ),
    _descent(
        "Just above it",
        f="x^2 + 5y^2",
        start=(10, 1),
        methods={"gradient_descent": {"learning_rate": 0.201}},
        window=(-11, 11, -6, 6),
        steps=300,
        watch="Only the rate has changed, by six per cent. Look at the last coordinate.",
        claim="At 0.201 > 0.2 each step multiplies $y$ by −1.01: it changes sign and grows at every step.",
        holds=lambda run: _grows(run.x[:, 1]),
    ),
    _descent(
        "Exactly at the limit",
        f="x^2",
        start=(3,),
        methods={"gradient_descent": {"learning_rate": 1.0}},
        steps=20,
        watch="The step jumps over the minimum to a point exactly as far on the other side.",
        claim="At $\\eta = 2/L = 1$ the iterates are 3, −3, 3, −3, … for ever.",
        holds=lambda run: np.array_equal(run.x[:, 0], [3.0, -3.0] * 10 + [3.0]),
    ),
    _descent(
        "Asleep on the saddle",
        f="x^2 - y^2",
        start=(0, 0),
        methods={
            "gradient_descent": {"learning_rate": 0.1},
            "momentum": {"learning_rate": 0.1},
            "adam": {"learning_rate": 0.1},
        },
        watch="No method that looks only at the gradient moves, although there is a way down along $y$.",
        claim="At the saddle the gradient is exactly zero: every iterate equals the start.",
        holds=lambda *runs: all(np.all(run.x == 0) for run in runs),
    ),
    _descent(
        "A nudge off the saddle",
        f="x^2 - y^2",
        start=(1, 1e-6),
        methods={"gradient_descent": {"learning_rate": 0.1}},
        window=(-1.5, 1.5, -1.5, 1.5),
        watch="First the path runs straight to the saddle and seems to stop. Then it leaves, faster and faster.",
        claim="$|y|$ grows by the factor $1 + 2\\eta = 1.2$ at each step, so the gradient norm first falls, "
        "then rises.",
        holds=lambda run: (
            np.allclose(run.x[1:, 1] / run.x[:-1, 1], 1.2) and 0 < int(np.argmin(run.gradient_norm)) < run.steps
        ),
    ),
    _descent(
        "Newton loves saddles",
        f="x^2 - y^2",
        start=(1, 0.5),
        methods={"newton": {}, "gradient_descent": {"learning_rate": 0.1}},
        window=(-1.5, 1.5, -1.5, 1.5),
        watch="Newton's method looks for a zero of the gradient, and any will do.",
        claim="Newton lands on the saddle in one step; gradient descent moves away from it along $y$.",
        holds=lambda newton, descent: newton.steps == 1 and np.all(newton.x[-1] == 0) and abs(descent.x[-1, 1]) > 0.5,
    ),
    _descent(
        "Newton runs in circles",
        f="x^4/4 - x^2 + 2x",
        start=(0,),
        methods={"newton": {}},
        steps=20,
        window=(-2.5, 2.0),
        watch="The tangent of $f'$ at 0 points to 1, and the one at 1 points back to 0.",
        claim="The iterates are 0, 1, 0, 1, …: without a line search Newton's method need not converge.",
        holds=lambda run: np.array_equal(run.x[:, 0], [0.0, 1.0] * 10 + [0.0]),
    ),
    _descent(
        "The banana valley",
        f="(1 - x)^2 + 100(y - x^2)^2",
        start=(-1.2, 1),
        methods={"gradient_descent": {"learning_rate": 0.001}, "newton": {}},
        steps=1000,
        watch="Gradient descent falls into the curved valley at once and then crawls along its floor.",
        claim="Newton needs fewer than 10 steps; gradient descent is still more than 0.1 away after 1000.",
        holds=lambda descent, newton: (
            newton.outcome is Outcome.CONVERGED and newton.steps < 10 and np.linalg.norm(descent.x[-1] - 1) > 0.1
        ),
    ),
    _descent(
        "Momentum through a narrow valley",
        f="x^2 + 50y^2",
        start=(10, 1),
        methods={
            "gradient_descent": {"learning_rate": 0.0196},
            "momentum": {"learning_rate": 0.03, "momentum": 0.75},
        },
        window=(-11, 11, -5, 5),
        steps=150,
        watch="The gradients across the valley cancel in the velocity; those along it add up.",
        claim="After 150 steps momentum is more than a thousand times nearer the minimum.",
        holds=lambda descent, momentum: np.linalg.norm(momentum.x[-1]) * 1000 < np.linalg.norm(descent.x[-1]),
    ),
    _descent(
        "Adam does not settle on a crease",
        f="|x| + |y|",
        start=(1, 0.7),
        methods={"adam": {"learning_rate": 0.1}},
        window=(-1.5, 1.5, -1.5, 1.5),
        steps=200,
        watch="The slope of $|x|$ is as large beside the minimum as far from it.",
        claim="After 200 steps at a constant rate Adam still moves by more than a thousandth at each step.",
        holds=lambda run: run.step_length[-20:].min() > 1e-3,
    ),
    _descent(
        "A plateau",
        f="1 - exp(-(x^2 + y^2))",
        start=(2.6, 1.5),
        methods={"gradient_descent": {"learning_rate": 0.4}, "adam": {"learning_rate": 0.1}},
        window=(-3, 3, -3, 3),
        watch="Far from the hole the surface is almost flat. Gradient descent has hardly anything to go by.",
        claim="Adam divides by the size of the gradient and walks on; gradient descent moves less than "
        "0.1 in 100 steps.",
        holds=lambda descent, adam: (
            np.linalg.norm(descent.x[-1] - descent.x[0]) < 0.1 and np.linalg.norm(adam.x[-1]) < 0.1
        ),
    ),
)


def _first_step() -> Run:
    return nm.minimize(nm.Objective.parse("x^2"), [3.0], learning_rate=0.1, steps=1, tolerance=None)


def _largest_rate() -> float:
    """2/λmax of x² + 5y²."""
    hessian = nm.Objective.parse("x^2 + 5y^2").hessian([0.0, 0.0])
    return float(2 / np.linalg.eigvalsh(hessian).max())


def _saddle_eigenvalues() -> np.ndarray:
    return np.linalg.eigvalsh(nm.Objective.parse("x^2 - y^2").hessian([0.0, 0.0]))


def _gradient_at(point: Sequence[float], f: str) -> np.ndarray:
    return nm.Objective.parse(f).gradient(point)


def _rosenbrock_condition() -> float:
    return float(np.linalg.cond(nm.Objective.parse("(1 - x)^2 + 100(y - x^2)^2").hessian([1.0, 1.0])))


QUESTIONS: tuple[Question, ...] = (
    NumericQuestion(
        "Gradient descent on $f(x) = x^2$ starts at $x = 3$ with the learning rate 0.1. Where is it after one step?",
        answer=lambda: float(_first_step().x[-1, 0]),
        why="$f'(3) = 6$, so the step is $3 - 0.1 \\cdot 6 = 2.4$.",
    ),
    NumericQuestion(
        "Below which learning rate does gradient descent converge on $x^2 + 5y^2$?",
        answer=_largest_rate,
        why="The Hessian is diag(2, 10). Each coordinate is multiplied by $1 - \\eta\\lambda$, which is smaller "
        "than 1 in magnitude only if $\\eta < 2/\\lambda_{\\max} = 0.2$.",
    ),
    ChoiceQuestion(
        "Where does the gradient point?",
        (
            Choice(
                "Along the steepest ascent",
                lambda: bool(np.array_equal(_gradient_at((1, 1), "x^2 + 5y^2"), [2, 10])),
                "Right: of all unit directions $u$, $u^\\top \\nabla f$ is largest along the gradient itself.",
            ),
            Choice(
                "To the nearest minimum",
                lambda: bool(np.isclose(np.cross([*_gradient_at((1, 1), "x^2 + 5y^2"), 0], [1, 1, 0])[2], 0)),
                "Not in general: at (1, 1) on $x^2 + 5y^2$ the negative gradient is (−2, −10), but the minimum lies "
                "along (−1, −1).",
            ),
            Choice(
                "Along the contour line",
                lambda: bool(np.isclose(_gradient_at((1, 1), "x^2 + 5y^2") @ [5, -1], _norm_of_step())),
                "No: along a contour $f$ does not change, so the gradient is perpendicular to it.",
            ),
        ),
    ),
    ChoiceQuestion(
        "Gradient descent starts exactly at the saddle (0, 0) of $x^2 - y^2$. What happens?",
        (
            Choice(
                "It rolls down along $y$",
                lambda: not np.all(_gradient_at((0, 0), "x^2 - y^2") == 0),
                "There is a way down, but the gradient does not show it: it is zero there.",
            ),
            Choice(
                "It does not move",
                lambda: bool(np.all(_gradient_at((0, 0), "x^2 - y^2") == 0)),
                "Right: the gradient is zero, so the step is zero. The smallest nudge in $y$ would free it.",
            ),
            Choice(
                "It jumps to infinity",
                lambda: not np.all(np.isfinite(_gradient_at((0, 0), "x^2 - y^2"))),
                "Only after it has left the saddle: $-y^2$ is unbounded below, but the first step is zero.",
            ),
        ),
    ),
    ChoiceQuestion(
        "What do the eigenvalues of the Hessian look like at a saddle?",
        (
            Choice(
                "All positive",
                lambda: bool(np.all(_saddle_eigenvalues() > 0)),
                "That is a minimum: the surface curves up in every direction.",
            ),
            Choice(
                "Some positive, some negative",
                lambda: bool(_saddle_eigenvalues().min() < 0 < _saddle_eigenvalues().max()),
                "Right: up along some directions, down along others.",
            ),
            Choice(
                "All zero",
                lambda: bool(np.all(_saddle_eigenvalues() == 0)),
                "Then the second derivatives say nothing about the kind of point.",
            ),
        ),
    ),
    ChoiceQuestion(
        "Why is Rosenbrock's valley hard for gradient descent?",
        (
            Choice(
                "It curves some thousand times more across the valley than along it",
                lambda: _rosenbrock_condition() > 1000,
                "Right: at the minimum the condition number is about 2500. A rate safe across the valley is "
                "tiny along it.",
            ),
            Choice(
                "It has many local minima",
                lambda: len(_rosenbrock_ends()) > 1,
                "It has exactly one critical point: Newton's method ends at (1, 1) from every side.",
            ),
            Choice(
                "The valley floor bends, so the direction of a good step keeps changing",
                lambda: _valley_turns(),
                "Right: the flat direction at (−1, 1) and that at (1, 1) differ by more than 45°.",
            ),
        ),
    ),
)


def _norm_of_step() -> float:
    """The slope that a contour direction would have if the gradient lay along the contour."""
    return float(np.linalg.norm(_gradient_at((1, 1), "x^2 + 5y^2")) * np.hypot(5, 1))


def _rosenbrock_ends() -> set[tuple[float, ...]]:
    """Where Newton's method ends from starts on all sides of the valley."""
    f = nm.Objective.parse("(1 - x)^2 + 100(y - x^2)^2")
    runs = [nm.minimize(f, start, method="newton") for start in ([-2, 3], [2, 3], [0, -1], [-1, 0], [2, -2])]
    return {tuple(np.round(run.x[-1], 6)) for run in runs}


def _valley_turns() -> bool:
    """Whether the flattest directions at two points of Rosenbrock's valley differ by more than 45°."""
    f = nm.Objective.parse("(1 - x)^2 + 100(y - x^2)^2")
    directions = [np.linalg.eigh(f.hessian(point))[1][:, 0] for point in ([-1.0, 1.0], [1.0, 1.0])]
    return bool(abs(directions[0] @ directions[1]) < np.cos(np.pi / 4))
