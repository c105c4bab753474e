"""Norms of activations and gradients, layer by layer, over several networks."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from numerics.errors import NumericsError
from numerics.network.architecture import Architecture
from numerics.network.losses import LOSSES
from numerics.network.passes import backward_by_layers, draw, forward

Floats = NDArray[np.float64]

FLAT = 0.01  # |φ'| below which a unit passes hardly anything back


class Signals(NamedTuple):
    """What was measured in each of several networks.

    Attributes:
        activations: root mean square of the inputs and of the outputs of each layer, (seeds, L + 1).
        h_gradients: ‖∂ℓ/∂h‖ of these, over batch and units together, (seeds, L + 1).
        weight_gradients: ‖∂ℓ/∂W‖, Frobenius, (seeds, L).
        flat: the share of units and examples where |φ'| < 0.01, (seeds, L).
    """

    activations: Floats
    h_gradients: Floats
    weight_gradients: Floats
    flat: Floats


def signals(
    architecture: Architecture,
    seeds: int = 5,
    batch: int = 16,
    loss: str = "probe",
    first_seed: int = 0,
    progress: Callable[[float], None] | None = None,
) -> Signals:
    """Draw networks with the seeds `first_seed`, …, give each a batch of inputs ~ N(0, 1), and measure.

    `progress` is called with the share that is done, and may raise to end the work. Raises NumericsError for an
    unknown loss and for more work than `Architecture.check_work` allows.
    """
    if loss not in LOSSES:
        raise NumericsError(f"There is no such loss: choose {', '.join(LOSSES)}.")
    architecture.check_work(batch, seeds)
    measured = []
    for number in range(seeds):
        measured.append(_measure(architecture, first_seed + number, batch, loss))
        if progress:
            progress((number + 1) / seeds)
    return Signals(*map(np.array, zip(*measured, strict=True)))


def _measure(architecture: Architecture, seed: int, batch: int, loss: str) -> tuple[list[float], ...]:
    network = draw(architecture, seed)
    inputs, target = example(architecture, seed, batch, loss)
    done = forward(network, inputs)
    gradient = LOSSES[loss].gradient(done.h[-1], target)
    at_h, at_weights = [norm(gradient)], []
    for W, _, h in backward_by_layers(network, done, gradient):
        at_weights.append(norm(W))
        at_h.append(norm(h))
    return (
        [norm(h) / np.sqrt(h.size) for h in done.h],
        at_h[::-1],
        at_weights[::-1],
        [float((np.abs(slope) < FLAT).mean()) for slope in done.slopes],
    )


def example(architecture: Architecture, seed: int, batch: int, loss: str) -> tuple[Floats, Floats]:
    """Inputs (batch, n) and a target of the loss, of their own stream: they do not depend on how weights are drawn."""
    random = np.random.default_rng((seed, 1))
    inputs = random.standard_normal((batch, architecture.width))
    return inputs, LOSSES[loss].target(batch, architecture.width, random)


def norm(values: Floats) -> float:
    """√(Σ v²) of all entries, whose squares may not overflow or vanish before it does."""
    largest = float(np.abs(values).max(initial=0.0))
    if not 0 < largest < np.inf:
        return largest
    return largest * float(np.linalg.norm(values / largest))
