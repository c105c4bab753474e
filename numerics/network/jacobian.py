"""The Jacobian of all layers together: the product of those of the layers, and its singular values."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from numerics.errors import NumericsError
from numerics.network.architecture import Architecture
from numerics.network.normalization import NORMALIZATIONS, normalized_tangent
from numerics.network.passes import Network, Pass, draw, forward
from numerics.network.signals import example

Floats = NDArray[np.float64]

WIDEST = 256  # units: singular values cost n³ at each layer shown
SHOWN = 13  # layers


class Spectrum(NamedTuple):
    """Singular values of ∂h_l/∂h_0, descending, (k, n), at the `layers` l (k,).

    NaN where rounding has covered them: below n ε times the largest.
    """

    layers: NDArray[np.int64]
    values: Floats


def jacobian(network: Network, done: Pass) -> Floats:
    """∂h_L/∂h_0 (n, n) for the one example that `done` has carried through."""
    *_, last = _products(network, done)
    return last


def jacobian_spectrum(
    architecture: Architecture, seed: int = 0, progress: Callable[[float], None] | None = None
) -> Spectrum:
    """The singular values at up to 13 layers, for one input ~ N(0, 1).

    Raises NumericsError beyond 256 units, and for batch normalization: no example has a Jacobian of its own then.
    """
    if architecture.width > WIDEST:
        raise NumericsError(f"Singular values are shown for at most {WIDEST} units: take a smaller width.")
    if architecture.normalization == "batch":
        raise NumericsError(
            "Batch normalization ties the examples of a batch together: no single one has a Jacobian of its own."
        )
    network = draw(architecture, seed)
    done = forward(network, example(architecture, seed, 1, "probe")[0])
    layers = np.unique(np.linspace(1, architecture.depth, SHOWN).round().astype(np.int64))
    values = []
    for layer, product in enumerate(_products(network, done), start=1):
        if layer in layers:
            values.append(_singular_values(product))
            if progress:
                progress(layer / architecture.depth)
    return Spectrum(layers, np.array(values))


def _products(network: Network, done: Pass) -> Iterator[Floats]:
    """∂h_l/∂h_0 for l = 1, …, L: the n unit vectors carried forward as tangents, one a row, and turned."""
    architecture = network.architecture
    axis = NORMALIZATIONS[architecture.normalization]
    tangents = np.eye(architecture.width)
    with np.errstate(all="ignore"):
        for layer, W in enumerate(network.weights):
            inner = tangents @ W.T
            if axis is not None:
                inner = normalized_tangent(done.z[layer], done.deviations[layer], axis, inner)
            inner = done.slopes[layer] * inner
            tangents = tangents + inner if architecture.residual else inner
            yield tangents.T


def _singular_values(product: Floats) -> Floats:
    n = len(product)
    largest = np.abs(product).max()
    if not np.isfinite(largest) or largest == 0:
        return np.full(n, largest if largest == 0 else np.nan)
    values = np.linalg.svd(product / largest, compute_uv=False)
    return np.where(values > n * np.finfo(np.float64).eps * values[0], values * largest, np.nan)
