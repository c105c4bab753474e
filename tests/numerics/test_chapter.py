"""The chapter's figures: every test is named after the row of the collection whose numbers it reproduces.

The figures come from the texts on the chapter "Numerical Computation" (Goodfellow et al., ch. 4) as corrected there.
"""

import numpy as np
import pytest

import numerics as nm
from numerics.formats import Decoded
from numerics.formats.arithmetic import evaluate, round_decimals
from numerics.formats.digits import shortest


@pytest.mark.parametrize("name", nm.FORMATS)
def test_row_A0_the_exponential_of_1000_in_every_format(name: str) -> None:
    format = nm.FORMATS[name]
    exp = nm.ELEMENTARY["exp"]
    # In a format without infinities what overflows is NaN; 8-bit E4M3 cannot even store 1000 and has NaN from there on.
    assert exp.rounded(1000.0, format) == np.inf or np.isnan(format.overflow)
    assert exp.rounded(-1000.0, format) == 0
    if name == "float32":
        with np.errstate(over="ignore"):
            assert np.exp(np.float32(88.72283)) < np.inf == np.exp(np.float32(88.72284))
        assert nm.thresholds("exp", format).finite == np.float32(88.72283)


def test_row_A0_a_problem_without_a_closed_form_is_solved_numerically() -> None:
    """x = e^-x has no elementary solution; it is where x²/2 + e^-x is least. The digits are the omega constant's."""
    run = nm.minimize(nm.Objective.parse("x^2/2 + exp(-x)"), [0.0], "newton", tolerance=1e-14)
    assert run.outcome is nm.Outcome.CONVERGED
    assert run.x[-1, 0] == pytest.approx(0.567143290409783873, abs=1e-14)


@pytest.mark.parametrize("name", ["float64", "float32", "float16", "bfloat16"])
def test_row_A1_softmax_of_large_and_very_negative_logits(name: str) -> None:
    low, high = [-1000.0] * 4, [1000.0, 1000.0]
    assert np.isnan(nm.naive.softmax(low, dtype=name)).all()
    assert nm.softmax(low, dtype=name).tolist() == [0.25] * 4
    assert np.isnan(nm.naive.softmax(high, dtype=name)).all()
    assert nm.softmax(high, dtype=name).tolist() == [0.5] * 2
    born = [(birth.operation, birth.death.name) for _, birth in nm.record(nm.naive.softmax, low, dtype=name).births]
    assert born == [("exp(−1000)", "UNDERFLOW")] * 4 + [("0 / 0", "INVALID")] * 4
    born = [(birth.operation, birth.death.name) for _, birth in nm.record(nm.naive.softmax, high, dtype=name).births]
    assert born == [("exp(1000)", "OVERFLOW")] * 2 + [("inf / inf", "INVALID")] * 2


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


def test_row_D2_softmax_of_extreme_logits_in_float32() -> None:
    for logits, wanted in (
        ([-12345, -67890, -99999999], [1, 0, 0]),
        ([12345, 67890, 99999999], [0, 0, 1]),
    ):
        assert np.isnan(nm.naive.softmax(logits, dtype=np.float32)).any()
        assert nm.softmax(logits, dtype=np.float32).tolist() == wanted


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
