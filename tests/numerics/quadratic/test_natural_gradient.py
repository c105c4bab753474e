"""Row B5: the natural gradient on logistic regression, against expectations written out and SciPy's minimum."""

import numpy as np
import pytest
from scipy.optimize import minimize

from numerics.quadratic.natural_gradient import classification, losses
from numerics.quadratic.normalization import TREATMENTS, regression

DATA = regression(20, 5, 0.9)


@pytest.mark.parametrize("treatment", TREATMENTS)
def test_row_B5_the_natural_gradient_reaches_the_least_loss_and_knows_no_units(treatment: str) -> None:
    problem = classification(DATA, treatment)
    found = losses(problem, 15, natural=True)
    least = minimize(classification(DATA, "whitened"), np.zeros(3), tol=1e-12).fun
    assert found[-1] == pytest.approx(least, abs=1e-10)
    assert found == pytest.approx(losses(classification(DATA, "whitened"), 15, natural=True), abs=1e-9)


def test_the_plain_gradient_falls_at_every_step_but_slowly_on_raw_features() -> None:
    raw, standardized = (losses(classification(DATA, name), 40, natural=False) for name in ("raw", "standardized"))
    assert (np.diff(raw) < 0).all()
    assert raw[-1] > standardized[-1] + 0.01
