"""The page on constraints, run without a browser."""

import pytest

from tests.pages.test_pages import opened, texts
from ui.lessons.constraints import EXPERIMENTS

PAGE = "pages/constraints.py"
BY_TITLE = {experiment.title: experiment for experiment in EXPERIMENTS}


@pytest.mark.parametrize("experiment", EXPERIMENTS[3::5], ids=lambda experiment: experiment.title)
def test_the_link_of_an_experiment_opens_it(experiment) -> None:
    app = opened(PAGE, **experiment.link)
    assert not app.exception
    assert not [warning.value for warning in app.warning if "cannot be" in warning.value]
    assert app.text_input(key="constraints.f").value == experiment.link["f"]
    assert app.text_area(key="constraints.constraints").value == experiment.link["constraints"]


def test_row_D9_is_solved_and_certified_on_the_page() -> None:
    app = opened(PAGE, **BY_TITLE["Constraints and bounds in one picture"].link)
    told = " ".join(element.value for element in app.success)
    assert r"2\.049915" in told
    four, every = app.dataframe[0].value, app.dataframe[1].value
    assert four["holds"].tolist() == [True] * 4
    assert every["multiplier λ"].tolist()[:2] == ["0.6591518", "4.837593"]
    assert "independent (LICQ)" in texts(app)


def test_the_examined_point_need_not_be_the_solution() -> None:
    app = opened(PAGE, f="x + y", constraints="x^2 + y^2 <= 2", at="0,0")
    assert app.dataframe[0].value["holds"].tolist() == [False, True, True, True]
    app = opened(PAGE, **BY_TITLE["A KKT point that is no minimum"].link)
    assert any("no local minimum" in element.value for element in app.success)


@pytest.mark.parametrize(
    "link",
    [
        {"f": "x^2", "constraints": "x >= 1"},
        {"f": "x^2 + y^2", "constraints": ""},
        {"f": "a x^2 + y", "constraints": "y >= a\nx + y + z = 1"},
        {"f": "x + y + z + u", "constraints": "x^2+y^2+z^2+u^2 <= 1"},
        {"f": "log(x)", "constraints": "x <= -1"},
        {"f": "1/x + y", "constraints": "x y = 0\nx >= 0", "aim": "max"},
        {"f": "x^2 + y^2", "constraints": "x >= 1", "solver": "augmented_lagrangian", "at": "nan,1"},
    ],
    ids=str,
)
def test_any_problem_is_solved_or_explained(link) -> None:
    app = opened(PAGE, **link)
    assert not app.exception
    assert not any("Something went wrong" in element.value for element in app.error)
    assert "Check yourself" in [heading.value for heading in app.header]


def test_a_solver_that_refuses_the_start_says_what_it_needs() -> None:
    app = opened(PAGE, f="x^2 + y^2", constraints="x >= 1", solver="log_barrier", start="0,0")
    assert not app.exception
    assert "room to spare" in app.error[0].value


def test_a_constraint_without_meaning_is_told_with_its_place() -> None:
    app = opened(PAGE, constraints="x <= 1\nx + foo(y) >= 2")
    assert not app.exception
    assert "Constraint 2" in app.error[0].value
    assert "x + foo(y) >= 2\n    ^" in app.code[0].value


def test_row_C11_all_kkt_points_on_the_page() -> None:
    app = opened(PAGE, f="x + y", constraints="x^2 + y^2 = 1", exact="1")
    assert "**2 KKT points, and there are no others.**" in texts(app)
    (table,) = [frame.value for frame in app.dataframe if "verdict" in frame.value]
    assert table["x, y"].tolist() == ["-√2/2, -√2/2", "√2/2, √2/2"]
    assert table["verdict"].tolist() == ["strict local minimum", "no minimum"]
    assert table[""].tolist() == ["★", ""]


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ({"f": "exp(x)", "constraints": "x >= 0"}, "needs polynomials"),
        ({"f": "x^2 + y^2", "constraints": "x^2 + y^2 >= 1"}, "infinitely many"),
        ({"f": "x + y", "constraints": "x = y"}, "No KKT point"),
    ],
)
def test_where_there_is_no_list_a_sentence_says_why(link, said) -> None:
    app = opened(PAGE, **link, exact="1")
    assert not app.exception
    assert said in texts(app) + " ".join(element.value for element in (*app.info, *app.warning))


def test_a_map_that_leaves_the_constraints_is_refused_and_the_default_solves() -> None:
    app = opened(PAGE, f="x + y", constraints="x^2 + y^2 = 1", solver="reparametrization", map="2cos(t), sin(t)")
    assert "leaves the constraints" in app.error[0].value
    assert "Shown instead" in app.info[0].value
    assert any(r"1\.414214" in element.value for element in app.success)
