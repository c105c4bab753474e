"""The second-order condition: the curvature of the Lagrangian along the directions that first order leaves open."""

from dataclasses import dataclass
from enum import Enum
from itertools import combinations

import numpy as np

from numerics.constrained.model import Floats

TOLERANCE = 1e-8  # relative to the largest curvature
MOST_WEAK = 8  # 2⁸ faces of the critical cone are looked at


class SecondOrder(Enum):
    """What the second-order condition says about a point where the first-order conditions hold."""

    MINIMUM = "The Lagrangian curves upwards along every critical direction: a strict local minimum."
    VERTEX = "No critical direction is left: a strict local minimum already by first order."
    NOT_MINIMUM = "Along some critical direction the Lagrangian curves downwards: no local minimum."
    UNDECIDED = "Along some critical direction the Lagrangian does not curve: second order does not decide."
    INAPPLICABLE = "The first-order conditions do not hold: there is nothing for second order to decide."

    def told(self, sign: int) -> str:
        """The sentence; where `sign` is -1, of the maximum of f that is the minimum of -f."""
        return self.value if sign > 0 else of_maximum(self.value)


def of_maximum(sentence: str) -> str:
    """A sentence on minima as it is said where f is maximized."""
    return (
        sentence.replace("minimum", "maximum")
        .replace("the Lagrangian", "the Lagrangian of -f")
        .replace("The Lagrangian", "The Lagrangian of -f")
    )


@dataclass(frozen=True, eq=False)
class Curvature:
    """The second-order condition at one point.

    Attributes:
        kind: what it says.
        eigenvalues: of the Hessian of the Lagrangian on the directions in which equations and strongly active
            constraints do not change, ascending; in scaled coordinates.
        direction: (n,) a critical direction of least curvature that was found; None where there is none.
    """

    kind: SecondOrder
    eigenvalues: Floats
    direction: Floats | None


def second_order(hessian: Floats, size: float, strong: Floats, weak: Floats, unique: bool) -> Curvature:
    """The condition on the critical cone {d: strong · d = 0, weak · d ≤ 0} (Nocedal, Wright, section 12.5).

    Where curvature is positive on the whole subspace strong · d = 0, that is enough. Otherwise the least curvature on
    the cone lies on one of its faces, at an eigenvector of the Hessian there; every face is looked at. A repeated
    eigenvalue has more eigenvectors than those that are looked at, so that "minimum" is not claimed then.

    Args:
        hessian: (n, n) of the Lagrangian.
        size: the largest curvature that counts, for the tolerance.
        strong: gradients (k, n) of equations and strongly active constraints.
        weak: gradients (w, n) of weakly active ones.
        unique: whether there are no other multipliers, with which a falling direction might rise.
    """
    limit = TOLERANCE * size
    basis = null_space(strong)
    if not basis.shape[1]:
        return Curvature(SecondOrder.VERTEX, np.zeros(0), None)
    values, vectors = np.linalg.eigh(basis.T @ hessian @ basis)
    lowest, direction, certain = float(values[0]), basis @ vectors[:, 0], True
    if len(weak) and lowest <= limit:
        lowest, direction, certain = _least_on_cone(hessian, limit, strong, weak)
        if direction is None:
            return Curvature(SecondOrder.VERTEX if certain else SecondOrder.UNDECIDED, values, None)
    if lowest > limit:
        kind = SecondOrder.MINIMUM if certain else SecondOrder.UNDECIDED
    else:
        kind = SecondOrder.NOT_MINIMUM if lowest < -limit and unique else SecondOrder.UNDECIDED
    return Curvature(kind, values, direction)


def null_space(rows: Floats) -> Floats:
    """An orthonormal basis (n, k) of the directions that no row sees; n × n where there are no rows."""
    n = rows.shape[1]
    if not len(rows):
        return np.eye(n)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    _, sigma, vt = np.linalg.svd(rows / np.where(lengths > 0, lengths, 1.0))
    return vt[int((sigma > 1e-6).sum()) :].T


def _least_on_cone(hessian: Floats, limit: float, strong: Floats, weak: Floats) -> tuple[float, Floats | None, bool]:
    """The least curvature at an eigenvector on a face of the cone, that vector, and whether none was overlooked."""
    if len(weak) > MOST_WEAK:
        return np.inf, None, False
    least, direction, certain = np.inf, None, True
    for count in range(len(weak) + 1):
        for tight in combinations(range(len(weak)), count):
            basis = null_space(np.vstack([strong, weak[list(tight)]]))
            if not basis.shape[1]:
                continue
            values, vectors = np.linalg.eigh(basis.T @ hessian @ basis)
            repeated = np.diff(values) <= limit
            certain &= not bool((repeated & (values[:-1] <= limit)).any())
            slopes = weak @ (basis @ vectors)
            for at in np.flatnonzero(values < least):
                for turn in (1.0, -1.0):
                    if (turn * slopes[:, at] <= 1e-9 * np.linalg.norm(weak, axis=1)).all():
                        least, direction = float(values[at]), turn * basis @ vectors[:, at]
                        break
    return least, direction, certain
