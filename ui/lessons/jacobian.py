"""The experiments and the quiz of the lesson on Jacobians, as data."""

import numpy as np

import numerics as nm
from numerics.composition import chain_rule, orders
from numerics.mixed_partials import PEANO, mixed_partials
from numerics.small_shapes import images
from ui.experiments import Experiment
from ui.quiz import Choice, ChoiceQuestion, NumericQuestion, Question

POLAR, SQUARES, SQUARE, FOLD = "x cos(y), x sin(y)", "x^2, y^2", "x^2 - y^2, 2x y", "x^2, y"
OUTER = "u^2 + v^2, u v"


def _jacobian(text: str, *at: float) -> np.ndarray:
    return nm.VectorMap.parse(text).jacobian(at)


def _images(text: str, at: tuple[float, float], size: float) -> tuple[float, float]:
    """The measured area, relative to that of the square, and det J."""
    seen = images(nm.VectorMap.parse(text), at, size)
    return seen.area / size**2, seen.factor


EXPERIMENTS: tuple[Experiment, ...] = (
    Experiment(
        "Two squares",
        {"F": SQUARES, "at": "1,2", "size": "0.5"},
        "The first row has the derivatives of x², the second those of y². The square becomes a rectangle.",
        "At (1, 2) the Jacobian is [[2, 0], [0, 4]]: areas grow eightfold.",
        lambda: _jacobian(SQUARES, 1, 2).tolist() == [[2, 0], [0, 4]] and _images(SQUARES, (1, 2), 0.5)[1] == 8,
    ),
    Experiment(
        "Polar coordinates: the r in r dr dφ",
        {"F": POLAR, "at": "1.5,0.7", "size": "0.1"},
        "x is the radius, y the angle. Move the point outwards: the image gets longer around the centre.",
        "det J is the radius: 1.5. The measured area of the small square's image agrees to one per mille.",
        lambda: (
            bool(np.isclose(_images(POLAR, (1.5, 0.7), 0.1)[1], 1.5, rtol=1e-12))
            and abs(_images(POLAR, (1.5, 0.7), 0.1)[0] / 1.5 - 1) < 1e-3
        ),
    ),
    Experiment(
        "A complex square turns and stretches",
        {"F": SQUARE, "at": "1,1", "size": "0.5"},
        "z² in real coordinates. The circle stays a circle under J: angles are kept.",
        "Both singular values are |2z| = 2√2, so κ₂ of J is 1.",
        lambda: bool(np.allclose(np.linalg.svd(_jacobian(SQUARE, 1, 1), compute_uv=False), np.sqrt(8), rtol=1e-12)),
    ),
    Experiment(
        "On the fold",
        {"F": FOLD, "at": "0,1", "size": "0.5"},
        "x² folds the plane along x = 0. Under J the square collapses to a line; move the point to either side.",
        "det J = 0 at x = 0, positive on the right and negative on the left, where the square is turned over.",
        lambda: [np.sign(np.linalg.det(_jacobian(FOLD, x, 1))) for x in (-1, 0, 1)] == [-1, 0, 1],
    ),
    Experiment(
        "One map after another",
        {"F": POLAR, "at": "2,0.5", "g": OUTER},
        "u² + v² undoes the angle: the first row of the product is (2r, 0).",
        "The product of both Jacobians equals the Jacobian of the composition to a few ulps; its first row is (4, 0).",
        lambda: (
            chain_rule(nm.VectorMap.parse(OUTER), nm.VectorMap.parse(POLAR), (2, 0.5)).apart < 8
            and np.allclose(
                chain_rule(nm.VectorMap.parse(OUTER), nm.VectorMap.parse(POLAR), (2, 0.5)).product[0],
                (4, 0),
                atol=1e-14,
            )
        ),
        where="[See the product.](#chain)",
    ),
    Experiment(
        "A thousand inputs, one loss",
        {"sizes": "1000, 500, 100, 1"},
        "Read the column of multiplications.",
        "Reverse order takes 550 000 multiplications, forward order 50 100 000: 91 times as many.",
        lambda: [order.multiplications for order in orders((1000, 500, 100, 1))[:2]] == [50_100_000, 550_000],
        where="[See the orders.](#order)",
    ),
    Experiment(
        "A Hessian that is not symmetric",
        {"s": PEANO, "point": "0,0"},
        "The same two derivatives in both orders, at the origin. Then move the point away from it.",
        "At (0, 0) one order gives −1 and the other 1; at (1, 0.5) both agree.",
        lambda: (
            bool(np.allclose(mixed_partials(nm.Objective.parse(PEANO), (0, 0)).by_y, -1))
            and bool(np.allclose(mixed_partials(nm.Objective.parse(PEANO), (0, 0)).by_x, 1))
            and abs(np.diff(nm.Objective.parse(PEANO).hessian((1, 0.5))[[0, 1], [1, 0]])[0]) < 1e-12
        ),
        where="[See the quotients.](#symmetry)",
    ),
)


def _cheaper(sizes: tuple[int, ...]) -> str:
    forward, reverse, _ = orders(sizes)
    return "forward" if forward.multiplications < reverse.multiplications else "reverse"


def _agree_at(x: float, y: float) -> bool:
    """Whether both mixed quotients of Peano's function agree at a point."""
    found = mixed_partials(nm.Objective.parse(PEANO), (x, y))
    return abs(float(found.by_y[-1] - found.by_x[-1])) < 1e-4


QUESTIONS: tuple[Question, ...] = (
    NumericQuestion(
        "F(x, y) = (x y, x + y). What is det J at (4, 1)?",
        answer=lambda: float(np.linalg.det(_jacobian("x y, x + y", 4, 1))),
        why="J = [[y, x], [1, 1]] = [[1, 4], [1, 1]], and 1 · 1 − 4 · 1 = −3: areas triple, shapes are turned over.",
    ),
    ChoiceQuestion(
        "Backpropagation is a product of Jacobians. In which order, for a network with many weights and one loss?",
        (
            Choice(
                "From the loss back to the weights",
                lambda: _cheaper((1000, 100, 100, 1)) == "reverse",
                "Right: the loss's Jacobian is a single row, and a row times a matrix is again a row.",
            ),
            Choice(
                "From the weights on to the loss",
                lambda: _cheaper((1000, 100, 100, 1)) == "forward",
                "Every product would then be of two large matrices, a column for each weight.",
            ),
        ),
    ),
    ChoiceQuestion(
        "Where is the Hessian of f certainly symmetric?",
        (
            Choice(
                "Where the second derivatives exist",
                lambda: _agree_at(0, 0),
                "Peano's function has them everywhere, and at the origin H₁₂ = −1 and H₂₁ = 1 (or the reverse order).",
            ),
            Choice(
                "Where the second derivatives are continuous",
                lambda: _agree_at(1, 1),
                "Right: that is Schwarz's theorem. Peano's function satisfies it everywhere but at the origin.",
            ),
        ),
    ),
    NumericQuestion(
        "A map of the plane has the singular values 3 and 0.5 at a point. By which factor do small areas grow there?",
        answer=lambda: abs(float(np.linalg.det(_jacobian("3x, 0.5y", 0, 0)))),
        why="|det J| is the product of the singular values: 1.5.",
    ),
)
