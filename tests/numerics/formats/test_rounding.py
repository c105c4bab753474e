"""Rounding against published values, against the definition, and against NumPy and ml_dtypes."""

import json
import math
from fractions import Fraction
from pathlib import Path

import ml_dtypes
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import numerics as nm
from numerics.formats import FORMATS, Format, Mode, decode
from tests.numerics.formats.definition import SMALL, by_definition, magnitudes, same

FACTS = json.loads((Path(__file__).parents[2] / "data" / "float_formats.json").read_text("utf-8"))
DTYPES = {
    "float32": np.float32,
    "float16": np.float16,
    "bfloat16": ml_dtypes.bfloat16,
    "float8_e4m3fn": ml_dtypes.float8_e4m3fn,
    "float8_e5m2": ml_dtypes.float8_e5m2,
}


@pytest.mark.parametrize("decimal", FACTS["decimals"])
def test_every_decimal_of_the_collection(decimal: str) -> None:
    for name, (value, pattern) in FACTS["decimals"][decimal].items():
        assert nm.round_to(decimal, name) == float(value), name
        assert decode(decimal, name).value == float(value)
        if pattern is not None:
            assert decode(decimal, name).hex == pattern, name


@pytest.mark.parametrize("name", FACTS["constants"])
def test_the_constants_of_a_format(name: str) -> None:
    format, facts = FORMATS[name], dict(FACTS["constants"][name])
    whole = facts.pop("largest_exact_integer")
    assert {key: getattr(format, key) for key in facts} == facts
    assert nm.round_to([whole, whole + 1], name).tolist() == [whole, whole]
    assert nm.round_to(whole - 1, name) == whole - 1


def test_the_constants_of_e4m3fn() -> None:
    # P. Micikevicius et al., FP8 Formats for Deep Learning, arXiv:2209.05433, table 1.
    format = FORMATS["float8_e4m3fn"]
    assert (format.bias, format.largest, format.smallest_normal) == (7, 448, 2**-6)
    assert format.smallest_subnormal == 2**-9
    assert nm.decode("nan", format).bits == "01111111"


@st.composite
def exact_numbers(draw: st.DrawFn, format: Format) -> Fraction:
    """Numbers of a format, half-way points, and what lies just beside them; beyond the largest too."""
    numbers = magnitudes(format)
    at = draw(st.integers(0, len(numbers) - 2))
    low, high = numbers[at], numbers[at + 1]
    part = draw(st.sampled_from([Fraction(k, 8) for k in range(9)]) | st.fractions(0, 1))
    nudge = draw(st.sampled_from([0, 1, -1])) * (high - low) / 2**200
    x = low + part * (high - low) + nudge
    return draw(st.sampled_from([1, -1])) * draw(st.sampled_from([x, x, x, x * 1000]))


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("format", SMALL, ids=lambda format: format.name)
@settings(max_examples=50)
@given(data=st.data())
def test_five_modes_against_the_definition(format: Format, mode: Mode, data: st.DataObject) -> None:
    x = data.draw(exact_numbers(format))
    assert same(float(nm.round_to(x, format, mode)), by_definition(x, format, mode))
    near = float(x)
    assert same(float(nm.round_to(np.array([near]), format, mode)[0]), by_definition(Fraction(near), format, mode))


@pytest.mark.parametrize("name", FORMATS)
@given(x=st.fractions() | st.floats(allow_nan=False, allow_infinity=False).map(Fraction))
def test_the_modes_enclose_the_number(name: str, x: Fraction) -> None:
    if abs(x) >= FORMATS[name].largest:  # overflow has tests of its own
        return
    down, up, inward, even, away = (
        Fraction(float(nm.round_to(x, name, mode)))
        for mode in ("down", "up", "toward_zero", "nearest_even", "nearest_away")
    )
    assert down <= x <= up
    assert (down == up) == (x == down)
    assert Fraction(decode(down, name).above) == up or down == up
    assert inward == (down if x > 0 else up)
    assert even in (down, up)
    assert away in (down, up)
    if up - x != x - down:
        assert even == away == (up if up - x < x - down else down)
    else:
        assert decode(even, name).fraction % 2 == 0 or down == up
        assert away == (up if x > 0 else down)


@given(x=st.text("0123456789", min_size=1, max_size=25), power=st.integers(-345, 310), sign=st.sampled_from(["", "-"]))
def test_a_text_is_rounded_to_float64_as_python_reads_it(x: str, power: int, sign: str) -> None:
    text = f"{sign}{x}e{power}"
    assert same(float(nm.round_to(text, "float64")), float(text))


