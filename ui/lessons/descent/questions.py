"""The quiz of the descent laboratory."""

from collections.abc import Sequence

import numpy as np

import numerics as nm
from numerics.rules.templates import TEMPLATES
from numerics.run import Run
from ui.quiz import Choice, ChoiceQuestion, NumericQuestion, Question

QUESTIONS: tuple[Question, ...] = (
    NumericQuestion(
        "Gradient descent on $f(x) = x^2$ starts at $x = 3$ with the learning rate 0.1. Where is it after one step?",
        answer=lambda: float(_first_step().x[-1, 0]),
        why="$f'(3) = 6$, so the step is $3 - 0.1 \\cdot 6 = 2.4$.",
    ),
    NumericQuestion(
        "The rule $x \\leftarrow x - \\eta\\, g / \\lVert g \\rVert$ with $\\eta = 0.4$ starts at $x = 1$ on "
        "$f(x) = x^2$. Where is it after four steps?",
        answer=lambda: float(_normalized_steps().x[-1, 0]),
        why="The gradient gives the direction alone, so every step is 0.4 long: 1, 0.6, 0.2, −0.2, 0.2. It will hop "
        "between 0.2 and −0.2 for ever.",
    ),
    NumericQuestion(
        "Below which learning rate does gradient descent converge on $x^2 + 5y^2$?",
        answer=lambda: _largest_rate(),
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
    ChoiceQuestion(
        "What does gradient descent do in a bowl if the learning rate is too large, $\\eta > 2/\\lambda_{\\max}$?",
        (
            Choice(
                "Every step jumps across the bottom and ends higher up than it began: it diverges",
                lambda: bool((np.diff(_too_fast().f) > 0).all() and (np.diff(np.sign(_too_fast().x[:, 0])) != 0).all()),
                "Right: along the steepest direction the error is multiplied by $1 - \\eta\\lambda_{\\max} < -1$.",
            ),
            Choice(
                "It arrives in fewer steps",
                lambda: _too_fast().outcome is nm.Outcome.CONVERGED,
                "That is so up to the best rate; beyond the limit it never arrives.",
            ),
            Choice(
                "It settles in another minimum",
                lambda: abs(_too_fast().x[-1, 0]) < abs(_too_fast().x[0, 0]),
                "A bowl has no other, and nothing settles. (With several minima a large rate may well choose another.)",
            ),
        ),
    ),
)


def _first_step() -> Run:
    return nm.minimize(nm.Objective.parse("x^2"), [3.0], learning_rate=0.1, steps=1, tolerance=None)


def _too_fast() -> Run:
    return nm.minimize(nm.Objective.parse("x^2"), [1.0], learning_rate=1.1, steps=20)


def _normalized_steps() -> Run:
    rule = nm.parse_rule(TEMPLATES["Normalized gradient"])
    return nm.minimize(nm.Objective.parse("x^2"), [1.0], rule(), steps=4, tolerance=None, learning_rate=0.4)


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
