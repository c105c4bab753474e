from dataclasses import replace

import numpy as np
import pytest

from figures.paths import fitting_window, frame_steps, heads, leaves_window, looks, starting_points
from figures.theme import method_look
from tests.figures.samples import AWKWARD_PATHS, descend, path

WINDOW = ((-2, 2), (-1, 3))


def test_norms_and_lengths():
    walk = path([[0, 0], [3, 4], [3, 4]], gradient=[[3.0, 4], [0, 2], [0, 0]])
    assert walk.steps == 2
    assert walk.gradient_norm.tolist() == [5, 2, 0]
    assert walk.step_length[1:].tolist() == [5, 0]
    assert np.isnan(walk.step_length[0])


def test_the_last_point_is_the_last_finite_one():
    assert path([[0, 0], [1, 1], [np.nan, 1]]).last == 1
    assert path([[0, 0], [1, 1], [np.inf, 1], [2, 2]]).last == 3
    assert AWKWARD_PATHS["nothing finite"].last == 0


def test_a_second_run_of_a_method_keeps_the_color_and_changes_the_dash():
    first, other, second = looks([descend("adam"), descend("newton"), descend("adam")])
    assert first == method_look("adam")
    assert other == method_look("newton")
    assert second.color == first.color
    assert second.dash != first.dash


@pytest.mark.parametrize(
    ("points", "step"),
    [
        ([[0, 0], [2, 3]], None),
        ([[0, 0], [2.1, 0], [0, 0]], 1),
        ([[0, 0], [1, 1], [0, -1.5]], 2),
        ([[0, 0], [np.nan, 0]], 1),
        ([[5, 5]], 0),
    ],
)
def test_where_a_path_leaves_the_window(points, step):
    assert leaves_window(path(points), WINDOW) == step


def test_only_the_shown_axes_count():
    walk = path([[0, 0, 0], [0, 9, 0]])
    assert leaves_window(walk, WINDOW, (0, 2)) is None
    assert leaves_window(walk, WINDOW, (0, 1)) == 1
    assert leaves_window(path([[0], [3]]), ((-2, 2),), (0,)) == 1


def test_the_fitting_window_holds_every_path():
    paths = [descend(steps=40), path([[-4, 2], [3, 8]])]
    window = fitting_window(paths)
    assert all(leaves_window(walk, window) is None for walk in paths)
    assert window == (
        (pytest.approx(-4.7), pytest.approx(3.7)),
        (pytest.approx(window[1][0]), pytest.approx(8.72, abs=0.1)),
    )


def test_the_fitting_window_chases_no_diverging_run():
    (low, high), _ = fitting_window([path([[0, 0], [10, 10], [1e9, 1e9], [np.inf, 0]])])
    assert (low, high) == (-1, 11)
    (low, high), _ = fitting_window([path([[5, 5]])])
    assert low < 5 < high
    with pytest.raises(ValueError, match="no path"):
        fitting_window([AWKWARD_PATHS["nothing finite"]])


def test_frames_show_every_step_and_long_runs_thinned():
    assert frame_steps([]).tolist() == [0]
    assert frame_steps([descend(steps=5), descend(steps=3)]).tolist() == [0, 1, 2, 3, 4, 5]
    many = frame_steps([path(np.zeros((25_001, 2)))])
    assert (many[0], many[-1], len(many)) == (0, 25_000, 1001)
    assert (np.diff(many) == 25).all()


def test_an_ended_path_stays_at_its_end():
    assert heads([np.array([0, 1, 2]), np.array([5])], np.array([0, 1, 2])).tolist() == [[0, 5], [1, 5], [2, 5]]


def test_runs_from_other_starts_look_like_the_first():
    first, echo = descend("adam", label="Adam"), replace(descend("adam", label="Adam from (2, 2)"), group="Adam")
    second, echo2 = descend("adam", label="Adam 2"), replace(descend("adam", label="x"), group="Adam 2")
    looked = looks([first, echo, second, echo2])
    assert looked[0] == looked[1]
    assert looked[2] == looked[3] != looked[0]


def test_the_starts_are_those_of_the_paths_unless_given():
    walks = [path([[0, 0, 5], [1, 1, 1]]), path([[0, 0, 7], [2, 2, 2]])]
    assert starting_points(walks, None, (0, 1)).tolist() == [[0, 0]]
    assert starting_points(walks, [(3, 4, 5)], (2, 0)).tolist() == [[5, 3]]
    assert starting_points([], None, (0, 1)).shape == (0, 2)
