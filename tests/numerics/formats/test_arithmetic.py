"""Arithmetic step by step, against Python's and NumPy's own."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerics.errors import ExpressionError
from numerics.formats import FORMATS, Mode, decode
from numerics.formats.arithmetic import evaluate, operate, round_decimals
from tests.numerics.formats.definition import same

FLOAT64 = FORMATS["float64"]
ANY = st.floats() | st.sampled_from([0.0, -0.0, 1.0, math.inf, -math.inf, math.nan])


@given(st.sampled_from("+-*/"), ANY, ANY)
def test_an_operation_in_float64_is_that_of_numpy(symbol: str, a: float, b: float) -> None:
    left, right = (decode(x, FLOAT64) for x in (a, b))
    with np.errstate(all="ignore"):
        x, y = np.float64(a), np.float64(b)
        expected = {"+": x + y, "-": x - y, "*": x * y, "/": x / y}[symbol]
    found = operate(symbol, left, right, Mode.NEAREST_EVEN)
    assert same(decode(found, FLOAT64).value, float(expected))


@given(st.sampled_from("+-*/"), st.integers(0, 2**16 - 1), st.integers(0, 2**16 - 1))
def test_an_operation_in_float16_is_that_of_numpy(symbol: str, first: int, second: int) -> None:
    x, y = np.array([first, second], dtype=np.uint16).view(np.float16)
    with np.errstate(all="ignore"):
        expected = {"+": x + y, "-": x - y, "*": x * y, "/": x / y}[symbol]
    found = operate(symbol, decode(float(x), "float16"), decode(float(y), "float16"), Mode.NEAREST_EVEN)
    assert same(decode(found, "float16").value, float(expected))


def test_a_difference_of_nothing_is_minus_zero_when_rounding_down() -> None:
    one = decode(1, FLOAT64)
    assert same(float(operate("-", one, one, Mode.DOWN)), -0.0)
    assert same(float(operate("-", one, one, Mode.UP)), 0.0)


@pytest.mark.parametrize(
    "text",
    [
        "0.1 + 0.2",
        "(0.1 + 0.2) + 0.3",
        "0.1 + (0.2 + 0.3)",
        "-0.1*3 - 2/3/7",
        "1e16 + 1 - 1e16",
        "2(0.1 + 3)",
        "-(-0.3)",
    ],
)
def test_a_formula_has_the_value_that_python_gives_it(text: str) -> None:
    assert evaluate(text, FLOAT64)[-1].value.value == eval(text.replace("2(", "2*("))


def test_every_step_is_kept() -> None:
    steps = evaluate("0.1 + 0.2 * 3", FLOAT64)
    assert [step.text for step in steps] == ["0.1", "0.2", "3", "0.2 * 3", "0.1 + (0.2 * 3)"]
    assert [step.value.value for step in steps] == [0.1, 0.2, 3.0, 0.2 * 3, 0.1 + 0.2 * 3]
    assert evaluate("0.5", FLOAT64)[-1].text == "0.5"


@given(st.floats(-1e15, 1e15), st.integers(0, 12))
def test_rounding_to_decimals_is_pythons(x: float, decimals: int) -> None:
    first = evaluate(str(abs(x)) if "e" not in str(x) else "2.675", FLOAT64)
    step = round_decimals(first[-1], decimals, first)
    assert step.value.value == round(first[-2].value.value, decimals)
    assert first[-1] is step


def test_literals_can_be_rounded_first() -> None:
    steps = evaluate("2.675 + 1", FLOAT64, decimals=2)
    assert [step.text for step in steps] == [
        "2.675", "round(2.675, 2)", "1", "round(1, 2)", "round(2.675, 2) + round(1, 2)",
    ]  # fmt: skip
    assert steps[-1].value.value == round(2.675, 2) + 1


@pytest.mark.parametrize(
    "bad", ["x + 1", "sqrt(2)", "pi", "2^3", "0.1 +", "", "1/0", "1e999", "abs(1)", "0.1 < 0.2", "__import__"]
)
def test_what_is_no_arithmetic_is_refused(bad: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        evaluate(bad, FLOAT64)
    assert 0 <= caught.value.position <= len(bad)


def test_division_by_a_number_that_underflowed_is_infinite() -> None:
    assert evaluate("1/1e-9", FORMATS["float16"])[-1].value.value == math.inf
    assert math.isnan(evaluate("1/1e-9", FORMATS["float8_e4m3fn"])[-1].value.value)
    assert math.isnan(evaluate("1e-9/1e-9", FORMATS["float16"])[-1].value.value)
