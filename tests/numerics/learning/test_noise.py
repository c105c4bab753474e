"""The noise of mini-batch gradients follows theory within the sampling error."""

from itertools import combinations, product

import numpy as np
import pytest

from numerics.errors import NumericsError
from numerics.learning import LOGISTIC, GradientNoise, Risk, generated

DATA = generated("blobs", 60, 0.8, seed=4)
NOISE = GradientNoise.at(Risk(DATA.features, DATA.targets, LOGISTIC, 0.1), [0.4, -0.3])


@pytest.mark.parametrize("replacement", [False, True])
def test_row_B2_the_noise_follows_theory_within_the_sampling_error(replacement: bool) -> None:
    """σ √((n - m) / (m (n - 1))) without replacement, σ / √m with: mean squares within four standard errors."""
    sizes = [1, 2, 5, 10, 20, 40, 59, 60]
    found = NOISE.measured(sizes, replacement, draws=4000, seed=11)
    predicted = NOISE.predicted(sizes, replacement)
    assert (np.abs(found.square - predicted**2) <= 4 * found.error + 1e-28).all()
    n, m = 60, np.array(sizes)
    expected = NOISE.sigma / np.sqrt(m) if replacement else NOISE.sigma * np.sqrt((n - m) / (m * (n - 1)))
    assert predicted == pytest.approx(expected, rel=1e-15)
    assert predicted[-1] > 0 if replacement else found.noise[-1] < 1e-15 and predicted[-1] == 0


@pytest.mark.parametrize("batch", [1, 2, 3, 5])
def test_row_B2_the_noise_is_exact_over_all_batches_of_a_small_set(batch: int) -> None:
    """Every batch counted, not sampled; so is the covariance, which shrinks by the same factor squared."""
    small = GradientNoise(NOISE.gradients[:5])
    for replacement, indices in (
        (False, list(combinations(range(5), batch))),
        (True, list(product(range(5), repeat=batch))),
    ):
        means = small.gradients[np.array(indices)].mean(axis=1)
        assert means.mean(axis=0) == pytest.approx(small.mean, rel=1e-12)
        offset = means - small.mean
        shrunk = small.covariance * small.shrinkage(batch, replacement) ** 2
        assert offset.T @ offset / len(offset) == pytest.approx(shrunk, abs=1e-15)
        assert np.sqrt((offset**2).sum(1).mean()) == pytest.approx(small.predicted(batch, replacement), abs=1e-15)


def test_sigma_is_the_root_of_the_trace() -> None:
    assert NOISE.sigma**2 == pytest.approx(np.trace(NOISE.covariance))
    assert NOISE.covariance == pytest.approx(np.cov(NOISE.gradients.T, bias=True))
    alone = GradientNoise(NOISE.gradients[:1])
    assert alone.predicted([1], False).tolist() == [0]


@pytest.mark.parametrize(("sizes", "draws"), [([0], 10), ([61], 10), ([], 10), ([5], 1), ([5], 10**9)])
def test_sizes_that_mean_nothing_are_refused(sizes: list, draws: int) -> None:
    with pytest.raises(NumericsError):
        NOISE.measured(sizes, False, draws)


def test_about_86_per_cent_of_the_batches_fall_into_the_ellipse_of_two_deviations() -> None:
    """Mahalanobis distance at most 2: 1 - e^-2 of a normal cloud."""
    drawn = NOISE.batches(20, True, draws=2000, seed=3)
    around = NOISE.ellipse((0, 1), 20, True)
    inverse = np.linalg.inv(NOISE.covariance / 20)

    def distance(points: np.ndarray) -> np.ndarray:
        offset = points - NOISE.mean
        return np.sqrt(((offset @ inverse) * offset).sum(1))

    assert distance(around) == pytest.approx(np.full(97, 2.0))
    assert np.mean(distance(drawn) <= 2) == pytest.approx(1 - np.exp(-2), abs=0.04)
    assert NOISE.batches(60, False, draws=3) == pytest.approx(np.tile(NOISE.mean, (3, 1)), rel=1e-12)
