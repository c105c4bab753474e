"""The experiments and the quiz of the lesson on derivatives, as data."""

import math

import numpy as np

import numerics as nm
from numerics.differentiation import derivation, derivative_errors, directions, sign_descent, unit
from numerics.language import to_latex
from numerics.run import Run
from ui.experiments import Experiment
from ui.quiz import Choice, ChoiceQuestion, NumericQuestion, Question

NUMERIC = "Look under [*How good is a numeric derivative?*](#numeric)"
TAYLOR = "Look under [*Is this gradient right?*](#taylor)"
RULES = "Look under [*The derivation, rule by rule*](#rules)"
SIGNS = "Look under [*Only the sign*](#signs)"
SQUIRE = "exp(x)/sqrt(sin(x)^3 + cos(x)^3)"


def _taylor_slope(text: str, x: list[float], broken: float) -> float:
    """The slope of the Taylor remainder, with the first entry of the gradient off by a part of its length."""
    f = nm.Objective.parse(text)
    claimed = f.gradient(x) + broken * np.linalg.norm(f.gradient(x)) * np.eye(len(x))[0]
    return nm.taylor_test(f, x, np.ones(len(x)), claimed).slope or 0.0


def _sign_walk(text: str, x: float, rate: float, steps: int) -> Run:
    return nm.minimize(nm.Objective.parse(text), [x], sign_descent(rate), steps=steps, tolerance=None)


def _cube() -> bool:
    f = nm.Objective.parse("x^3")
    return (
        f.gradient([1.0]) == [3] and f.hessian([1.0]) == [[6]] and to_latex(derivation("x^3", "x").result) == "3 x^{2}"
    )


def _plane() -> bool:
    f = nm.Objective.parse("2x - y")
    points = np.array([[0.0, 0.0], [3.0, -4.0], [-5.0, 2.0]])
    return bool((f.gradient(points) == [2, -1]).all()) and not f.hessian(points).any()


def _steepest() -> bool:
    g = nm.Objective.parse("x^2 + 5y^2").gradient([2.0, 1.0])
    seen = directions(g)
    lowest = seen.angles[seen.slopes.argmin()]
    return (
        seen.descent is not None
        and abs(lowest - seen.descent) <= 0.5
        and np.allclose(unit(seen.descent), -g / np.linalg.norm(g))
        and math.isclose(float(unit(seen.descent) @ g), -math.hypot(4, 10))
    )


def _too_small() -> bool:
    found = derivative_errors("exp(x)", {"x": 1.0}, "x")
    forward, best = found.errors["forward"], found.best("forward")
    tiny = forward[np.searchsorted(found.h, 1e-17)]
    return best is not None and 1e-9 < best.h < 1e-7 and best.error < 1e-7 and math.isclose(tiny, math.e, rel_tol=1e-12)


