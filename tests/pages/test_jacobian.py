"""The page on Jacobians, run without a browser."""

import pytest

from tests.pages.test_pages import begun, opened, texts
from ui.lessons.jacobian import EXPERIMENTS

PAGE = "pages/jacobian.py"


@pytest.mark.parametrize("experiment", EXPERIMENTS, ids=lambda experiment: experiment.title)
def test_the_link_of_an_experiment_opens_it(experiment) -> None:
    begun(PAGE, experiment)


def test_row_D6_in_numbers_on_the_page() -> None:
    app = opened(PAGE, F="x^2, y^2", at="1,2")
    assert any("2 & 0" in latex.value and "0 & 4" in latex.value for latex in app.latex)
    assert [metric.value for metric in app.metric][1:] == ["8", "kept"]


@pytest.mark.parametrize(
    "link",
    [
        {"F": "x"},
        {"F": "x^2, y, x y z"},
        {"F": "1/x, y", "at": "0,1"},
        {"F": "log(x), y", "at": "-1,1"},
        {"F": "x, x", "at": "1"},
        {"F": "|x|, max(x, y)", "at": "0,0"},
        {"F": "x + y, x + y"},
        {"F": "1, 2"},
        {"F": "exp(exp(exp(x))), y", "at": "9,1"},
    ],
    ids=str,
)
def test_any_map_is_shown_or_explained(link) -> None:
    app = opened(PAGE, **link)
    assert not app.exception
    assert "Check yourself" in [heading.value for heading in app.header]


@pytest.mark.parametrize(
    ("link", "told"),
    [
        ({"F": "x^2, foo(x)"}, "foo"),
        ({"F": "x, y, x, y, x"}, "At most 4"),
        ({"g": "u"}, "takes 1 number"),
        ({"g": "u +"}, ""),
        ({"sizes": "3"}, "three sizes"),
        ({"sizes": "3, 2.5, 1"}, "whole numbers"),
        ({"sizes": "3, x, 1"}, "cannot be read"),
        ({"sizes": "3, 1e12, 1"}, "whole numbers"),
        ({"s": "x + z"}, "z"),
        ({"F": "<script>alert(1)</script>"}, ""),
    ],
)
def test_bad_input_is_told_and_kept(link, told: str) -> None:
    app = opened(PAGE, **link)
    assert not app.exception
    assert told in app.error[0].value.replace("\\", "")
    [(name, text)] = link.items()
    assert app.session_state[f"jacobian.{name}"] == text
    assert "Check yourself" in [heading.value for heading in app.header]


def test_the_quotients_tell_that_the_hessian_is_not_symmetric() -> None:
    assert "not symmetric at this point" in texts(opened(PAGE))
    assert "symmetric here" in texts(opened(PAGE, point="1,1"))
