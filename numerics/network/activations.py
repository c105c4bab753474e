"""Activations: functions of one variable as typed text, derived like any other typed function."""

from dataclasses import dataclass
from functools import lru_cache

from numerics.errors import ExpressionError
from numerics.methods.base import Array
from numerics.objective import Objective

ACTIVATIONS: dict[str, tuple[str, str]] = {
    "relu": ("ReLU", "relu(z)"),
    "leaky_relu": ("Leaky ReLU", "max(z, 0.01z)"),
    "tanh": ("tanh", "tanh(z)"),
    "sigmoid": ("Sigmoid", "sigmoid(z)"),
    "gelu": ("GELU", "z(1 + erf(z/√2))/2"),
    "silu": ("SiLU (swish)", "z sigmoid(z)"),
    "linear": ("Linear", "z"),
}
"""Name → title and formula. GELU: D. Hendrycks, K. Gimpel, arXiv:1606.08415; SiLU: S. Elfwing et al., 2018."""


@dataclass(frozen=True)
class Activation:
    """φ, the same for every unit: R → R.

    At a kink the derivative is the mean of both sides, so φ'(0) = ½ for ReLU, where frameworks take 0.
    """

    formula: Objective

    def __call__(self, z: Array) -> Array:
        """φ(z), of the same shape."""
        values: Array = self.formula(z[..., None])
        return values

    def derivative(self, z: Array) -> Array:
        """φ'(z), of the same shape."""
        return self.formula.gradient(z[..., None])[..., 0]


@lru_cache(maxsize=64)
def activation_of(text: str) -> Activation:
    """The activation of that name, or the one that `text` is a formula of, in one variable, such as `z sigmoid(2z)`.

    Raises ExpressionError for a text that has no meaning or more than one variable, DerivationError as
    `Objective.parse` does.
    """
    formula = Objective.parse(ACTIVATIONS[text][1] if text in ACTIVATIONS else text)
    if formula.dimension != 1:
        several = ", ".join(formula.variables)
        raise ExpressionError(f"An activation has one variable, not {several}: write it in z alone.", 0, text)
    return Activation(formula)
