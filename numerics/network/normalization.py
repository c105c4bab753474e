"""Layer and batch normalization: one formula along two axes.

J. L. Ba, J. R. Kiros, G. E. Hinton, arXiv:1607.06450; S. Ioffe, C. Szegedy, ICML 2015.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

EPSILON = 1e-5
NORMALIZATIONS: dict[str, int | None] = {"none": None, "layer": -1, "batch": -2}
"""Name → the axis of (..., examples, units) along which mean and deviation are taken."""


def normalized(u: Floats, axis: int) -> tuple[Floats, Floats]:
    """z = (u - mean) / σ with σ = √(variance + ε) along an axis, and σ, which keeps that axis with length 1."""
    centred = u - u.mean(axis, keepdims=True)
    deviation = np.sqrt(np.square(centred).mean(axis, keepdims=True) + EPSILON)
    return centred / deviation, deviation


def normalized_tangent(z: Floats, deviation: Floats, axis: int, v: Floats) -> Floats:
    """∂z/∂u · v = (v - mean(v) - z mean(z v)) / σ, where z and σ are what `normalized` gave.

    The matrix is symmetric: v may be a tangent on its way forward or a gradient on its way back.
    """
    along = v.mean(axis, keepdims=True) + z * (z * v).mean(axis, keepdims=True)
    return (v - along) / deviation
