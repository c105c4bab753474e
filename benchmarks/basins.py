"""Basins of attraction against the bare gradient evaluations that the same starts need.

    python -m benchmarks.basins

Bare: 300 evaluations of ∇f at the 40 000 starts, `f.gradient(starts)`, and nothing else: no step, no check, no
labels. Basins: everything from the window to the labels. Without a tolerance all 40 000 starts take all 300 steps (but
those that overflow), so that the gradients are the same in number; with one a start is set aside when it has converged.
A step of gradient descent is two more passes over the points, and looking for the end of a run about three: beside a
gradient of two multiplications, as the quadratic's, that is much, beside any other it is little. Methods that do more
arithmetic, or ask for more than a gradient, take longer by their nature; they are shown all the same.

Times are of the processor, so that whatever else the machine does counts little; the rounds are interleaved; medians
are printed, and ratios within each round.
"""

import statistics
import time
from collections.abc import Callable
from functools import partial

import numpy as np

import numerics as nm

RESOLUTION, STEPS, ROUNDS = 200, 300, 5
AIM = 1.5
WINDOW = ((-5.0, 5.0), (-5.0, 5.0))
FUNCTIONS = {
    "quadratic": "x^2 + 5y^2",
    "Rosenbrock": "(1 - x)^2 + 100(y - x^2)^2",
    "Himmelblau": "(x^2 + y - 11)^2 + (x + y^2 - 7)^2",
    "Rastrigin": "20 + x^2 + y^2 - 10cos(2pi x) - 10cos(2pi y)",
}
CASES = (
    ("gradient_descent", None, {"learning_rate": 1e-5}),
    ("gradient_descent", 1e-8, {"learning_rate": 1e-3}),
    ("momentum", None, {"learning_rate": 1e-6}),
    ("adam", None, {"learning_rate": 1e-3}),
    ("newton", 1e-8, {}),
)


def seconds(action: Callable[[], object]) -> float:
    begin = time.process_time()
    action()
    return time.process_time() - begin


def bare(f: nm.Objective) -> None:
    sides = (np.linspace(low, high, RESOLUTION) for low, high in WINDOW)
    starts = np.stack(np.meshgrid(*sides), axis=-1).reshape(-1, 2)
    for _ in range(STEPS):
        f.gradient(starts)


def main() -> None:
    print(f"{RESOLUTION} × {RESOLUTION} starts, {STEPS} steps; aim for gradient descent: at most {AIM} × bare")
    for title, text in FUNCTIONS.items():
        f = nm.Objective.parse(text)
        actions: dict[str, Callable[[], object]] = {"bare": partial(bare, f)}
        for method, tolerance, knobs in CASES:
            name = f"{method}, tolerance {tolerance or 'none'}"
            actions[name] = partial(nm.basins, f, WINDOW, RESOLUTION, method, STEPS, tolerance=tolerance, **knobs)
        rounds = [{name: seconds(action) for name, action in actions.items()} for _ in range(ROUNDS)]
        for name in actions:
            spent = statistics.median(times[name] for times in rounds)
            ratio = statistics.median(times[name] / times["bare"] for times in rounds)
            print(f"{title:11} {name:34} {spent * 1e3:7.0f} ms {ratio:6.2f} × bare")


if __name__ == "__main__":
    main()
