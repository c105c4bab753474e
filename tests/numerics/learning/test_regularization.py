"""Row B1: the best weights for every strength of the penalty."""

import numpy as np
import pytest
from scipy.optimize import minimize

from numerics.errors import NumericsError
from numerics.learning import LOGISTIC, SQUARED, Risk, generated, polynomial, tradeoff

DATA = generated("moons", 60, 0.3, seed=2)
FEATURES = polynomial(DATA.features, DATA.names[:-1], 3)
STRENGTHS = np.geomspace(1e-4, 10, 11)


@pytest.mark.parametrize("loss", [SQUARED, LOGISTIC])
def test_row_B1_more_regularization_trades_the_data_term_for_small_weights(loss) -> None:
    risk = Risk(FEATURES(DATA.features), DATA.targets, loss, penalized=FEATURES.penalized)
    found = tradeoff(risk, STRENGTHS)
    assert found.settled.all()
    assert (np.diff(found.data_term) < 0).all()  # λ falls
    assert (np.diff(found.penalty / found.strengths) > 0).all()
    for place in (0, 5, 10):
        f = risk.with_strength(found.strengths[place])
        truth = minimize(f, np.zeros(10), jac=f.gradient, method="BFGS", options={"gtol": 1e-9, "maxiter": 5000})
        assert found.data_term[place] + found.penalty[place] == pytest.approx(truth.fun, abs=1e-9)


def test_the_l1_penalty_is_refused() -> None:
    with pytest.raises(NumericsError, match="L2"):
        tradeoff(Risk(DATA.features, DATA.targets, LOGISTIC, penalty="l1"), STRENGTHS)
