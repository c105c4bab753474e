"""The default race, and its tuning: every learning rate as rows of one array, against one run after the other.

    python -m benchmarks.race

Both ways make the same runs, bit for bit (the tests compare them). The rounds are interleaved, so that whatever else
the machine does meets both; medians are printed, and the median of the ratios within a round.
"""

import statistics
import time
from collections.abc import Callable, Sequence

from numerics.methods import choose_method
from numerics.race import RATES, TUNING_STARTS, Problem, RaceRules, attempts, race, trials
from numerics.race.problem import TUNING

ROUNDS = 7
METHODS = ("gradient_descent", "momentum", "adam", "newton", "bfgs")
FIELD = ("rosenbrock", "ellipse", "himmelblau", "beale", "logistic_loss", "rastrigin")
RULES = RaceRules()


def side_by_side(field: Sequence[Problem], method: str) -> None:
    for problem in field:
        starts = problem.drawn(TUNING_STARTS, RULES.seed, TUNING)
        trials(problem.objective, choose_method(method), starts, RULES.budget, RULES.prices(2))


def one_by_one(field: Sequence[Problem], method: str) -> None:
    for problem in field:
        starts = problem.drawn(TUNING_STARTS, RULES.seed, TUNING)
        for rate in RATES:
            turned = choose_method(method, learning_rate=rate)
            attempts(problem.objective, turned, starts, RULES.budget, RULES.prices(2))


def seconds(action: Callable[..., object], *given: object) -> float:
    begin = time.perf_counter()
    action(*given)
    return time.perf_counter() - begin


def main() -> None:
    field = [Problem.named(name) for name in FIELD]
    race(METHODS, field, RULES)  # compiles the functions
    whole = statistics.median(seconds(race, METHODS, field, RULES) for _ in range(3))
    runs = len(METHODS) * len(field) * RULES.starts
    print(f"default race: {runs} runs after tuning 3 of 5 methods  {whole:.2f} s")
    for method in METHODS[:3]:
        rounds = [(seconds(side_by_side, field, method), seconds(one_by_one, field, method)) for _ in range(ROUNDS)]
        together, alone = (statistics.median(column) for column in zip(*rounds, strict=True))
        ratio = statistics.median(alone / together for together, alone in rounds)
        print(f"tuning {method:17} side by side {together:.3f} s   one by one {alone:.3f} s   ratio {ratio:.1f}")


if __name__ == "__main__":
    main()
