"""The pictures of least squares: fit, digits, gradient norm, ball and coefficient paths."""

import numpy as np
import pytest

from figures.correct_digits import digits_chart
from figures.fit import FIT, fit_chart
from figures.gradient_norm import gradient_norm_chart
from figures.norm_ball import coefficient_paths, coefficient_plane, multiplier_chart
from figures.paths import Path
from numerics.least_squares import Ridge, ascend
from numerics.least_squares.loss import Loss
from numerics.sampling import Grid
from tests.figures.test_builders import check, named, size

X = np.linspace(0, 4, 30)
A, B = np.stack([np.ones(30), X], axis=-1), 1 + 2 * X + np.sin(7 * X)
RIDGE = Ridge.of(A, B)
RADIUS = 1.2
ASCENT = ascend(RIDGE, RADIUS, 10.0, 300)


def test_a_fit_has_its_residuals_below() -> None:
    fitted = A @ np.linalg.lstsq(A, B, rcond=None)[0]
    drawing = fit_chart(X, B, fitted, [("fit", X, fitted, FIT)], ("x", "y"))
    traces = check(drawing)
    dots = named(traces, "residual")[-1]
    assert dots.y == pytest.approx(B - fitted, abs=1e-6)
    assert drawing.figure.layout.yaxis.domain[0] > drawing.figure.layout.yaxis2.domain[1]


@pytest.mark.parametrize(
    ("x", "y", "fitted"),
    [
        ([2.0, 2.0], [1.0, 1.0], [1.0, 1.0]),
        ([0.0, 1.0], [0.0, 0.0], [np.nan, np.nan]),
        ([0.0, 1e6], [-1e300, 1e300], [0.0, 0.0]),
    ],
)
def test_awkward_fits(x, y, fitted) -> None:
    drawing = fit_chart(np.array(x), np.array(y), np.array(fitted), [], ("x", "y"))
    check(drawing)
    low, high = drawing.figure.layout.yaxis.range
    assert low < high


def test_bars_say_what_failed() -> None:
    digits = {"float64": np.array([np.nan, 15.0, 0.2]), "float32": np.array([6.0, np.nan, 3.0])}
    traces = check(digits_chart(["normal", "QR", "SVD"], digits, digits))
    bars = named(traces, "float64")[0]
    assert list(bars.text) == ["failed", "15.0", "0.2"]
    assert list(bars.x) == [0, 15, 0.2]
    assert list(bars.textposition) == ["outside", "inside", "outside"]


def test_gradient_norms_of_any_length() -> None:
    long = np.geomspace(1e3, 1e-9, 10_001)
    drawing = gradient_norm_chart({"float64": long, "float32": np.array([5.0])}, 1e-8)
    check(drawing)
    assert size(drawing) < 60_000
    low, high = drawing.figure.layout.yaxis.range
    assert low <= -8 <= high
    check(gradient_norm_chart({"float64": np.array([1.0, 1e200, np.inf])}, 1e-8))


def test_the_plane_shows_ball_path_and_ascent() -> None:
    loss = Loss.of(A, B)
    x = np.linspace(-2, 3, 30)
    grid = Grid(x, x, loss(np.stack(np.meshgrid(x, x), axis=-1)), (0, 1))
    path = Path("ascent", "gradient_descent", ASCENT.x, loss(ASCENT.x), loss.gradient(ASCENT.x))
    ridge = RIDGE(np.geomspace(1e-3, 1e4, 50))
    drawing = coefficient_plane(grid, path, ridge, RADIUS, (loss.best, loss.least), ("w0", "w1"))
    traces = check(drawing)
    (ball,) = named(traces, "ball")
    assert np.hypot(ball.x, ball.y) == pytest.approx(np.full(len(ball.x), RADIUS))
    (heads,) = drawing.heads.values()
    assert np.hypot(heads["x"], heads["y"])[-1] == pytest.approx(RADIUS, rel=1e-5)
    assert size(drawing) < 150_000


@pytest.mark.parametrize("answer", [0.0, 3.0])
def test_coefficients_over_the_multiplier(answer: float) -> None:
    at = np.geomspace(1e-3, 1e4, 50)
    drawing = coefficient_paths(at, RIDGE(at), (ASCENT.multiplier, ASCENT.x), answer, ["w0 · 1", "w1 · x"])
    traces = check(drawing)
    assert named(traces, "w1 · x")[0].y == pytest.approx(RIDGE(at)[:, 1], rel=1e-6)
    assert len(drawing.figure.layout.shapes) == (answer > 0)


def test_the_multiplier_and_its_gradient() -> None:
    excess = (ASCENT.x**2).sum(-1) - RADIUS**2
    drawing = multiplier_chart(ASCENT.multiplier, excess, RIDGE.multiplier(RADIUS))
    check(drawing)
    assert len(drawing.steps) == len(ASCENT.multiplier)
    check(multiplier_chart(np.zeros(1), -np.ones(1), 0.0))