def patterns_as_float32(count: int) -> np.ndarray:
    """Random float32 numbers of every size, subnormal ones too, as float64."""
    bits = np.random.default_rng(5).integers(0, 2**32, count, dtype=np.uint32)
    with np.errstate(invalid="ignore"):
        return bits.view(np.float32).astype(np.float64)


@pytest.mark.parametrize("name", DTYPES)
def test_arrays_against_the_casts_of_numpy_and_ml_dtypes(name: str) -> None:
    format, dtype = FORMATS[name], DTYPES[name]
    rng = np.random.default_rng(1)
    inside = rng.uniform(-1.2, 1.2, 20_000) * format.largest * 2.0 ** -rng.integers(0, 2 * format.bias + 4, 20_000)
    half_way = np.array([(decode(x, format).value + decode(x, format).above) / 2 for x in inside[:3000]])
    tiny = rng.integers(-64, 64, 3000) * format.smallest_subnormal / 8
    x = np.concatenate([patterns_as_float32(20_000), inside, half_way, tiny, [0.0, -0.0, np.inf, -np.inf, np.nan]])
    if name != "float32":  # ml_dtypes reads a float64 through float32: give it none that would be rounded twice
        x = x[~(np.abs(x) > FORMATS["float32"].largest) | np.isinf(x)].astype(np.float32).astype(np.float64)
    with np.errstate(over="ignore", invalid="ignore"):
        expected = x.astype(dtype).astype(np.float64)
    found = nm.round_to(x, name)
    np.testing.assert_array_equal(found, expected)
    numbers = ~np.isnan(expected)
    np.testing.assert_array_equal(np.signbit(found[numbers]), np.signbit(expected[numbers]))


def test_a_float64_is_not_rounded_through_float32_as_the_cast_of_ml_dtypes_is() -> None:
    x = np.array([1 + 2**-8 + 2**-40])
    assert nm.round_to(x, "bfloat16") == 1 + 2**-7
    assert x.astype(ml_dtypes.bfloat16).astype(float) == 1.0


def test_overflow_is_what_the_direction_says() -> None:
    beyond = np.array([1e6, -1e6])
    assert nm.round_to(beyond, "float16", "nearest_even").tolist() == [np.inf, -np.inf]
    assert nm.round_to(beyond, "float16", "toward_zero").tolist() == [65504, -65504]
    assert nm.round_to(beyond, "float16", "up").tolist() == [np.inf, -65504]
    assert nm.round_to(beyond, "float16", "down").tolist() == [65504, -np.inf]
    assert np.isnan(nm.round_to([1e6, -1e6, np.inf], "float8_e4m3fn")).all()
    assert nm.round_to(beyond, "float8_e4m3fn", "toward_zero").tolist() == [448, -448]
    assert nm.round_to([464, 464.001, 448], "float8_e4m3fn").tolist()[::2] == [448, 448]
    assert np.isnan(nm.round_to(464.001, "float8_e4m3fn"))


def test_what_round_to_takes() -> None:
    assert nm.round_to([["0.1", "1/3"], ["-2^-24", "0x1.8p1"]], "float16").shape == (2, 2)
    assert nm.round_to(2**53 + 1, "float64", "up") == 2**53 + 2
    assert nm.round_to(np.array([2**53 + 1]), "float64", "up") == 2**53 + 2
    assert nm.round_to(np.array([True, False]), "float16").tolist() == [1, 0]
    assert nm.round_to(np.array([0.1], dtype=np.float32), "float64") == float(np.float32(0.1))
    assert nm.round_to(np.array([1.5], dtype=ml_dtypes.bfloat16), "float8_e5m2") == 1.5
    assert nm.round_to(Fraction(1, 3), "e11m52") == 1 / 3
    assert nm.round_to(np.longdouble(1) + np.longdouble(2) ** -60, "float64", "up") == 1 + 2**-52
    assert nm.round_to([], "float16").shape == (0,)
    assert math.copysign(1, float(nm.round_to("-1e-400", "float64"))) == -1


@pytest.mark.parametrize("bad", ["half", "e1m3", "e12m3", "e5m0", "e5m53", "E5M2", "e5m2 ", "e٥m2", ""])
def test_an_unknown_format_is_refused(bad: str) -> None:
    with pytest.raises(nm.NumericsError):
        nm.round_to(1.0, bad)


def test_an_unknown_mode_or_number_is_refused() -> None:
    with pytest.raises(nm.NumericsError, match="nearest_even"):
        nm.round_to(1.0, "float16", "nearest")
    for thing in (1j, None, [1, None], object()):
        with pytest.raises(nm.NumericsError, match="real number"):
            nm.round_to(thing, "float16")  # type: ignore[arg-type]
