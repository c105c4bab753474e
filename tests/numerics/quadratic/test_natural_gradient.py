"""Row B5: the natural gradient on logistic regression, against expectations written out and SciPy's minimum."""

import numpy as np
import pytest
from scipy.optimize import approx_fprime, minimize
from scipy.special import expit

from numerics.quadratic.natural_gradient import Logistic, classification
from numerics.quadratic.normalization import TREATMENTS, regression

DATA = regression(20, 5, 0.9)
W = np.array([0.3, -0.05, 0.2])


def test_the_gradient_is_that_of_the_loss() -> None:
    problem = classification(DATA, "raw")
    assert problem.gradient(W) == pytest.approx(approx_fprime(W, problem.loss), abs=1e-5)


def test_row_B5_the_fisher_matrix_is_the_mean_square_of_gradients_under_the_models_own_labels() -> None:
    design = classification(DATA, "centred").design[:7]
    p = expit(design @ W)
    expected = np.zeros((3, 3))
    for x, chance in zip(design, p, strict=True):
        for y, weight in ((1.0, chance), (0.0, 1 - chance)):
            g = Logistic(x[None], np.array([y])).gradient(W)
            expected += weight * np.outer(g, g) / len(design)
    assert Logistic(design, np.zeros(7)).fisher(W) == pytest.approx(expected)


@pytest.mark.parametrize("treatment", TREATMENTS)
def test_row_B5_the_natural_gradient_reaches_the_least_loss_and_knows_no_units(treatment: str) -> None:
    problem = classification(DATA, treatment)
    losses = problem.descend(15, natural=True)
    least = minimize(classification(DATA, "whitened").loss, np.zeros(3), tol=1e-12).fun
    assert losses[-1] == pytest.approx(least, abs=1e-10)
    assert losses == pytest.approx(classification(DATA, "whitened").descend(15, natural=True), abs=1e-9)


def test_the_plain_gradient_falls_at_every_step_but_slowly_on_raw_features() -> None:
    raw, standardized = (classification(DATA, name).descend(40, natural=False) for name in ("raw", "standardized"))
    assert (np.diff(raw) < 0).all()
    assert raw[-1] > standardized[-1] + 0.01
