"""The experiments and the quiz of the lesson on critical points, as data."""

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np

import numerics as nm
from numerics.certify import PointKind, Reason, Report, edge_minima, examine
from ui.experiments import Experiment
from ui.links import text_of
from ui.quiz import Choice, ChoiceQuestion, NumericQuestion, Question

Window = Sequence[tuple[float, float]]

MINIMUM, MAXIMUM, SADDLE = PointKind.MINIMUM, PointKind.MAXIMUM, PointKind.SADDLE
POLYNOMIAL = "2x^10 - 4x^9 - 28x^8 + 62x^7 + 122x^6 - 256x^5 - 196x^4 + 140x^3 + 392x^2 + 240x + 72"
HIMMELBLAU = "(x^2 + y - 11)^2 + (x + y^2 - 7)^2"
CAMEL = "(4 - 2.1x^2 + x^4/3)x^2 + x y + (-4 + 4y^2)y^2"
RASTRIGIN = "20 + x^2 - 10cos(2pi x) + y^2 - 10cos(2pi y)"
ACKLEY = "-20exp(-0.2sqrt((x^2 + y^2)/2)) - exp((cos(2pi x) + cos(2pi y))/2) + e + 20"

METHOD = """
The window, made slightly larger, is cut into boxes. On each box **interval arithmetic** gives bounds that hold for
every point of it: derivatives are computed on intervals instead of numbers, and every end is rounded outwards.

- A box on which a component of ∇f cannot be zero holds no critical point: it is **excluded**.
- On others Krawczyk's operator, a Newton step for a whole box, is applied. If it maps the box into itself, the box
  holds **exactly one** critical point (Krawczyk 1969, Moore 1977). If its image misses the box, there is none.
- What remains is halved and tried again, thousands of boxes at a time.

The kind of a point is certain when the eigenvalues of the Hessian keep their signs on the whole of its final box. Where
the Hessian is singular, f has a kink, or critical points form a curve, no box can be proven: these stay *undecided* and
are shown. A minimum can still be proven there: f is higher on the whole border of a small box than at its centre.
Minima on the window's edge are found by sampling and are not proven.
"""


def _search(
    title: str, f: str, window: Window, *, watch: str, claim: str, holds: Callable[[Report], object], where: str = ""
) -> Experiment:
    """An experiment whose link and whose check are made from the same settings."""
    link = {"f": f, "window": text_of([float(end) for pair in window for end in pair])}
    return Experiment(
        title, link, watch, claim, lambda: bool(holds(examine(nm.Objective.parse(f), window))), where=where
    )


def _kinds(report: Report) -> dict[PointKind, int]:
    return dict(Counter(point.kind for point in report.points))


def _first_decimals(report: Report, kind: PointKind) -> list[float]:
    return sorted(round(float(point.x[0]), 6) for point in report.points if point.kind == kind)


