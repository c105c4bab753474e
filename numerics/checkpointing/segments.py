"""Checkpoints set by hand, or evenly: each segment between two is computed once more when its turn comes.

T. Chen, B. Xu, C. Zhang, C. Guestrin, Training Deep Nets with Sublinear Memory Cost, 2016, arXiv:1604.06174.
"""

import math
from collections.abc import Iterable

from numerics.checkpointing.chain import Chain
from numerics.checkpointing.schedule import Step
from numerics.errors import NumericsError


def segments(chain: Chain, checkpoints: Iterable[int]) -> tuple[Step, ...]:
    """The schedule that holds x₀ and the values at `checkpoints` (out of 1, …, L-1) in the forward pass.

    The last segment holds all its values at once, as it is the first to be passed backward. Each of the others is
    computed again from its checkpoint, and then holds all its values.

    Raises NumericsError for a checkpoint that is no input of a layer.
    """
    begins = sorted({0, *checkpoints})
    if begins[0] < 0 or begins[-1] >= chain.layers:
        raise NumericsError(f"Checkpoints are the inputs of layers: numbers from 0 to {chain.layers - 1}.")
    first = [Step(layer, hold=layer in begins) for layer in range(1, begins[-1] + 1)]
    steps = [*first, *_through(begins[-1], chain.layers), Step(chain.layers)]
    end = chain.layers
    for begin in reversed(begins):
        if end < chain.layers:
            steps += _through(begin, end)
        steps += [Step(layer, backward=True) for layer in range(end, begin, -1)]
        end = begin
    return tuple(steps)


def _through(begin: int, end: int) -> list[Step]:
    """Compute and hold what lies between two checkpoints."""
    return [Step(layer, hold=True) for layer in range(begin + 1, end)]


def every(chain: Chain, length: int) -> tuple[int, ...]:
    """The checkpoints of segments of `length` layers; the last may be shorter."""
    return tuple(range(length, chain.layers, length))


def root_segments(chain: Chain) -> tuple[int, ...]:
    """The checkpoints of segments of about √L layers: of L equal layers about 2√L - 1 are then in memory at once."""
    return every(chain, max(1, round(math.sqrt(chain.layers))))
