"""A schedule carried out on real layers: the backward pass sees only what the schedule holds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from numerics.checkpointing.chain import Chain
from numerics.checkpointing.schedule import Step
from numerics.errors import NumericsError

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Layer:
    """tanh(xW + b) for a batch x (m, n) of rows; `weights` (n, k), `biases` (k,)."""

    weights: Floats
    biases: Floats

    def forward(self, x: Floats) -> Floats:
        """The output (m, k)."""
        return np.tanh(x @ self.weights + self.biases)

    def backward(self, x: Floats, adjoint: Floats) -> tuple[Floats, Floats, Floats]:
        """The adjoints of the input x, of the weights and of the biases, from that of the output (m, k)."""
        inner = adjoint * (1 - self.forward(x) ** 2)
        return inner @ self.weights.T, x.T @ inner, inner.sum(axis=0)


@dataclass(frozen=True, eq=False)
class Gradient:
    """What a schedule found.

    Attributes:
        input: the gradient by x₀.
        weights, biases: those by the parameters of every layer, first to last.
        most_numbers: the most numbers in memory at once: values held, and the one being worked on.
    """

    input: Floats
    weights: tuple[Floats, ...]
    biases: tuple[Floats, ...]
    most_numbers: int

    def equals(self, other: "Gradient") -> bool:
        """Whether all derivatives are the same, bit for bit."""
        mine, theirs = ((each.input, *each.weights, *each.biases) for each in (self, other))
        return all(np.array_equal(a, b) for a, b in zip(mine, theirs, strict=True))


def differentiate(
    layers: Sequence[Layer], steps: Sequence[Step], x: Floats, loss_gradient: Callable[[Floats], Floats]
) -> Gradient:
    """The gradient of a loss of the output by x and all parameters, found as a schedule says.

    Args:
        layers: L of them, the first acts on x.
        steps: a schedule for L layers.
        x: the input, x₀.
        loss_gradient: the gradient of the loss by the output.

    Raises NumericsError if the schedule needs a value that it does not hold.
    """
    held, work = {0: x}, (0, x)
    adjoint = np.zeros(0)
    weights: list[Floats] = []
    biases: list[Floats] = []
    most = 0
    for number, backward, hold in steps:
        place, value = work if work[0] == number - 1 else (number - 1, held.get(number - 1))
        if value is None:
            raise NumericsError(f"Layer {number} cannot be passed: its input is not in memory.")
        layer = layers[number - 1]
        if backward:
            adjoint, of_weights, of_biases = layer.backward(value, adjoint)
            weights.insert(0, of_weights)
            biases.insert(0, of_biases)
            held.pop(number - 1, None)
            work = (-1, np.zeros(0)) if work[0] == place else work
        elif number == len(layers):
            adjoint = loss_gradient(layer.forward(value))
        else:
            work = (number, layer.forward(value))
            held |= {number: work[1]} if hold else {}
        most = max(most, sum(array.size for array in ({work[0]: work[1]} | held).values()))
    return Gradient(adjoint, tuple(weights), tuple(biases), most)


def tanh_layers(chain: Chain, seed: int = 0) -> tuple[Layer, ...]:
    """Layers whose inputs are as wide as the sizes of a chain say, and whose output is as wide as the last of them.

    Weights are normal with variance 1/n, so that signals keep their size at first.
    """
    random = np.random.default_rng(seed)
    widths = [*chain.sizes, chain.sizes[-1]]
    return tuple(Layer(random.normal(0, n**-0.5, (n, k)), random.normal(0, 0.1, k)) for n, k in pairwise(widths))
