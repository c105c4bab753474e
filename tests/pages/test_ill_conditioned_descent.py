"""The page of ill-conditioned descent, run without a browser."""

import pytest

from tests.pages.test_pages import begun, opened, texts
from ui.lessons.ill_conditioned_descent import EXPERIMENTS

PAGE = "pages/ill_conditioned_descent.py"


def tables(app) -> list:
    return [frame.value for frame in app.dataframe]


def test_row_C8_the_page_opens_on_the_canyon_with_its_rates_and_steps() -> None:
    app = opened(PAGE)
    assert app.metric[0].value == "5"
    speeds = tables(app)[0].set_index("method")
    assert speeds.loc["Gradient descent", "predicted factor"] == pytest.approx(2 / 3)
    assert speeds.loc["Gradient descent", "measured factor"] == pytest.approx(2 / 3, rel=1e-6)
    assert speeds["steps to 1e-10"].tolist() == ["57", "28", "2", "1"]
    assert "**Measured slopes:** gradient descent 1.003 (theory 1)" in texts(app)


@pytest.mark.parametrize(("angle", "told"), [("0", "A is diagonal here"), ("30", "A is not diagonal here")])
def test_row_B5_the_diagonal_preconditioner_is_judged(angle: str, told: str) -> None:
    app = opened(PAGE, kappa="10000", angle=angle)
    assert told in texts(app)
    runs = tables(app)[1].set_index("preconditioner")["this run"]
    assert runs.iloc[1] == ("1 step" if angle == "0" else "not within 60 steps")
    assert runs.iloc[2] == "1 step"


@pytest.mark.parametrize("experiment", EXPERIMENTS, ids=lambda experiment: experiment.title)
def test_the_link_of_an_experiment_sets_every_control(experiment) -> None:
    app = begun(PAGE, experiment)
    assert dict(app.query_params).items() <= experiment.link.items()  # the defaults are left out


@pytest.mark.parametrize(
    ("f", "at", "told"),
    [
        ("x^2 - y^2", "1.0,1.0", "**indefinite**"),
        ("-x^2 - 3y^2", "1.0,1.0", "**negative**"),
        ("x^2 + 0y", "1.0,1.0", "**singular, or nearly so**"),
        ("x^4 + y^2", "0.0,0.0", "**singular, or nearly so**"),
    ],
)
def test_a_hessian_that_is_not_positive_definite_is_told(f: str, at: str, told: str) -> None:
    app = opened(PAGE, of="function", f=f, at=at)
    assert not app.exception
    assert not app.error
    assert told in app.warning[0].value


@pytest.mark.parametrize(
    ("f", "at", "told"),
    [
        ("x + y", "1.0,1.0", "Hessian is zero"),
        ("log(x) + y^2", "-1.0,0.0", "not defined"),
        ("1/(x^2 + y^2)", "0.0,0.0", "not defined"),
        ("x y^(3/2)", "1.0,0.0", "not finite"),
    ],
)
def test_without_a_hessian_the_page_lives_on(f: str, at: str, told: str) -> None:
    app = opened(PAGE, of="function", f=f, at=at)
    assert not app.exception
    assert told in app.error[0].value
    assert app.metric[0].value == "5"


@pytest.mark.parametrize(
    "f",
    ["x^2", "exp(x)", "x^2 + 5y^2 + 25z^2 + x z", "sum((x_i - i)^2 i^3, i, 1, 10)", "1e20x^2 + 1e19y^2",
     "1e-20(x^2+3y^2)", "x^2 + 1e-7 y^2", "exp(exp(x)) + y^2"],
)  # fmt: skip
def test_any_function_has_its_page(f: str) -> None:
    app = opened(PAGE, of="function", f=f, methods="gradient_descent,gradient_descent_exact,momentum,bfgs,newton")
    assert not app.exception
    assert not app.error
    assert len(tables(app)) == 3


def test_a_typing_mistake_is_told_and_the_rest_lives_on() -> None:
    app = opened(PAGE, of="function", f="x^2 + foo(y)")
    assert not app.exception
    assert "foo" in app.error[0].value
    assert len(tables(app)) == 3


def test_junk_gives_the_defaults_and_a_notice() -> None:
    junk = {"kappa": "-3", "angle": "1e9", "methods": "adam", "n": "1", "scale": "x", "rate": "?", "start": "1,2,3"}
    app = opened(PAGE, **junk)
    assert not app.exception
    assert app.warning[0].value.count("cannot be") == len(junk)
    assert tables(app)[0]["steps to 1e-10"].tolist() == ["57", "28", "2", "1"]


def test_no_method_and_a_start_at_the_minimum_are_borne() -> None:
    for link in ({"methods": ""}, {"start": "0.0,0.0"}, {"rate": "beyond", "steps": "500"}, {"kappa": "1"}):
        app = opened(PAGE, **link)
        assert not app.exception
        assert not app.error
