"""One expression on one side of a threshold, another on the other: where no single one is good everywhere.

The thresholds minimize the mean error at the samples, by dynamic programming over the order of one variable (the
"regime inference" of P. Panchekha et al., PLDI 2015).
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from numerics.language import Apply, Node, Variable
from numerics.microscope.rewriting.search import PER_NODE, Candidate, Gauge, best_together
from numerics.microscope.rewriting.terms import TooLong, number

Floats = NDArray[np.float64]

MOST_PIECES = 3
MOST_CANDIDATES = 6
WORTH = 0.1  # bits that one more piece must save on average

STEP = "branch on a variable"


def branched(pool: Sequence[Candidate], gauge: Gauge) -> Iterator[Candidate]:
    """For each variable the best choice of thresholds, where one helps."""
    choices = best_together(list(pool), MOST_CANDIDATES)
    for name, column in gauge.values.items():
        order = np.argsort(column, kind="stable")
        costs = np.stack([choice.bits[order] + PER_NODE * choice.size for choice in choices])
        pieces = _pieces(costs, column[order])
        if len(pieces) > 1:
            try:
                tree = _where(name, [(choices[which].tree, start) for which, start in pieces], column[order])
            except TooLong:
                continue
            steps = dict.fromkeys(step for which, _ in pieces for step in choices[which].steps)
            yield Candidate(tree, gauge.bits(tree), (*steps, STEP))


def _pieces(costs: Floats, column: Floats) -> list[tuple[int, int]]:
    """The best choice (which candidate, from which sample on) for samples in order; costs (candidates, N)."""
    count = costs.shape[1]
    sums = np.concatenate([np.zeros((len(costs), 1)), np.cumsum(costs, axis=1)], axis=1)
    spans = sums[:, None, :] - sums[:, :, None]  # of each candidate from sample i up to sample j
    which, cost = spans.argmin(axis=0), spans.min(axis=0)
    possible = np.concatenate([[True], np.diff(column) > 0])  # a threshold needs two different values
    total = np.where(np.arange(count + 1) >= 0, cost[0], np.inf)
    best = [(total, np.zeros(count + 1, dtype=int))]
    for _ in range(1, MOST_PIECES):
        before = np.where(possible, best[-1][0][:count], np.inf)
        ways = before[:, None] + np.where(np.arange(count)[:, None] < np.arange(count + 1), cost[:count], np.inf)
        best.append((ways.min(axis=0) + WORTH * count, ways.argmin(axis=0)))
    used = int(np.argmin([total[count] for total, _ in best]))
    found, end = [], count
    for level in range(used, -1, -1):
        start = int(best[level][1][end])
        found.append((int(which[start, end]), start))
        end = start
    return found[::-1]


def _where(name: str, pieces: Sequence[tuple[Node, int]], column: Floats) -> Node:
    """`where(x < t, a, b)`; `where(t <= x < u, b, a)` for a piece between two equal ones."""
    x = Variable(name, 0)
    thresholds = [_threshold(float(column[start - 1]), float(column[start])) for _, start in pieces[1:]]
    trees = [tree for tree, _ in pieces]
    if len(trees) == 3 and trees[0] == trees[2]:
        between = Apply("less_equal", (thresholds[0], x), 0), Apply("less", (x, thresholds[1]), 0)
        return Apply("where", (Apply("all_of", between, 0), trees[1], trees[0]), 0)
    result = trees[-1]
    for tree, threshold in zip(trees[-2::-1], thresholds[::-1], strict=True):
        result = Apply("where", (Apply("less", (x, threshold), 0), tree, result), 0)
    return result


def _threshold(low: float, high: float) -> Node:
    """A number with few digits t, low < t ≤ high; raises TooLong if the language cannot write any."""
    if low < 0 <= high:
        return number(0)
    middle = np.copysign(np.sqrt(abs(low)) * np.sqrt(abs(high)), high)
    for digits in range(1, 18):
        value = float(f"{middle:.{digits - 1}e}")
        if low < value <= high:
            return number(Fraction(f"{middle:.{digits - 1}e}"))
    return number(Fraction(repr(high)))
