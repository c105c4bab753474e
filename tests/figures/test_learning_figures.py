"""The pictures of learning from data: boundary, curve, weights, gradient cloud and batch noise."""

import numpy as np
import pytest

from figures.batch_noise import Noise, batch_noise
from figures.decision_boundary import Boundary, Examples, decision_boundary
from figures.drawing import Drawing
from figures.fitted_curve import LearnedCurve, fitted_curve
from figures.gradient_cloud import WITH, WITHOUT, gradient_cloud
from figures.theme import method_look
from figures.weights import Learned, weights_chart
from tests.figures.test_builders import check, named, size

RANDOM = np.random.default_rng(0)
STEPS = np.array([0, 5, 10], dtype=np.int32)
SGD, ADAM = method_look("gradient_descent"), method_look("adam")
POINTS = RANDOM.standard_normal((20, 2))
EXAMPLES = Examples(POINTS, np.arange(20) % 2, np.arange(20) >= 15)
GRID = np.linspace(-2, 2, 5), np.linspace(-1, 1, 4), np.full((4, 5), 0.5)


def test_a_boundary_moves_and_examples_are_marked_by_class_and_side() -> None:
    frames = [np.zeros((0, 2, 2)), RANDOM.random((3, 2, 2)), RANDOM.random((7, 2, 2))]
    drawing = decision_boundary(
        EXAMPLES, [Boundary("SGD <b>", SGD, frames)], GRID, ("x1", "x2"), ("class 0", "class 1"), STEPS
    )
    traces = check(drawing)
    assert len(named(traces, "class 1")[0].x) == 7
    assert len(named(traces, "class 0, test")[0].x) == 2
    [line] = named(traces, "SGD &lt;b&gt;")
    assert np.isfinite(line.x).sum() == 14  # both ends of the seven segments of the last frame
    [moving] = drawing.heads.values()
    assert np.isfinite(moving["x"]).sum(axis=1).tolist() == [0, 6, 14]
    check(decision_boundary(EXAMPLES, [], GRID, ("a", "b"), ("0", "1"), STEPS))


def test_a_learned_curve_stays_within_reach_when_it_runs_away() -> None:
    x, y = np.linspace(0, 1, 8), np.linspace(1, 2, 8)
    values = np.array([np.zeros(4), np.ones(4), np.full(4, 1e300)])
    drawing = fitted_curve(x, y, x > 0.7, np.linspace(0, 1, 4), [LearnedCurve("SGD", SGD, values)], ("x", "y"), STEPS)
    traces = check(drawing)
    assert len(named(traces, "test")[0].x) == 3
    assert np.abs(named(traces, "SGD")[0].y).max() < 1e6


def test_weights_stand_beside_the_truth() -> None:
    values = np.zeros((3, 4))
    values[-1] = [1, -2, 0.5, 3]
    drawing = weights_chart(("a", "b<", "c", "d"), [Learned("SGD", SGD, values), Learned("Adam", ADAM, values)], STEPS)
    traces = check(drawing)
    assert named(traces, "Adam")[0].y.tolist() == [1, -2, 0.5, 3]
    assert drawing.figure.layout.yaxis.range[0] < -2
    truth = weights_chart(tuple("abcd"), [], STEPS, np.array([2.0, -2, 2, -2]))
    assert named(check(truth), "truth")[0].y.tolist() == [2, -2, 2, -2]


def test_a_cloud_keeps_its_ellipses_in_view() -> None:
    angle = np.linspace(0, 6.3, 20)
    ring = 5 * np.stack([np.cos(angle), np.sin(angle)], axis=-1)
    singles = RANDOM.standard_normal((40, 2))
    figure = gradient_cloud(
        singles, singles[:5], np.zeros(2), [("2σ a", WITHOUT, ring), ("2σ b", WITH, ring / 2)], ("w1", "<w2")
    )
    check(Drawing(figure))
    assert figure.layout.xaxis.range[1] >= 5
    same = gradient_cloud(np.zeros((3, 2)), np.zeros((2, 2)), np.zeros(2), [("a", WITH, np.zeros((9, 2)))], ("a", "b"))
    assert check(Drawing(same))
    assert same.layout.xaxis.range[0] < same.layout.xaxis.range[1]


@pytest.mark.parametrize("scale", [1.0, 0.0])
def test_noise_is_drawn_with_its_errors_and_may_be_zero(scale: float) -> None:
    sizes = np.array([1, 2, 4, 8])
    fall = scale * np.array([1, 0.7, 0.5, 0.0])
    series = [Noise(name, look, sizes, fall, sizes, fall, 0.9 * fall, 1.1 * fall) for name, look in (("a", WITH),)]
    drawing = batch_noise(series, 4, 0.3 * scale)
    traces = check(drawing)
    assert np.isnan(named(traces, "measured, a")[0].y[-1])
    assert size(drawing) < 20_000
