"""The gradient of the first layer for every depth and every scale of the weights."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from numerics.errors import NumericsError
from numerics.formats import Format
from numerics.network.architecture import Architecture
from numerics.network.losses import LOSSES
from numerics.network.passes import Network, back_through, draw, forward
from numerics.network.signals import example, norm

Floats = NDArray[np.float64]

MOST_CELLS = 2500


class ScaleMap(NamedTuple):
    """Of ∂ℓ/∂W of the first layer, computed in float64, for each scale (rows) and depth (columns).

    Attributes:
        depths, scales: (d,) and (s,), ascending.
        norms: Frobenius norms, (s, d).
        medians, largest: of the sizes of its entries that are not 0, (s, d).
        activations: the largest |h| of any layer up to that depth, (s, d).
    """

    depths: NDArray[np.int64]
    scales: Floats
    norms: Floats
    medians: Floats
    largest: Floats
    activations: Floats

    def vanished(self, format: Format) -> NDArray[np.bool_]:
        """Where at least half of the entries round to 0 in a format, (s, d)."""
        return self.medians <= format.smallest_subnormal / 2

    def overflown(self, format: Format) -> NDArray[np.bool_]:
        """Where an entry of the gradient or an activation rounds beyond the largest number of a format, (s, d)."""
        return ~(np.maximum(self.largest, self.activations) < rounds_beyond(format))


def rounds_beyond(format: Format) -> float:
    """The smallest number that rounds to nearest beyond the largest one of a format."""
    return float(format.largest + np.ldexp(0.5, format.emax - format.fraction_bits))


def scale_map(
    architecture: Architecture,
    depths: Sequence[int],
    scales: ArrayLike,
    batch: int = 16,
    loss: str = "probe",
    seed: int = 0,
    progress: Callable[[float], None] | None = None,
) -> ScaleMap:
    """Measure networks that share their matrices: the shallow ones are the beginnings of the deepest, times a scale.

    `architecture` gives all but depth and scale. The gradients of all depths go back together, each joining at its
    layer, so a map costs (largest depth) × width² × batch × d × s / 2 multiplications; `progress` is called with the
    share that is done, and may raise to end the work. Raises NumericsError for depths or scales that are not
    ascending, for more than 2500 cells, and for more work than `Architecture.check_work` allows.
    """
    at, factors = np.asarray(depths, dtype=np.int64), np.asarray(scales, dtype=np.float64)
    if not 1 <= at.size * factors.size <= MOST_CELLS:
        raise NumericsError(f"A map has 1 to {MOST_CELLS} cells, not {at.size} × {factors.size}.")
    if not (np.diff(at) > 0).all() or not (np.diff(factors) > 0).all():
        raise NumericsError("The depths and scales of a map are in ascending order.")
    deepest = replace(architecture, depth=int(at[-1]), scale=1.0)
    deepest.check_work(batch, factors.size * max(at.size // 2, 1))
    network = draw(deepest, seed)
    inputs, target = example(deepest, seed, batch, loss)
    rows = []
    for number, scale in enumerate(factors.tolist()):
        scaled = network._replace(weights=tuple(scale * W for W in network.weights))
        rows.append(_row(scaled, at, inputs, target, loss))
        if progress:
            progress((number + 1) / factors.size)
    return ScaleMap(at, factors, *(np.array(column) for column in zip(*rows, strict=True)))


def _row(network: Network, depths: NDArray[np.int64], inputs: Floats, target: Floats, loss: str) -> tuple[Floats, ...]:
    """What is measured at one scale, each (d,)."""
    done = forward(network, inputs)
    gradient = np.empty((0, *inputs.shape))  # (depths that have joined, batch, n), the deepest last
    with np.errstate(all="ignore"):
        for layer in reversed(range(network.architecture.depth)):
            if layer + 1 in depths:
                gradient = np.concatenate([LOSSES[loss].gradient(done.h[layer + 1], target)[None], gradient])
            at_u, gradient = back_through(network, done, layer, gradient)
        first = np.swapaxes(at_u, -1, -2) @ inputs  # (d, n, n)
        peaks = np.maximum.accumulate([np.abs(h).max() for h in done.h])
    sizes = np.abs(first).reshape(len(depths), -1)
    medians = [float(np.median(row[row > 0])) if (row > 0).any() else float(row.max()) for row in sizes]
    return np.array(list(map(norm, first))), np.array(medians), sizes.max(axis=1), peaks[depths]
