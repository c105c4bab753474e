"""The experiments and the quiz of the lesson on constraints, as data."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from numerics.constrained import ConstrainedProblem, Outcome, SecondOrder, Solution, Status
from ui.experiments import Experiment
from ui.links import text_of
from ui.quiz import Choice, ChoiceQuestion, NumericQuestion, Question

THEORY = r"""
**One convention.** Every constraint is written $c = 0$ or $c \le 0$ with $c$ = left − right, and $\ge$ is turned round
first. For a minimum $\mathcal{L} = f + \sum_i \lambda_i c_i$; to maximize $f$ is to minimize $-f$.

At a minimum $x$ where a *constraint qualification* holds there are multipliers $\lambda$ with
(Karush 1939; Kuhn and Tucker 1951):

1. **Stationarity:** $\nabla f + \sum_i \lambda_i \nabla c_i = 0$. The forces balance.
2. **Primal feasibility:** every constraint holds.
3. **Dual sign:** $\lambda_i \ge 0$ for inequalities. A wall can push, not pull. An equation may do both.
4. **Complementary slackness:** $\lambda_i c_i = 0$. A wall that is not touched does not push.

*What it needs.* $f$ and the constraints have continuous derivatives. The qualification that is checked here is LICQ:
the gradients of the active constraints are independent. Where it fails, a minimum need not have multipliers.
*What it does not say.* A KKT point need not be a minimum. It is one if the problem is convex, or if the Lagrangian
curves upwards along every critical direction. A constraint can be active with $\lambda = 0$ (*weakly* active).

**Or no constraint at all.** If every value of a map $x = \varphi(\theta)$ is allowed, minimize $f(\varphi(\theta))$
freely; its gradient is $J_\varphi^\top \nabla f$. Where $J_\varphi$ loses rank it can be 0 although $f$
still falls in $x$.

