"""The experiments and the quiz of the lesson on checkpointing, as data."""

from ui.lessons.checkpointing.memory import COUNTING, MEMORY
from ui.lessons.checkpointing.questions import QUESTIONS
from ui.lessons.checkpointing.training import DEPENDS, TRAINING

EXPERIMENTS = MEMORY + TRAINING

__all__ = ["COUNTING", "DEPENDS", "EXPERIMENTS", "MEMORY", "QUESTIONS", "TRAINING"]
