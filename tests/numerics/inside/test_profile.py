"""f along the line of a step, and level lines of models: against closed forms."""

import numpy as np
import pytest

from numerics.inside.conic import level_line
from numerics.inside.profile import profile
from numerics.inside.replay import look_inside, replay
from numerics.inside.views import Slice, search
from numerics.minimize import minimize
from numerics.objective import Objective

QUADRATIC = Objective.parse("x^2 + 5y^2")


def seen(f, start, method, **more):
    steps, views = look_inside(minimize(f, start, method, **more))
    return profile(steps, next(view for view in views if isinstance(view, Slice)))


def test_a_newton_step_gains_half_of_what_the_slope_promises():
    line = seen(QUADRATIC, [10, 1], "newton", steps=1)
    assert line.taken[0] == pytest.approx(1)
    assert line.taken_change[0] == pytest.approx(-0.5)
    assert line.slope[0] == -1
    np.testing.assert_allclose(line.change[0], -line.length + line.length**2 / 2, atol=1e-12)
    assert (line.promised[0], line.actual[0]) == (pytest.approx(-210), pytest.approx(-105))


@pytest.mark.parametrize("sharpness", [0.5, 1.0, 1.9, 2.5])
def test_a_gradient_step_overshoots_by_the_parabola(sharpness):
    """On ½λx² a step of η changes f by (-1 + ηλ/2) of what the slope promises."""
    line = seen(Objective.parse("2x^2"), [3], "gradient_descent", learning_rate=sharpness / 4, steps=3)
    np.testing.assert_allclose(line.taken_change[0], sharpness / 2 - 1, rtol=1e-9)


def test_row_C4_the_trials_lie_on_the_curve_in_units_of_the_one_taken():
    line = seen(QUADRATIC, [10, 1], "gradient_descent_best_of", steps=1)
    np.testing.assert_allclose(line.tried[0], [0.2, 0.4, 1, 2])
    promised = 0.25 * 500
    np.testing.assert_allclose(line.tried_change[0] * promised, np.array([82.25, 64, 36.25, 80]) - 105)


def test_a_step_that_falls_by_more_than_promised_has_a_flatter_tangent():
    line = seen(Objective.parse("-x^4"), [1], "gradient_descent", learning_rate=1.0, steps=1)
    assert line.taken_change[0] == -1
    assert -0.1 < line.slope[0] < 0
    assert line.actual[0] == pytest.approx(1 - 5**4)
    assert line.promised[0] == -16


def test_no_step_is_no_number_and_no_failure():
    for f, start in (("x^2 - y^2", [0, 0]), ("log(x) + y^2", [-1, 1]), ("exp(exp(x)) + y^2", [5, 1])):
        line = seen(Objective.parse(f), start, "gradient_descent", steps=3)
        assert np.isnan(line.change[0]).all() or np.isfinite(line.slope[0])


def test_lengths_are_measured_along_the_direction():
    run = minimize(QUADRATIC, [10, 1], "gradient_descent", learning_rate=0.07, steps=2)
    steps = replay(run, np.arange(3))
    np.testing.assert_allclose(search(steps, -steps.gradient).taken, 0.07)


def models(count=300):
    rng = np.random.default_rng(4)
    gradient, matrix = rng.standard_normal((count, 2)), rng.standard_normal((count, 2, 2))
    return gradient, matrix + np.swapaxes(matrix, 1, 2)


@pytest.mark.parametrize("reach", [1e-3, 1.0, 1e3])
def test_a_level_line_passes_through_the_iterate_and_keeps_its_level(reach):
    gradient, matrix = models()
    points = level_line(gradient, matrix, reach)
    linear = np.vecdot(gradient[:, None], points)
    square = np.einsum("kpi,kij,kpj->kp", points, matrix, points) / 2
    size = np.linalg.norm(gradient, axis=-1)[:, None] * np.nanmax(
        np.linalg.norm(points, axis=-1), axis=1, keepdims=True
    )
    assert np.nanmax(np.abs(linear + square) / size) < 1e-9
    assert np.nanmin(np.linalg.norm(points, axis=-1), axis=1).max() < 1e-9
    definite = np.linalg.det(matrix) > 0
    closed = np.linalg.norm(points[:, 0] - points[:, -1], axis=-1)
    assert closed[definite].max() < 1e-6
    assert np.isnan(points[~definite]).any(axis=(1, 2)).all()


def test_the_centre_of_an_ellipse_is_the_minimum_of_its_model():
    matrix = np.array([[[4.0, 1], [1, 3]]])
    gradient = np.array([[2.0, -5]])
    away = level_line(gradient, matrix, 100.0)[0] - np.linalg.solve(matrix[0], -gradient[0])
    square = np.einsum("pi,ij,pj->p", away, matrix[0], away)
    np.testing.assert_allclose(square, square[0], rtol=1e-12)
    assert (away.min(axis=0) < 0).all()
    assert (away.max(axis=0) > 0).all()


@pytest.mark.parametrize(("reach", "condition"), [(1.0, 1.0), (1.0, 100.0), (0.01, 100.0), (100.0, 10.0)])
def test_chords_of_a_level_line_keep_to_it_within_a_pixel_or_two(reach, condition):
    """Between two points the chord parts from the line by less than 0.5 % of the picture."""
    rng = np.random.default_rng(1)
    turned = np.linalg.qr(rng.standard_normal((100, 2, 2)))[0]
    matrix = (turned * [1, condition]) @ np.swapaxes(turned, 1, 2)
    gradient = rng.standard_normal((100, 2))
    points = level_line(gradient, matrix, reach)
    middle = (points[:, 1:] + points[:, :-1]) / 2
    value = np.vecdot(gradient[:, None], middle) + np.einsum("kpi,kij,kpj->kp", middle, matrix, middle) / 2
    slope = np.linalg.norm(gradient[:, None] + np.einsum("kij,kpj->kpi", matrix, middle), axis=-1)
    near = np.linalg.norm(middle, axis=-1) < reach
    assert (np.abs(value) / slope)[near].max() < 0.005 * reach


def test_models_without_a_level_line_leave_it_out():
    gradient = np.array([[0.0, 0], [1, 1], [np.nan, 1], [1, 1], [1, 2]])
    matrix = np.array([np.eye(2), np.zeros((2, 2)), np.eye(2), np.full((2, 2), np.inf), [[1, 0], [0, 0]]])
    points = level_line(gradient, matrix, 1.0)
    assert np.isnan(points[:4]).all()
    assert np.isfinite(points[4]).all()  # a parabola, as a long ellipse
