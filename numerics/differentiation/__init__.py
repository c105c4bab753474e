"""Derivatives: by the rules, by differences in any format, and in every direction."""

from numerics.differentiation.directions import (
    Directions,
    OneStep,
    directions,
    gradient_step,
    sign_descent,
    sign_step,
    unit,
)
from numerics.differentiation.exact import Exact, exact_derivatives
from numerics.differentiation.quotients import Best, DerivativeErrors, derivative_errors
from numerics.differentiation.steps import Derivation, Step, derivation
from numerics.differentiation.taylor import TaylorTest, taylor_test

__all__ = [
    "Best",
    "Derivation",
    "DerivativeErrors",
    "Directions",
    "Exact",
    "OneStep",
    "Step",
    "TaylorTest",
    "derivation",
    "derivative_errors",
    "directions",
    "exact_derivatives",
    "gradient_step",
    "sign_descent",
    "sign_step",
    "taylor_test",
    "unit",
]
