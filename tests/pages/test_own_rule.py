"""An update rule of the visitor's own on the descent page, without a browser."""

import pytest
from streamlit.testing.v1 import AppTest

from numerics.rules.templates import TEMPLATES
from tests.pages.test_pages import opened, texts

PAGE = "pages/descent.py"
USUAL = ["gradient_descent", "momentum", "adam", "newton"]


def chosen(app: AppTest) -> list[str]:
    return app.multiselect(key="descent.methods").value


def type_rule(app: AppTest, text: str) -> AppTest:
    app.text_area(key="descent.rule").set_value(text).run()
    assert not app.exception
    return app


def test_a_typed_rule_joins_the_chosen_methods_and_leaves_them_again() -> None:
    app = opened(PAGE)
    assert chosen(app) == USUAL
    assert "custom" not in app.multiselect(key="descent.methods").options
    type_rule(app, "x ← x - eta g")
    assert chosen(app) == [*USUAL, "custom"]
    assert "My rule" in texts(app)
    type_rule(app, " ")
    assert chosen(app) == USUAL
    assert "My rule" not in texts(app)
    assert "methods" not in app.query_params


def test_there_is_no_room_for_a_seventh_method() -> None:
    six = "gradient_descent,momentum,adam,newton,bfgs,lbfgs"
    app = type_rule(opened(PAGE, methods=six), "x ← x - eta g")
    assert chosen(app) == six.split(",")
    assert any("waits to be chosen" in caption.value for caption in app.caption)


@pytest.mark.parametrize("title", TEMPLATES)
def test_a_template_is_picked_and_runs(title: str) -> None:
    app = opened(PAGE, methods="adam")
    app.selectbox(key="_template").set_value(title).run()
    assert not app.exception
    assert not app.error
    assert app.text_area(key="descent.rule").value == TEMPLATES[title]
    assert chosen(app) == ["adam", "custom"]
    assert app.query_params["rule"] == TEMPLATES[title]


@pytest.mark.parametrize(
    ("text", "line", "place", "remedy"),
    [
        ("v ← beta v - eta g\nx ← x + w", 1, 8, "add a line that assigns to it"),
        ("v ← beta v - eta h(g\nx ← x + v", 0, 18, "add )"),
        ("m ← g", 0, 5, "x ← x - eta g"),
        ("g ← 2g", 0, 0, "cannot be assigned"),
    ],
)
def test_a_bad_rule_gets_a_caret_under_its_line_and_the_others_run(text, line, place, remedy) -> None:
    app = opened(PAGE, rule=text, methods="custom,adam,custom.2")
    assert not app.exception
    assert remedy in app.error[0].value.replace("\\", "").replace("` ", "").replace(" `", "")
    shown = app.code[0].value.split("\n")
    assert shown.pop(line + 1) == " " * place + "^"
    assert "\n".join(shown) == text
    assert app.text_area(key="descent.rule").value == text
    assert chosen(app) == ["custom", "adam", "custom.2"]
    assert "My rule cannot be used here\\:\u2060 there is an error in its text" in texts(app)
    assert "Stopped by the step limit of 200 at f" in texts(app)
    type_rule(app, "x ← x - eta g")
    assert not app.error
    assert chosen(app) == ["custom", "adam", "custom.2"]


def test_a_link_opens_the_rule_with_its_knobs() -> None:
    link = {"rule": TEMPLATES["Momentum"], "methods": "custom,custom.2", "custom.beta": "0.55", "custom.2.beta": "1.25"}
    app = opened(PAGE, **link, **{"custom.schedule": "cosine"})
    assert not app.error
    assert not [warning.value for warning in app.warning if "cannot be" in warning.value]
    assert app.number_input(key="descent.custom.beta").value == 0.55
    assert app.number_input(key="descent.custom.2.beta").value == 1.25
    assert app.selectbox(key="descent.custom.schedule").value == "cosine"
    assert app.expander[
        [expander.label for expander in app.expander].index("Write your own update rule")
    ].proto.expanded


def test_the_learning_rate_begins_where_that_of_the_built_in_method_does() -> None:
    for title, name in (("Gradient descent", "gradient_descent"), ("Nesterov", "nesterov"), ("Adam", "adam")):
        app = opened(PAGE, rule=TEMPLATES[title], methods=f"custom,{name}")
        typed, built_in = (app.number_input(key=f"descent.{kind}.learning_rate").value for kind in ("custom", name))
        assert typed == built_in


def test_a_rule_that_is_too_long_is_refused_with_a_notice() -> None:
    app = opened(PAGE, rule="x ← x" + " - g" * 600, methods="custom,adam")
    assert not app.exception
    assert "2000" in "".join(warning.value for warning in app.warning)


@pytest.mark.parametrize(
    "text", ["**b** <img src=x onerror=alert(1)>", "[a](http://b) :smile: $x$", "x ← x - `g` \\href"]
)
def test_markup_in_a_rule_stays_text(text: str) -> None:
    app = opened(PAGE, rule=text, methods="custom,adam")
    assert not app.exception
    assert app.code[0].value.replace("^", "").split("\n")[0] == text
    told = app.error[0].value
    assert "<img" not in told
    assert "](http" not in told
