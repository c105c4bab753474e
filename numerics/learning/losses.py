"""What one prediction costs: the loss of a linear model's output z beside the target y, and its derivatives in z."""

from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

Floats = NDArray[np.float64]


class Loss:
    """ℓ(z, y) of outputs z (..., m) and targets y (m,), one number for each example.

    Class attributes: `name` as links and scripts write it, `title` as people read it, `equation` ℓ in LaTeX.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    equation: ClassVar[str]

    def value(self, z: Floats, y: Floats) -> Floats:
        """ℓ(z, y)."""
        raise NotImplementedError

    def slope(self, z: Floats, y: Floats) -> Floats:
        """∂ℓ/∂z."""
        raise NotImplementedError

    def curvature(self, z: Floats, y: Floats) -> Floats:
        """∂²ℓ/∂z².

        It does not depend on y for either loss here, so it is also its own mean over targets that the model would
        draw: the Fisher information of z.
        """
        raise NotImplementedError

    def prediction(self, z: Floats) -> Floats:
        """What the model expects of y where its output is z: the mean of y."""
        raise NotImplementedError


class Squared(Loss):
    """½ (z - y)²: the negative log-likelihood of a normal y round z with variance 1, up to a constant."""

    name = "squared"
    title = "Linear regression"
    equation = r"\ell_i = \tfrac12 (z_i - y_i)^2"

    def value(self, z: Floats, y: Floats) -> Floats:
        """½ (z - y)²."""
        return (z - y) ** 2 / 2

    def slope(self, z: Floats, y: Floats) -> Floats:
        """z - y."""
        return z - y

    def curvature(self, z: Floats, y: Floats) -> Floats:
        """1."""
        return np.ones_like(z)

    def prediction(self, z: Floats) -> Floats:
        """z."""
        return z


class Logistic(Loss):
    """log(1 + e^(-z)) where y is 1 and log(1 + eᶻ) where y is 0: the negative log of the probability of y, with
    P(y = 1) = σ(z).

    Nothing overflows, and nothing cancels either: log(1 + eᶻ) - yz, as it is often written, is 0 for y = 1 and z = 40,
    where the loss is 4e-18. The derivative is the sigmoid on the side where its exponential is at most 1.
    """

    name = "logistic"
    title = "Logistic regression"
    equation = r"\ell_i = \log(1 + e^{z_i}) - y_i z_i"

    def value(self, z: Floats, y: Floats) -> Floats:
        """log(1 + exp(∓z)) = max(∓z, 0) + log(1 + exp(-|z|))."""
        return np.logaddexp(0, (1 - 2 * y) * z)

    def slope(self, z: Floats, y: Floats) -> Floats:
        """σ(z) - y, without the cancellation."""
        side = 1 - 2 * y
        return side * expit(side * z)

    def curvature(self, z: Floats, y: Floats) -> Floats:
        """σ(z) (1 - σ(z))."""
        return expit(z) * expit(-z)

    def prediction(self, z: Floats) -> Floats:
        """σ(z), the probability of y = 1."""
        return np.asarray(expit(z))


SQUARED, LOGISTIC = Squared(), Logistic()
LOSSES: dict[str, Loss] = {loss.name: loss for loss in (SQUARED, LOGISTIC)}
