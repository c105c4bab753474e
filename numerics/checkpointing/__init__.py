"""Checkpointing: memory against recomputation in reverse mode, and trainings that are saved and resumed."""

from numerics.checkpointing.binomial import fewest_evaluations, memory_within
from numerics.checkpointing.chain import Chain
from numerics.checkpointing.execution import differentiate, tanh_layers
from numerics.checkpointing.interruption import SAVED, Interruption, interrupt
from numerics.checkpointing.optimum import Optimum, optimum
from numerics.checkpointing.resuming import Best, Checkpoint, Course, Part, begin, proceed, read_checkpoint, without
from numerics.checkpointing.schedule import Kind, Step, Timeline, carry_out
from numerics.checkpointing.segments import every, root_segments, segments

__all__ = [
    "SAVED",
    "Best",
    "Chain",
    "Checkpoint",
    "Course",
    "Interruption",
    "Kind",
    "Optimum",
    "Part",
    "Step",
    "Timeline",
    "begin",
    "carry_out",
    "differentiate",
    "every",
    "fewest_evaluations",
    "interrupt",
    "memory_within",
    "optimum",
    "proceed",
    "read_checkpoint",
    "root_segments",
    "segments",
    "tanh_layers",
    "without",
]
