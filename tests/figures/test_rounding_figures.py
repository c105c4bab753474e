"""The pictures of rounding: valid for Plotly, small, and true to what they are given."""

import json

import numpy as np
import plotly.graph_objects as go
import pytest
from plotly.io import to_json

import numerics as nm
from figures.drawing import Drawing
from figures.fates import POSITIVE, SIGNED, fates, number_at, place
from figures.probabilities import probabilities
from figures.products import product_chart
from figures.rounding_errors import form_errors, sum_errors
from figures.steps import steps
from figures.theme import FATE_COLORS
from numerics.formats import FORMATS
from numerics.summation import DATA
from numerics.thresholds import ELEMENTARY, Fate, bands

TITLES = {"naive": "left to right", "pairwise": "pairwise", "kahan": "Kahan", "neumaier": "Neumaier"}


def check(drawing: Drawing, most: int = 60_000) -> go.Figure:
    """Plotly accepts every property, and the picture is light enough to send."""
    text = to_json(drawing.figure, validate=False)
    json.loads(text)
    assert len(text.encode()) < most
    go.Figure(drawing.figure.to_dict())  # validates, unlike the builders
    return drawing.figure


@pytest.mark.parametrize("name", ELEMENTARY)
def test_every_band_stands_in_the_row_of_its_format(name: str) -> None:
    figure = check(fates(name, list(FORMATS.values()), 2.5))
    positive = ELEMENTARY[name].positive
    for row_of_format, format in enumerate(FORMATS.values()):
        assert figure.layout.yaxis.ticktext[row_of_format] == format.title
        drawn = sorted(
            (float(start), float(start + width), trace.marker.color)
            for trace in figure.data
            for row, start, width in zip(trace.y, trace.base, trace.x, strict=True)
            if row == row_of_format
        )
        wanted = [
            (place(band.low, positive), place(band.high, positive), FATE_COLORS[band.fate.name])
            for band in bands(name, format, POSITIVE if positive else SIGNED)
        ]
        assert [color for *_, color in drawn] == [color for *_, color in wanted]
        assert np.array([ends for *ends, _ in drawn]) == pytest.approx(np.array([ends for *ends, _ in wanted]))


@pytest.mark.parametrize("positive", [True, False])
def test_a_click_on_the_axis_means_the_number_that_stands_there(positive: bool) -> None:
    for x in (1e-300, 0.5, 1, 88.7, 1e300) if positive else (-1100.0, -3, 0, 0.25, 709.78):
        assert number_at(place(x, positive), positive) == pytest.approx(x)
    assert 0 < number_at(-1e9, True) < number_at(1e9, True) < np.inf


@pytest.mark.parametrize("logarithmic", [False, True])
def test_probabilities_that_are_none_have_a_word_instead_of_a_bar(logarithmic: bool) -> None:
    exact = np.array([0.25, 0.75, 1e-320, 0.0])
    figure = check(probabilities(exact, [np.array([np.nan, np.inf, 0.5, 0]), exact], logarithmic))
    assert [list(trace.y) for trace in figure.data] == [list(exact), [0, 0, 0.5, 0], list(exact)]
    assert list(figure.data[1].text) == ["NaN", "∞", "", ""]
    assert np.isfinite(figure.layout.yaxis.range).all()


def test_probabilities_of_nothing_sound_and_of_many() -> None:
    check(probabilities(np.full(3, np.nan), [np.full(3, np.nan)] * 2))
    check(probabilities(np.full(3, np.nan), [np.full(3, np.nan)] * 2, logarithmic=True))
    check(probabilities(np.full(200, 1 / 200), [np.full(200, 1 / 200)] * 2))


def test_the_map_of_steps_shows_what_became_of_every_number() -> None:
    recording = nm.record(nm.naive.softmax, [1000, 0, -1000], dtype="float32")
    figure = check(steps(recording, ["a", "b", "c"]))
    cells = figure.data[0]
    kinds = [[tuple(Fate)[int(code)] for code in row] for row in np.array(cells.z)]
    inf, nan, zero, normal = Fate.INFINITE, Fate.UNDEFINED, Fate.ZERO, Fate.NORMAL
    assert kinds == [[normal, zero, normal], [inf, normal, zero], [inf] * 3, [nan, zero, zero]]
    assert [[("★" in text) for text in row] for row in cells.text] == [
        [False] * 3, [True, False, True], [False] * 3, [True, False, False],
    ]  # fmt: skip
    assert "exp(1000)" in cells.hovertext[1][0]
    assert {trace.marker.color for trace in figure.data[1:]} == {
        FATE_COLORS[kind.name] for kind in (inf, nan, zero, normal)
    }


def test_a_branch_that_is_not_taken_is_blank() -> None:
    figure = check(steps(nm.record(nm.stable.log1p, [1e-20, 0.5], dtype="float64"), ["1", "2"]))
    quotient = next(place for place, name in enumerate(figure.data[0].y) if name.endswith("(1 + x − 1)"))
    assert np.isnan(np.array(figure.data[0].z, dtype=float)[quotient]).tolist() == [True, False]


def test_two_hundred_logits_stay_affordable() -> None:
    recording = nm.record(nm.stable.softmax, np.linspace(-300, 300, 200), dtype="float16")
    check(steps(recording, [str(k) for k in range(200)]), most=350_000)


def test_products_end_where_they_die() -> None:
    items = [nm.product(np.full(400, 0.5), name) for name in FORMATS]
    figure = check(product_chart(items))
    for item in items:
        lines = [trace for trace in figure.data if trace.name == item.format.title]
        assert lines[0].x[-1] == (item.dies_at or 401) - 1
        assert len(lines) == (2 if item.dies_at else 1)
    check(product_chart([nm.product([1e-9], "float8_e4m3fn"), nm.product([1.0], "float32")]))
    check(product_chart([nm.product(np.full(5000, 0.99), name) for name in FORMATS]), most=150_000)


def test_errors_of_forms_are_drawn_in_bits() -> None:
    figure = check(form_errors(np.arange(4.0), {"<naive>": np.array([0, 1, 3, 2.0**32 - 1])}, "t", 32, 2.0))
    assert list(figure.data[0].y) == [0, 1, 2, 32]
    assert figure.data[0].name == "&lt;naive&gt;"


@pytest.mark.parametrize("relative_to_sum", [False, True])
@pytest.mark.parametrize("data", DATA)
@pytest.mark.parametrize("name", ["float32", "float8_e4m3fn"])
def test_errors_of_sums_beside_the_lines_of_theory(name: str, data: str, relative_to_sum: bool) -> None:
    errors = nm.summation_errors(data, name, longest=1000)
    figure = check(sum_errors(errors, TITLES, relative_to_sum))
    stretch = errors.condition if relative_to_sum else 1
    drawn = {trace.name: np.array(trace.y, dtype=float) for trace in figure.data}
    low, high = figure.layout.yaxis.range
    assert low < high
    assert drawn["2 u"] == pytest.approx(errors.format.epsilon * stretch * np.ones(len(errors.lengths)))
    with np.errstate(invalid="ignore"):
        expected = np.maximum(errors.relative["naive"] * stretch, 10.0**low)
    assert drawn["left to right"] == pytest.approx(expected, nan_ok=True)
