"""The number line and the density chart: valid for Plotly, and true to the format they are given."""

import math
from fractions import Fraction

import numpy as np
import plotly.graph_objects as go
import pytest

from figures.density import density_chart
from figures.number_line import number_line
from figures.theme import FORMAT_LOOKS, format_look
from numerics.formats import FORMATS, Format, Mode, decode
from numerics.formats.conversion import convert, origins, overflowing
from numerics.formats.decoding import neighbours
from numerics.formats.density import density

FLOAT64, FLOAT16 = FORMATS["float64"], FORMATS["float16"]


def drawn(text: str, format: Format, mode: Mode = Mode.NEAREST_EVEN, count: int = 4) -> go.Figure:
    conversion = convert(text, format, mode)
    centre = conversion.stored
    if centre.exact is None:
        centre = decode(-format.largest if conversion.exact < 0 else format.largest, format)
    around = neighbours(centre, count)
    picture = number_line(conversion, centre, around, origins(centre, mode), overflowing(format, mode))
    go.Figure(picture.to_dict())  # validates, unlike the builder
    low, high = picture.layout.xaxis.range
    assert np.isfinite([low, high]).all()
    assert low < high
    return picture


def trace(picture: go.Figure, name: str) -> go.Scatter:
    [found] = [one for one in picture.data if one.name.startswith(name)]
    return found


@pytest.mark.parametrize("mode", [Mode.NEAREST_EVEN, Mode.TOWARD_ZERO, Mode.UP])
@pytest.mark.parametrize("format", [*FORMATS.values(), Format.custom(2, 1), Format.custom(11, 1)], ids=lambda f: f.name)
def test_awkward_numbers_are_drawn(format: Format, mode: Mode) -> None:
    for text in ("0.1", "0", "-0", "-3", "1e-320", "1e5000", "-1e5000", "-inf", "1e-5000"):
        drawn(text, format, mode, 2)
    drawn("1", format, mode, 256)


def test_neighbours_of_float64_stand_at_whole_units_and_the_typed_number_between_them() -> None:
    picture = drawn("0.1", FLOAT64)
    assert trace(picture, "float64").x.tolist() == [-4, -3, -2, -1, 0, 1, 2, 3, 4]
    assert trace(picture, "typed").x.tolist() == [float(Fraction(-2, 5))]
    assert trace(picture, "stored").x.tolist() == [0]
    band = trace(picture, "all of this")
    assert (band.x.min(), band.x.max()) == (-0.5, 0.5)


def test_the_gap_doubles_at_a_power_of_two() -> None:
    picture = drawn("1", FLOAT64)
    assert trace(picture, "float64").x.tolist() == [-2, -1.5, -1, -0.5, 0, 1, 2, 3, 4]
    band = trace(picture, "all of this")
    assert (band.x.min(), band.x.max()) == (-0.25, 0.5)


def test_directed_rounding_moves_the_band() -> None:
    picture = drawn("0.1", FLOAT16, Mode.UP)
    band = trace(picture, "all of this")
    assert (band.x.min(), band.x.max()) == (-1, 0)
    assert not [one for one in picture.data if one.name == "half-way points"], "they decide nothing here"


def test_what_overflows_is_a_band_of_its_own_at_the_end_of_the_line() -> None:
    picture = drawn("70000", FLOAT16)
    band = trace(picture, "overflow")
    assert band.x.min() == 0.5
    assert trace(drawn("65600", FLOAT16), "typed").x[0] == (65600 - 65504) / 32
    assert not [one for one in drawn("70000", FLOAT16, Mode.TOWARD_ZERO).data if one.name == "overflow"]
    assert not [one for one in picture.data if one.name == "stored"], "infinity has no place"


@pytest.mark.parametrize("chosen", [*FORMATS.values(), Format.custom(5, 4)], ids=lambda format: format.name)
def test_the_density_chart(chosen: Format) -> None:
    shown = {format: density(format) for format in dict.fromkeys([*FORMATS.values(), chosen])}
    picture = density_chart(shown, chosen, mark=-3.3)
    go.Figure(picture.to_dict())
    stairs = {one.name: one for one in picture.data}
    for format in shown:
        stair = stairs[format.title]
        assert stair.y.max() == pytest.approx(format.fraction_bits, abs=0.3)
        assert 10 ** float(stair.x[0]) == pytest.approx(format.smallest_subnormal, rel=1e-3)
    assert [one.name for one in picture.data if one.line.width == 5] == [chosen.title]
    assert len(density_chart(shown, chosen).layout.shapes) == 0
    low, high = picture.layout.xaxis.range
    assert low < math.log10(chosen.smallest_subnormal) < math.log10(chosen.largest) < high


def test_every_format_has_its_look() -> None:
    assert set(FORMAT_LOOKS) == set(FORMATS)
    assert len({look.color for look in FORMAT_LOOKS.values()}) == len(FORMAT_LOOKS)
    assert format_look("e5m4") not in FORMAT_LOOKS.values()
