"""A network with its weights, the forward pass, and the backward pass layer by layer."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from numerics.network.architecture import Architecture
from numerics.network.initialization import INITIALIZATIONS
from numerics.network.normalization import NORMALIZATIONS, normalized, normalized_tangent

Floats = NDArray[np.float64]


class Network(NamedTuple):
    """An architecture with a weight matrix W (n, n) and a bias b (n,) for each of its L layers."""

    architecture: Architecture
    weights: tuple[Floats, ...]
    biases: tuple[Floats, ...]


class Pass(NamedTuple):
    """What a forward pass leaves for the backward one.

    Attributes:
        h: the inputs and the outputs of the L layers, L + 1 arrays (batch, n).
        z: the arguments of φ, and `slopes` φ'(z), L arrays (batch, n) each.
        deviations: what the normalization divided by; empty without one.
    """

    h: list[Floats]
    z: list[Floats]
    slopes: list[Floats]
    deviations: list[Floats]


class Gradients(NamedTuple):
    """∂ℓ/∂W and ∂ℓ/∂b of the L layers, and ∂ℓ/∂h of the inputs and the L outputs."""

    weights: list[Floats]
    biases: list[Floats]
    h: list[Floats]


def draw(architecture: Architecture, seed: int) -> Network:
    """A network at its initialization; the same seed gives the same matrices, whatever the scale."""
    random = np.random.default_rng(seed)
    how, n = INITIALIZATIONS[architecture.initialization], architecture.width
    weights = tuple(architecture.scale * how.draw(n, n, random) for _ in range(architecture.depth))
    return Network(architecture, weights, (np.zeros(n),) * architecture.depth)


def forward(network: Network, inputs: Floats) -> Pass:
    """Carry inputs (batch, n) through all layers. What overflows is inf or NaN."""
    architecture = network.architecture
    phi, axis = architecture.phi, NORMALIZATIONS[architecture.normalization]
    done = Pass([inputs], [], [], [])
    with np.errstate(all="ignore"):
        for W, b in zip(network.weights, network.biases, strict=True):
            h = done.h[-1]
            z = h @ W.T + b
            if axis is not None:
                z, deviation = normalized(z, axis)
                done.deviations.append(deviation)
            done.z.append(z)
            done.slopes.append(phi.derivative(z))
            done.h.append(h + phi(z) if architecture.residual else phi(z))
    return done


def backward(network: Network, done: Pass, gradient: Floats) -> Gradients:
    """Carry ∂ℓ/∂h (batch, n) of the last layer back to the inputs."""
    weights, biases, h = zip(*backward_by_layers(network, done, gradient), strict=True)
    return Gradients([*weights[::-1]], [*biases[::-1]], [*h[::-1], gradient])


def backward_by_layers(network: Network, done: Pass, gradient: Floats) -> Iterator[tuple[Floats, Floats, Floats]]:
    """The same, layer by layer from the last: ∂ℓ/∂W, ∂ℓ/∂b, and ∂ℓ/∂h of the layer's input.

    Who needs each but once holds no more than one layer's gradients in memory.
    """
    for layer in reversed(range(network.architecture.depth)):
        with np.errstate(all="ignore"):
            at_u, gradient = back_through(network, done, layer, gradient)
            of_layer = at_u.T @ done.h[layer], at_u.sum(axis=0)
        yield *of_layer, gradient


def back_through(network: Network, done: Pass, layer: int, gradient: Floats) -> tuple[Floats, Floats]:
    """Carry ∂ℓ/∂h (..., batch, n) of the output of layer 0 … L - 1 to its u = Wh + b and to its input."""
    axis = NORMALIZATIONS[network.architecture.normalization]
    at_u = gradient * done.slopes[layer]
    if axis is not None:
        at_u = normalized_tangent(done.z[layer], done.deviations[layer], axis, at_u)
    at_h = at_u @ network.weights[layer]
    return at_u, gradient + at_h if network.architecture.residual else at_h
