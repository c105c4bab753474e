"""Natural gradient on logistic regression: the Fisher matrix as the preconditioner.

S. Amari, Natural gradient works efficiently in learning, Neural Computation 10 (1998) 251–276.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from numerics.learning import LOGISTIC, NaturalGradient, Risk
from numerics.methods.gradient_descent import GradientDescent
from numerics.minimize import minimize
from numerics.quadratic.normalization import Regression, treated

Floats = NDArray[np.float64]


def classification(data: Regression, treatment: str, seed: int = 1) -> Risk:
    """Two classes from the same features, and a bias: each label is drawn with the probability σ(target); the same
    for every treatment of the features."""
    labels = np.random.default_rng(seed).random(len(data.targets)) < expit(data.targets)
    features = treated(data.features, treatment)
    return Risk(np.column_stack([features, np.ones(len(features))]), labels.astype(np.float64), LOGISTIC)


def losses(risk: Risk, steps: int, natural: bool) -> Floats:
    """The losses (T+1,) of a descent from zero weights: w ← w - F⁻¹g, or w ← w - g/L with L ≥ every curvature."""
    method = NaturalGradient(damping=0.0) if natural else GradientDescent(1 / risk.largest_curvature())
    return minimize(risk, np.zeros(risk.dimension), method, steps, tolerance=None).f
