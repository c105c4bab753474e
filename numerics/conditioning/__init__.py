"""Conditioning: how much a linear system A x = b enlarges errors, and what rounding makes of its solution."""

from numerics.conditioning.condition import KINDS, condition_number
from numerics.conditioning.exact import ExactCondition, exact_condition, exact_solution
from numerics.conditioning.matrices import NAMED, Matrix, as_matrix, hilbert
from numerics.conditioning.perturbation import Amplification, amplification, perturbed
from numerics.conditioning.refinement import refine
from numerics.conditioning.scaling import equilibrate, jacobi
from numerics.conditioning.solve import Solution, digits_left, solve
from numerics.conditioning.typical import typical_errors

__all__ = [
    "KINDS",
    "NAMED",
    "Amplification",
    "ExactCondition",
    "Matrix",
    "Solution",
    "amplification",
    "as_matrix",
    "condition_number",
    "digits_left",
    "equilibrate",
    "exact_condition",
    "exact_solution",
    "hilbert",
    "jacobi",
    "perturbed",
    "refine",
    "solve",
    "typical_errors",
]
