"""Decimal digits and densities, against Python, NumPy and counting."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerics.formats import FORMATS, Format, decode, from_bits
from numerics.formats.density import density, share_below_one
from numerics.formats.digits import shortest, to_digits
from tests.numerics.formats.definition import SMALL, magnitudes

FINITE = st.floats(allow_nan=False, allow_infinity=False)


@given(FINITE)
def test_the_shortest_digits_of_a_float64_are_pythons(x: float) -> None:
    assert shortest(decode(x, "float64")) == repr(x).removesuffix(".0")


@pytest.mark.parametrize(("name", "dtype"), [("float32", np.float32), ("float16", np.float16)])
@given(data=st.data())
def test_the_shortest_digits_are_as_few_as_numpys(name: str, dtype: type[np.floating], data: st.DataObject) -> None:
    number = from_bits(data.draw(st.integers(0, FORMATS[name].largest_pattern)), name)
    theirs = np.format_float_scientific(dtype(number.value), trim="-")
    ours = shortest(number)
    assert decode(ours, name) == number
    assert float(ours) == float(theirs)


@pytest.mark.parametrize("format", SMALL[:4], ids=lambda format: format.name)
def test_so_many_digits_are_enough_and_fewer_are_not(format: Format) -> None:
    numbers = [from_bits(pattern, format) for pattern in range(format.largest_pattern + 1)]
    assert all(decode(to_digits(number, format.max_digits10), format) == number for number in numbers)


@pytest.mark.parametrize("name", ["float16", "bfloat16"])
def test_max_digits10_is_the_fewest_that_serve_every_number(name: str) -> None:
    format = FORMATS[name]
    numbers = [from_bits(pattern, format) for pattern in range(0, format.largest_pattern + 1, 7)]
    assert all(decode(to_digits(number, format.max_digits10), format) == number for number in numbers)
    assert not all(decode(to_digits(number, format.max_digits10 - 1), format) == number for number in numbers)


@given(st.integers(10**14, 10**15 - 1), st.integers(-300, 280))
def test_fifteen_digits_survive_float64(digits: int, power: int) -> None:
    text = f"{digits}e{power}"
    assert float(to_digits(decode(text, "float64"), FORMATS["float64"].digits10)) == float(text)


@pytest.mark.parametrize("format", SMALL, ids=lambda format: format.name)
def test_the_density_counts_every_number(format: Format) -> None:
    powers, counts = density(format)
    positive = magnitudes(format)[1:-1]
    for power, count in zip(powers.tolist(), counts.tolist(), strict=True):
        assert count == sum(2.0**power <= number < 2.0 ** (power + 1) for number in positive)
    assert share_below_one(format) == sum(number <= 1 for number in positive) / len(positive)
