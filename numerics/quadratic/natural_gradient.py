"""Natural gradient on logistic regression: the Fisher matrix as the preconditioner.

S. Amari, Natural gradient works efficiently in learning, Neural Computation 10 (1998) 251–276.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from numerics.quadratic.normalization import Regression, treated

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Logistic:
    """Logistic regression: P(y = 1 | x) = σ(wᵀx), with the mean negative log-likelihood as its loss.

    Attributes:
        design: (N, k) the inputs, a column of ones for the bias among them.
        labels: (N,) zeros and ones.
    """

    design: Floats
    labels: Floats

    def loss(self, w: Floats) -> float:
        """The mean of log(1 + eᶻ) - y z, where z = wᵀx."""
        z = self.design @ w
        return float(np.mean(np.logaddexp(0, z) - self.labels * z))

    def gradient(self, w: Floats) -> Floats:
        """Xᵀ(p - y) / N, (k,)."""
        return np.asarray(self.design.T @ (expit(self.design @ w) - self.labels) / len(self.labels))

    def fisher(self, w: Floats) -> Floats:
        """Xᵀ diag(p (1 - p)) X / N, (k, k): the mean of g gᵀ over labels that the model itself would draw.

        For logistic regression it is the Hessian too, so that a step of size 1 is Newton's (Fisher scoring).
        """
        p = expit(self.design @ w)
        return np.asarray(self.design.T * (p * (1 - p)) @ self.design / len(self.labels))

    def descend(self, steps: int, natural: bool) -> Floats:
        """The losses (T+1,) of a descent from zero weights: w ← w - F⁻¹g, or w ← w - g/L with L ≥ every curvature."""
        w = np.zeros(self.design.shape[1])
        bound = float(np.linalg.eigvalsh(self.design.T @ self.design)[-1]) / (4 * len(self.labels))
        losses = [self.loss(w)]
        for _ in range(steps):
            g = self.gradient(w)
            w = w - (np.linalg.solve(self.fisher(w), g) if natural else g / bound)
            losses.append(self.loss(w))
        return np.array(losses)


def classification(data: Regression, treatment: str, seed: int = 1) -> Logistic:
    """Two classes from the same features: each label is drawn with the probability σ(target); the same for every
    treatment of the features."""
    labels = np.random.default_rng(seed).random(len(data.targets)) < expit(data.targets)
    features = treated(data.features, treatment)
    return Logistic(np.column_stack([features, np.ones(len(features))]), labels.astype(np.float64))
