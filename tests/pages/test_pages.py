"""Every page, run without a browser: its defaults, its experiments, and bad input."""

from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from numerics.methods import METHODS
from ui.experiments import Experiment
from ui.lessons import descent
from ui.links import text_of
from ui.outline import LESSONS

ROOT = Path(__file__).parents[2]


def opened(path: str, **address: str) -> AppTest:
    """The page at `path` as a link with these parameters opens it."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    if path != "app.py":
        app.switch_page(path)
    for name, text in address.items():
        app.query_params[name] = text
    return app.run()


def begun(path: str, experiment: Experiment) -> AppTest:
    """The page at `path` as the link of an experiment opens it: without trouble, and with every control as it says."""
    app = opened(path, **experiment.link)
    assert not app.exception
    assert not app.error
    assert not [warning.value for warning in app.warning if "cannot be" in warning.value]
    return app


def texts(app: AppTest) -> str:
    return "\n".join(str(element.value) for element in app.markdown)


def links(app: AppTest) -> list[dict[str, str]]:
    """The addresses of the runs that can be opened, as the page offers them."""
    shown = [link.proto for link in app.get("page_link") if "Open this run" in link.proto.label]
    return [dict(parse_qsl(link.query_string)) for link in shown]


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.page)
def test_a_page_opens_without_a_word_of_trouble(lesson) -> None:
    app = opened(lesson.path)
    assert not app.exception
    assert not app.error
    assert app.title[0].value == lesson.title


@pytest.mark.parametrize("experiment", descent.EXPERIMENTS, ids=lambda experiment: experiment.title)
def test_the_link_of_an_experiment_sets_every_control(experiment) -> None:
    app = begun("pages/descent.py", experiment)
    assert app.text_input(key="descent.f").value == experiment.link["f"]
    assert app.slider(key="descent.steps").value == int(experiment.link["steps"])
    for name, text in experiment.link.items():
        if "." in name:
            assert text_of(app.session_state[f"descent.{name}"]) == text


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


def test_a_method_runs_twice_with_knobs_of_its_own_and_from_several_starts() -> None:
    link = {
        "f": "x^2 + 5y^2",
        "start": "10,1",
        "starts": "5;-1,-4;2",
        "methods": "gradient_descent,gradient_descent.2",
        "gradient_descent.learning_rate": "0.05",
        "gradient_descent.2.learning_rate": "0.19",
        "gradient_descent.2.schedule": "cosine",
    }
    app = opened("pages/descent.py", **link)
    assert not app.exception
    assert not app.warning
    assert app.number_input(key="descent.gradient_descent.2.learning_rate").value == 0.19
    assert app.selectbox(key="descent.gradient_descent.2.schedule").value == "cosine"
    assert "Gradient descent 2" in texts(app)
    assert app.selectbox(key="descent.table").options == [
        f"{title}{place}"
        for title in ("Gradient descent", "Gradient descent 2")
        for place in ("", " from (5, -1)", " from (-4, 2)")
    ]


def test_once_more_chooses_the_method_a_second_time_with_the_same_knobs() -> None:
    app = opened("pages/descent.py", methods="momentum", **{"momentum.momentum": "0.5", "momentum.schedule": "step"})
    app.button(key="_again.momentum").click().run()
    assert app.multiselect(key="descent.methods").value == ["momentum", "momentum.2"]
    assert app.number_input(key="descent.momentum.2.momentum").value == 0.5
    assert app.selectbox(key="descent.momentum.2.schedule").value == "step"


@pytest.mark.parametrize("starts", ["1;2;3", "a;b", "nan;1", "1e9;1", ";", "1;2,x"])
def test_junk_among_the_starts_is_told_and_left_out(starts: str) -> None:
    app = opened("pages/descent.py", starts=starts)
    assert not app.exception
    assert any("Further starts" in warning.value for warning in app.warning)


def test_a_start_is_kept_beside_the_next_one() -> None:
    app = opened("pages/descent.py", f="x^2 + y^2", start="1,2")
    next(button for button in app.button if button.label.startswith("Keep this start")).click().run()
    app.number_input(key="descent.start.0").set_value(3.0).run()
    assert app.multiselect(key="descent.starts").value == ["1;2"]
    assert "Gradient descent from (1, 2)" in app.selectbox(key="descent.table").options


@pytest.mark.parametrize("f", ["log(x) + y^2", "x log(x)", "sqrt(x y)", "log(1 - x^2) + y^2", "log(x) - log(-y)"])
def test_a_descent_begins_where_f_is_defined(f: str) -> None:
    app = opened("pages/descent.py", f=f)
    assert not app.exception
    assert "not defined at the start" not in texts(app)
    assert "start" not in app.query_params


def test_an_experiment_says_where_to_look_when_that_is_not_the_first_picture() -> None:
    told = []
    for title in ("Armijo says no ten times", "Momentum through a narrow valley"):
        app = opened("pages/descent.py")
        theme = next(experiment.theme for experiment in descent.EXPERIMENTS if experiment.title == title)
        app.button_group(key="_theme.descent").set_value(theme).run()
        app.button(key=f"_experiment.descent.{title}").click().run()
        told.append(app.info[0].value)
    assert "](#closer)" in told[0]
    assert "](#closer)" not in told[1]
