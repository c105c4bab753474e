"""Performance and data profiles: what share of its problems a solver solves, and how fast.

E. D. Dolan, J. J. Moré, Math. Program. 91 (2002) 201–213; J. J. Moré, S. M. Wild, SIAM J. Optim. 20(1) (2009)
172–191, whose letters these are: α is a ratio of costs, and τ is left to the tolerance that says what "solved" means.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from numerics.errors import NumericsError

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Profile:
    """A step function of α, continuous from the right: `share` (k,) is reached at `at` (k,), both increasing.

    Left of `at[0]` it is 0. A solver that solves nothing has k = 0.
    """

    at: Floats
    share: Floats

    def __call__(self, alpha: ArrayLike) -> Floats:
        """The share at every α (...)."""
        return np.concatenate([[0.0], self.share])[np.searchsorted(self.at, alpha, side="right")]

    @property
    def solved(self) -> float:
        """The right end: the share that is solved at all."""
        return float(self.share[-1]) if len(self.share) else 0.0


def performance_ratios(costs: ArrayLike) -> Floats:
    """r(p, s) = t(p, s) / min over s of t(p, s), (P, S), for the costs t (P, S) of S solvers on P problems.

    A cost of infinity says that the solver failed, and so does its ratio; where all fail, all ratios are infinite.
    Raises NumericsError for a table that is not (P, S), or has a cost that is not positive.
    """
    table = _checked(costs)
    best = table.min(axis=1, keepdims=True, initial=np.inf)
    return np.divide(table, best, out=np.full_like(table, np.inf), where=np.isfinite(table))


def performance_profiles(costs: ArrayLike) -> tuple[Profile, ...]:
    """ρ_s(α) = share of the problems with r(p, s) ≤ α, one for each of S solvers, from their costs (P, S).

    ρ_s(1) is the share on which s is the cheapest, ties included. What it says of s holds in this company: when a
    solver is added or left out, the others' profiles may change, and even their order for α > 1 (N. Gould, J. Scott,
    ACM TOMS 43(2) (2016) 15). Raises NumericsError as `performance_ratios` does.
    """
    return tuple(map(_profile, performance_ratios(costs).T))


def data_profiles(costs: ArrayLike, dimensions: ArrayLike) -> tuple[Profile, ...]:
    """d_s(α) = share of the problems with t(p, s) / (n(p) + 1) ≤ α, one for each of S solvers.

    `costs` (P, S) are counted in evaluations of f, `dimensions` (P,) are the problems' numbers of variables:
    n + 1 evaluations are what a gradient by differences takes, so α counts such gradients. It says of each solver
    alone what a given budget buys. Raises NumericsError as `performance_ratios` does.
    """
    table = _checked(costs)
    return tuple(map(_profile, (table / (np.asarray(dimensions, dtype=np.float64)[:, None] + 1)).T))


def _profile(values: Floats) -> Profile:
    finite = values[np.isfinite(values)]
    at, counts = np.unique(finite, return_counts=True)
    return Profile(at, np.cumsum(counts) / max(len(values), 1))


def _checked(costs: ArrayLike) -> Floats:
    table = np.asarray(costs, dtype=np.float64)
    if table.ndim != 2:
        raise NumericsError(f"costs must have a row for each problem and a column for each solver, not {table.shape}")
    if not (table > 0).all():  # NaN included
        raise NumericsError("every cost must be positive; a failure costs infinity")
    return table
