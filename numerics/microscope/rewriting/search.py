"""The search for expressions that round better: rewrite, measure, keep what helps somewhere, and again.

After P. Panchekha et al., Automatically improving accuracy for floating point expressions, PLDI 2015 (Herbie), made
small: candidates are measured on a few hundred samples, and the next round starts from those that are best at some of
them.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from numerics.formats import Format
from numerics.language import Node
from numerics.microscope.rewriting.algebra import tidy
from numerics.microscope.rewriting.moves import moves
from numerics.microscope.rewriting.series import STEP as SERIES
from numerics.microscope.rewriting.series import series
from numerics.microscope.rewriting.terms import TooLong, places, plain, replace, size
from numerics.microscope.rounded import evaluate
from numerics.microscope.tape import tape_of
from numerics.microscope.ulps import bits_of, ulps_between

Floats = NDArray[np.float64]

ROUNDS = 5
BEAM = 8  # candidates that each round starts from
MOST_CANDIDATES = 3000
MOST_GROWTH = 24  # nodes that a candidate may have more than the original
PER_NODE = 0.02  # bits that one more node must save


@dataclass(frozen=True, eq=False)
class Candidate:
    """An expression that may stand for the original, measured.

    Attributes:
        tree: the expression, a plain tree.
        bits: (N,) its bits of error at the samples.
        steps: the names of what was done to the original, in order.
    """

    tree: Node
    bits: Floats
    steps: tuple[str, ...]
    size: int = field(init=False)
    mean: float = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "size", size(self.tree))
        object.__setattr__(self, "mean", float(self.bits.mean()))

    @property
    def cost(self) -> float:
        """Mean bits of error and a little for every node: of equally good expressions the shorter one is better."""
        return self.mean + PER_NODE * self.size


@dataclass(frozen=True, eq=False)
class Gauge:
    """What candidates are measured against: samples at which the original has a true value, and these values."""

    values: Mapping[str, Floats]
    true: Floats
    format: Format

    def bits(self, tree: Node) -> Floats:
        """(N,) bits of error of an expression."""
        return bits_of(ulps_between(evaluate(tape_of(tree), self.values, self.format)[0], self.true, self.format))


def search(
    tree: Node, gauge: Gauge, *, seconds: float, progress: Callable[[float], None] | None = None
) -> list[Candidate]:
    """The original, first, and every measured candidate. The work ends after `seconds`, if it has not ended before."""
    deadline = time.perf_counter() + seconds
    original = plain(tree)
    pool = [Candidate(original, gauge.bits(original), ())]
    for approximation in series(original):
        pool.append(Candidate(approximation, gauge.bits(approximation), (SERIES,)))
    seen = {candidate.tree for candidate in pool}
    expanded = {candidate.tree for candidate in pool[1:]}
    largest = pool[0].size + MOST_GROWTH
    for round_ in range(ROUNDS + 1):
        fresh: list[Candidate] = []
        last = round_ == ROUNDS
        for candidate in best_together([c for c in pool if last or c.tree not in expanded], BEAM):
            expanded.add(candidate.tree)
            for name, rewritten in _shorter(candidate.tree) if last else _rewritings(candidate.tree):
                if time.perf_counter() > deadline or len(seen) > MOST_CANDIDATES:
                    return pool + fresh
                if rewritten not in seen and size(rewritten) <= largest:
                    seen.add(rewritten)
                    fresh.append(Candidate(rewritten, gauge.bits(rewritten), (*candidate.steps, name)))
        pool += fresh
        if progress:
            progress((round_ + 1) / (ROUNDS + 1))
    return pool


def best_together(candidates: list[Candidate], count: int) -> list[Candidate]:
    """The candidates that, one after the other, lower the error most where the chosen ones before are bad."""
    chosen: list[Candidate] = []
    left = sorted(candidates, key=lambda candidate: candidate.cost)
    if not left:
        return []
    bits = np.stack([candidate.bits for candidate in left])
    price = PER_NODE * np.array([candidate.size for candidate in left])
    cover = np.full(bits.shape[1], np.inf)
    free = np.ones(len(left), dtype=bool)
    while len(chosen) < min(count, len(left)):
        together = np.minimum(bits, cover).mean(axis=1) + price
        best = int(np.where(free, together, np.inf).argmin())
        chosen.append(left[best])
        free[best] = False
        cover = np.minimum(cover, bits[best])
    return chosen


def _rewritings(tree: Node) -> Iterator[tuple[str, Node]]:
    for path, node in places(tree):
        with suppress(TooLong):
            for name, new in moves(node):
                yield name, replace(tree, path, new)


def _shorter(tree: Node) -> Iterator[tuple[str, Node]]:
    """The whole in its shortest form: a last step that no further one need follow."""
    with suppress(TooLong):
        yield "rearrange by algebra", tidy(tree)
