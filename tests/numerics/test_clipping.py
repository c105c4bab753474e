"""Clipping by norm and by value, in every format and at every size."""

import math

import numpy as np
import pytest

import numerics as nm
from numerics.rules.templates import TEMPLATES

RANDOM = np.random.default_rng(8)
SIZES = [1, 2, 3, 17, 1000]


def lengths_in_ulps(clipped: np.ndarray, c: float) -> np.ndarray:
    """How many units in the last place of c the lengths are from it; `math.hypot` neither overflows nor drifts."""
    ulp = float(np.spacing(clipped.dtype.type(c)))
    return np.array([abs(math.hypot(*row) - c) / ulp for row in clipped.astype(float).tolist()])


@pytest.mark.parametrize("power", [-300, -160, -3, 0, 3, 160, 305])
@pytest.mark.parametrize("n", SIZES)
def test_row_B12_a_longer_gradient_gets_the_length_c_and_keeps_its_direction(n: int, power: int) -> None:
    g = RANDOM.standard_normal((50, n)) * 10.0**power
    for share in (1e-6, 0.3, 0.999):
        c = share * min(math.hypot(*row) for row in g.tolist())
        clipped = nm.clip_by_norm(g, c)
        assert lengths_in_ulps(clipped, c).max() <= 4
        factor = np.array([[c / math.hypot(*row)] for row in g.tolist()])
        np.testing.assert_allclose(clipped, g * factor, rtol=1e-14, atol=0)


@pytest.mark.parametrize("dtype", [np.float32, np.float16])
def test_row_B12_holds_in_short_formats_even_where_the_squares_overflow(dtype: type) -> None:
    g = (RANDOM.standard_normal((50, 300)) * 100).astype(dtype)  # ‖g‖² is beyond float16
    clipped = nm.clip_by_norm(g, 1.0)
    assert clipped.dtype == dtype
    assert lengths_in_ulps(clipped, 1.0).max() <= 4


def test_a_gradient_no_longer_than_c_is_left_as_it_is() -> None:
    g = np.array([[3.0, 4.0], [0.0, 0.0], [1e-320, -1e-320], [0.6, -0.8]])
    assert nm.clip_by_norm(g, 5.0).tobytes() == g.tobytes()
    assert nm.clip_by_norm([3, 4], 2.5).tolist() == [1.5, 2.0]
    assert nm.clip_by_norm([3.0, 4.0], math.inf).tolist() == [3.0, 4.0]
    assert nm.clip_by_norm([], 1.0).shape == (0,)


def test_a_gradient_that_is_not_finite_has_no_direction() -> None:
    assert np.isnan(nm.clip_by_norm([np.inf, 1.0], 1.0)).all()
    assert np.isnan(nm.clip_by_norm([np.nan, 1.0], 1.0)).all()
    assert nm.clip_by_value([np.inf, -np.inf, 0.5], 1.0).tolist() == [1.0, -1.0, 0.5]
    assert np.isnan(nm.clip_by_value([np.nan], 1.0)).all()


def test_clipping_by_value_turns_the_gradient() -> None:
    g = np.array([10.0, 1.0, -0.1])
    clipped = nm.clip_by_value(g, 0.5)
    assert clipped.tolist() == [0.5, 0.5, -0.1]
    assert clipped @ g / np.linalg.norm(clipped) / np.linalg.norm(g) < 0.8


@pytest.mark.parametrize("c", [0.0, -1.0, math.nan])
@pytest.mark.parametrize("clip", [nm.clip_by_norm, nm.clip_by_value])
def test_a_length_that_is_none_is_refused(clip, c: float) -> None:
    with pytest.raises(nm.NumericsError, match="positive"):
        clip([1.0], c)


@pytest.mark.parametrize(
    ("title", "clip"), [("Clipped gradient", nm.clip_by_norm), ("Clipped by value", nm.clip_by_value)]
)
def test_the_rules_to_start_from_clip_alike(title: str, clip) -> None:
    f = nm.GALLERY["cliff"]
    objective = nm.Objective.parse(f.text)
    run = nm.minimize(objective, f.start, nm.parse_rule(TEMPLATES[title])(learning_rate=0.5, c=0.7), 60)
    x = np.array(f.start, dtype=float)
    for step in run.x[1:]:
        x = x - 0.5 * clip(objective.gradient(x), 0.7)
        assert step == pytest.approx(x, abs=1e-12)
    assert np.linalg.norm(run.gradient, axis=1).max() > 0.7, "something was clipped"
