"""The error of sums against their length: four ways to add, on reproducible data, beside what theory says."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from numerics import naive, sums
from numerics.errors import NumericsError
from numerics.formats import Format, format_of, round_to
from numerics.rounded import NATIVE, Floats

LONGEST = 100_000
LONGEST_ELSEWHERE = 2_000  # in formats that NumPy does not have

WAYS: Mapping[str, Callable[..., Floats]] = {
    "naive": naive.sum,
    "pairwise": sums.pairwise_sum,
    "kahan": sums.kahan_sum,
    "neumaier": sums.neumaier_sum,
}


def _random(n: int, seed: int) -> Floats:
    return np.random.default_rng(seed).random(n)


DATA: Mapping[str, Callable[[int, int, Format], Floats]] = {
    "tenths": lambda n, seed, format: np.full(n, 0.1),
    "uniform": lambda n, seed, format: _random(n, seed),
    "signed": lambda n, seed, format: 2 * _random(n, seed) - 1,
    "harmonic": lambda n, seed, format: 1 / np.arange(1, n + 1),
    # A 1 that is added to L leaves no trace, and Kahan's compensation for it is lost when -L comes.
    "cancelling": lambda n, seed, format: np.resize([1.0, 4 / format.epsilon, 1.0, -4 / format.epsilon], n),
}
"""Name → the first n terms for a format, by a seed where they are random."""


@dataclass(frozen=True, eq=False)
class Errors:
    """Errors of sums of the first `lengths` (k,) terms.

    Attributes:
        format: terms and additions are rounded to it.
        lengths: (k,) numbers of terms, growing.
        relative: name of `WAYS` → (k,) |computed - exact| / Σ |x|, where exact is the sum of the terms as stored in
            the format; NaN where the computed sum is not finite.
        condition: (k,) Σ |x| / |Σ x|: times the above, the error relative to the sum itself.
        computed: name of `WAYS` → (k,) the sums.
        exact: (k,) the exact sums, rounded to float64.
    """

    format: Format
    lengths: np.ndarray
    relative: Mapping[str, Floats]
    condition: Floats
    computed: Mapping[str, Floats]
    exact: Floats


def lengths_up_to(longest: int) -> np.ndarray:
    """1, 2, 4, 8, 20, 40, 80, 200, … up to `longest`, which ends the list: from 4 on whole rows of four."""
    series = [1, 2, *sorted(4 * a * 10**b for b in range(len(str(longest))) for a in (1, 2, 5))]
    return np.array([n for n in series if n < longest] + [longest])


def summation_errors(data: str, dtype: str | Format, seed: int = 0, longest: int = LONGEST_ELSEWHERE) -> Errors:
    """Add the first 1, 2, 4, 8, 20, … terms of `DATA[data]` in every way; at most 100 000, in some formats 2 000.

    Raises NumericsError for unknown data or format and for a length out of these bounds.
    """
    format = format_of(dtype)
    most = longest_sum(format)
    if data not in DATA or not 1 <= longest <= most:
        raise NumericsError(f"Data are one of {', '.join(DATA)}, of 1 to {most} terms in {format.name}.")
    terms = round_to(DATA[data](longest, seed, format), format)
    lengths = lengths_up_to(longest)
    computed = np.array([[float(way(terms[:n], dtype=format)) for n in lengths] for way in WAYS.values()])
    exact, size = (np.array([math.fsum(x[:n]) for n in lengths]) for x in (terms, np.abs(terms)))
    wrong = np.array([[_distance(total, terms[:n]) for total, n in zip(row, lengths, strict=True)] for row in computed])
    with np.errstate(divide="ignore"):
        condition = size / np.abs(exact)
    return Errors(
        format,
        lengths,
        dict(zip(WAYS, wrong / size, strict=True)),
        condition,
        dict(zip(WAYS, computed, strict=True)),
        exact,
    )


def _distance(total: float, terms: Floats) -> float:
    """|total - Σ terms|, rounded once to float64; NaN for a total that is not finite."""
    return abs(math.fsum([*terms.tolist(), -total])) if math.isfinite(total) else math.nan


def longest_sum(format: Format) -> int:
    """The largest number of terms that are added in a format, for the time it takes."""
    return LONGEST if format.name in NATIVE else LONGEST_ELSEWHERE


@dataclass(frozen=True)
class Law:
    """What theory says of |error| / Σ |x| for n terms, in units of the unit roundoff u, and when.

    Attributes:
        title: the formula.
        factor: n → the multiple of u.
        needs: what it is and what it needs, as a clause.
    """

    title: str
    factor: Callable[[np.ndarray], np.ndarray]
    needs: str


LAWS: Mapping[str, Law] = {
    "naive": Law(
        "(n − 1) u",
        lambda n: n - 1.0,
        "a bound for the naive sum, for any data and order, as long as nothing overflows "
        "(C.-P. Jeannerod, S. M. Rump, SIAM J. Matrix Anal. Appl. 34 (2013))",
    ),
    "typical": Law(
        "√n u",
        lambda n: np.sqrt(n),
        "no bound but the typical growth of the naive sum, if its rounding errors are random, independent and of mean "
        "zero (N. J. Higham, T. Mary, SIAM J. Sci. Comput. 41 (2019)); equal terms break that",
    ),
    "pairwise": Law(
        "(⌊log₂ n⌋ + 1) u",
        lambda n: np.floor(np.log2(n)) + 1,
        "a bound for the pairwise sum, to first order in u (Higham, ASNA, section 4.2)",
    ),
    "kahan": Law(
        "2 u",
        lambda n: np.full(np.shape(n), 2.0),
        "a bound for Kahan's sum up to terms of size n u², which count once n u is no longer small "
        "(Higham, ASNA, section 4.3)",
    ),
}
