"""Data to fit: a known function sampled with noise."""

import numpy as np
from numpy.typing import NDArray

from numerics.errors import NumericsError
from numerics.numbers import format_number
from numerics.objective import Objective

Floats = NDArray[np.float64]


def noisy_samples(
    truth: str, interval: tuple[float, float], count: int, noise: float, seed: int
) -> tuple[Floats, Floats]:
    """`count` evenly spaced x (count, 1) in the interval, and y = truth(x) + noise · a standard normal number.

    Raises ExpressionError for a text that is no function of x, and NumericsError where it has no value.
    """
    x = np.linspace(*interval, count)[:, None]
    values = np.asarray(Objective.parse(truth, variables=("x",))(x))
    if not np.isfinite(values).all():
        place = format_number(float(x[~np.isfinite(values), 0][0]))
        raise NumericsError(f"The function has no value at x = {place}: choose another interval, or another function.")
    return x, values + noise * np.random.default_rng(seed).standard_normal(count)
