"""What one step of Newton's method costs against the number of variables: the solution of H s = -g."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SIZES = (50, 100, 200, 300, 450, 650, 900, 1200, 1500)
REPEATS = 3


@dataclass(frozen=True, eq=False)
class NewtonCost:
    """Measured on this machine.

    Attributes:
        sizes: numbers of variables n (k,).
        seconds: the shortest time that solving one dense system took (k,).
        bytes: memory of the Hessian (k,).
        gradient_seconds: time of one gradient step on a gradient already computed, n additions, for comparison (k,).
    """

    sizes: Floats
    seconds: Floats
    bytes: Floats
    gradient_seconds: Floats

    @property
    def slope(self) -> float:
        """d log time / d log n over the four largest sizes; 3 as n grows, by counting operations: n³/3 + O(n²)."""
        return float(np.polyfit(np.log(self.sizes[-4:]), np.log(self.seconds[-4:]), 1)[0])


def newton_cost(sizes: Sequence[int] = SIZES, progress: Callable[[float], None] = lambda share: None) -> NewtonCost:
    """Time the linear algebra of a Newton step and of a gradient step; `progress` is told the share that is done."""
    work = np.cumsum(np.array(sizes, dtype=np.float64) ** 3)
    numbers, newton, gradient = np.random.default_rng(0), [], []
    for n, done in zip(sizes, work / work[-1], strict=True):
        hessian = numbers.standard_normal((n, n))
        hessian = hessian @ hessian.T / n + np.eye(n)
        g = numbers.standard_normal(n)
        newton.append(_seconds(partial(np.linalg.solve, hessian, -g)))
        gradient.append(_seconds(partial(np.subtract, g, 0.1 * g)))
        progress(float(done))
    n_all = np.array(sizes, dtype=np.float64)
    return NewtonCost(n_all, np.array(newton), 8 * n_all**2, np.array(gradient))


def _seconds(work: Callable[[], object]) -> float:
    """The shortest of some times."""
    times = []
    for _ in range(REPEATS):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return max(min(times), 1e-9)