EXPERIMENTS: tuple[Experiment, ...] = (
    _search(
        "Four minima, and what lies between them",
        HIMMELBLAU,
        ((-5, 5), (-5, 5)),
        watch="Himmelblau's function: between every two neighbouring minima a saddle, in the middle the maximum.",
        claim="Exactly 4 minima, 4 saddles and 1 maximum, all proven. Minima − saddles + maxima = 1, as it must be for "
        "a function that grows towards the edge all around.",
        holds=lambda r: r.complete and _kinds(r) == {MINIMUM: 4, SADDLE: 4, MAXIMUM: 1},
    ),
    _search(
        "A polynomial of degree ten",
        POLYNOMIAL,
        ((-3, 2.6),),
        watch="Five critical points of a function of one variable. Which is the global minimum, which the maximum?",
        claim="Minima at −2.591678, −0.412173 and 1.875371, maxima at −2.024310 and 1.230737. The lowest is 27.7106 at "
        "−0.412173; there is no global maximum, as the polynomial grows without bound.",
        holds=lambda r: (
            r.complete
            and _first_decimals(r, MINIMUM) == [-2.591678, -0.412173, 1.875371]
            and _first_decimals(r, MAXIMUM) == [-2.02431, 1.230737]
            and abs(r.points[0].value - 27.7106) < 1e-4
        ),
    ),
    _search(
        "The camel with six humps",
        CAMEL,
        ((-3, 3), (-2, 2)),
        watch="Two of the six minima are global; the function is the same at x and −x.",
        claim="6 minima, 7 saddles and 2 maxima, all proven; two minima share the lowest value, −1.0316.",
        holds=lambda r: (
            r.complete
            and _kinds(r) == {MINIMUM: 6, SADDLE: 7, MAXIMUM: 2}
            and sum(abs(point.value + 1.031628) < 1e-5 for point in r.points) == 2
        ),
    ),
    _search(
        "Eighty-one points in two hundredths of a second",
        RASTRIGIN,
        ((-2.3, 2.3), (-2.3, 2.3)),
        watch="An egg box. A method that starts somewhere knows one of these points; interval arithmetic knows all.",
        claim="25 minima, 40 saddles and 16 maxima, and no other critical point in the window.",
        holds=lambda r: r.complete and _kinds(r) == {MINIMUM: 25, SADDLE: 40, MAXIMUM: 16},
    ),
    _search(
        "The second derivative does not tell",
        "x^4",
        ((-1, 1),),
        watch="f″(0) = 0: the test is inconclusive. Try −x⁴ and x³ as well.",
        claim="That 0 is a minimum is proven without f″: f is higher at both ends of a tiny interval. That it is the "
        "only critical point in that interval is not proven, so one box stays undecided.",
        holds=lambda r: (
            [p.kind for p in r.points] == [MINIMUM]
            and r.points[0].certified
            and not r.complete
            and r.undecided[0].reason is Reason.SINGULAR
        ),
    ),
    _search(
        "A whole circle of minima",
        "(x^2 + y^2 - 1)^2",
        ((-2, 2), (-2, 2)),
        watch="Every point of the unit circle is a minimum. No box around one holds exactly one.",
        claim="Only the maximum at the origin can be proven; the boxes along the circle stay undecided, and the page "
        "says so instead of listing a few of infinitely many.",
        holds=lambda r: (
            [p.kind for p in r.points if p.regular] == [MAXIMUM]
            and not r.complete
            and r.undecided[0].boxes.count > 1000
        ),
    ),
    _search(
        "The lowest point has no gradient",
        ACKLEY,
        ((-2.5, 2.5), (-2.5, 2.5)),
        watch="Ackley's function ends in the tip of a cone. The green mark is a minimum that is not a critical point.",
        claim="All critical points but one place are decided; the global minimum at 0 is proven by its surroundings, "
        "as the gradient does not exist there.",
        holds=lambda r: [(p.kind, p.x.tolist()) for p in r.kinks] == [(MINIMUM, [0, 0])] and len(r.undecided) == 1,
    ),
    _search(
        "Newton falls for a saddle",
        "x^2 - y^2",
        ((-2, 2), (-2, 2)),
        watch="One colour: from every start, one Newton step ends at the saddle. On the edge f is lower.",
        claim="From (1.5, −0.7) Newton reaches the saddle (0, 0) in one step, while f has minima only on the edge of "
        "the window, with f = −4.",
        holds=lambda r: (
            _kinds(r) == {SADDLE: 1}
            and nm.minimize(nm.Objective.parse("x^2 - y^2"), [1.5, -0.7], "newton").x[1].tolist() == [0, 0]
            and edge_minima(nm.Objective.parse("x^2 - y^2"), ((-2, 2), (-2, 2)))[0].value == -4
        ),
        where="[See the basins.](#newton)",
    ),
    _search(
        "Exactly at the limit",
        "x^2",
        ((-3, 3),),
        watch="L = 2 on this window, so that 2/L = 1. Run gradient descent at a rate of exactly 1 from 3.",
        claim="At 2/L the iterates are 3, −3, 3, −3, …: f does not rise, and does not fall either.",
        holds=lambda r: (
            nm.minimize(
                nm.Objective.parse("x^2"), [3.0], "gradient_descent", steps=4, tolerance=None, learning_rate=1.0
            )
            .x[:, 0]
            .tolist()
            == [3, -3, 3, -3, 3]
        ),
        where="[See the bound.](#lipschitz)",
    ),
)


