"""The pictures of deep gradients: valid for Plotly, and true to what was measured."""

import numpy as np
import plotly.graph_objects as go
import pytest

from figures.drawing import Drawing
from figures.gradient_map import gradient_map
from figures.layer_profile import Profile, layer_profile
from figures.theme import DIVERGING, FORM_LOOKS

AT = np.arange(5)


def valid(drawing: Drawing) -> go.Figure:
    """The figure, once Plotly has checked it, as the builders do not."""
    go.Figure(drawing.figure.to_dict())
    return drawing.figure


def profile(values, **more) -> Profile:
    return Profile("gradient & <b>", FORM_LOOKS[0], AT, np.array(values, dtype=float), **more)


def test_a_profile_has_its_values_its_shade_and_its_marks() -> None:
    values = np.array([1, 1e-2, 1e-4, 1e-6, 1e-8])
    drawn = layer_profile(
        [profile(values, low=values / 2, high=values * 2), profile(np.ones(5), theory=True)],
        across="layer",
        up="gradient",
        marks=[(1e-5, "half"), (1e9, "out of view")],
    )
    shade, line, theory = valid(drawn).data
    assert line.y == pytest.approx(values)
    assert shade.y[:5] == pytest.approx(values / 2)
    assert shade.y[5:] == pytest.approx(values[::-1] * 2)
    assert theory.line.width < line.line.width
    assert line.name == "gradient &amp; &lt;b&gt;"
    assert [note.text for note in drawn.figure.layout.annotations] == ["half"]


@pytest.mark.parametrize(
    "values",
    [[1, 0, 0, 0, 0], [1, np.inf, np.nan, 2, 3], [np.nan] * 5, [0] * 5, [1e300, 1e-300, 1, 1, 1], [1, 1, 1, 1, 1]],
    ids=str,
)
def test_awkward_profiles_have_a_finite_axis_and_zeros_at_its_foot(values) -> None:
    drawn = valid(layer_profile([profile(values, low=np.array(values), high=np.array(values))], across="l", up="g"))
    low, high = drawn.layout.yaxis.range
    assert np.isfinite([low, high]).all()
    assert low < high
    line = np.asarray(drawn.data[-1].y, dtype=float)
    zero = np.array(values) == 0
    assert line[zero] == pytest.approx(10.0**low)
    assert np.isnan(line[~np.isfinite(values)]).all()


def test_a_map_has_decades_borders_and_the_chosen_cell() -> None:
    depths, scales = np.array([1, 10, 20]), np.array([0.5, 1.0, 2.0])
    norms = scales[:, None] ** depths
    drawn = valid(
        gradient_map(
            depths, scales, norms, under=norms / 1e-3, over=norms / 1e3, format="float16", up="s", chosen=(10, 1.0)
        )
    )
    cells, *borders, frame = drawn.data
    assert np.asarray(cells.customdata) == pytest.approx(np.log10(norms), rel=1e-5)
    assert (cells.zmin, cells.zmax) == (-8, 8)  # the next even power of ten
    assert cells.colorscale[3][1] == DIVERGING[3]
    assert [border.name for border in borders if border.type == "scatter"] == [
        "float16: half of the entries become 0",
        "float16: a number overflows",
    ]
    assert np.sign(np.asarray(borders[1].z)).tolist() == np.sign(np.log10(norms / 1e-3).clip(-3, 3)).tolist()
    assert (frame.x, frame.y) == ((10,), (1.0,))


def test_a_map_without_borders_and_with_ends_beyond_float64() -> None:
    norms = np.array([[0.0, 1.0], [np.nan, np.inf]])
    under, over = np.full((2, 2), 2.0), np.full((2, 2), 0.5)
    drawn = valid(
        gradient_map(np.array([1, 2]), np.array([1.0, 2.0]), norms, under=under, over=over, format="float64", up="s")
    )
    assert len(drawn.data) == 1
    assert np.isfinite(np.asarray(drawn.data[0].z)).all()
    assert np.asarray(drawn.data[0].z).tolist() == [[-20, 0], [20, 20]]
