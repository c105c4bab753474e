"""The rewrites worth offering: measured better at samples that the search has not seen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from numerics.formats import Format
from numerics.language import Node, to_text
from numerics.microscope.examination import Examination, examine
from numerics.microscope.rewriting.branches import branched
from numerics.microscope.rewriting.search import Candidate, Gauge, search
from numerics.microscope.rewriting.series import STEP as SERIES
from numerics.microscope.rewriting.terms import size

SEARCHED = 256  # samples that candidates are measured at
SAVES = 0.3  # bits that an offer must save on average
MOST_OFFERS = 3
LARGEST = 120  # nodes of an expression that is searched at all


@dataclass(frozen=True, eq=False)
class Rewrite:
    """An expression that computes the same and rounds better.

    Attributes:
        tree: the expression.
        steps: what was done to get it, in order.
        before, after: the original and this expression at the same samples, measured against the same true values.
    """

    tree: Node
    steps: tuple[str, ...]
    before: Examination
    after: Examination

    @property
    def text(self) -> str:
        """The expression as it may be typed."""
        return to_text(self.tree)

    @property
    def exact(self) -> bool:
        """Whether it is the same function; otherwise a cut series stands for it near 0."""
        return SERIES not in self.steps

    @property
    def saved(self) -> float:
        """The bits of error that it saves, on average over the samples."""
        return self.before.mean_bits - self.after.mean_bits


def find_rewrites(
    before: Examination, *, seconds: float = 4.0, progress: Callable[[float], None] | None = None
) -> list[Rewrite]:
    """The best rewrites of an examined expression, the most accurate first; none where none is better.

    The search looks at some of the samples; an offer is measured at all of them. It must save at least 0.3 bits on
    average, and have the same true value wherever both have one, unless it says that it is a series. A shorter
    expression is offered beside a longer one that is a little better. `seconds` bounds the search; `progress` is told
    the part that is done.
    """
    counted = np.flatnonzero(before.defined & np.isfinite(before.true))
    if not len(counted) or before.mean_bits < SAVES or size(before.tree) > LARGEST:
        return []
    chosen = counted[:SEARCHED]
    values = {name: column[chosen] for name, column in before.values.items()}
    gauge = Gauge(values, before.true[chosen], before.format)
    pool = search(before.tree, gauge, seconds=seconds, progress=progress)
    offers: list[Rewrite] = []
    for candidate in _ranked(pool, gauge):
        after = examine(candidate.tree, before.values, before.format)
        rewrite = Rewrite(candidate.tree, candidate.steps, before, replace(after, true=before.true))
        if (_same_values(before, after) or not rewrite.exact) and rewrite.saved >= SAVES:
            offers.append(rewrite)
        if len(offers) == MOST_OFFERS:
            break
    return sorted(offers, key=lambda offer: -offer.saved)


def rewrites(
    text: str, values: Mapping[str, ArrayLike], format: str | Format = "float64", *, seconds: float = 4.0
) -> list[Rewrite]:
    """What to write instead of an expression so that it rounds better at the points `values`, the best first.

    >>> rewrites("sqrt(x + 1) - sqrt(x)", {"x": np.logspace(0, 15, 300)})[0].text
    '1/(sqrt(x + 1) + sqrt(x))'

    Arguments and errors raised as in `examine`; see `find_rewrites`.
    """
    return find_rewrites(examine(text, values, format), seconds=seconds)


def _ranked(pool: list[Candidate], gauge: Gauge) -> list[Candidate]:
    """The candidates that are better than every shorter one by a margin, the best first; the original left out."""
    original = pool[0]
    front: list[Candidate] = []
    for candidate in sorted([*pool, *branched(pool, gauge)], key=lambda c: (c.size, len(c.steps), c.mean)):
        if candidate.mean < original.mean - SAVES and (not front or candidate.mean < front[-1].mean - SAVES):
            front.append(candidate)
    return front[::-1]


def _same_values(a: Examination, b: Examination) -> bool:
    """Whether both have the same true value wherever both have one."""
    both = a.defined & b.defined
    return bool(np.array_equal(a.true[both], b.true[both]))
