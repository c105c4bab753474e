"""Every page, run without a browser: its defaults, its experiments, and bad input."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from numerics.methods import METHODS
from ui.lessons import descent
from ui.outline import LESSONS

ROOT = Path(__file__).parents[2]


def opened(path: str, **address: str) -> AppTest:
    """The page at `path` as a link with these parameters opens it."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    if path != "app.py":
        app.switch_page(path)
    for name, text in address.items():
        app.query_params[name] = text
    return app.run()


def texts(app: AppTest) -> str:
    return "\n".join(str(element.value) for element in app.markdown)


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.page)
def test_a_page_opens_without_a_word_of_trouble(lesson) -> None:
    app = opened(lesson.path)
    assert not app.exception
    assert not app.error
    assert app.title[0].value == lesson.title


@pytest.mark.parametrize("experiment", descent.EXPERIMENTS, ids=lambda experiment: experiment.title)
def test_the_link_of_an_experiment_sets_every_control(experiment) -> None:
    app = opened("pages/descent.py", **experiment.link)
    assert not app.error
    assert not [warning.value for warning in app.warning if "cannot be" in warning.value]
    assert app.text_input(key="descent.f").value == experiment.link["f"]
    assert app.slider(key="descent.steps").value == int(experiment.link["steps"])
    for name, text in experiment.link.items():
        if "." in name:
            assert app.number_input(key=f"descent.{name}").value == float(text)


@pytest.mark.parametrize(
    ("text", "place", "remedy"),
    [("x + sinx", 4, "sin(x)"), ("x^2 + foo(x)", 6, "foo"), ("(x + 1", 0, ")"), ("x + ", 3, "")],
)
def test_a_bad_text_gets_a_caret_and_a_remedy_and_is_kept(text: str, place: int, remedy: str) -> None:
    app = opened("pages/descent.py", f=text)
    assert not app.exception
    assert remedy in app.error[0].value.replace("\\", "")
    assert app.code[0].value.splitlines()[1].index("^") == place
    assert app.text_input(key="descent.f").value == text
    assert "Newton" in texts(app), "the rest of the page lives on"


@pytest.mark.parametrize(
    "text",
    ["3", "0x", "log(x)", "sqrt(x) + log(y)", "1/(x^2+y^2)", "x/0.0001", "exp(exp(x))", "x1+x2^2+x3^2", "log(-1-x^2)",
     "sum((x_i - i)^2, i, 1, 10)", "where(x<0, -x, x^2)", "a x^2 + b", "θ^2", "gamma(x)", "tan(x) y"],
)  # fmt: skip
def test_any_function_is_drawn_or_explained(text: str) -> None:
    app = opened("pages/descent.py", f=text)
    assert not app.exception
    assert not app.error


def test_the_score_of_the_quiz_stays() -> None:
    app = opened("pages/descent.py")
    app.number_input(key="_quiz.descent.0").set_value(2.4)
    app.button(key="_quiz.descent.0.check").click().run()
    assert any("Right" in message.value for message in app.success)
    app.number_input(key="_quiz.descent.0").set_value(5.0)
    app.button(key="_quiz.descent.0.check").click().run()
    assert any("2.4" in message.value for message in app.error)


def test_every_method_runs_on_the_page() -> None:
    names = list(METHODS)
    for first in range(0, len(names), 6):
        app = opened("pages/descent.py", methods=",".join(names[first : first + 6]))
        assert not app.error
        assert not app.warning or "Out of the picture" in app.warning[0].value
        for name in names[first : first + 6]:
            assert METHODS[name].title in texts(app)


def test_more_methods_than_can_be_told_apart_give_a_notice() -> None:
    app = opened("pages/descent.py", methods=",".join(list(METHODS)[:9]))
    assert not app.exception
    assert not app.error