**Multipliers are prices.** Loosen $c_i \le 0$ to $c_i \le \varepsilon$, and the least value changes by
$-\lambda_i \varepsilon$ to first order. With $\lVert w\rVert^2 \le c$ on the weights, $2\lambda$ is weight decay; that
each $c$ has its $\lambda$ and the other way round needs a convex loss.
"""


def _case(
    title: str,
    f: str,
    constraints: Sequence[str],
    start: Sequence[float],
    window: Sequence[float],
    *,
    watch: str,
    claim: str,
    holds: Callable[[ConstrainedProblem, Solution], object],
    **more: str,
) -> Experiment:
    """An experiment whose link and whose check are made from the same settings."""
    link = {"f": f, "constraints": "\n".join(constraints), "start": text_of([float(value) for value in start])}
    link |= {"window": text_of([float(value) for value in window]), **more}

    def check() -> bool:
        problem = ConstrainedProblem.parse(f, constraints, maximize=more.get("aim") == "max")
        steps = int(more.get("steps", "100"))
        texts: dict[str, Any] = {"map": more["map"]} if "map" in more else {}
        return bool(holds(problem, problem.solve(start, method=more.get("solver"), steps=steps, **texts)))

    return Experiment(title, link, watch, claim, check)


def _near(values: object, expected: object, tolerance: float = 1e-5) -> bool:
    return bool(np.allclose(np.asarray(values), np.asarray(expected), rtol=0, atol=tolerance))


HALF = float(np.sqrt(0.5))

EXPERIMENTS: tuple[Experiment, ...] = (
    _case(
        "Rosenbrock's valley in a disc",
        "(1 - x)^2 + 100(y - x²)²",
        ["x^2 + y^2 <= 1"],
        (-1.2, 1),
        (-1.5, 1.5, -1.5, 1.5),
        watch="The minimum at (1, 1) is forbidden. The best allowed point lies on the circle, where −∇f points "
        "straight out.",
        claim="x = (0.786415, 0.617698), f = 0.045675, and λ = 0.1215 > 0: strictly active.",
        holds=lambda p, s: (
            _near(s.x, (0.786415, 0.617698))
            and s.kkt.status == (Status.STRONG,)
            and _near(s.multipliers, 0.12149, 1e-4)
        ),
    ),
    _case(
        "Constraints and bounds in one picture",
        "-(2xy + 2x - x² - 2y²)",
        ["x^3 - y = 0", "y - (x-1)^4 - 2 >= 0", "0.5 <= x <= 1.5", "1.5 <= y <= 2.5"],
        (1, 2),
        (0, 2, 1, 3),
        watch="Only a piece of the cubic is allowed. Which of the six constraints push?",
        claim="x = (1.2609, 2.0046), f = 2.049915; multipliers 0.65915 and 4.83759, and 0 for all four bounds.",
        holds=lambda p, s: (
            _near(s.x, (1.2609, 2.0046), 5e-5)
            and _near(s.f, 2.049915, 1e-6)
            and _near(s.multipliers, (0.65915, 4.83759, 0, 0, 0, 0))
        ),
    ),
    _case(
        "Least x + y on the unit circle",
        "x + y",
        ["x² + y² = 1"],
        (1, 0.2),
        (-1.6, 1.6, -1.6, 1.6),
        watch="On an equation the path may leave the circle and has to come back to it.",
        claim="f = −√2 at (−0.7071, −0.7071), with λ = 0.7071.",
        holds=lambda p, s: _near(s.f, -np.sqrt(2), 1e-10) and _near(s.multipliers, HALF),
    ),
    _case(
        "A KKT point that is no minimum",
        "x + y",
        ["x² + y² = 1"],
        (1, 0.2),
        (-1.6, 1.6, -1.6, 1.6),
        watch="The examined point is the *largest* value on the circle. All four conditions hold there, too.",
        claim="At (0.7071, 0.7071) the forces balance with λ = −0.7071; the second-order condition says: no minimum.",
        holds=lambda p, s: (
            p.kkt([HALF, HALF]).holds
            and p.kkt([HALF, HALF]).second_order is SecondOrder.NOT_MINIMUM
            and _near(p.kkt([HALF, HALF]).multipliers, -HALF)
        ),
        at=text_of([HALF, HALF]),
    ),
    _case(
        "An inactive constraint",
        "(x - 1)^2 + (y - 1)^2",
        ["x^2 + y^2 <= 9"],
        (-2, 1),
        (-4, 4, -4, 4),
        watch="The minimum lies inside. The wall is not touched, so it does not push.",
        claim="x = (1, 1), λ = 0: inactive.",
        holds=lambda p, s: s.kkt.status == (Status.INACTIVE,) and s.multipliers[0] == 0 and _near(s.x, 1),
    ),
    _case(
        "Weakly active: touched, and no force",
        "(x - 1)^2 + y^2",
        ["x <= 1"],
        (-2, 1),
        (-3, 3, -3, 3),
        watch="The free minimum happens to lie on the wall. Active does not mean λ > 0.",
        claim="x = (1, 0) with c = 0 and λ = 0.",
        holds=lambda p, s: s.kkt.status == (Status.WEAK,) and _near(s.multipliers, 0, 1e-9),
    ),
    _case(
        "Where multipliers do not exist",
        "(x - 2)^2 + y^2",
        ["(1 - x)^3 - y >= 0", "x >= 0", "y >= 0"],
        (-2, -2),
        (-0.5, 2.5, -1, 2),
        watch="The region ends in a cusp. There the two active gradients point in opposite directions, and no "
        "combination of them balances −∇f (Hock and Schittkowski, problem 13).",
        claim="The solver ends near (1, 0) and says that the constraint qualification fails.",
        holds=lambda p, s: s.outcome is Outcome.NO_MULTIPLIERS and _near(s.x, (1, 0), 1e-3),
    ),
    _case(
        "Too many walls in one corner",
        "x + y",
        ["x >= 0", "y >= 0", "x + y >= 0"],
        (2, 1),
        (-2, 3, -2, 3),
        watch="Three walls meet in a point of the plane. Two would do: the multipliers are not unique.",
        claim="x = (0, 0) is the minimum, and LICQ fails: three gradients of rank 2.",
        holds=lambda p, s: s.kkt.holds and not s.kkt.licq and not s.kkt.unique and s.kkt.rank == 2,
    ),
    _case(
        "Maximize: the largest rectangle",
        "x y",
        ["x + y <= 2", "x >= 0", "y >= 0"],
        (0.5, 0.2),
        (-0.5, 3, -0.5, 3),
        watch="Of all rectangles with x + y ≤ 2 the square is largest. What would a little more length be worth?",
        claim="x = (1, 1), f = 1, λ = 1: loosened by ε, the area grows by about ε.",
        holds=lambda p, s: _near(s.x, 1) and _near(s.f, 1) and _near(s.multipliers, (1, 0, 0)),
        aim="max",
    ),
    _case(
        "Multipliers of either sign",
        "xy + yz",
        ["x + 2y = 6", "x - 3z = 0"],
        (0, 0, 0),
        (0, 6, -1, 4),
        watch="Three variables, two equations: what is left is a line. The map is a slice through the solution.",
        claim="(3, 1.5, 1) is the maximum, f = 6; the multipliers are 2 and −1/2. An equation's may have any sign.",
        holds=lambda p, s: _near(s.x, (3, 1.5, 1)) and _near(s.f, 6) and _near(s.multipliers, (2, -0.5)),
        aim="max",
    ),
    _case(
        "Constraints that contradict each other",
        "x^2 + y^2",
        ["x^2 + y^2 <= 1", "x + y >= 4"],
        (0, 0.5),
        (-2, 4, -2, 4),
        watch="Everything is veiled: no point is allowed.",
        claim="Infeasible. The point shown violates the constraints least.",
        holds=lambda p, s: s.outcome is Outcome.INFEASIBLE and _near(s.x[0], s.x[1], 1e-4),
    ),
    _case(
        "Nothing stops the fall",
        "x + y",
        ["x - y = 1"],
        (1, 0),
        (-4, 4, -4, 4),
        watch="Along the line f falls without end.",
        claim="Unbounded.",
        holds=lambda p, s: s.outcome is Outcome.UNBOUNDED,
    ),
    _case(
        "A linear program ends in a corner",
        "-3x - 5y",
        ["x <= 4", "2y <= 12", "3x + 2y <= 18", "x >= 0", "y >= 0"],
        (0.5, 0.5),
        (-1, 7, -1, 9),
        watch="Where f and all constraints are linear, the solution is a corner, and two walls hold the point.",
        claim="x = (2, 6), f = −36; prices 3/2 and 1, the other constraints cost nothing.",
        holds=lambda p, s: _near(s.x, (2, 6)) and _near(s.multipliers, (0, 1.5, 1, 0, 0)),
    ),
    _case(
        "Weight decay is a ball",
        "((x - 2)^2 + (2y - 2)^2)/2",
        ["x^2 + y^2 <= 0.5"],
        (1, 0.5),
        (-1.5, 2.5, -1.5, 2.5),
        watch="A least-squares loss with its weights held in a ball. The multiplier is the weight decay that gives the "
        "same weights without the ball.",
        claim="With λ of the ball, the minimum of f + λ(x² + y²) is the same point.",
        holds=lambda p, s: (
            ConstrainedProblem.parse(f"((x - 2)^2 + (2y - 2)^2)/2 + {s.multipliers[0]:.15f}(x^2 + y^2)").kkt(s.x).holds
        ),
    ),
    _case(
        "A kink",
        "|x| + |y|",
        ["x + 2y >= 2"],
        (3, 2),
        (-3, 4, -3, 4),
        watch="Level sets with corners. The best point lies on a kink of f, where the gradient does not decide.",
        claim="The solver ends at (0, 1), f = 1, and says that it stopped at a kink.",
        holds=lambda p, s: s.outcome is Outcome.KINK and _near(s.x, (0, 1), 1e-6),
    ),
    _case(
        "A penalty comes from outside",
        "x + y",
        ["x^2 + y^2 <= 2"],
        (0.3, -0.2),
        (-2.5, 2.5, -2.5, 2.5),
        watch="Every violation costs ρ/2 times its square, and ρ grows. Play the path: from which side does it arrive?",
        claim="From the first step to the last before the polish, the point lies outside the disc.",
        holds=lambda p, s: (s.path.violation[1:-1] > 0).all() and _near(s.x, -1),
        solver="quadratic_penalty",
    ),
    _case(
        "A barrier stays inside",
        "x + y",
        ["x^2 + y^2 <= 2"],
        (0.3, -0.2),
        (-2.5, 2.5, -2.5, 2.5),
        watch="The wall repels with μ/(−c), and μ shrinks: the path follows the central path to the solution.",
        claim="No point violates the constraint by more than rounding, and λ = 1/2 at the end.",
        holds=lambda p, s: (s.path.violation < 1e-12).all() and _near(s.multipliers, 0.5),
        solver="log_barrier",
    ),
    _case(
        "Down the gradient and back into the box",
        "(1 - x)^2 + 100(y - x²)²",
        ["-1.5 <= x <= 0.8", "-0.5 <= y <= 1.5"],
        (-1.2, 1),
        (-2, 2, -1, 2),
        watch="Each step goes down the gradient and then to the nearest point of the box. In a valley that is slow.",
        claim="300 steps do not arrive at (0.8, 0.64), where only x ≤ 0.8 pushes; SQP is there in less than 30.",
        holds=lambda p, s: (
            s.outcome is Outcome.STEP_LIMIT
            and p.solve([-1.2, 1.0]).path.steps < 30
            and _near(p.solve([-1.2, 1.0]).x, (0.8, 0.64))
        ),
        solver="projected_gradient",
        steps="300",
    ),
    _case(
        "Two players turn around the saddle",
        "x + y",
        ["x^2 + y^2 <= 2"],
        (0.3, -0.2),
        (-3, 3, -3, 3),
        watch="x goes down the Lagrangian while λ climbs it. What one gains the other takes: the path swings.",
        claim="The path crosses the circle at least twice before it settles at (−1, −1).",
        holds=lambda p, s: (np.diff((s.path.violation > 0).astype(int)) != 0).sum() >= 2 and _near(s.x, -1),
        solver="descent_ascent",
        steps="300",
    ),
    _case(
        "The circle as one angle",
        "x + y",
        ["x² + y² = 1"],
        (0.9, 0.45),
        (-1.6, 1.6, -1.6, 1.6),
        watch="x = (cos θ, sin θ) is on the circle whatever θ is: gradient descent in θ needs no constraint.",
        claim="No point of the path leaves the circle by more than rounding. It ends at f = −√2, where λ = 0.7071.",
        holds=lambda p, s: (
            (s.path.violation[1:] < 1e-14).all() and _near(s.f, -np.sqrt(2)) and _near(s.multipliers, HALF)
        ),
        solver="reparametrization",
        map="cos(t), sin(t)",
    ),
    _case(
        "New variables, new traps",
        "(x + 1)^2 + (y - 2)^2",
        ["x >= 0", "y >= 0"],
        (0, 0),
        (-2, 3, -1, 3),
        watch="x = s² and y = t² are never negative. But at s = t = 0 both have slope 0, and descent in (s, t) stands "
        "still.",
        claim="It stalls at (0, 0), f = 5, where the KKT conditions fail; the minimum is (0, 2), f = 1.",
        holds=lambda p, s: (
            s.outcome is Outcome.STALLED and _near(s.f, 5) and not s.kkt.holds and _near(p.solve([0.0, 0.0]).x, (0, 2))
        ),
        solver="reparametrization",
        map="s^2, t^2",
    ),
    _case(
        "Six points that balance",
        "x^2 y",
        ["x^2 + y^2 = 3"],
        (1, 0.5),
        (-2.4, 2.4, -2.4, 2.4),
        watch="The equations ∇L = 0 are polynomials: algebra solves them without a start and without rounding. Which "
        "of the marked points are minima, which maxima?",
        claim="(±√2, ±1) and (0, ±√3), and no others; the least value is −2, at (±√2, −1).",
        holds=lambda p, s: (
            len(p.kkt_points().points) == 6
            and [point.f.text for point in p.kkt_points().points if point.best] == ["-2", "-2"]
            and {point.x[1].text for point in p.kkt_points().points} == {"1", "-1", "√3", "-√3"}
        ),
        exact="1",
    ),
    _case(
        "A solver sees its own valley, algebra all of them",
        "x^4 - 3x^2 + x",
        ["-1 <= x <= 2"],
        (1.6,),
        (-1.5, 2.5),
        watch="The certificate holds where the solver ends: it is a local minimum. The star is better.",
        claim="From 1.6 the solver ends at 1.1309, f = −1.0702. The least KKT value is −3, at x = −1, where λ = 3.",
        holds=lambda p, s: (
            s.outcome is Outcome.OPTIMAL
            and _near(s.x, 1.130901, 1e-6)
            and [(point.x[0].text, point.f.text, point.multipliers[0].text) for point in p.kkt_points().points[:1]]
            == [("-1", "-3", "3")]
        ),
        exact="1",
    ),
)


def _disc(radius_squared: float) -> Solution:
    return ConstrainedProblem.parse("x + y", [f"x^2 + y^2 <= {radius_squared}"]).solve([0.3, 0.1])


def _second_order_of_the_maximum() -> SecondOrder:
    return ConstrainedProblem.parse("x + y", ["x^2 + y^2 = 1"]).kkt([HALF, HALF]).second_order


def _turned_round(relation: str) -> float:
    return float(ConstrainedProblem.parse("x^2 + y^2", [relation]).solve([0.0, 0.0]).multipliers[0])


def _active_and_multiplier(constraint: str) -> tuple[bool, float]:
    """Whether a constraint is active at the least value of (x - 1)² + y², and its multiplier."""
    solution = ConstrainedProblem.parse("(x - 1)^2 + y^2", [constraint]).solve([-2.0, 1.0])
    return bool(solution.kkt.active[0]), float(solution.multipliers[0])


QUESTIONS: tuple[Question, ...] = (
    NumericQuestion(
        "Minimize x + y where x² + y² ≤ 2. What is the multiplier λ of the constraint?",
        lambda: float(_disc(2.0).multipliers[0]),
        "The solution is (−1, −1). Stationarity 1 + 2λx = 0 gives λ = 1/2.",
    ),
    ChoiceQuestion(
        "The same problem, with the 2 made 2.02. By about how much does the least value change?",
        (
            Choice(
                "It falls by 0.01",
                lambda: abs(_disc(2.02).f - _disc(2.0).f + 0.01) < 1e-4,
                "λ ε = ½ · 0.02: loosening a constraint can only lower a minimum.",
            ),
            Choice(
                "It rises by 0.01",
                lambda: abs(_disc(2.02).f - _disc(2.0).f - 0.01) < 1e-4,
                "The size is right, the direction is not: more points are allowed, so the least value cannot rise.",
            ),
            Choice(
                "It does not change",
                lambda: abs(_disc(2.02).f - _disc(2.0).f) < 1e-4,
                "That would need λ = 0; this constraint is strictly active.",
            ),
        ),
    ),
    ChoiceQuestion(
        "All four KKT conditions hold at a point. Is it a minimum?",
        (
            Choice(
                "Yes, always",
                lambda: _second_order_of_the_maximum() is not SecondOrder.NOT_MINIMUM,
                "The largest value of x + y on the circle passes all four, with λ = −0.7071.",
            ),
            Choice(
                "Not necessarily: the curvature along the critical directions decides",
                lambda: _second_order_of_the_maximum() is SecondOrder.NOT_MINIMUM,
                "First order alone cannot tell a minimum from a maximum or a saddle, unless the problem is convex.",
            ),
        ),
    ),
    ChoiceQuestion(
        "Minimize x² + y² where x + y = 2. Which of these change the sign of the multiplier?",
        (
            Choice(
                "Writing 2 = x + y instead",
                lambda: _turned_round("2 = x + y") * _turned_round("x + y = 2") < 0,
                "c = left − right changes its sign, and so does λ: for an equation the sign is a convention.",
            ),
            Choice(
                "Writing x + y ≥ 2 instead",
                lambda: _turned_round("x + y >= 2") * _turned_round("x + y = 2") < 0,
                "≥ is turned round, so that the multiplier of an inequality is never negative at a minimum.",
            ),
            Choice(
                "Writing 2x + 2y = 4 instead",
                lambda: _turned_round("2x + 2y = 4") * _turned_round("x + y = 2") < 0,
                "That halves the multiplier and keeps its sign.",
            ),
        ),
    ),
    ChoiceQuestion(
        "What does complementary slackness, λ c = 0, say in words?",
        (
            Choice(
                "A constraint that is not touched pushes nothing: its multiplier is 0",
                lambda: _active_and_multiplier("x <= 3") == (False, 0.0),
                "Right: of c and λ at least one is 0, and where c < 0 that is λ.",
            ),
            Choice(
                "A constraint that is touched has a positive multiplier",
                lambda: _active_and_multiplier("x <= 1")[1] > 1e-6,
                "Not always: both may be 0, as where the minimum without the constraint lies just on it.",
            ),
            Choice(
                "At a minimum every constraint is touched",
                lambda: _active_and_multiplier("x <= 3")[0],
                "No: the others are slack, and the minimum would not move if they were left out.",
            ),
        ),
    ),
)
