"""How the weights of a layer are drawn."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Initialization:
    """One way to draw a matrix W (n_out, n_in), before it is multiplied by the scale s.

    Attributes:
        title: as people call it.
        formula: the distribution.
        variance: of an entry, from n_out and n_in.
        orthogonal: whether rows (or columns, of a tall W) are orthonormal; else entries are independent and normal.
    """

    title: str
    formula: str
    variance: Callable[[int, int], float]
    orthogonal: bool = False

    def draw(self, n_out: int, n_in: int, random: Generator) -> Floats:
        """A matrix (n_out, n_in)."""
        if self.orthogonal:
            return _orthogonal(n_out, n_in, random)
        return np.sqrt(self.variance(n_out, n_in)) * random.standard_normal((n_out, n_in))


def _orthogonal(n_out: int, n_in: int, random: Generator) -> Floats:
    """Q of a QR decomposition, uniform among all such matrices once the diagonal of R is made positive."""
    q, r = np.linalg.qr(random.standard_normal((max(n_out, n_in), min(n_out, n_in))))
    q = q * np.sign(np.diag(r))
    return q if n_out >= n_in else q.T


INITIALIZATIONS: dict[str, Initialization] = {
    "he": Initialization("He", "N(0, 2/n_in)", lambda n_out, n_in: 2 / n_in),
    "xavier": Initialization("Xavier (Glorot)", "N(0, 2/(n_in + n_out))", lambda n_out, n_in: 2 / (n_in + n_out)),
    "lecun": Initialization("LeCun", "N(0, 1/n_in)", lambda n_out, n_in: 1 / n_in),
    "orthogonal": Initialization("Orthogonal", "QᵀQ = I", lambda n_out, n_in: 1 / max(n_out, n_in), orthogonal=True),
    "normal": Initialization("Plain normal", "N(0, 1)", lambda n_out, n_in: 1.0),
}
"""K. He et al., ICCV 2015; X. Glorot, Y. Bengio, AISTATS 2010; Y. LeCun et al., Efficient BackProp (1998); A. Saxe et
al., ICLR 2014. The scale s multiplies W, and so is the standard deviation of the plain normal one."""