def _complex() -> bool:
    found = derivative_errors(SQUIRE, {"x": 1.5}, "x")
    forward, complex_step = found.best("forward"), found.best("complex")
    return (
        forward is not None
        and complex_step is not None
        and forward.error > 1e-8
        and complex_step.error < 2e-15
        and float(found.errors["complex"][: len(found.h) // 2].max()) < 2e-15
    )


def _half() -> bool:
    best = {name: derivative_errors("sin(x)", {"x": 1.0}, "x", name).best("central") for name in nm.FORMATS}
    half, brain, double = best["float16"], best["bfloat16"], best["float64"]
    return (
        half is not None
        and brain is not None
        and double is not None
        and double.error < 1e-10
        and 1e-4 < half.error < 1e-2
        and brain.error > half.error
        and half.h > 1e3 * double.h
    )


def _broken() -> bool:
    text, x = "(1 - x)^2 + 100(y - x^2)^2", [-1.2, 1.0]
    return abs(_taylor_slope(text, x, 0.0) - 2) < 0.1 and abs(_taylor_slope(text, x, 0.01) - 1) < 0.1


def _chain() -> bool:
    found = derivation("exp(-x^2) sin(3x)", "x")
    names = [step.name for step in found.steps]
    return names[-1] == "Product rule" and "Chain rule: exp" in names and "Chain rule: sin" in names


def _kink() -> bool:
    try:
        derivative_errors("|x|", {"x": 0.0}, "x")
    except nm.NumericsError:
        return (
            nm.Objective.parse("|x|").gradient([0.0]) == [0]
            and derivative_errors("|x|", {"x": 1.0}, "x").obstacle == "abs"
        )
    return False


def _to_and_fro() -> bool:
    signs = _sign_walk("x^2", 3.0, 0.4, 30).x[:, 0]
    plain = nm.minimize(
        nm.Objective.parse("x^2"), [3.0], "gradient_descent", steps=30, learning_rate=0.4, tolerance=None
    ).x[:, 0]
    return np.allclose(np.abs(signs[-4:]), 0.2) and signs[-1] * signs[-2] < 0 and abs(plain[-1]) < 1e-15


EXPERIMENTS: tuple[Experiment, ...] = (
    Experiment(
        "The cube at 1",
        {"f": "x^3", "at": "1", "window": "-2,2"},
        "Each row shows as a height what the row above has as a slope. Press play.",
        "At x = 1 the derivatives of x³ are f′ = 3 and f″ = 6; by the power rule f′ = 3x².",
        _cube,
    ),
    Experiment(
        "A plane has one gradient",
        {"f": "2x - y", "at": "1,1", "window": "-5,5,-5,5"},
        "Click anywhere: the arrows are all the same.",
        "∇(2x − y) = (2, −1) at every point, and all second derivatives are 0.",
        _plane,
    ),
    Experiment(
        "The steepest way down",
        {"f": "x^2 + 5y^2", "at": "2,1", "window": "-4,4,-4,4", "angle": "200"},
        "Turn u until the slope is least. Which arrow does it lie on?",
        "∇f = (4, 10). The least slope is −‖∇f‖ = −10.77, in the direction −∇f/‖∇f‖. That arrow does not point to the "
        "minimum at (0, 0).",
        _steepest,
    ),
    Experiment(
        "The smaller h, the better?",
        {"f": "exp(x)", "at": "1", "window": "-1,2"},
        "Follow the forward difference from right to left.",
        "In float64 the forward difference of eˣ at 1 is best near h = 10⁻⁸, with an error of about 10⁻⁸. With "
        "h = 10⁻¹⁷ x + h is x, the quotient is 0 and the error is all of f′ = 2.718.",
        _too_small,
        where=f"{NUMERIC}.",
    ),
    Experiment(
        "The complex step",
        {"f": SQUIRE, "at": "1.5", "window": "0.2,2"},
        "Of the three ways one has no slope to the left.",
        "On the function of Squire and Trapp (1998) the forward difference is off by more than 10⁻⁸ at its best; the "
        "complex step is right to the last place for every h below 10⁻¹⁶.",
        _complex,
        where=f"{NUMERIC}.",
    ),
    Experiment(
        "In sixteen bits",
        {"f": "sin(x)", "at": "1", "window": "-4,4", "compare": "formats"},
        "Compare the formats. The fewer bits, the larger the best h.",
        "The central difference of sin at 1 has an error below 10⁻¹⁰ in float64, but 10⁻⁴ to 10⁻² in float16, and more "
        "in bfloat16. The best h is more than a thousand times larger than in float64.",
        _half,
        where=f"{NUMERIC}.",
    ),
    Experiment(
        "A gradient with a bug",
        {"f": "(1 - x)^2 + 100(y - x^2)^2", "at": "-1.2,1", "broken": "0.01"},
        "Set the break to 0 and watch the slope of the remainder.",
        "Off by one per cent of its length, the gradient leaves a remainder that falls with slope 1. The right one "
        "gives slope 2.",
        _broken,
        where=f"{TAYLOR}.",
    ),
    Experiment(
        "From the inside out",
        {"f": "exp(-x^2) sin(3x)", "at": "0.5", "window": "-3,3"},
        "Read the steps: powers, then chains, then the product.",
        "The last rule is the product rule; before it come the chain rules for exp and sin.",
        _chain,
        where=f"{RULES}.",
    ),
    Experiment(
        "A kink",
        {"f": "|x|", "at": "0", "window": "-2,2"},
        "The two sides have slopes −1 and 1. Then move the point to 1.",
        "|x| has no derivative at 0 (the laboratory takes the mean of both sides, 0). Beside it, at 1, differences are "
        "right, but the complex step does not exist: |z| has no complex derivative.",
        _kink,
        where=f"{NUMERIC}.",
    ),
    Experiment(
        "To and fro",
        {"f": "x^2", "at": "3", "window": "-4,4", "rate": "0.4", "steps": "30"},
        "Press play under the walk.",
        "With ε = 0.4 steps along the sign end in −0.2, 0.2, −0.2, … and come no nearer; steps along the gradient are "
        "nearer than 10⁻¹⁵ after 30 steps.",
        _to_and_fro,
        where=f"{SIGNS}.",
    ),
)

QUESTIONS: tuple[Question, ...] = (
    ChoiceQuestion(
        "f = x² + 5y² at (2, 1). In which direction does f fall fastest?",
        (
            Choice(
                "straight to the minimum, along (−2, −1)",
                lambda: _falls_fastest((-2.0, -1.0)),
                "That way f falls too, but more slowly: the contour lines are ellipses, not circles.",
            ),
            Choice(
                "along (−4, −10)",
                lambda: _falls_fastest((-4.0, -10.0)),
                "Right: against the gradient (4, 10), at right angles to the contour line.",
            ),
            Choice(
                "along (4, 10)",
                lambda: _falls_fastest((4.0, 10.0)),
                "That is the gradient itself: the steepest way up.",
            ),
        ),
    ),
    NumericQuestion(
        "f = 2x − y. How fast does f change along u = (1, 1)/√2? Give uᵀ∇f.",
        lambda: float(unit(45) @ nm.Objective.parse("2x - y").gradient([0.0, 0.0])),
        "∇f = (2, −1), so uᵀ∇f = (2 − 1)/√2 = 0.7071.",
    ),
    NumericQuestion(
        "What is the second derivative of x³ at x = 1?",
        lambda: float(nm.Objective.parse("x^3").hessian([1.0])[0, 0]),
        "f′ = 3x² and f″ = 6x, so 6.",
    ),
    ChoiceQuestion(
        "You approximate the derivative of eˣ at 0 by (f(x + h) − f(x))/h in float32. Which h is best?",
        (
            Choice("1", lambda: _best_in_float32(1.0), "Then the chord is far from the tangent: truncation."),
            Choice(
                "5·10⁻⁴", lambda: _best_in_float32(5e-4), "Right: near √(2ε), where truncation and rounding balance."
            ),
            Choice(
                "10⁻⁷",
                lambda: _best_in_float32(1e-7),
                "x + h has then only a last bit or none of h: rounding.",
            ),
        ),
    ),
    ChoiceQuestion(
        "You halve the step t, and the Taylor remainder |f(x + td) − f(x) − t g·d| halves too. What follows?",
        (
            Choice(
                "g is not the gradient",
                lambda: _halving(0.1) == 2,
                "Right: with the gradient it would fall by a factor of 4. Slope 1 is what a wrong g leaves.",
            ),
            Choice(
                "g is the gradient",
                lambda: _halving(0.0) == 2,
                "With the gradient the term in t cancels, and the remainder falls by a factor of 4.",
            ),
        ),
    ),
)


def _falls_fastest(d: tuple[float, float]) -> bool:
    g = nm.Objective.parse("x^2 + 5y^2").gradient([2.0, 1.0])
    return math.isclose(float(np.array(d) @ g) / math.hypot(*d), -float(np.linalg.norm(g)))


def _best_in_float32(h: float) -> bool:
    """Whether of the offered steps this one has the least error."""
    found = derivative_errors("exp(x)", {"x": 0.0}, "x", "float32")
    errors = {offer: found.errors["forward"][np.abs(found.h - offer).argmin()] for offer in (1.0, 5e-4, 1e-7)}
    return min(errors, key=lambda offer: errors[offer]) == h


def _halving(broken: float) -> int:
    """By what the remainder of a test function falls when the step is halved."""
    return round(2 ** _taylor_slope("exp(x) + y^2", [0.3, -0.7], broken))
