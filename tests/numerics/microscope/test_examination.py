"""Bits of error of published expressions, famous cases, and what the microscope says of input that means nothing."""

import math
import re

import numpy as np
import pytest

import numerics as nm
from numerics.errors import NumericsError
from numerics.formats import FORMATS, round_to
from tests.numerics.microscope.conftest import CLASSICS, EXPRESSIONS


def columns(entry) -> dict[str, list[float]]:
    return {name: [point["at"][row] for point in entry["points"]] for row, name in enumerate(entry["variables"])}


def test_bits_of_error_are_the_recorded_ones() -> None:
    apart = []
    for entry in EXPRESSIONS:
        bits = np.log2(1 + nm.ulp_error(entry["expression"], columns(entry)))
        apart += np.abs(bits - [point["bits"] for point in entry["points"]]).tolist()
    assert len(apart) == 690
    assert np.mean(np.array(apart) <= 2) >= 0.97


def test_float32_results_are_the_recorded_ones() -> None:
    same = []
    for entry in EXPRESSIONS:
        computed = nm.examine(entry["expression"], columns(entry), "float32").computed
        recorded = np.array([float(point["float32"]) for point in entry["points"]])
        same += ((computed == recorded) | (np.isnan(computed) & np.isnan(recorded))).tolist()
    assert np.mean(same) >= 0.99


@pytest.mark.parametrize("case", CLASSICS["expressions"], ids=lambda case: case["id"])
def test_famous_cases(case) -> None:
    found = nm.examine(case["expression"], case["at"])
    assert found.true[0] == float(case["exact"])
    recorded = float(case["float64"])
    # A last place of a library's sine or exponential may differ between machines, and cancellation magnifies it.
    assert found.computed[0] == recorded or math.isclose(found.computed[0], recorded, rel_tol=1e-9)


def test_rump() -> None:
    text = "333.75y^6 + x^2*(11x^2*y^2 - y^6 - 121y^4 - 2) + 5.5y^8 + x/(2y)"
    for format in ("float64", "float32"):
        found = nm.examine(text, {"x": 77617.0, "y": 33096.0}, format)
        assert found.true[0] == round_to("-0.827396059946821368141165095479816292", format)
        assert found.bits[0] > FORMATS[format].precision, "the sign or the power of ten is wrong"


def test_goldberg_s_quadratic_loses_half_its_digits() -> None:
    naive = nm.examine("(-b + sqrt(b^2 - 4 a c))/(2 a)", {"a": 1.0, "b": 1e8, "c": 1.0})
    stable = nm.examine("2c/(-b - sqrt(b^2 - 4 a c))", {"a": 1.0, "b": 1e8, "c": 1.0})
    assert naive.computed[0] == pytest.approx(-7.45e-9, rel=1e-3)
    assert stable.bits[0] <= 1


def test_values_have_any_shape_that_broadcasts() -> None:
    errors = nm.ulp_error("x*y - x", {"x": [[1.1], [2.2]], "y": [1.0, 1.5, 3.0]})
    assert errors.shape == (2, 3)
    assert errors[0, 0] == 0
    assert nm.ulp_error("x + 1", {"x": 0.5}).shape == ()
    assert nm.ulp_error("0.1 + 0.2 - 0.3", {}) > 2.0**60, "0 is far from 5.6e-17 in units in the last place"


def test_arguments_are_rounded_to_the_format_first() -> None:
    found = nm.examine("x", {"x": 0.1}, "bfloat16")
    assert found.values["x"][0] == found.computed[0] == found.true[0] == float(round_to(0.1, "bfloat16"))
    assert nm.ulp_error("0.1", {}, "float32") == 0, "a literal is rounded as its true value is"


def test_a_format_narrows_every_operation() -> None:
    assert nm.examine("(x + 1) - x", {"x": 256.0}, "bfloat16").computed[0] == 0
    assert nm.examine("x*x", {"x": 300.0}, "float16").computed[0] == np.inf
    assert np.isnan(nm.examine("x*x", {"x": 300.0}, "float8_e4m3fn").computed[0])


def test_undefined_samples_do_not_count() -> None:
    found = nm.examine("sqrt(x)", {"x": [-1.0, 4.0]})
    assert np.isnan(found.ulps[0])
    assert found.mean_bits == 0
    assert math.isnan(nm.examine("sqrt(x)", {"x": [-1.0]}).mean_bits)


def test_nan_where_there_is_a_value_costs_all_bits() -> None:
    assert nm.examine("exp(x)/exp(x)", {"x": 1000.0}).bits[0] == 64
    assert nm.examine("exp(x)/exp(x)", {"x": 100.0}, "float32").bits[0] == 32


@pytest.mark.parametrize(
    ("text", "values", "format", "told"),
    [
        ("x + y", {"x": 1.0}, "float64", "y"),
        ("x", {"x": 1.0}, "float65", "format"),
        ("x + y", {"x": [1.0, 2.0], "y": [1.0, 2.0, 3.0]}, "float64", "as many"),
        ("x + y", {"x": "a", "y": 1.0}, "float64", "numbers"),
        ("x + sinx", {"x": 1.0}, "float64", "sin(x)"),
    ],
)
def test_input_without_meaning_gets_a_sentence(text, values, format, told) -> None:
    with pytest.raises(NumericsError, match=re.escape(told)):
        nm.examine(text, values, format)
