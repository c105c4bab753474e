"""The page on curvature, run without a browser."""

import pytest

from tests.pages.test_pages import begun, opened, texts
from ui.lessons.curvature import EXPERIMENTS

PAGE = "pages/curvature.py"


@pytest.mark.parametrize("experiment", EXPERIMENTS, ids=lambda experiment: experiment.title)
def test_the_link_of_an_experiment_opens_it(experiment) -> None:
    app = begun(PAGE, experiment)
    assert app.text_input(key="curvature.f").value == experiment.link["f"]


def test_the_type_is_named_only_where_the_gradient_vanishes() -> None:
    assert "a minimum" in opened(PAGE, f="x^2 + 0.5y^2", at="0,0").success[0].value
    slope = opened(PAGE, f="x^2 + 0.5y^2", at="1,1")
    assert not slope.success
    assert any("∇f is not zero here" in info.value for info in slope.info)


def test_row_C5_is_on_the_page() -> None:
    table = opened(PAGE).dataframe[0].value
    assert table["f gives"].tolist() == ["0.44", "0.4", "0.36"]
    assert table["that is"].tolist() == ["more", "as much", "less"]


@pytest.mark.parametrize(
    "link",
    [
        {"f": "x^3", "at": "1"},
        {"f": "3"},
        {"f": "log(x)", "at": "-1"},
        {"f": "|x| + |y|", "at": "0,0"},
        {"f": "x y z", "at": "1,1,1"},
        {"f": "x^2 + y^2", "at": "0,0"},
        {"f": "-x^2 - y^2", "at": "1,1", "view": "Surfaces"},
        {"f": "exp(exp(exp(x y)))", "at": "2,2"},
        {"f": "1e30 x^2 + y", "at": "1,1"},
        {"f": "x1 x2 x3 x4 x5 + x1^2", "at": "1,1,1,1,1"},
    ],
    ids=str,
)
def test_any_function_at_any_point_is_shown_or_explained(link) -> None:
    app = opened(PAGE, **link)
    assert not app.exception
    assert not app.error
    assert "Check yourself" in [heading.value for heading in app.header]


def test_where_there_is_no_best_step_the_page_says_so() -> None:
    app = opened(PAGE, **EXPERIMENTS[2].link)
    assert any("there is no ε" in warning.value for warning in app.warning)
    assert "gᵀg / gᵀHg" in texts(opened(PAGE, **EXPERIMENTS[3].link))
