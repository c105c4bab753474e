"""The experiments and the quiz of the page on connections, as data."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

import numerics as nm
from numerics.hill_climbing import Climber, GridOptima, IntegerGrid, Standing, grid_optima, hill_climb, restarts
from ui.experiments import Experiment
from ui.links import text_of
from ui.quiz import Choice, ChoiceQuestion, NumericQuestion, Question

ROSENBROCK = "(1 - x)^2 + 100(y - x^2)^2"
VALLEY = "20(x - 2y)^2 + (2x + y)^2/100"
RIPPLES = "20 + x^2 + y^2 - 10cos(2pi x) - 10cos(2pi y)"
BOWL = "x^2 + 5y^2"
SADDLE = "x^2 + y^2 - 3x y + (x^4 + y^4)/20"
WHERE = "It is the picture under [Hill climbing](#hill-climbing)."


def _grid(f: str, window: Sequence[float], spacing: Sequence[float]) -> IntegerGrid:
    pairs = list(zip(window[::2], window[1::2], strict=True))
    return IntegerGrid.of(nm.Objective.parse(f), pairs, spacing)


def _climb(
    title: str,
    *,
    f: str,
    window: Sequence[float],
    start: Sequence[float],
    watch: str,
    claim: str,
    holds: Callable[[IntegerGrid, Climber], Any],
    spacing: Sequence[float] = (1.0, 1.0),
    climber: Climber | None = None,
    **more: str,
) -> Experiment:
    """An experiment whose link and whose check are made from the same grid and the same climber."""
    how = climber or Climber()
    told: Mapping[str, Any] = {
        "f": f,
        "window": list(map(float, window)),
        "start": list(map(float, start)),
        "spacing": list(map(float, spacing)),
        "neighbours": 8 if how.diagonal else 4,
        "rule": how.rule,
        "doubling": how.doubling,
    }
    defaults = {"spacing": [1.0, 1.0], "neighbours": 4, "rule": "steepest", "doubling": False}
    link = {name: text_of(value) for name, value in told.items() if defaults.get(name) != value} | more
    return Experiment(title, link, watch, claim, lambda: bool(holds(_grid(f, window, spacing), how)), where=WHERE)


def _stuck_and_free(grid: IntegerGrid, four: Climber) -> bool:
    eight = hill_climb(grid, [-1, 1], Climber(diagonal=True))
    return (
        hill_climb(grid, [-1, 1], four).moves == 0
        and len(grid_optima(grid, four).index) == 5
        and eight.x.tolist() == [[-1, 1], [0, 0], [1, 1]]
        and len(grid_optima(grid, Climber(diagonal=True)).index) == 1
    )


def _many_on_a_convex_function(grid: IntegerGrid, climber: Climber) -> bool:
    optima = grid_optima(grid, climber)
    convex = bool((np.linalg.eigvalsh(grid.objective.hessian([0.0, 0.0])) > 0).all())  # the same everywhere
    descent = nm.minimize(grid.objective, [8.0, 4.0], "newton")
    return (
        convex
        and len(optima.index) == 11
        and optima.standing.count(Standing.MINIMUM) == 1
        and hill_climb(grid, [8, 4], climber).moves == 0
        and descent.steps == 1
    )


def _strides(grid: IntegerGrid, climber: Climber) -> bool:
    slow, fast = hill_climb(grid, [-45, 40]), hill_climb(grid, [-45, 40], climber)
    both_arrive = slow.f[-1] == fast.f[-1] == 0
    return bool(both_arrive and (slow.moves, slow.total, fast.moves, fast.total) == (85, 345, 12, 94))


def _luck(grid: IntegerGrid, climber: Climber) -> bool:
    optima = grid_optima(grid, climber)
    hits = [other.f[-1] == optima.f[0] for other in restarts(grid, climber, 50, seed=0)]
    return (
        len(optima.index) == 121
        and optima.standing.count(Standing.GRID_ONLY) == 0
        and round(1 / optima.share_of_best) == 49
        and not hill_climb(grid, [-4, 3], climber).moves
        and not any(hits)
    )


def _unseen(grid: IntegerGrid, climber: Climber) -> bool:
    f = grid.objective
    on_the_grid = grid_optima(grid, climber)
    points = grid.points(np.argwhere(np.ones(grid.shape)))
    same = np.allclose(f(points), (points**2).sum(-1), atol=1e-9)
    finer = grid_optima(_grid(RIPPLES, (-5, 5, -5, 5), (0.25, 0.25)), climber)
    return bool(same and len(on_the_grid.index) == 1 and len(finer.index) == 121)


def _saddle(grid: IntegerGrid, climber: Climber) -> bool:
    def standing(optima: GridOptima) -> Standing | None:
        told = zip(optima.x.tolist(), optima.standing, strict=True)
        return next((standing for x, standing in told if x == [0, 0]), None)

    low, high = np.linalg.eigvalsh(grid.objective.hessian([0.0, 0.0]))
    return (
        standing(grid_optima(grid, climber)) is Standing.SADDLE
        and standing(grid_optima(grid, Climber(diagonal=True))) is None
        and abs(low + 1) < 1e-12
        and abs(high - 5) < 1e-12
    )


EXPERIMENTS: tuple[Experiment, ...] = (
    _climb(
        "Stuck with four neighbours, free with eight",
        f=ROSENBROCK,
        window=(-2, 2, -1, 3),
        start=(-1, 1),
        watch="The climber stands on a local minimum of the grid and cannot leave it, while the descent passes by. "
        "Then allow it 8 neighbours.",
        claim="On the 25 whole-numbered points Rosenbrock's valley has 5 local minima with 4 neighbours and 1 with 8. "
        "From (−1, 1) the first makes no move; the second goes along the diagonal, (−1, 1), (0, 0), (1, 1).",
        holds=_stuck_and_free,
    ),
    _climb(
        "A convex function with eleven minima",
        f=VALLEY,
        window=(-10, 10, -5, 5),
        start=(8, 4),
        climber=Climber(diagonal=True),
        watch="The valley runs along x = 2y, and no neighbour lies in that direction: the climber is stuck wherever it "
        "enters the valley. Dotted lines lead to where f falls from there.",
        claim="f is convex and has one minimum. Even with 8 neighbours the grid has 11, one for every point with "
        "x = 2y. From (8, 4) the climber makes no move; Newton's method needs one.",
        holds=_many_on_a_convex_function,
        method="newton",
    ),
    _climb(
        "Strides that double",
        f=BOWL,
        window=(-49, 50, -49, 50),
        start=(-45, 40),
        climber=Climber(doubling=True),
        watch="The steps grow to 2, 4, 8 and shrink again near the goal. Switch doubling off and play again.",
        claim="Both arrive at (0, 0). Single steps need 85 moves and 345 looks at f, doubled strides 12 moves and 94 "
        "looks.",
        holds=_strides,
    ),
    _climb(
        "A hundred and twenty-one traps",
        f=RIPPLES,
        window=(-5, 5, -5, 5),
        start=(-4, 3),
        spacing=(0.5, 0.5),
        restarts="50",
        watch="Every whole-numbered point is a local minimum, and every climb ends at the nearest. Only luck finds the "
        "lowest; change the seed.",
        claim="The grid has 121 local minima, none of the grid alone. Of its 441 points 9 lead to the lowest, so it "
        "takes 49 random starts on average. With seed 0, none of 50 finds it.",
        holds=_luck,
    ),
    _climb(
        "What a coarse grid does not see",
        f=RIPPLES,
        window=(-5, 5, -5, 5),
        start=(-4, 3),
        watch="The same function on whole numbers. The climber walks straight to the lowest point, past the minima "
        "of f. Set the spacing to 0.25.",
        claim="At whole numbers every cosine is 1, and the grid has the values of x² + y²: one local minimum. With a "
        "spacing of 0.25 it has 121.",
        holds=_unseen,
    ),
    _climb(
        "A saddle taken for a minimum",
        f=SADDLE,
        window=(-5, 5, -5, 5),
        start=(0, 3),
        watch="At (0, 0) f rises along both axes, so four neighbours are all higher. It falls along the diagonal.",
        claim="The Hessian at (0, 0) has the eigenvalues −1 and 5: a saddle. With 4 neighbours it is a local minimum "
        "of the grid, with 8 it is none.",
        holds=_saddle,
    ),
)


def _four() -> GridOptima:
    return grid_optima(_grid(VALLEY, (-10, 10, -5, 5), (1, 1)), Climber(diagonal=True))


QUESTIONS: tuple[Question, ...] = (
    NumericQuestion(
        "A grid has 200 points, and from 40 of them hill climbing ends at the lowest point. How many random starts "
        "does it take on average to find that?",
        lambda: 200 / 40,
        "Each start finds it with probability p = 40/200, and the number of starts is then 1/p = 5 on average (a "
        "geometric distribution).",
    ),
    ChoiceQuestion(
        "f is convex and has a single minimum. Which of these can happen to hill climbing on whole numbers?",
        (
            Choice(
                "It stops at a point that is no minimum of f, although f is convex",
                lambda: Standing.GRID_ONLY in _four().standing,
                "Yes: where a narrow valley runs between the directions of the neighbours, all of them are higher.",
            ),
            Choice(
                "It goes on for ever",
                lambda: False,
                "No: f falls with every move, and a grid in a window has finitely many points.",
            ),
            Choice(
                "It always finds the lowest point of the grid, because f is convex",
                lambda: _four().share_of_best == 1,
                "No: convexity promises that for descents that may go in any direction, not for a few directions.",
            ),
        ),
    ),
    ChoiceQuestion(
        "Why does nobody train a network with a million weights by hill climbing?",
        (
            Choice(
                "One look at all neighbours is two million evaluations; one gradient costs a few",
                lambda: len(Climber().directions(6)) == 12,
                "Yes: a point has 2n neighbours along the axes, and reverse mode gives all n slopes for a few times "
                "the price of f.",
            ),
            Choice(
                "Because weights are not whole numbers",
                lambda: False,
                "A grid of any spacing would do: every format of numbers is a grid.",
            ),
            Choice(
                "Because hill climbing may end in a local minimum",
                lambda: False,
                "So may gradient descent; that does not set them apart.",
            ),
        ),
    ),
    ChoiceQuestion(
        "What do log-sum-exp, a mask of −∞ and FlashAttention's running maximum have in common?",
        (
            Choice(
                "Softmax does not change when the same number is added to all logits",
                lambda: bool(np.allclose(nm.softmax([1.0, 2.0, 4.0]), nm.softmax([-99.0, -98.0, -96.0]))),
                "Yes: that is why the maximum may be subtracted, at once or block by block, and nothing overflows.",
            ),
            Choice(
                "They make softmax faster by leaving out small terms",
                lambda: False,
                "No term is left out: every exponential is computed, only of a smaller number.",
            ),
            Choice(
                "They need float64",
                lambda: not np.isfinite(nm.softmax([1000.0, 1001.0], dtype="float16")).all(),
                "On the contrary: they make 16 bits do.",
            ),
        ),
    ),
)
