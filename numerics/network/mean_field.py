"""What theory says of wide networks: variances of signals and gradients, layer by layer.

B. Poole et al., Exponential expressivity in deep neural networks through transient chaos, NeurIPS 2016; S. Schoenholz
et al., Deep Information Propagation, ICLR 2017; for He's factor 2, K. He et al., ICCV 2015.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from numerics.errors import NumericsError
from numerics.network.architecture import Architecture
from numerics.network.initialization import INITIALIZATIONS
from numerics.network.normalization import EPSILON

Floats = NDArray[np.float64]

# The trapezoidal rule for E φ(Z), Z ~ N(0, 1). No node is at 0, where the usual kinks are.
NODES = np.linspace(-10, 10, 1000)
WEIGHTS = np.exp(-np.square(NODES) / 2) / np.exp(-np.square(NODES) / 2).sum()
NEGLIGIBLE = 1e-9  # a mean of φ that is only rounding


class Prediction(NamedTuple):
    """Root mean squares in an infinitely wide network with inputs ~ N(0, 1).

    Attributes:
        activations: of the inputs and of the outputs of each layer, (L + 1,).
        h_gradients: of ∂ℓ/∂h there, as parts of that of the last layer, (L + 1,); NaN where they are not known.
    """

    activations: Floats
    h_gradients: Floats


def predict(architecture: Architecture) -> Prediction:
    """Follow the variances: q of u = Wh, then E φ(√q Z)² of the outputs, and the factor v E φ'(√q Z)² of gradients.

    v is n times the variance of an entry of W. Two things are supposed, which hold as the width grows: that many
    independent terms make a normal sum, and that gradients do not depend on the activations they pass. The second
    fails where plain residual connections gather the mean of φ into one common direction: no gradients are predicted
    there. Raises NumericsError for batch normalization, where the examples of a batch depend on each other.
    """
    if architecture.normalization == "batch":
        raise NumericsError("The theory of independent examples has no answer for batch normalization.")
    how, n = INITIALIZATIONS[architecture.initialization], architecture.width
    v = n * how.variance(n, n) * architecture.scale**2
    phi, layered = architecture.phi, architecture.normalization == "layer"
    m, mean = 1.0, 0.0  # of the outputs h: E h², and E h, which residual connections gather
    squares, factors = [m], []
    with np.errstate(all="ignore"):
        for _ in range(architecture.depth):
            variance = v * m + (EPSILON if layered else 0)
            z = NODES * (np.sqrt(v * m / variance) if layered else np.sqrt(variance))
            value = phi(z)
            step, square = WEIGHTS @ value, WEIGHTS @ np.square(value)
            factor = v * (WEIGHTS @ np.square(phi.derivative(z))) / (variance if layered else 1)
            m, mean = (m + square + 2 * mean * step, mean + step) if architecture.residual else (square, step)
            squares.append(m)
            factors.append(1 + factor if architecture.residual else factor)
        back = np.cumprod([1.0, *factors[::-1]])[::-1]
        if architecture.residual and not layered and abs(mean) > NEGLIGIBLE * np.sqrt(m):
            back = np.full_like(back, np.nan)
        return Prediction(np.sqrt(squares), np.sqrt(back))
