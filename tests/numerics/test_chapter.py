"""The chapter's figures: every test is named after the row of the collection whose numbers it reproduces.

The figures come from the texts on the chapter "Numerical Computation" (Goodfellow et al., ch. 4) as corrected there.
"""

import numpy as np
import pytest

import numerics as nm
from numerics.formats import Decoded
from numerics.formats.arithmetic import evaluate, round_decimals
from numerics.formats.digits import shortest


def test_row_A3_gradient_descent_in_one_dimension() -> None:
    f = nm.Objective.parse("x^2")
    assert f([3.0]) == 9
    assert f.gradient([3.0]) == [6]
    run = nm.minimize(f, [3.0], "gradient_descent", steps=1, learning_rate=0.1)
    assert run.x[:, 0] == pytest.approx([3, 2.4], abs=1e-15)


@pytest.mark.parametrize("method", ["gradient_descent", "momentum", "nesterov", "adam", "rmsprop", "adagrad"])
def test_row_A7_nothing_moves_from_the_saddle(method: str) -> None:
    run = nm.minimize(nm.Objective.parse("x^2 - y^2"), [0.0, 0.0], method, steps=50, tolerance=None)
    assert run.steps == 50
    assert np.all(run.x == 0)


def test_row_B4_gradient_descent_against_newton() -> None:
    f = nm.Objective.parse("(θ - 3)^2 + 1")
    descent = nm.minimize(f, [0.0], "gradient_descent", steps=3, learning_rate=0.3)
    assert descent.x[:, 0] == pytest.approx([0, 1.8, 2.52, 2.808], abs=1e-14)
    newton = nm.minimize(f, [0.0], "newton")
    assert newton.x[:, 0].tolist() == [0, 3]
    assert newton.outcome is nm.Outcome.CONVERGED


def test_row_B8_a_small_gradient_in_float16() -> None:
    scaled = nm.round_to([1e-8 * 2**k for k in range(20)], "float16")
    assert scaled[0] == 0
    assert np.flatnonzero(scaled)[0] == 2
    assert np.flatnonzero(scaled >= nm.FORMATS["float16"].smallest_normal)[0] == 13


def test_row_C9_newton_jumps_to_the_minimum_of_a_quadratic_and_to_a_saddle() -> None:
    bowl = nm.minimize(nm.Objective.parse("3x^2 + 2x y + 2y^2 - 4x + 1"), [7.0, -5.0], "newton")
    assert bowl.steps == 1
    assert bowl.x[-1] == pytest.approx(np.linalg.solve([[6, 2], [2, 4]], [4, 0]), abs=1e-12)
    saddle = nm.minimize(nm.Objective.parse("x^2 - y^2"), [1.0, 0.5], "newton")
    assert saddle.steps == 1
    assert saddle.x[-1].tolist() == [0, 0]
    repeated = nm.minimize(nm.Objective.parse("x^4 + y^4 + x^2 + y^2"), [1.0, 2.0], "newton")
    assert repeated.steps > 1
    assert repeated.x[-1] == pytest.approx([0, 0], abs=1e-8)


def test_row_D1_a_tenth_is_not_stored_as_a_tenth() -> None:
    float64 = nm.FORMATS["float64"]

    def value(text: str, decimals: int | None = None) -> Decoded:
        return evaluate(text, float64, decimals=decimals)[-1].value

    def rounded(text: str, decimals: int) -> Decoded:
        return round_decimals(evaluate(text, float64)[-1], decimals, []).value

    stored = nm.decode("0.1", "float64")
    assert stored.decimal == "0.1000000000000000055511151231257827021181583404541015625"  # Python tutorial, section 15
    assert stored.bits == "0" + "01111111011" + "1001" * 12 + "1010"
    assert shortest(value("0.1 + 0.2")) == "0.30000000000000004"
    assert value("0.1 + 0.1 + 0.1") != value("0.3")
    assert shortest(rounded("0.1 + 0.2", 1)) == "0.3"
    assert value("0.1 + 0.1 + 0.1", decimals=1) != value("0.3", decimals=1)  # rounded before
    assert rounded("0.1 + 0.1 + 0.1", 10) == rounded("0.3", 10)  # rounded after


def test_row_D5_descent_along_x_with_y_held() -> None:
    f = nm.Objective.parse("x^2 + y^2 + x sin(y) + y sin(x)", variables=("x",), parameters={"y": 1.0})
    run = nm.minimize(f, [1.0], "gradient_descent", steps=41, tolerance=None, learning_rate=0.1)
    assert round(run.x[-1, 0], 6) == -0.777175
    limit = nm.minimize(f, [1.0], "gradient_descent", steps=1000, tolerance=1e-12, learning_rate=0.1)
    assert round(limit.x[-1, 0], 7) == -0.7771818


def test_row_D8_newton_against_a_descent_that_diverges() -> None:
    f = nm.Objective.parse("x^2 + 5y^2")
    newton = nm.minimize(f, [10.0, 1.0], "newton")
    assert newton.steps == 1
    assert newton.x[-1].tolist() == [0, 0]
    descent = nm.minimize(f, [10.0, 1.0], "gradient_descent", steps=3, learning_rate=0.25)
    assert descent.x[:, 1].tolist() == [1, -1.5, 2.25, -3.375]
    assert 2 / np.linalg.eigvalsh(f.hessian([0.0, 0.0])).max() == pytest.approx(0.2, abs=1e-15)
