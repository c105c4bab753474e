"""The schedule with the least recomputation for a given memory, by dynamic programming.

A. Griewank, A. Walther, Algorithm 799: revolve, ACM Transactions on Mathematical Software 26 (2000) 19–45, for layers
that are alike; here every layer may have a cost and a size of its own.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from numerics.checkpointing.chain import Chain
from numerics.checkpointing.schedule import Step
from numerics.errors import NumericsError


@dataclass(frozen=True, eq=False)
class Optimum:
    """The best schedules of a chain, for every memory.

    Best among those that hold a value, once they hold it, until its layer is passed backward. If all sizes are equal,
    no other schedule is better; if they differ, letting go of a large value and computing it again may be
    (O. Beaumont et al., Optimal checkpointing for heterogeneous chains, 2019, arXiv:1911.13214).

    Attributes:
        chain: the layers.
        costs: (M+1,) the least cost of all forward evaluations with memory 0, 1, …, M, where M holds everything;
            infinite where the memory is too small.
    """

    chain: Chain
    costs: NDArray[np.float64]
    _splits: NDArray[np.int8]

    def schedule(self, memory: int) -> tuple[Step, ...]:
        """The best schedule with `memory` units. NumericsError if no schedule has so little."""
        chain = self.chain
        if memory < chain.least_memory:
            raise NumericsError(
                f"With {memory} units no schedule is possible: x₀ and the largest other input take "
                f"{chain.least_memory}."
            )
        steps: list[Step] = []
        free = min(memory, chain.memory) - chain.sizes[0]
        waiting = [(0, chain.layers, free)]
        while waiting:
            begin, end, free = waiting.pop()
            if end == begin + 1:
                steps += [Step(end)] if end == chain.layers else []
                steps.append(Step(end, backward=True))
                continue
            split = int(self._splits[begin, end, free])
            steps += [Step(layer, hold=layer == split < end - 1) for layer in range(begin + 1, split + 1)]
            waiting += [(begin, split, free), (split, end, free - chain.sizes[split])]  # the latter first
        return tuple(steps)


def optimum(chain: Chain) -> Optimum:
    """Find the best schedules for all memories at once.

    Let least(i, j, b) be the least cost of going back through layers i+1, …, j, with xᵢ held and b units free. Then
    one has to compute up to some x_k, hold it, go back through what follows it, and last through what precedes it:

        least(i, j, b) = min over k of  cost(i+1, …, k) + least(k, j, b - size of x_k) + least(i, k, b)

    and least(i, i+1, b) = 0. Takes of the order of L³M operations.
    """
    count, units = chain.layers, chain.memory - chain.sizes[0] + 1
    upto = np.concatenate([[0.0], np.cumsum(chain.costs)])
    least = np.full((count + 1, count + 1, units), np.inf)  # [i, j, b]
    after = np.full((count + 1, count + 1, units), np.inf)  # the same with x_i still to be placed: b - size of x_i
    splits = np.zeros((count + 1, count + 1, units), np.int8)
    for length in range(1, count + 1):
        for begin in range(count - length + 1):
            end = begin + length
            if length == 1:
                least[begin, end] = 0.0
            else:
                inner = slice(begin + 1, end)
                ways = (upto[inner] - upto[begin])[:, None] + after[inner, end] + least[begin, inner]
                choice = ways.argmin(axis=0)
                splits[begin, end] = begin + 1 + choice
                least[begin, end] = np.take_along_axis(ways, choice[None], axis=0)[0]
            size = chain.sizes[begin]
            after[begin, end, size:] = least[begin, end, : max(units - size, 0)]
    last = chain.costs[-1]  # the last layer is evaluated once, for the loss
    costs = np.concatenate([np.full(chain.sizes[0], np.inf), least[0, count] + last])
    return Optimum(chain, costs, splits)
