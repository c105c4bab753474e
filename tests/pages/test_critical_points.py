"""The page on critical points, run without a browser."""

import pytest

import numerics as nm
from numerics.certify import examine
from tests.pages.test_pages import begun, opened, texts
from ui import patience
from ui.lessons.critical_points import EXPERIMENTS

PAGE = "pages/critical_points.py"
HIMMELBLAU = "(x^2 + y - 11)^2 + (x + y^2 - 7)^2"


@pytest.mark.parametrize("experiment", EXPERIMENTS, ids=lambda experiment: experiment.title)
def test_the_link_of_an_experiment_opens_it(experiment) -> None:
    app = begun(PAGE, experiment)
    assert app.text_input(key="critical_points.f").value == experiment.link["f"]


def test_all_are_listed_with_proofs_and_one_kind_can_be_chosen() -> None:
    app = opened(PAGE, f=HIMMELBLAU)
    assert "These are all" in app.success[0].value
    assert "4 minima, 4 saddles, 1 maximum" in app.success[0].value
    table = app.dataframe[0].value
    assert len(table) == 9
    assert table["proof"].str.contains("exactly one").all()
    app = opened(PAGE, f=HIMMELBLAU, kind="maximum")
    assert app.dataframe[0].value["kind"].tolist() == ["maximum"]


@pytest.mark.parametrize(
    "link",
    [
        {"f": "x + y"},
        {"f": "3"},
        {"f": "|x| + |y|"},
        {"f": "1/x"},
        {"f": "log(x) + log(-y)"},
        {"f": "x y z"},
        {"f": "x1 + x2 + x3 + x4"},
        {"f": "exp(exp(exp(x y)))"},
        {"f": "sin(20x) sin(25y)"},
        {"f": "e^(-1/(x^2 + y^2))"},
        {"f": "x^2", "window": "3,1"},
        {"f": "x^2 + y^2", "window": "1e5,1e5,0,1"},
    ],
    ids=str,
)
def test_any_function_is_examined_or_explained(link) -> None:
    app = opened(PAGE, **link)
    assert not app.exception
    assert not app.error
    assert "Check yourself" in [heading.value for heading in app.header]


def test_the_cost_of_a_step_is_measured_when_asked_for() -> None:
    app = opened(PAGE, f="x^2", cost="1")
    assert not app.exception
    assert any("over the four largest n" in caption.value for caption in app.caption)


def test_a_search_that_takes_too_long_is_refused_with_a_remedy(monkeypatch) -> None:
    monkeypatch.setattr(patience, "DEADLINE", 0.0)
    app = opened(PAGE, f="x^2 + 0.123x y + y^4")
    assert not app.exception
    assert "Make the window smaller" in app.error[0].value
    assert "Experiments" in [heading.value for heading in app.header]


def test_the_text_of_the_page_names_the_lowest() -> None:
    assert "**f = -1.03163**" in texts(opened(PAGE, **EXPERIMENTS[2].link))


def test_many_guesses_at_one_point_cost_no_memory() -> None:
    """Thousands of Newton runs may end at the same point; all pairs of them would fill gigabytes."""
    report = examine(nm.Objective.parse("e^(-1/(x^2 + y^2))"), ((-5, 5), (-5, 5)), boxes=20_000)
    assert len(report.points) < 100
