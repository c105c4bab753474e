"""The experiments and the quiz of the lesson on ill-conditioned descent, as data."""

import math

import numpy as np

import numerics as nm
from numerics.methods import Method
from numerics.quadratic.natural_gradient import classification, losses
from numerics.quadratic.normalization import loss_model, regression
from numerics.quadratic.preconditioning import learned_inverse
from numerics.quadratic.quadratic import Mending, Quadratic, mended
from numerics.quadratic.steps_needed import descent_steps, scaling
from numerics.run import Run
from ui.experiments import Experiment
from ui.ill_conditioned_descent.runs import tuned
from ui.quiz import Choice, ChoiceQuestion, NumericQuestion, Question

ROSENBROCK = "(1 - x)^2 + 100(y - x^2)^2"
SCALING, PRECONDITIONING, BFGS, NORMALIZATION, NATURAL, EIGENBASIS = (
    f"[To the picture](#{anchor})"
    for anchor in ("scaling", "preconditioning", "bfgs", "normalization", "natural", "eigenbasis")
)


def _run(quadratic: Quadratic, method: Method, steps: int = 1000) -> Run:
    goal = 1e-10 * float(np.linalg.norm(quadratic.matrix @ quadratic.start))
    return nm.minimize(quadratic.objective, quadratic.start, method, steps=steps, tolerance=goal)


def _steps(condition: float, angle: float, name: str) -> int:
    quadratic = Quadratic.rotated(condition, angle)
    return _run(quadratic, tuned(name, quadratic), 5000).steps


def _canyon() -> bool:
    quadratic = Quadratic.rotated(5, 45)
    run = _run(quadratic, tuned("gradient_descent", quadratic))
    error = quadratic.bottom.errors(run)[:20]
    flat, steep = (error[1:] / error[:-1]).T
    return np.allclose(flat, 2 / 3) and np.allclose(steep, -2 / 3) and run.steps == 57


def _perpendicular() -> bool:
    quadratic = Quadratic.rotated(100, 45)
    start = quadratic.bottom.directions @ [100.0, 1.0]
    run = nm.minimize(quadratic.objective, start, "gradient_descent_exact", steps=20, tolerance=None)
    moves = np.diff(run.x, axis=0)
    cosine = np.vecdot(moves[1:], moves[:-1]) / np.linalg.norm(moves[1:], axis=1) / np.linalg.norm(moves[:-1], axis=1)
    return bool(np.abs(cosine).max() < 1e-4) and np.allclose(run.f[1:] / run.f[:-1], (99 / 101) ** 2, rtol=1e-3)


def _beyond() -> bool:
    quadratic = Quadratic.rotated(5, 45)
    run = _run(quadratic, tuned("gradient_descent", quadratic, "beyond"), 100)
    flat, steep = np.abs(quadratic.bottom.errors(run)).T
    return bool(np.allclose(steep[1:], 1.05 * steep[:-1], rtol=1e-6) and flat[60] < 1e-10)


def _hump() -> bool:
    quadratic = Quadratic.rotated(100, 45)
    run = _run(quadratic, tuned("momentum", quadratic))
    steep = np.abs(quadratic.bottom.errors(run)[:, 1])
    return bool(steep[1:6].max() > 1 and run.steps == 143 and _steps(100, 45, "gradient_descent") == 1152)


def _bfgs() -> bool:
    quadratic = Quadratic.rotated(1000, 20)
    exact = _run(quadratic, tuned("bfgs", quadratic))
    return exact.steps == 2 and bool(learned_inverse(exact)[-1] < 1e-6)


def _rosenbrock() -> bool:
    quadratic, mending = mended(nm.Objective.parse(ROSENBROCK).hessian([1.0, 1.0]))
    steps = descent_steps("gradient_descent", quadratic.eigenvalues)
    return mending is Mending.NONE and round(quadratic.condition) == 2508 and 28_000 < steps < 30_000


def _saddle() -> bool:
    quadratic, mending = mended(nm.Objective.parse("x^2 - y^2").hessian([0.5, 0.5]))
    return mending is Mending.REFLECTED and math.isclose(quadratic.condition, 1.0)


def _condition(scale: float, offset: float, correlation: float, treatment: str) -> float:
    return loss_model(regression(scale, offset, correlation), treatment)[0].condition


def _natural() -> bool:
    data = regression(20, 5, 0.9)
    raw, standardized = (classification(data, treatment) for treatment in ("raw", "standardized"))
    natural, plain = losses(raw, 60, natural=True), losses(raw, 40, natural=False)
    excess = (plain - natural.min()) / (plain[0] - natural.min())
    same = np.allclose(natural, losses(standardized, 60, natural=True), rtol=0, atol=1e-9)
    return same and bool(natural[8] - natural.min() < 1e-10 and excess[40] > 0.1)


