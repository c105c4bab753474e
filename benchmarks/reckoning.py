"""What an evaluation is reckoned to take beside what it takes: a cheap function, a costly one, a long typed rule.

    python -m benchmarks.reckoning

The budgets of runs are reckoned from what is written, so that they are the same on every machine; a ratio well above 1
says that this machine lets a page run longer than is meant. The rounds are interleaved; medians are printed.
"""

import statistics
import time

import numerics as nm
from numerics.methods import Method
from numerics.methods.gradient_descent import GradientDescent
from numerics.methods.newton import Newton
from numerics.rules import parse_rule
from ui.run_views import budget_of, seconds_an_evaluation

ROUNDS = 5
STEPS = 1000
PAIRS = [(i, j) for i in range(1, 11) for j in range(i + 1, 11)]
COSTLY = " + ".join(f"gamma(x{i} x{j})^x{i * j % 10 + 1}" for i, j in PAIRS)
LONG_RULE = "v ← v + g - f\nx ← x - eta (g" + " + where(v < g, erf(v), 1)" * 25 + ")"


def seconds_taken(f: nm.Objective, method: Method, start: list[float]) -> float:
    """The time of one evaluation with its share of the steps."""
    begin = time.perf_counter()
    run = nm.minimize(f, start, method, STEPS, tolerance=None, budget=budget_of(f, method))
    return (time.perf_counter() - begin) / int(run.cost[-1].sum())


def main() -> None:
    cheap, costly = nm.Objective.parse("x^2 + y^2"), nm.Objective.parse(COSTLY)
    works: dict[str, tuple[nm.Objective, Method, list[float]]] = {
        "gradient descent on x² + y²": (cheap, GradientDescent(learning_rate=1e-9), [1.0, 2.0]),
        "Newton on 45 gamma functions": (costly, Newton(), [1.3] * 10),
        "as long a rule as may be typed": (cheap, parse_rule(LONG_RULE)(learning_rate=1e-9), [1.0, 2.0]),
    }
    rounds = [[seconds_taken(*work) for work in works.values()] for _ in range(ROUNDS)]
    for (title, (f, method, _)), times in zip(works.items(), zip(*rounds, strict=True), strict=True):
        taken, reckoned = statistics.median(times), seconds_an_evaluation(f, method)
        print(
            f"{title:32} taken {taken * 1e6:7.1f} µs, reckoned {reckoned * 1e6:7.1f} µs, ratio {taken / reckoned:.2f}"
        )


if __name__ == "__main__":
    main()
