"""What a linear model sees of an example: the features themselves, their products, or random waves; and a bias."""

import math
from dataclasses import dataclass
from itertools import combinations_with_replacement

import numpy as np
from numpy.typing import NDArray

from numerics.errors import LimitError, NumericsError

Floats = NDArray[np.float64]

MOST_WEIGHTS = 100
MOST_DEGREE = 8
MOST_WAVES = 80
BIAS = "bias"


@dataclass(frozen=True, eq=False)
class FeatureMap:
    """x ↦ (1, φ₁(x), φ₂(x), …), where x is first shifted and scaled.

    Attributes:
        centre, scale: (k,) what is taken off every feature, and what it is then divided by.
        powers: (p, k) the exponents of p products of features.
        frequencies, phases: (q, k) and (q,) of the waves √2 cos(ωᵀx + b).
        names: of the weights, the bias first.
    """

    centre: Floats
    scale: Floats
    powers: NDArray[np.int64]
    frequencies: Floats
    phases: Floats
    names: tuple[str, ...]

    def __call__(self, features: Floats) -> Floats:
        """The design (m, 1 + p + q) of features (m, k)."""
        x = (features - self.centre) / self.scale
        products = np.prod(x[:, None, :] ** self.powers, axis=-1)
        waves = math.sqrt(2) * np.cos(x @ self.frequencies.T + self.phases)
        return np.column_stack([np.ones(len(x)), products, waves])

    @property
    def penalized(self) -> NDArray[np.bool_]:
        """(n,) which weights a penalty is for: all but the bias."""
        return np.arange(len(self.names)) > 0


def polynomial(features: Floats, names: tuple[str, ...], degree: int = 1, standardize: bool = True) -> FeatureMap:
    """All products of at most `degree` of the features (m, k), which are called `names`; 1 is the features alone.

    With `standardize` each feature is brought to mean 0 and deviation 1 over these m examples first. Raises
    NumericsError for a degree outside 1 … 8, LimitError for more than 100 weights.
    """
    k = features.shape[1]
    if not 1 <= degree <= MOST_DEGREE:
        raise NumericsError(f"the degree must be a whole number between 1 and {MOST_DEGREE}, not {degree!r}")
    if math.comb(k + degree, degree) > MOST_WEIGHTS:
        raise LimitError(
            f"{k} features up to degree {degree} make {math.comb(k + degree, degree)} weights, and at most "
            f"{MOST_WEIGHTS} are possible: choose a lower degree."
        )
    chosen = [c for d in range(1, degree + 1) for c in combinations_with_replacement(range(k), d)]
    powers = np.array([np.bincount(c, minlength=k) for c in chosen])
    called = (BIAS, *(_product(row, names) for row in powers))
    return FeatureMap(*_standard(features, standardize), powers, np.empty((0, k)), np.empty(0), called)


def waves(features: Floats, count: int, width: float = 1.0, seed: int = 0) -> FeatureMap:
    """`count` random waves √2 cos(ωᵀx + b) of the standardized features (m, k), with ω normal of deviation 1/`width`.

    Their inner products approximate a Gaussian kernel of that width: a linear model of them bends as it likes.
    (A. Rahimi, B. Recht, Random Features for Large-Scale Kernel Machines, NIPS 2007.) Raises LimitError beyond 80,
    NumericsError for a number below 1 or a width that is not positive.
    """
    if count > MOST_WAVES:
        raise LimitError(f"{count} waves are too many: at most {MOST_WAVES} are possible.")
    if count < 1 or not 0 < width < math.inf:
        raise NumericsError("there must be one wave at least, and a positive width")
    k = features.shape[1]
    random = np.random.default_rng(seed)
    frequencies = random.standard_normal((count, k)) / width
    phases = random.uniform(0, 2 * np.pi, count)
    names = (BIAS, *(f"wave {j}" for j in range(1, count + 1)))
    return FeatureMap(*_standard(features, True), np.empty((0, k), dtype=np.int64), frequencies, phases, names)


def _standard(features: Floats, standardize: bool) -> tuple[Floats, Floats]:
    """Mean and deviation of every feature; a constant one is only shifted."""
    k = features.shape[1]
    if not standardize:
        return np.zeros(k), np.ones(k)
    deviation = features.std(axis=0)
    return features.mean(axis=0), np.where(deviation > 0, deviation, 1.0)


def _product(powers: NDArray[np.int64], names: tuple[str, ...]) -> str:
    """What a product is called: x1, x1·x2, x1^2."""
    parts = [
        name if power == 1 else f"{name}^{power}" for name, power in zip(names, powers.tolist(), strict=False) if power
    ]
    return "·".join(parts)
