"""A fair race between methods: equal budgets, tuned learning rates, seeded starts, and who solved what at what cost."""

from numerics.race.attempt import Attempt, attempts
from numerics.race.problem import Problem
from numerics.race.race import Heat, Race, race
from numerics.race.rules import COST_MODELS, RATES, TUNING_STARTS, TUNINGS, RaceRules
from numerics.race.trials import trials

__all__ = [
    "COST_MODELS",
    "RATES",
    "TUNINGS",
    "TUNING_STARTS",
    "Attempt",
    "Heat",
    "Problem",
    "Race",
    "RaceRules",
    "attempts",
    "race",
    "trials",
]
