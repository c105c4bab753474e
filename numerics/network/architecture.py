"""What a network is made of, and how much work one may ask for."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from numerics.errors import NumericsError
from numerics.network.activations import Activation, activation_of
from numerics.network.initialization import INITIALIZATIONS
from numerics.network.normalization import NORMALIZATIONS

MOST_LAYERS, MOST_UNITS = 1000, 1024
MOST_WEIGHTS = 8_000_000  # depth · width²: 64 MB of float64
MOST_WORK = (
    2_000_000_000  # multiplications of all forward passes, depth · width² · examples; the backward ones take twice
)


@dataclass(frozen=True)
class Architecture:
    """A fully connected network of `depth` layers with `width` units each, the inputs included.

        u = W h + b,   z = u, or u normalized,   h ← φ(z), or h + φ(z) with residual connections

    b = 0 at first, as usual. Normalization is without the learned gain and shift, which begin at 1 and 0.

    Attributes:
        depth, width: L and n.
        activation: φ, a name of ACTIVATIONS or a formula in one variable.
        initialization: a name of INITIALIZATIONS.
        scale: s, which multiplies every W.
        residual: whether a layer adds to its input.
        normalization: a name of NORMALIZATIONS.

    Raises NumericsError for a name, number or size that is not allowed, and for an activation as `activation_of` does.
    """

    depth: int = 50
    width: int = 128
    activation: str = "relu"
    initialization: str = "he"
    scale: float = 1.0
    residual: bool = False
    normalization: str = "none"

    def __post_init__(self) -> None:
        check_count("depth", self.depth, MOST_LAYERS)
        check_count("width", self.width, MOST_UNITS)
        if self.depth * self.width**2 > MOST_WEIGHTS:
            raise NumericsError(
                f"{self.depth} layers of {self.width} × {self.width} weights are more than the {MOST_WEIGHTS:,} that "
                "one network may have here: take fewer layers or a smaller width."
            )
        if not 0 < self.scale < float("inf"):
            raise NumericsError(f"The scale of the weights is a positive number, not {self.scale:g}.")
        for name, chosen, known in (
            ("initialization", self.initialization, INITIALIZATIONS),
            ("normalization", self.normalization, NORMALIZATIONS),
        ):
            if chosen not in known:
                raise NumericsError(f"There is no such {name}: choose {', '.join(known)}.")
        activation_of(self.activation)

    @cached_property
    def phi(self) -> Activation:
        """The activation φ."""
        return activation_of(self.activation)

    def check_work(self, batch: int, networks: int = 1) -> None:
        """Raise NumericsError where the passes of so many networks with so many examples each are too much work."""
        least = 2 if self.normalization == "batch" else 1
        if batch < least or networks < 1:
            raise NumericsError(
                f"There must be at least {least} example{'s' * (least > 1)} in a batch, and one network."
            )
        if self.depth * self.width**2 * batch * networks > MOST_WORK:
            raise NumericsError(
                f"{self.depth} layers × {self.width}² weights × {batch} examples × {networks} networks are more than "
                f"the {MOST_WORK:,} multiplications of the forward passes here: take fewer of one of them."
            )


def check_count(name: str, value: int, most: int) -> None:
    """Raise NumericsError unless `value` is a whole number from 1 to `most`."""
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or not 1 <= value <= most:
        raise NumericsError(f"The {name} of a network must be a whole number from 1 to {most}, not {value!r}.")
