"""Checkpointing: memory against recomputation in reverse mode."""

from numerics.checkpointing.binomial import fewest_evaluations, memory_within
from numerics.checkpointing.chain import Chain
from numerics.checkpointing.execution import differentiate, tanh_layers
from numerics.checkpointing.optimum import Optimum, optimum
from numerics.checkpointing.schedule import Kind, Step, Timeline, carry_out
from numerics.checkpointing.segments import every, root_segments, segments

__all__ = [
    "Chain",
    "Kind",
    "Optimum",
    "Step",
    "Timeline",
    "carry_out",
    "differentiate",
    "every",
    "fewest_evaluations",
    "memory_within",
    "optimum",
    "root_segments",
    "segments",
    "tanh_layers",
]
