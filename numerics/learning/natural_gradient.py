"""Natural gradient: the steepest way down where distance is measured between the model's predictions."""

from dataclasses import dataclass

import numpy as np

from numerics.differentiable import Differentiable
from numerics.knobs import knob
from numerics.learning.risk import Risk
from numerics.methods.base import Array, Method, learning_rate_knob
from numerics.methods.newton import solve
from numerics.oracle import Oracle


@dataclass(frozen=True)
class NaturalGradient(Method):
    """x ← x - η (F + δI)⁻¹ ∇f(x), with the Fisher information F of the model at x on the batch at hand.

    It needs a model, so it runs on an empirical risk alone. Without a penalty and with η = 1, δ = 0 it is Newton's
    method for linear and logistic regression (Fisher scoring). Any invertible linear change of the parameters gives
    the same path when δ = 0.
    """

    name = "natural_gradient"
    title = "Natural gradient"
    equations = r"x_{t+1} = x_t - \eta\, (F(x_t) + \delta I)^{-1} \nabla f(x_t)"
    source = "S. Amari, Natural gradient works efficiently in learning, Neural Computation 10 (1998) 251–276"
    no_step = "the Fisher matrix is singular there"

    learning_rate: float = learning_rate_knob(1.0)
    damping: float = knob(1e-3, 0.0, 1e6, "added to every eigenvalue of F", symbol=r"\delta")

    def step(self, oracle: Oracle, x: Array, gradient: Array, state: None) -> tuple[Array, None]:
        """One step; NaN where F + δI is singular."""
        risk = oracle.objective
        assert isinstance(risk, Risk)
        matrix = risk.fisher(x) + self.damping * np.eye(x.shape[-1])
        return x - self.learning_rate * solve(matrix, gradient), None

    def refusal(self, f: Differentiable) -> str:
        """Only a model has a Fisher matrix."""
        return "" if isinstance(f, Risk) else "the function is no model of data, and has no Fisher matrix"