def _distinct() -> bool:
    counts = scaling(np.array([1e2, 1e4]), 50, "ends").counts
    return counts["conjugate_gradient"].max() == 2


def _rounded() -> bool:
    found = scaling(np.array([10.0, 1e4]), 20, "log")
    first, last = found.counts["conjugate_gradient"]
    return bool(first <= 20 < last <= 45)


EXPERIMENTS: tuple[Experiment, ...] = (
    Experiment(
        "The canyon, κ = 5",
        {"methods": "gradient_descent", "steps": "20"},
        "The curvature along [1, 1] is five times that along [1, −1]. The path crosses the valley at every step.",
        "At its best rate, 2/(1 + 5), gradient descent multiplies the error along [1, −1] by 2/3 and along [1, 1] by "
        "−2/3: the sign is the zig-zag. It takes 57 steps to shrink the gradient to 1e-10.",
        _canyon,
    ),
    Experiment(
        "Perfect line searches do not help",
        {"kappa": "100", "methods": "gradient_descent_exact", "steps": "20", "start": "-70.003571,71.417785"},
        "Each step goes to the lowest point along the gradient, and the next one leaves at a right angle.",
        "From the worst start, with κ times as much error along the flat direction, f falls by exactly "
        "((κ − 1)/(κ + 1))² a step: 4 % of it, for ever.",
        _perpendicular,
    ),
    Experiment(
        "A little beyond the limit",
        {"methods": "gradient_descent", "rate": "beyond", "steps": "100"},
        "One error falls as it should; the other one grows.",
        "At η = 2.05/λmax the error along the steep direction grows by 5 % a step and wins in the end, while the flat "
        "direction is solved to ten digits within 60 steps.",
        _beyond,
        where=EIGENBASIS,
    ),
    Experiment(
        "Momentum's hump",
        {"kappa": "100", "methods": "gradient_descent,momentum", "steps": "150", "errors": "momentum"},
        "The dotted lines rise before they fall: the best momentum has a double root at both ends of the spectrum.",
        "Along the steep direction the error first grows beyond its start. All the same momentum needs 143 steps where "
        "gradient descent needs 1152.",
        _hump,
        where=EIGENBASIS,
    ),
    Experiment(
        "One step, however ill-conditioned",
        {"kappa": "10000", "angle": "0", "methods": "gradient_descent,diagonal_preconditioning"},
        "The valley lies along an axis. Then turn the steep direction by 45 degrees.",
        "At 0° A is diagonal and diag(A)⁻¹ is its inverse: one step of size 1 for any κ. At 45° both diagonal entries "
        "are equal, and diagonal preconditioning is gradient descent with another rate.",
        lambda: _steps(1e4, 0, "diagonal_preconditioning") == 1 and _steps(1e4, 45, "diagonal_preconditioning") == 5000,
        where=PRECONDITIONING,
    ),
    Experiment(
        "BFGS learns the inverse",
        {"kappa": "1000", "angle": "20", "methods": "bfgs,newton"},
        "The distance of its matrix to H⁻¹, from step to step.",
        "With exact line searches BFGS has the inverse Hessian after n = 2 steps, and stands at the minimum.",
        _bfgs,
        where=BFGS,
    ),
    Experiment(
        "Only two curvatures",
        {"n": "50", "spread": "ends"},
        "The diamonds of conjugate gradient lie on a flat line at 2.",
        "Conjugate gradient needs as many steps as there are different eigenvalues: 2 in 50 variables, at any κ.",
        _distinct,
        where=SCALING,
    ),
    Experiment(
        "When n steps are not enough",
        {"n": "20", "spread": "log"},
        "Conjugate gradient begins on its dotted line and rises above it.",
        "In exact arithmetic 20 steps are enough for 20 variables. In float64 it takes more at κ = 10⁴, though not "
        "many: rounding costs the directions their conjugacy.",
        _rounded,
        where=SCALING,
    ),
    Experiment(
        "The floor of Rosenbrock's valley",
        {"of": "function", "f": ROSENBROCK, "at": "1,1", "methods": "gradient_descent,momentum,newton"},
        "Its Hessian at the minimum is the quadratic of this page.",
        "κ = 2508 there, so gradient descent needs nearly 29 000 steps for ten digits, even at its best rate.",
        _rosenbrock,
    ),
    Experiment(
        "A saddle has no bottom",
        {"of": "function", "f": "x^2 - y^2", "at": "0.5,0.5"},
        "Read what is shown in its place.",
        "The eigenvalues are 2 and −2. With the negative one replaced by its size the quadratic has κ = 1.",
        _saddle,
    ),
    Experiment(
        "Standardize the features",
        {"scale": "100", "offset": "10", "correlation": "0"},
        "Four treatments of the same data: two of the lines hardly fall.",
        "κ of XᵀX/N is above 10⁶ for the raw features and 1 after standardizing them.",
        lambda: _condition(100, 10, 0, "raw") > 1e6 and math.isclose(_condition(100, 10, 0, "standardized"), 1.0),
        where=NORMALIZATION,
    ),
    Experiment(
        "What standardizing cannot mend",
        {"scale": "1", "offset": "0", "correlation": "0.95"},
        "Raw, centred and standardized features give the same line; only whitening helps.",
        "Correlated features lie in an oblique valley: κ = (1 + 0.95)/(1 − 0.95) = 39 before and after.",
        lambda: (
            math.isclose(_condition(1, 0, 0.95, "raw"), 39, rel_tol=1e-9)
            and math.isclose(_condition(1, 0, 0.95, "standardized"), 39, rel_tol=1e-9)
            and math.isclose(_condition(1, 0, 0.95, "whitened"), 1, rel_tol=1e-9)
        ),
        where=NORMALIZATION,
    ),
    Experiment(
        "A gradient that knows no units",
        {"scale": "20", "offset": "5", "correlation": "0.9"},
        "Two of the four lines lie on each other.",
        "The natural gradient of the logistic loss takes the same losses on raw and on standardized features, and is "
        "at the minimum within 8 steps. The plain gradient on raw features keeps a tenth of its first excess after 40.",
        _natural,
        where=NATURAL,
    ),
)


