"""What every entrant of a race agrees to: budget, price of an evaluation, starts, tuning, and what counts as solved."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from numerics.errors import NumericsError
from numerics.methods import Method

Prices = tuple[float, float, float]

# The grid of every learning rate: two a decade, from what the steepest functions bear to what the flattest need.
RATES = (1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 0.1, 0.3, 1.0, 3.0, 10.0)
TUNING_STARTS = 3  # a rate is chosen from runs from these, none of which is a start of the race

MAX_BUDGET = 10_000
MAX_STARTS = 1000
MAX_SEED = 2**32 - 1


@dataclass(frozen=True)
class CostModel:
    """What a gradient and a Hessian cost in n variables, in evaluations of f; at least as much as f itself.

    Attributes:
        name: as scripts and links write it.
        title: as people read it, with the prices.
        reason: where such prices hold, one sentence.
        prices: n → the prices of f (always 1), gradient and Hessian.
    """

    name: str
    title: str
    reason: str
    prices: Callable[[int], Prices]


COST_MODELS = {
    model.name: model
    for model in (
        CostModel(
            "reverse",
            "Reverse mode: ∇f 1, Hessian n",
            "Backpropagation gives a whole gradient for a few times the price of f, however many variables there are, "
            "and a Hessian takes a sweep for each variable (A. Griewank, A. Walther, Evaluating Derivatives, 2008).",
            lambda n: (1.0, 1.0, float(n)),
        ),
        CostModel(
            "entries",
            "Every number: ∇f n, Hessian n(n+1)/2",
            "Differences or forward mode pay for every number: n slopes, and n(n + 1)/2 different second derivatives.",
            lambda n: (1.0, float(n), n * (n + 1) / 2),
        ),
        CostModel(
            "calls",
            "Every call: 1 each",
            "A call is a call, as a counter in a program sees it. Kind to methods that ask for Hessians.",
            lambda n: (1.0, 1.0, 1.0),
        ),
    )
}

TUNINGS = {
    "problem": "per function",
    "field": "one for all",
    "none": "untuned",
}


@dataclass(frozen=True)
class RaceRules:
    """The rules of a race. Raises NumericsError for one that means nothing.

    Attributes:
        budget: what a run may spend, in evaluations of f at the prices of the cost model.
        starts: of each problem: its documented one, then others drawn uniformly from its window.
        seed: of these draws.
        tolerance: τ of the test f(x) ≤ f* + τ (f(x₀) - f*) that says whether a problem is solved (J. J. Moré,
            S. M. Wild, SIAM J. Optim. 20(1) (2009) 172–191, equation 2.2).
        cost_model: a name of `COST_MODELS`.
        tuning: a name of `TUNINGS`: how each learning rate is chosen from `RATES`.
    """

    budget: int = 300
    starts: int = 8
    seed: int = 0
    tolerance: float = 1e-5
    cost_model: str = "reverse"
    tuning: str = "problem"

    def __post_init__(self) -> None:
        _check_whole("the budget", self.budget, 1, MAX_BUDGET)
        _check_whole("the number of starts", self.starts, 1, MAX_STARTS)
        _check_whole("the seed", self.seed, 0, MAX_SEED)
        if not (isinstance(self.tolerance, int | float) and 0 < self.tolerance < 1):
            raise NumericsError(f"the tolerance must lie between 0 and 1, not {self.tolerance!r}")
        for what, name, known in (
            ("cost model", self.cost_model, COST_MODELS),
            ("tuning", self.tuning, TUNINGS),
        ):
            if name not in known:
                raise NumericsError(f"unknown {what}: {name}; known: {', '.join(known)}")

    def prices(self, dimension: int) -> Prices:
        """What f, its gradient and its Hessian cost in so many variables."""
        return COST_MODELS[self.cost_model].prices(dimension)

    def tunes(self, method: Method) -> bool:
        """Whether the learning rate of this method is tuned; False where it has none."""
        return self.tuning != "none" and method.has_learning_rate()

    def trials(self, method: Method) -> int:
        """How many runs the tuning of this method takes on one problem."""
        return self.tunes(method) * len(RATES) * TUNING_STARTS

    def goal(self, initial: float, lowest: float) -> float:
        """The value that a run from f = `initial` must reach, where f* is `lowest`; -inf where there is no f*."""
        return -math.inf if math.isinf(lowest) else lowest + self.tolerance * max(initial - lowest, 0.0)


def _check_whole(what: str, value: object, low: int, high: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise NumericsError(f"{what} must be a whole number between {low} and {high}, not {value!r}")
