"""Constrained minimization: the problem, its certificate, and solvers."""

from numerics.constrained.certificate import Certificate, Condition, Status
from numerics.constrained.constraint import ConstraintError
from numerics.constrained.exact import ExactNumber, ExactPoint, ExactPoints
from numerics.constrained.problem import ConstrainedProblem
from numerics.constrained.second_order import SecondOrder
from numerics.constrained.shadow_prices import ShadowPrice
from numerics.constrained.solve import Outcome, Solution
from numerics.constrained.solvers import SOLVERS, Path, Stop, follow

__all__ = [
    "SOLVERS",
    "Certificate",
    "Condition",
    "ConstrainedProblem",
    "ConstraintError",
    "ExactNumber",
    "ExactPoint",
    "ExactPoints",
    "Outcome",
    "Path",
    "SecondOrder",
    "ShadowPrice",
    "Solution",
    "Status",
    "Stop",
    "follow",
]
