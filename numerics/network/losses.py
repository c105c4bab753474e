"""What the gradient is of: losses of the last layer's outputs."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Loss(NamedTuple):
    """ℓ of outputs h (batch, n): its target is drawn once; `value` and `gradient` take outputs and target."""

    title: str
    formula: str
    target: Callable[[int, int, Generator], Floats]
    value: Callable[[Floats, Floats], float]
    gradient: Callable[[Floats, Floats], Floats]


def _direction(batch: int, width: int, random: Generator) -> Floats:
    c = random.standard_normal(width)
    return c / np.linalg.norm(c)


LOSSES: dict[str, Loss] = {
    "probe": Loss(
        "Linear probe",
        "ℓ = mean over the batch of cᵀh, with a random unit vector c",
        _direction,
        lambda h, c: float((h @ c).mean()),
        lambda h, c: np.broadcast_to(c / len(h), h.shape),
    ),
    "squared": Loss(
        "Squared error",
        "ℓ = mean of ½(h − y)², with random targets y ~ N(0, 1)",
        lambda batch, width, random: random.standard_normal((batch, width)),
        lambda h, y: float(np.square(h - y).mean() / 2),
        lambda h, y: (h - y) / h.size,
    ),
}
"""The gradient of the probe does not depend on h: what happens to it on the way back is the network's doing alone."""