def _kind_at_zero(text: str) -> PointKind:
    [point] = nm.critical_points(nm.Objective.parse(text), [(-1, 1)])
    return point.kind


QUESTIONS: tuple[Question, ...] = (
    ChoiceQuestion(
        "The Hessian at a critical point has the eigenvalues −3 and 5. What is it?",
        (
            Choice("A minimum", lambda: _of("-1.5x^2 + 2.5y^2") == MINIMUM, "Along one eigenvector f falls."),
            Choice("A maximum", lambda: _of("-1.5x^2 + 2.5y^2") == MAXIMUM, "Along one eigenvector f rises."),
            Choice(
                "A saddle",
                lambda: _of("-1.5x^2 + 2.5y^2") == SADDLE,
                "Right: f rises along one eigenvector and falls along the other.",
            ),
        ),
    ),
    ChoiceQuestion(
        "Where f″(0) = 0 the second-derivative test is inconclusive. Which of these have a minimum at 0?",
        (
            Choice("x⁴", lambda: _kind_at_zero("x^4") == MINIMUM, "Right: positive on both sides."),
            Choice("−x⁴", lambda: _kind_at_zero("-x^4") == MINIMUM, "It is negative on both sides: a maximum."),
            Choice("x³", lambda: _kind_at_zero("x^3") == MINIMUM, "It is negative on the left: no extremum at all."),
            Choice("x⁶ + x⁸", lambda: _kind_at_zero("x^6 + x^8") == MINIMUM, "Right: positive on both sides."),
        ),
    ),
    NumericQuestion(
        "On the window the Hessian of f has eigenvalues between −4 and 10. Below which learning rate can no step of "
        "gradient descent raise f, as long as it stays in the window?",
        answer=lambda: 2 / nm.lipschitz(nm.Objective.parse("5x^2 - 2y^2"), [(-1, 1), (-1, 1)]).curvature,
        why="L = max |λ| = 10, and 2/L = 0.2.",
    ),
    NumericQuestion(
        "How many critical points has sin(x) sin(y) for x and y from 0.1 to 6? (Count minima, maxima and saddles.)",
        answer=lambda: len(nm.critical_points(nm.Objective.parse("sin(x) sin(y)"), [(0.1, 6), (0.1, 6)])),
        why="Extrema where both sines are ±1: (π/2 or 3π/2) twice, 4 of them; and a saddle where both sines are 0: "
        "(π, π). Together 5.",
    ),
    ChoiceQuestion(
        "From nearly every start near a saddle Newton's method goes to it. Why?",
        (
            Choice(
                "It solves ∇f = 0 for the quadratic model, and a saddle solves that too",
                lambda: bool(np.all(nm.minimize(nm.Objective.parse("x^2 - y^2"), [1.0, 1.0], "newton").x[-1] == 0)),
                "Right: the step −H⁻¹∇f divides by negative eigenvalues as well, and so climbs where f curves down.",
            ),
            Choice(
                "Because saddles are lower than their surroundings",
                lambda: _of("x^2 - y^2") == MINIMUM,
                "They are lower than some neighbours and higher than others.",
            ),
        ),
    ),
)


def _of(text: str) -> PointKind:
    [point] = nm.critical_points(nm.Objective.parse(text), [(-1, 1), (-1, 1)])
    return point.kind
