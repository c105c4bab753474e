"""What can be said of a typed rule without running it on the visitor's function.

On a quadratic, a rule that is linear in x, g and its memories multiplies the state (x, m, …) along a direction of
curvature λ by one and the same matrix at every step, as momentum does. The spectral radius of that matrix is the
factor by which the error shrinks in the long run; where it exceeds 1 the run diverges.
"""

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from numerics.language.tree import Apply, Node, Variable, fold
from numerics.methods import Method, choose_method
from numerics.rules.notation import Assignment, names_read
from numerics.rules.shapes import VECTORS
from numerics.rules.step import Memory

Assignments = tuple[Assignment, ...]
Floats = NDArray[np.float64]

_SAME = 1e-3  # relative: an ε of 1e-8 in a denominator changes the lengths compared by less
_PRODUCTS = np.geomspace(1e-6, 1e6, 601)  # learning rate × curvature
_REFINEMENTS = 5  # each a hundred times finer
_ROUNDING = 1e-9


class _Plane(NamedTuple):
    """The oracle of a function with this gradient everywhere."""

    slope: float

    def value(self, x: Floats) -> Floats:
        return self.slope * x.sum(axis=-1)

    def gradient(self, x: Floats) -> Floats:
        return np.full_like(x, self.slope)


class _Parabola(NamedTuple):
    """The oracle of ½ λ x² in one dimension, for as many λ as there are starts."""

    curvature: Floats

    def gradient(self, x: Floats) -> Floats:
        return self.curvature * x


def is_scale_free(rule: type[Method]) -> bool:
    """Whether the learning rate alone sets the length of the steps: tried on planes from flat to steep."""
    rate = rule().knobs.get("learning_rate")
    if rate is None:
        return False
    doubled = choose_method(rule(), learning_rate=2 * rate)
    ways = [_way(rule(), slope) for slope in (1e-3, 1.0, 1e3)] + [_way(doubled, 1.0) / 2]
    return bool(0 < abs(ways[0]) < np.inf) and np.allclose(ways, ways[0], rtol=_SAME, atol=0)


def _way(method: Method, slope: float, steps: int = 3) -> float:
    """How far some steps from 0 lead."""
    oracle: Any = _Plane(slope)
    x = np.zeros(1)
    with np.errstate(all="ignore"):
        state = method.init(oracle, x)
        for _ in range(steps):
            x, state = method.step(oracle, x, oracle.gradient(x), state)
    return float(x[0])


def is_linear(assignments: Assignments) -> bool:
    """Whether every line is a linear combination of vectors whose coefficients stay the same."""
    return all(fold(line.value, _degree) == 1 for line in assignments)


def _degree(node: Node, parts: list[int]) -> int:
    """0 for a fixed number, 1 for what is linear in the vectors, 2 for anything else."""
    if isinstance(node, Variable):
        return 1 if node.name in VECTORS else 2 if node.name in ("f", "t") else 0
    if not isinstance(node, Apply):
        return 0
    match node.function:
        case "negate" | "grad":
            return parts[0]
        case "add" | "subtract":
            return parts[0] if len(set(parts)) == 1 else 2
        case "multiply":
            return min(sum(parts), 2)
        case "divide":
            return parts[0] if parts[1] == 0 else 2
        case _:
            return 2 * any(parts)


def contraction(method: Method, assignments: Assignments, curvature: Floats) -> Floats:
    """The spectral radius of one step of a linear rule, for every curvature."""
    moving = _moving(assignments)
    with np.errstate(all="ignore"):
        matrices = _matrices(method, moving, np.ravel(curvature))
    finite = np.isfinite(matrices).all((1, 2))
    radius = np.full(len(matrices), np.inf)
    radius[finite] = np.abs(np.linalg.eigvals(matrices[finite])).max(-1, initial=0.0)
    return radius.reshape(np.shape(curvature))


def _matrices(method: Method, moving: tuple[str, ...], curvature: Floats) -> Floats:
    """The matrix (L, k, k) by which a step multiplies the k moving parts of the state, for each of L curvatures."""
    oracle: Any = _Parabola(curvature[:, None])
    units = dict(zip(moving, np.eye(len(moving))[:, :, None, None] * np.ones((len(curvature), 1)), strict=True))
    x = units.pop("x")
    state = method.init(oracle, x)
    x, state = method.step(oracle, x, oracle.gradient(x), state and state._replace(**units))
    after = [x, *(getattr(state, name) for name in units)]
    return np.stack([part[..., 0] for part in after]).transpose(2, 0, 1)


@lru_cache(maxsize=256)
def curvature_limit(method: Method, assignments: Assignments) -> float | None:
    """The learning rate × curvature at which a linear rule stops converging; None where there is no such number."""
    rate = method.knobs.get("learning_rate")
    if rate is None:
        return None
    radius = contraction(method, assignments, _PRODUCTS / rate)
    other = rate / 2 if rate > 1 else rate * 2
    elsewhere = contraction(choose_method(method, learning_rate=other), assignments, _PRODUCTS / other)
    grows = radius > 1 - _ROUNDING
    if grows[0] or not grows.any() or not np.allclose(radius, elsewhere):
        return None
    low, high = _PRODUCTS[np.argmax(grows) - 1 : np.argmax(grows) + 1]
    for _ in range(_REFINEMENTS):
        products = np.linspace(low, high, 100)
        first = np.argmax(contraction(method, assignments, products / rate) > 1 - _ROUNDING)
        low, high = products[first - 1 : first + 1]
    return float(f"{high:.7g}")


def _moving(assignments: Assignments) -> tuple[str, ...]:
    """x, and the memories that depend on it and on which it depends, directly or through others."""
    reads = {line.target: set(names_read([line])) for line in assignments}
    driven, needed = {"x", "g"}, {"x"}
    for _ in reads:  # each round goes at least one assignment further
        driven |= {target for target, names in reads.items() if names & driven}
        needed |= {name for target in needed & reads.keys() for name in reads[target]}
    return tuple(name for name in ("x", *Memory._fields[1:]) if name in driven & needed)
