"""A recurrent network: one matrix, used at every step, and what that does to a gradient on its way back in time."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from numerics.errors import NumericsError
from numerics.network.activations import Activation, activation_of
from numerics.network.architecture import check_count
from numerics.network.initialization import INITIALIZATIONS
from numerics.network.signals import norm

Floats = NDArray[np.float64]

MOST_STEPS, MOST_UNITS = 2000, 256
SHEAR = 0.5  # above the diagonal of the non-normal matrix, relative to the diagonal
KINDS = {"gaussian": "Random normal", "orthogonal": "Orthogonal", "shear": "Non-normal (a shear)"}


@dataclass(frozen=True)
class Recurrent:
    """h_t = φ(W h_{t-1} + x_t) for t = 1 … T, with x_t ~ N(0, drive²) and h_0 = 0.

    W (n, n) is drawn as its `kind` says and scaled to the spectral radius asked for: independent normal entries,
    orthogonal columns, or equal eigenvalues with a chain of couplings above them, which makes it non-normal.
    Raises NumericsError for sizes beyond 256 units and 2000 steps, and other numbers without meaning.
    """

    steps: int = 100
    units: int = 64
    radius: float = 1.0
    kind: str = "gaussian"
    activation: str = "tanh"
    drive: float = 0.1
    seed: int = 0

    def __post_init__(self) -> None:
        check_count("number of steps", self.steps, MOST_STEPS)
        check_count("number of units", self.units, MOST_UNITS)
        if not 0 < self.radius < float("inf") or not 0 <= self.drive < float("inf"):
            raise NumericsError("The spectral radius is a positive number, and the drive a number of at least 0.")
        if self.kind not in KINDS:
            raise NumericsError(f"There is no such kind of matrix: choose {', '.join(KINDS)}.")
        activation_of(self.activation)

    @property
    def phi(self) -> Activation:
        """The activation φ."""
        return activation_of(self.activation)

    @cached_property
    def weights(self) -> Floats:
        """W (n, n), whose largest |eigenvalue| is the radius."""
        n = self.units
        if self.kind == "shear":
            return self.radius * (np.eye(n) + SHEAR * np.eye(n, k=1))
        W = INITIALIZATIONS["orthogonal" if self.kind == "orthogonal" else "lecun"].draw(
            n, n, np.random.default_rng(self.seed)
        )
        return self.radius / np.abs(np.linalg.eigvals(W)).max() * W


class ThroughTime(NamedTuple):
    """A gradient on its way back, for t = 0 … T.

    Attributes:
        h_gradients: ‖∂ℓ/∂h_t‖, (T + 1,).
        contributions: norm of what the step t = 1 … T adds to ∂ℓ/∂W, (T,).
        weight_gradient: ‖∂ℓ/∂W‖ of all steps together.
        activations: root mean square of h_t, (T + 1,).
        stretch: the largest singular value of W: no step back makes a gradient longer than that times max |φ'|.
        steepest: max |φ'| of all units and steps.
    """

    h_gradients: Floats
    contributions: Floats
    weight_gradient: float
    activations: Floats
    stretch: float
    steepest: float


def through_time(net: Recurrent) -> ThroughTime:
    """Run the network and carry the gradient of ℓ = cᵀh_T, |c| = 1, back through every step."""
    random = np.random.default_rng((net.seed, 1))
    c = random.standard_normal(net.units)
    inputs = net.drive * random.standard_normal((net.steps, net.units))
    W, phi = net.weights, net.phi
    h, slopes = [np.zeros(net.units)], []
    with np.errstate(all="ignore"):
        for x in inputs:
            z = W @ h[-1] + x
            slopes.append(phi.derivative(z))
            h.append(phi(z))
        gradients, added = [c / np.linalg.norm(c)], []
        total = np.zeros_like(W)
        for t in reversed(range(net.steps)):
            at_z = gradients[-1] * slopes[t]
            added.append(norm(at_z) * norm(h[t]))  # of the outer product
            total += np.outer(at_z, h[t])
            gradients.append(W.T @ at_z)
    return ThroughTime(
        np.array(list(map(norm, gradients[::-1]))),
        np.array(added[::-1]),
        norm(total),
        np.array([norm(state) for state in h]) / np.sqrt(net.units),
        float(np.linalg.norm(W, 2)),
        float(np.abs(slopes).max()),
    )
