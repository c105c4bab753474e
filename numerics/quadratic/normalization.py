"""What standardizing the inputs does to the Hessian of a linear regression: batch normalization as preconditioning.

The loss is the mean of ½ (residual)² over the data; its Hessian is XᵀX / N, whatever the targets are.
S. Ioffe, C. Szegedy, ICML 2015; Y. LeCun et al., Efficient BackProp (1998), section 4.3.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from numerics.quadratic.quadratic import Quadratic

Floats = NDArray[np.float64]

EXAMPLES = 200
WEIGHTS, BIAS, NOISE = (2.0, -1.0), 0.5, 0.1  # of the line that the targets follow, in units of the plain features
TREATMENTS = ("raw", "centred", "standardized", "whitened")


@dataclass(frozen=True, eq=False)
class Regression:
    """Features (N, 2) and the targets (N,) to be predicted from them by a line with a bias."""

    features: Floats
    targets: Floats


def regression(scale: float, offset: float, correlation: float, seed: int = 0) -> Regression:
    """Seeded data: two features with means `offset`, the second `scale` times as wide; same seed, same draws.

    The features have exactly the `correlation` (between -1 and 1) asked for; the targets do not depend on units.
    """
    random = np.random.default_rng(seed)
    plain = _whitened(random.normal(size=(EXAMPLES, 2)))
    second = correlation * plain[:, 0] + np.sqrt(1 - correlation**2) * plain[:, 1]
    plain = np.column_stack([plain[:, 0], second])
    targets = plain @ np.array(WEIGHTS) + BIAS + NOISE * random.normal(size=EXAMPLES)
    return Regression(offset + plain * np.array([1.0, scale]), targets)


def treated(features: Floats, treatment: str) -> Floats:
    """The features (N, k) `raw`, `centred` to mean 0, `standardized` to deviation 1, or `whitened`: uncorrelated."""
    centred = features - features.mean(axis=0)
    match treatment:
        case "raw":
            return features
        case "centred":
            return centred
        case "standardized":
            return centred / centred.std(axis=0)
        case "whitened":
            return _whitened(features)
    raise ValueError(treatment)


def loss_model(data: Regression, treatment: str) -> tuple[Quadratic, Floats]:
    """The loss above its minimum as ½ eᵀHe, and e (3,) where all weights are zero; e is w - w*, the bias last."""
    design = np.column_stack([treated(data.features, treatment), np.ones(len(data.targets))])
    hessian = design.T @ design / len(design)
    best = np.asarray(np.linalg.lstsq(design, data.targets, rcond=None)[0], dtype=np.float64)
    return Quadratic((hessian + hessian.T) / 2), -best


def _whitened(features: Floats) -> Floats:
    """The features, centred, uncorrelated and of deviation 1."""
    left, _, right = np.linalg.svd(features - features.mean(axis=0), full_matrices=False)
    return np.asarray(left @ right * np.sqrt(len(features)))
