"""How noisy the gradient of a mini-batch is: by the covariance of single-example gradients, and as measured."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from numerics.errors import NumericsError
from numerics.learning.risk import Risk

Floats = NDArray[np.float64]
MOST_DRAWS = 10_000


@dataclass(frozen=True, eq=False)
class GradientNoise:
    """The gradients of single examples at one point, as a cloud round their mean.

    Attributes:
        gradients: (n, k) one row for each of n examples.
    """

    gradients: Floats

    @classmethod
    def at(cls, risk: Risk, theta: ArrayLike) -> "GradientNoise":
        """The noise of `risk` at θ (k,)."""
        return cls(risk.example_gradients(theta))

    @property
    def examples(self) -> int:
        """n, how many examples there are."""
        return len(self.gradients)

    @property
    def mean(self) -> Floats:
        """(k,) the full gradient."""
        return self.gradients.mean(axis=0)

    @property
    def covariance(self) -> Floats:
        """(k, k) the mean of (gᵢ - g)(gᵢ - g)ᵀ over the n examples: divided by n, as they are all there are."""
        offset = self.gradients - self.mean
        return offset.T @ offset / self.examples

    @property
    def sigma(self) -> float:
        """σ = √(trace of the covariance): the root mean square of ‖gᵢ - g‖."""
        return float(np.sqrt(((self.gradients - self.mean) ** 2).sum(axis=1).mean()))

    def shrinkage(self, batch: ArrayLike, replacement: bool) -> Floats:
        """What σ is multiplied by for batches of `batch` (...) examples, 1 … n.

        1/√m with replacement; without it √((n - m) / (m (n - 1))), which is 0 for the whole set. (W. G. Cochran,
        Sampling Techniques, 3rd ed., Wiley 1977, theorem 2.2.)
        """
        m, n = np.asarray(batch, dtype=np.float64), self.examples
        if replacement or n == 1:
            return 1 / np.sqrt(m) if replacement else np.zeros_like(m)
        return np.sqrt((n - m) / (m * (n - 1)))

    def predicted(self, batch: ArrayLike, replacement: bool) -> Floats:
        """The root mean square of ‖g_B - g‖ over all batches B of `batch` (...) examples."""
        return self.sigma * self.shrinkage(batch, replacement)

    def ellipse(self, axes: tuple[int, int], batch: int, replacement: bool, deviations: float = 2.0) -> Floats:
        """(97, 2) points round the ellipse that is `deviations` standard deviations of a batch's gradient from the
        full one, in the plane of two weights.

        By the central limit theorem 1 - exp(-½ deviations²) of large batches, 86 % for 2, fall inside.
        """
        i, j = axes
        values, vectors = np.linalg.eigh(self.covariance[np.ix_([i, j], [i, j])])
        reach = deviations * self.shrinkage(batch, replacement) * np.sqrt(np.maximum(values, 0))
        angle = np.linspace(0, 2 * np.pi, 97)
        return self.mean[[i, j]] + np.stack([np.cos(angle), np.sin(angle)], axis=-1) * reach @ vectors.T

    def batches(self, batch: int, replacement: bool, draws: int = 300, seed: int = 0) -> Floats:
        """(draws, k) the gradients of that many batches."""
        self._check([batch], draws)
        random = np.random.default_rng(seed)
        return np.array([self.gradients[self._order(random, batch, replacement)].mean(axis=0) for _ in range(draws)])

    def measured(self, batches: Sequence[int], replacement: bool, draws: int = 300, seed: int = 0) -> "Measurement":
        """The same, from `draws` batches of each of these sizes.

        Raises NumericsError for a size outside 1 … n, or a number of draws outside 2 … 10 000.
        """
        self._check(batches, draws)
        sizes = np.asarray(batches)
        random = np.random.default_rng(seed)
        offset = self.gradients - self.mean
        squares = np.empty((draws, len(sizes)))
        for draw in squares:
            # The first m of a random order are a random batch of m; one order serves all sizes.
            sums = offset[self._order(random, int(sizes.max()), replacement)].cumsum(axis=0)[sizes - 1]
            draw[:] = ((sums / sizes[:, None]) ** 2).sum(axis=1)
        return Measurement(squares.mean(axis=0), squares.std(axis=0, ddof=1) / np.sqrt(draws))

    def _order(self, random: np.random.Generator, batch: int, replacement: bool) -> NDArray[np.intp]:
        """The examples of a random batch, in random order."""
        if replacement:
            return random.integers(0, self.examples, batch)
        return random.permutation(self.examples)[:batch]

    def _check(self, batches: Sequence[int], draws: int) -> None:
        if not len(batches) or min(batches) < 1 or max(batches) > self.examples:
            raise NumericsError(f"a batch must have 1 to {self.examples} examples")
        if not 2 <= draws <= MOST_DRAWS:
            raise NumericsError(f"the number of draws must lie between 2 and {MOST_DRAWS}, not {draws}")


class Measurement(NamedTuple):
    """The mean square of ‖g_B - g‖ for every size of batch, and the standard error of that mean, (k,) each."""

    square: Floats
    error: Floats

    @property
    def noise(self) -> Floats:
        """The root mean square."""
        return np.sqrt(self.square)
