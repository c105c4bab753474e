"""The experiments and the quiz of the lesson on curvature, as data."""

from collections.abc import Callable, Sequence

import numpy as np

import numerics as nm
from numerics.curvature import Kind
from numerics.local_model import LocalModel, local_model
from ui.experiments import Experiment
from ui.links import text_of
from ui.quiz import Choice, ChoiceQuestion, NumericQuestion, Question

BOWL, SADDLE, CUBIC, ROSENBROCK = "x^2 + 0.5y^2", "x^2 - y^2", "x^3 - 2x y - y^6", "(1 - x)^2 + 100(y - x^2)^2"


def _at(
    title: str,
    f: str,
    at: Sequence[float],
    *,
    watch: str,
    claim: str,
    holds: Callable[[LocalModel], object],
    window: str = "",
    where: str = "",
    **more: str,
) -> Experiment:
    """An experiment at a point, whose link and whose check are made from the same settings."""
    link = {"f": f, "at": text_of(list(map(float, at))), **({"window": window} if window else {}), **more}
    return Experiment(
        title, link, watch, claim, lambda: bool(holds(local_model(nm.Objective.parse(f), at))), where=where
    )


EXPERIMENTS: tuple[Experiment, ...] = (
    _at(
        "A bowl, at its bottom",
        BOWL,
        (0, 0),
        watch="Both eigenvalues are positive and the gradient is zero. Now move the point: the type disappears.",
        claim="λ = 1 and 2 at (0, 0): a minimum. At (1, 1) the eigenvalues are the same, and it is no minimum.",
        holds=lambda m: (
            m.kind is Kind.MINIMUM
            and m.eigenvalues.tolist() == [1, 2]
            and local_model(m.f, (1, 1)).eigenvalues.tolist() == [1, 2]
            and local_model(m.f, (1, 1)).kind is None
        ),
    ),
    _at(
        "Up one way, down the other",
        SADDLE,
        (0, 0),
        watch="The model's contours are hyperbolas. Look at the curvature over the angle: it changes sign at 45°.",
        claim="λ = −2 and 2: a saddle. At 45° the curvature dᵀHd is 0, the mean of both.",
        holds=lambda m: (
            m.kind is Kind.SADDLE and m.eigenvalues.tolist() == [-2, 2] and abs(float(m.curvature((1, 1)))) < 1e-15
        ),
        angle="45",
    ),
    _at(
        "Steep and curved down",
        CUBIC,
        (1, 2),
        watch="One eigenvalue is enormous and negative. Which step does the model recommend?",
        claim="H = [[6, −2], [−2, −480]], λ = −480.00823 and 6.00823. gᵀHg < 0, so there is no ε*.",
        holds=lambda m: (
            m.hessian.tolist() == [[6, -2], [-2, -480]]
            and np.allclose(m.eigenvalues, [-480.00823, 6.00823], atol=5e-6)
            and m.best_step is None
        ),
        window="-1,3,0,3",
        where="[See the step.](#step)",
    ),
    _at(
        "The model is exact, and twice the best step is the limit",
        "x^2 + 5y^2",
        (10, 1),
        watch="For a quadratic, model and function are one curve. Push ε beyond 2 ε*.",
        claim="ε* = gᵀg/gᵀHg = 500/1800 = 0.2778, and beyond 0.5556 the step climbs.",
        holds=lambda m: (
            abs((m.best_step or 0) - 500 / 1800) < 1e-12 and abs((m.climbing_step or 0) - 1000 / 1800) < 1e-9
        ),
        window="-12,12,-6,6",
        share="1.0",
        where="[See the step.](#step)",
    ),
    _at(
        "A model that is soon wrong",
        ROSENBROCK,
        (-1.2, 1),
        watch="Dashed ellipses touch the curved valley at one point and leave it at once.",
        claim="At (−1.2, 1) the Hessian is positive definite with κ = 63.7, and ε* is 0.00066.",
        holds=lambda m: m.eigenvalues.min() > 0 and 63.7 < m.condition < 63.8 and 6.6e-4 < (m.best_step or 0) < 6.7e-4,
        window="-2,2,-1,3",
    ),
    _at(
        "The test that does not tell",
        "x^4 + y^2",
        (0, 0),
        watch="The parabola is flat along x: λ = 0. The page does not guess.",
        claim="∇f = 0 and λ = 0, 2: the second-derivative test is inconclusive, although this is a minimum.",
        holds=lambda m: m.kind is Kind.UNDECIDED and m.eigenvalues.tolist() == [0, 2],
        window="-1.5,1.5,-1.5,1.5",
    ),
)


def _decrease(text: str) -> float:
    """What one step of 0.1 from x = 1 gains."""
    return float(local_model(nm.Objective.parse(text, variables=("x",)), [1.0]).actual_decrease(0.1))


def _kind(text: str, at: Sequence[float]) -> Kind | None:
    return local_model(nm.Objective.parse(text), at).kind


QUESTIONS: tuple[Question, ...] = (
    NumericQuestion(
        "f = x², x = 1, ε = 0.1. The gradient promises a decrease of 0.4. How much does the step really gain?",
        answer=lambda: _decrease("x^2"),
        why="f(1) − f(1 − 0.1 · 2) = 1 − 0.64 = 0.36: positive curvature takes ½ ε² gᵀHg = 0.04 away.",
    ),
    ChoiceQuestion(
        "All eigenvalues of the Hessian at a point are positive. What is the point?",
        (
            Choice(
                "A minimum",
                lambda: _kind(BOWL, (1, 1)) is Kind.MINIMUM,
                "Only if ∇f = 0 there as well. On a slope f bends up and still falls one way.",
            ),
            Choice(
                "A minimum if also ∇f = 0",
                lambda: _kind(BOWL, (0, 0)) is Kind.MINIMUM and _kind(BOWL, (1, 1)) is None,
                "Right: curvature tells the kind of a critical point, and nothing about other points.",
            ),
        ),
    ),
    NumericQuestion(
        "The Hessian has the eigenvalues 2 and 10. What is the curvature at 60° to the eigenvector of 10?",
        answer=lambda: float(
            local_model(nm.Objective.parse("x^2 + 5y^2"), (0, 0)).curvature((np.sin(np.pi / 3), np.cos(np.pi / 3)))
        ),
        why="The weights are cos² 60° = 1/4 and sin² 60° = 3/4: 10/4 + 2 · 3/4 = 4.",
    ),
    ChoiceQuestion(
        "What does the Hessian add to the gradient?",
        (
            Choice(
                "How far a step may go before the gradient's promise fails",
                lambda: local_model(nm.Objective.parse("x^2 + 5y^2"), (10, 1)).best_step is not None,
                "Right: it tells how the slope changes along the step.",
            ),
            Choice(
                "The direction of steepest descent",
                lambda: bool(np.allclose(np.linalg.solve([[2, 0], [0, 10]], [20, 10]) / 10, np.array([20, 10]) / 20)),
                "That is −∇f alone. Newton's direction, which uses H, is another one.",
            ),
        ),
    ),
)
