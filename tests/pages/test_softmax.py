"""The softmax page without a browser: its experiments, hostile logits, and what it says."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.test_pages import opened, texts
from ui.lessons.softmax import EXPERIMENTS
from ui.links import text_of
from ui.softmax.logits import DEFAULT

PAGE = "pages/softmax.py"


def told(app: AppTest) -> str:
    return texts(app) + "\n".join(caption.value for caption in app.caption)


@pytest.mark.parametrize("experiment", EXPERIMENTS, ids=lambda experiment: experiment.title)
def test_the_link_of_an_experiment_sets_every_control(experiment) -> None:
    app = opened(PAGE, **experiment.link)
    assert not app.exception
    assert not app.error
    assert not app.warning
    for name, text in experiment.link.items():
        assert text_of(app.session_state[f"softmax.{name}"]) == text


def test_the_first_picture_is_a_nan_and_its_cure() -> None:
    app = opened(PAGE)
    assert "**NaN** in 3 of 3 places" in told(app)
    assert "Correctly rounded in every place" in told(app)
    assert "lies beyond" in told(app)
    table = app.dataframe[0].value
    assert list(table["direct"]) == ["NaN"] * 3
    assert list(table["maximum subtracted"]) == ["0.0900306", "0.244728", "0.665241"]
    losses = app.dataframe[2].value
    assert list(losses["exactly"]) == ["1002.4076"] * 2 + ["2.407606"] * 3


@pytest.mark.parametrize(
    "text",
    ["1e400, 1", "-1e400 0", "1e999, -1e999", "1e-400", "inf, 1", "-inf -inf", "nan", "7", "0 0 0", "1/3; 2^-24",
     " ".join(["1"] * 200), "1e308 1e308", "-0", "123456789012345678901234567890"],
)  # fmt: skip
def test_any_numbers_are_taken(text: str) -> None:
    for name, quantity, form in (("float64", "softmax", "direct"), ("float8_e4m3fn", "cross_entropy", "subtracted")):
        app = opened(PAGE, z=text, format=name, quantity=quantity, form=form)
        assert not app.exception
        assert not app.error
        assert app.text_area(key="softmax.z").value == text


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("1, two, 3", "Number 2 cannot be read"),
        ("<script>", "Number 1"),
        ("1 " * 201, "At most 200 numbers"),
        ("1e5000", "below 1e1000"),
        ("1e99999", "power of ten"),
        ("", "at least one number"),
    ],
)
def test_bad_text_is_explained_and_kept_and_the_page_lives_on(text: str, remedy: str) -> None:
    app = opened(PAGE)
    app.text_area(key="softmax.z").set_value(text).run()
    assert not app.exception
    assert remedy in app.error[0].value.replace("\\", "")
    assert app.text_area(key="softmax.z").value == text
    assert DEFAULT in told(app)
    assert len(app.dataframe[0].value) == 3


def test_scale_shift_and_temperature_are_applied_exactly() -> None:
    app = opened(PAGE, z="1, 2", k="3", shift="0.5", temperature="2", format="float64")
    assert list(app.dataframe[0].value["given"]) == ["500.25", "1000.25"]
    app = opened(PAGE, z="0.1", k="-1", temperature="0.1", format="float64")
    assert list(app.dataframe[0].value["given"]) == ["0.1"]


def test_what_storing_costs_is_told_apart_from_computing() -> None:
    app = opened(PAGE, z="10.03, 10.01, 9.98", format="bfloat16")
    table = app.dataframe[0].value
    assert list(table["as bfloat16"]) == ["10"] * 3
    assert list(table["its error, ulps"]) == list(table["lost by storing, ulps"])
    assert int(table["lost by storing, ulps"][0]) > 0


def test_the_label_follows_the_number_of_logits() -> None:
    app = opened(PAGE, z="1, 2", label="5")
    assert not app.exception
    assert "cannot be" in app.warning[0].value
    assert app.number_input(key="softmax.label").value == 1
