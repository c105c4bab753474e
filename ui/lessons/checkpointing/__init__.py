"""The experiments and the quiz of the lesson on checkpointing, as data."""

from ui.lessons.checkpointing.memory import COUNTING, MEMORY
from ui.lessons.checkpointing.questions import QUESTIONS
from ui.lessons.checkpointing.training import TRAINING

EXPERIMENTS = MEMORY + TRAINING

__all__ = ["COUNTING", "EXPERIMENTS", "MEMORY", "QUESTIONS", "TRAINING"]
