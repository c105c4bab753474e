"""A schedule of forward and backward steps, and what it holds at each."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from numerics.checkpointing.chain import Chain
from numerics.errors import NumericsError


class Step(NamedTuple):
    """One step: through `layer` (1, …, L) forward, or `backward`.

    Forward computes x_layer from the value before it; with `hold` it is kept until its own layer is passed backward.
    Backward needs the input of its layer, and frees it.
    """

    layer: int
    backward: bool = False
    hold: bool = False


class Kind(IntEnum):
    """What a step does."""

    COMPUTED = 0
    RECOMPUTED = 1
    BACKWARD = 2


@dataclass(frozen=True, eq=False)
class Timeline:
    """A schedule carried out on a chain, in T steps.

    Attributes:
        chain: the layers.
        steps: the schedule.
        kinds: (T,) what each step does, see `Kind`.
        held: (T, L) whether x₀, …, x_{L-1} is in memory during a step, held or being worked on.
    """

    chain: Chain
    steps: tuple[Step, ...]
    kinds: NDArray[np.int8]
    held: NDArray[np.bool_]

    @cached_property
    def memory(self) -> NDArray[np.int64]:
        """(T,) units in use during each step."""
        return self.held @ np.array(self.chain.sizes)

    @property
    def peak(self) -> int:
        """The most units in use at once."""
        return int(self.memory.max())

    @cached_property
    def evaluations(self) -> NDArray[np.int64]:
        """(L,) how often each layer is computed."""
        forward = [step.layer - 1 for step in self.steps if not step.backward]
        return np.bincount(forward, minlength=self.chain.layers)

    @property
    def cost(self) -> float:
        """Of all forward evaluations."""
        return float(self.evaluations @ np.array(self.chain.costs))

    @property
    def recomputation(self) -> float:
        """What is computed more than once costs, as a part of one forward pass."""
        return self.cost / self.chain.cost - 1


def carry_out(chain: Chain, steps: Sequence[Step]) -> Timeline:
    """Follow a schedule step by step.

    Counted as memory are the values that are held and the one that was computed last, whose place the next one takes
    if it is not held. Adjoints and the output x_L, of which every schedule has one at a time, are not counted.

    Raises NumericsError if the schedule needs a value that is not there, or does not go back through every layer once.
    """
    held, work, seen = {0}, 0, 0
    kinds, rows = [], []
    waiting = chain.layers
    for layer, backward, hold in steps:
        if not (1 <= layer <= chain.layers and layer - 1 in held | {work}):
            raise NumericsError(f"Layer {layer} cannot be passed: its input is not in memory.")
        if backward:
            if layer != waiting or seen < chain.layers:
                raise NumericsError(f"Layer {layer} cannot be passed backward yet.")
            waiting -= 1
            kinds.append(Kind.BACKWARD)
        else:
            kinds.append(Kind.COMPUTED if layer > seen else Kind.RECOMPUTED)
            seen = max(seen, layer)
            work = layer if layer < chain.layers else work
            held |= {layer} if hold else set()
        rows.append([at in held or at == work for at in range(chain.layers)])
        if backward:
            held.discard(layer - 1)
            work = -1 if work == layer - 1 else work
    if waiting:
        raise NumericsError(f"The schedule ends before layer {waiting} is passed backward.")
    return Timeline(chain, tuple(steps), np.array(kinds, np.int8), np.array(rows))
