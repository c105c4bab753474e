"""A critical point: where it is, what it is, and why that is certain."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class PointKind(StrEnum):
    """What a critical point is; DEGENERATE where the second derivative does not tell and nothing else did."""

    MINIMUM = "minimum"
    MAXIMUM = "maximum"
    SADDLE = "saddle"
    DEGENERATE = "degenerate"


@dataclass(frozen=True, eq=False)
class CriticalPoint:
    """A point with ∇f = 0.

    Attributes:
        x: (n,), to rounding.
        kind: minimum, maximum, saddle (in one variable also a point of inflection) or degenerate.
        eigenvalues: (n,) of the Hessian at x, ascending.
        certified: whether it is proven that a critical point of this kind lies in `box`; False for a candidate.
        value: f(x).
        box: where it lies: lower and upper corner (n,), (n,).
        proof: one sentence.
        regular: whether it is the only one in its box and its Hessian is not singular.
    """

    x: Floats
    kind: PointKind
    eigenvalues: Floats
    certified: bool
    value: float
    box: tuple[Floats, Floats]
    proof: str
    regular: bool
