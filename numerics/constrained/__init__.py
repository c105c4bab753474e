"""Constrained minimization: the problem, its certificate, and solvers."""

from numerics.constrained.certificate import Certificate, Condition, Status
from numerics.constrained.constraint import ConstraintError
from numerics.constrained.problem import ConstrainedProblem
from numerics.constrained.second_order import SecondOrder

__all__ = ["Certificate", "Condition", "ConstrainedProblem", "ConstraintError", "SecondOrder", "Status"]
