"""Numerical computation to play with: typed functions, their derivatives, and methods that descend.

>>> import numerics as nm
>>> f = nm.Objective.parse("(1 - x)^2 + 100(y - x^2)^2")
>>> f.gradient([0, 0])
array([-2.,  0.])
>>> nm.minimize(f, start=[-1.2, 1], method="newton").outcome.name
'CONVERGED'
"""

from numerics import certify, checkpointing, conditioning, export, learning, low_precision, naive, network, stable, sums
from numerics.autodiff import trace
from numerics.basins import Basins, basins, compare_basins
from numerics.certify import CriticalPoint, Lipschitz, critical_points, lipschitz
from numerics.clipping import clip_by_norm, clip_by_value
from numerics.conditioning import condition_number
from numerics.constrained import ConstrainedProblem
from numerics.differentiation import derivation, derivative_errors, taylor_test
from numerics.errors import DerivationError, ExpressionError, LimitError, NumericsError
from numerics.formats import FORMATS, Format, decode, from_bits, round_to
from numerics.gallery import GALLERY
from numerics.hill_climbing import Climber, IntegerGrid, grid_optima, hill_climb
from numerics.least_squares import least_squares
from numerics.methods import METHODS
from numerics.microscope import condition_numbers, dissect, examine, rewrites, ulp_error
from numerics.minimize import minimize
from numerics.objective import Objective
from numerics.outcome import Outcome
from numerics.products import Product, product
from numerics.profiles import Profile, data_profiles, performance_profiles
from numerics.race import Problem, Race, RaceRules, race
from numerics.recording import Recording, record
from numerics.rules import parse_rule
from numerics.run import Run
from numerics.stable import cross_entropy, log_softmax, log_sum_exp, softmax
from numerics.summation import summation_errors
from numerics.sweep import Sweep, sweep
from numerics.symbolic.derivation import warm
from numerics.thresholds import ELEMENTARY, thresholds
from numerics.vector_map import VectorMap

__all__ = [
    "ELEMENTARY",
    "FORMATS",
    "GALLERY",
    "METHODS",
    "Basins",
    "Climber",
    "ConstrainedProblem",
    "CriticalPoint",
    "DerivationError",
    "ExpressionError",
    "Format",
    "IntegerGrid",
    "LimitError",
    "Lipschitz",
    "NumericsError",
    "Objective",
    "Outcome",
    "Problem",
    "Product",
    "Profile",
    "Race",
    "RaceRules",
    "Recording",
    "Run",
    "Sweep",
    "VectorMap",
    "basins",
    "certify",
    "checkpointing",
    "clip_by_norm",
    "clip_by_value",
    "compare_basins",
    "condition_number",
    "condition_numbers",
    "conditioning",
    "critical_points",
    "cross_entropy",
    "data_profiles",
    "decode",
    "derivation",
    "derivative_errors",
    "dissect",
    "examine",
    "export",
    "from_bits",
    "grid_optima",
    "hill_climb",
    "learning",
    "least_squares",
    "lipschitz",
    "log_softmax",
    "log_sum_exp",
    "low_precision",
    "minimize",
    "naive",
    "network",
    "parse_rule",
    "performance_profiles",
    "product",
    "race",
    "record",
    "rewrites",
    "round_to",
    "softmax",
    "stable",
    "summation_errors",
    "sums",
    "sweep",
    "taylor_test",
    "thresholds",
    "trace",
    "ulp_error",
    "warm",
]
