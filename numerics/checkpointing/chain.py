"""A chain of layers as reverse mode sees it: what each costs to compute, and what its input takes to keep."""

import math
from dataclasses import dataclass

from numerics.errors import NumericsError

MOST_LAYERS = 64
MOST_UNITS = 256
LARGEST_COST = 1e6
WHOLE_UNITS = f"Each size is a whole number of units of memory, from 1 to {MOST_UNITS}."


@dataclass(frozen=True)
class Chain:
    """L layers in a row, x₀ → x₁ → … → x_L: layer i computes xᵢ from xᵢ₋₁.

    Attributes:
        costs: (L,) what evaluating layer 1, …, L costs, in any unit of time; positive.
        sizes: (L,) the memory that x₀, …, x_{L-1} take, each the input of a layer; whole units. The output x_L goes
            straight into the loss.

    Raises NumericsError for anything else, and for more than 64 layers or 256 units of memory in all.
    """

    costs: tuple[float, ...]
    sizes: tuple[int, ...]

    def __post_init__(self) -> None:
        count = len(self.costs)
        check_layers(count)
        if len(self.sizes) != count:
            raise NumericsError(
                f"There are {count} costs and {len(self.sizes)} sizes: each layer needs its cost and the size of its "
                "input."
            )
        if not all(math.isfinite(cost) and 0 < cost <= LARGEST_COST for cost in self.costs):
            raise NumericsError(f"Each cost is a number above 0 and at most {LARGEST_COST:,.0f}.")
        if not all(1 <= size <= MOST_UNITS and size == int(size) for size in self.sizes):
            raise NumericsError(WHOLE_UNITS)
        if sum(self.sizes) > MOST_UNITS:
            raise NumericsError(
                f"All inputs together take {sum(self.sizes)} units, and at most {MOST_UNITS} are looked at: use a "
                "larger unit."
            )

    @classmethod
    def alike(cls, layers: int) -> "Chain":
        """A chain of equal layers: each costs 1, and each input takes 1 unit."""
        check_layers(layers)
        return cls((1.0,) * layers, (1,) * layers)

    @property
    def layers(self) -> int:
        """L."""
        return len(self.costs)

    @property
    def cost(self) -> float:
        """Of one forward pass."""
        return sum(self.costs)

    @property
    def memory(self) -> int:
        """What the inputs of all layers take together: nothing need be computed twice."""
        return sum(self.sizes)

    @property
    def least_memory(self) -> int:
        """Below this no gradient is possible: x₀, and beside it the largest of the other inputs."""
        return self.sizes[0] + max(self.sizes[1:], default=0)

    @property
    def is_alike(self) -> bool:
        """Whether all layers cost the same and all inputs have one size."""
        return len(set(self.costs)) == len(set(self.sizes)) == 1


def check_layers(count: int) -> None:
    """Raise NumericsError for a number of layers that cannot be looked at one by one."""
    if not 1 <= count <= MOST_LAYERS:
        raise NumericsError(f"A chain has 1 to {MOST_LAYERS} layers, and this one has {count}.")
