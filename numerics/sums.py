"""Sums that lose less than the sum from left to right, in any format, on arrays `(..., n)`: results `(...)`.

Bounds hold to first order in the unit roundoff u, for exact terms x and as long as nothing overflows. Source:
N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., SIAM 2002, chapter 4.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from numerics.rounded import Rounded, in_format, nonempty


def terms(x: Any) -> Iterator[Any]:
    """The numbers along the last axis, one after the other, each (...)."""
    if isinstance(x, Rounded):
        return (x[..., k] for k in range(nonempty(x).shape[-1]))
    return iter(np.moveaxis(nonempty(x), -1, 0))


@in_format(native=True)
def pairwise_sum(x: Any) -> Any:
    """Neighbours are added, then the results, and so on: |error| ≤ (⌊log₂ n⌋ + 1) u Σ |x|."""
    left_over: Any = 0
    while (n := nonempty(x).shape[-1]) > 1:
        if n % 2:
            left_over = left_over + x[..., -1]
        x = x[..., 0 : n - 1 : 2] + x[..., 1::2]
    return x[..., 0] + left_over


@in_format(native=True)
def kahan_sum(x: Any) -> Any:
    """Compensated: what an addition loses is taken off the next term. |error| ≤ 2 u Σ |x|, plus terms in n u².

    W. Kahan, Further remarks on reducing truncation errors, Comm. ACM 8 (1965). The compensation itself is lost where
    a term is larger than the total so far.
    """
    total: Any = 0
    excess: Any = 0
    for term in terms(x):
        corrected = term - excess
        new = total + corrected
        excess = (new - total) - corrected
        total = new
    return total


@in_format(native=True)
def neumaier_sum(x: Any) -> Any:
    """Compensated: all losses are summed apart and added at the end. |error| ≤ u |Σ x| + n² u² Σ |x|.

    A. Neumaier, Z. Angew. Math. Mech. 54 (1974). The loss of each addition is found without a comparison of sizes,
    by D. E. Knuth's TwoSum (The Art of Computer Programming 2, section 4.2.2), and is the same number.
    """
    total: Any = 0
    lost: Any = 0
    for term in terms(x):
        new = total + term
        share = new - total
        lost = lost + ((total - (new - share)) + (term - share))
        total = new
    return total + lost