def _factor(name: str, condition: float) -> float:
    """The factor a step in the long run, with the best knobs."""
    quadratic = Quadratic.rotated(condition, 0)
    found = tuned(name, quadratic).contraction(quadratic.eigenvalues)
    assert found is not None
    return float(found.max())


def _unmoved(name: str) -> bool:
    """Whether a method takes as many steps on a turned quadratic."""
    return _steps(50, 0, name) == _steps(50, 30, name)


def _longer(factor: float) -> bool:
    """Whether momentum takes about `factor` times as many steps when κ is a hundred times as large."""
    counts = [descent_steps("momentum", np.array([1.0, condition])) for condition in (100.0, 10_000.0)]
    return 0.8 < counts[1] / counts[0] / factor < 1.25


QUESTIONS: tuple[Question, ...] = (
    NumericQuestion(
        "κ = 9. By what factor does gradient descent with the best constant rate shrink the error at every step?",
        lambda: _factor("gradient_descent", 9),
        "(κ − 1)/(κ + 1) = 8/10.",
    ),
    NumericQuestion(
        "And the best momentum, κ = 9, in the long run?",
        lambda: _factor("momentum", 9),
        "(√κ − 1)/(√κ + 1) = 2/4.",
    ),
    ChoiceQuestion(
        "κ grows from 100 to 10 000. How many more steps does tuned momentum need?",
        (
            Choice("About 10 times as many", lambda: _longer(10), "Right: its steps grow like √κ."),
            Choice(
                "About 100 times as many", lambda: _longer(100), "That is gradient descent, whose steps grow like κ."
            ),
            Choice("As many as before", lambda: _longer(1), "Only Newton's method does not feel κ."),
        ),
    ),
    ChoiceQuestion(
        "The quadratic is turned by 30°, and the start with it. Which methods take as many steps as before?",
        (
            Choice(
                "Gradient descent",
                lambda: _unmoved("gradient_descent"),
                "Right: it sees lengths and angles only, which a rotation keeps.",
            ),
            Choice(
                "Diagonal preconditioning",
                lambda: _unmoved("diagonal_preconditioning"),
                "It treats the axes as special: exact when the valley lies along one, poor when it does not.",
            ),
            Choice("Newton's method", lambda: _unmoved("newton"), "Right: one step in any coordinates."),
            Choice("Momentum", lambda: _unmoved("momentum"), "Right: like gradient descent, it has no favourite axes."),
        ),
    ),
    NumericQuestion(
        "Two standardized features have the correlation 0.8. What is κ of the Hessian of their regression?",
        lambda: _condition(10, 3, 0.8, "standardized"),
        "The Hessian has the eigenvalues 1 + 0.8, 1 − 0.8, and 1 for the bias: κ = 1.8/0.2 = 9.",
    ),
)
