"""The experiments, by theme, and the quiz of the descent laboratory, as data."""

from ui.experiments import by_theme
from ui.lessons.descent.insides import INSIDES
from ui.lessons.descent.landscapes import LANDSCAPES
from ui.lessons.descent.methods import METHODS_COMPARED
from ui.lessons.descent.questions import QUESTIONS
from ui.lessons.descent.rates import RATES
from ui.lessons.descent.rules import RULES
from ui.lessons.descent.setting import DEFAULT_STEPS, DEFAULT_TOLERANCE

__all__ = ["DEFAULT_STEPS", "DEFAULT_TOLERANCE", "EXPERIMENTS", "QUESTIONS"]

EXPERIMENTS = by_theme(
    {
        "Learning rates": RATES,
        "Landscapes": LANDSCAPES,
        "Methods compared": METHODS_COMPARED,
        "Inside a method": INSIDES,
        "Rules of your own": RULES,
    }
)
