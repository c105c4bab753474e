"""What the strength of a penalty does: the best weights for every λ."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from numerics.errors import NumericsError
from numerics.learning.risk import Risk
from numerics.methods.line_search import SUFFICIENT, backtrack
from numerics.methods.newton import solve
from numerics.oracle import Oracle

Floats = NDArray[np.float64]

STEPS, TOLERANCE = 60, 1e-9


@dataclass(frozen=True, eq=False)
class Tradeoff:
    """The minima of J = data term + λR for several λ.

    Attributes:
        strengths: (k,) λ, falling.
        weights: (k, n) the minimum for each.
        data_term, penalty: (k,) each: what J is made of there; `penalty` is λR.
        settled: (k,) whether the gradient came below 1e-9 there.
    """

    strengths: Floats
    weights: Floats
    data_term: Floats
    penalty: Floats
    settled: NDArray[np.bool_]


def tradeoff(risk: Risk, strengths: ArrayLike, progress: Callable[[float], None] = lambda share: None) -> Tradeoff:
    """The minima for these λ > 0, by Newton's method from the largest λ to the smallest, each from the last.

    Raises NumericsError for the L1 penalty, whose minima lie at kinks where Newton's method has no meaning.
    """
    if risk.penalty != "l2":
        raise NumericsError("the best weights for every λ are found for the L2 penalty alone")
    falling = np.sort(np.asarray(strengths, dtype=np.float64))[::-1]
    theta, weights, settled = np.zeros(risk.dimension), [], []
    for place, strength in enumerate(falling):
        theta, arrived = _minimum(risk.with_strength(float(strength)), theta)
        weights.append(theta)
        settled.append(arrived)
        progress((place + 1) / len(falling))
    found = np.array(weights)
    return Tradeoff(
        falling, found, risk.data_term(found), falling * risk.complexity(found), np.array(settled, dtype=bool)
    )


def _minimum(risk: Risk, theta: Floats) -> tuple[Floats, bool]:
    """The minimum of a convex risk from `theta` on, and whether it was reached.

    With λ > 0 the Hessian is positive definite, so that Newton's direction leads downhill and needs no eigenvalues.
    """
    oracle = Oracle(risk)
    for _ in range(STEPS):
        gradient = oracle.gradient(theta)
        if np.linalg.norm(gradient) <= TOLERANCE:
            return theta, True
        direction = -solve(oracle.hessian(theta), gradient)
        theta = backtrack(oracle, theta, oracle.value(theta), gradient, direction, 1.0, 0.5, SUFFICIENT).x
    return theta, False
