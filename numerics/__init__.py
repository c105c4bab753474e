"""Numerical computation to play with: typed functions, their derivatives, and methods that descend.

>>> import numerics as nm
>>> f = nm.Objective.parse("(1 - x)^2 + 100(y - x^2)^2")
>>> f.gradient([0, 0])
array([-2.,  0.])
>>> nm.minimize(f, start=[-1.2, 1], method="newton").outcome.name
'CONVERGED'
"""

from numerics import export
from numerics.basins import Basins, basins, compare_basins
from numerics.errors import DerivationError, ExpressionError, LimitError, NumericsError
from numerics.formats import FORMATS, Format, decode, from_bits, round_to
from numerics.gallery import GALLERY
from numerics.methods import METHODS
from numerics.microscope import condition_numbers, dissect, examine, rewrites, ulp_error
from numerics.minimize import minimize
from numerics.objective import Objective
from numerics.outcome import Outcome
from numerics.profiles import Profile, data_profiles, performance_profiles
from numerics.race import Problem, Race, RaceRules, race
from numerics.rules import parse_rule
from numerics.run import Run
from numerics.sweep import Sweep, sweep
from numerics.symbolic.derivation import warm
from numerics.vector_map import VectorMap

__all__ = [
    "FORMATS",
    "GALLERY",
    "METHODS",
    "Basins",
    "DerivationError",
    "ExpressionError",
    "Format",
    "LimitError",
    "NumericsError",
    "Objective",
    "Outcome",
    "Problem",
    "Profile",
    "Race",
    "RaceRules",
    "Run",
    "Sweep",
    "VectorMap",
    "basins",
    "compare_basins",
    "condition_numbers",
    "data_profiles",
    "decode",
    "dissect",
    "examine",
    "export",
    "from_bits",
    "minimize",
    "parse_rule",
    "performance_profiles",
    "race",
    "rewrites",
    "round_to",
    "sweep",
    "ulp_error",
    "warm",
]
