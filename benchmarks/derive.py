"""From text to value, gradient and Hessian at a point: ours, and SymPy's parse_expr + diff + lambdify.

    python -m benchmarks.derive

Every round adds another constant to the formula, so that no result is cached on either side; our
worker and SymPy are warm, both with their inner caches. The rounds are interleaved, so that whatever
else the machine does meets both; medians are printed, and the median of the ratios within a round.
"""

import statistics
import time
from collections.abc import Callable

import numpy as np
from sympy import diff, lambdify, symbols
from sympy.parsing.sympy_parser import parse_expr

from numerics.objective import Objective

ROUNDS = 31
POINT = np.array([-1.2, 1.0])
FORMULAS = {
    "Rosenbrock": "(1 - x)**2 + 100*(y - x**2)**2",
    "Goldstein-Price": "(1 + (x + y + 1)**2*(19 - 14*x + 3*x**2 - 14*y + 6*x*y + 3*y**2))"
    "*(30 + (2*x - 3*y)**2*(18 - 32*x + 12*x**2 + 48*y - 36*x*y + 27*y**2))",
    "Ackley": "-20*exp(-0.2*sqrt(0.5*(x**2 + y**2))) - exp(0.5*(cos(2*pi*x) + cos(2*pi*y))) + 20 + exp(1)",
}


def ours(text: str) -> np.ndarray:
    f = Objective.parse(text, variables=("x", "y"))
    f.value_and_gradient(POINT)
    return f.hessian(POINT)


def sympys(text: str) -> np.ndarray:
    variables = symbols("x y")
    f = parse_expr(text)
    gradient = [diff(f, v) for v in variables]
    hessian = [[diff(g, v) for v in variables] for g in gradient]
    lambdify(variables, [f, gradient], cse=True)(*POINT)
    return np.array(lambdify(variables, hessian, cse=True)(*POINT))


def seconds(function: Callable[[str], np.ndarray], text: str) -> tuple[float, np.ndarray]:
    start = time.perf_counter()
    result = function(text)
    return time.perf_counter() - start, result


def main() -> None:
    for name, formula in FORMULAS.items():
        rounds = []
        for k in range(ROUNDS):
            text = f"{formula} + {k}"
            (mine, found), (theirs, expected) = seconds(ours, text), seconds(sympys, text)
            np.testing.assert_allclose(found, expected, rtol=1e-9)
            rounds.append((mine, theirs))
        mine, theirs = (1e3 * statistics.median(column) for column in zip(*rounds[1:], strict=True))
        ratio = statistics.median(theirs / mine for mine, theirs in rounds[1:])
        print(f"{name:16} ours {mine:6.1f} ms   SymPy {theirs:6.1f} ms   {ratio:5.1f} times as fast")


if __name__ == "__main__":
    main()
