"""The picture of a map's action: valid for Plotly, and the shapes it is given."""

import numpy as np
import plotly.graph_objects as go
import pytest

import numerics as nm
from figures.map_image import after, before
from numerics.small_shapes import images


def test_the_square_stands_around_the_point() -> None:
    picture = before(np.array([1.0, 2.0]), 0.5, 1.5, ("x", "y"))
    go.Figure(picture.to_dict())  # validates, unlike the builder
    assert sorted(set(picture.data[0].x.tolist())) == [0.75, 1.25]
    assert picture.layout.xaxis.range == (0.25, 1.75)


def test_images_are_drawn_as_computed() -> None:
    F = nm.VectorMap.parse("x^2, y^2")
    seen = images(F, (1, 2), 0.5)
    picture = after(seen, F((1, 2)))
    go.Figure(picture.to_dict())
    by_name = {trace.name: trace for trace in picture.data}
    assert by_name["square under J"].x.max() == pytest.approx(1 + 2 * 0.25)
    assert by_name["square under F"].y.max() == pytest.approx(2.25**2)
    assert by_name["F(point)"].x == (1.0,)
