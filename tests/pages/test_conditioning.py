"""The page on conditioning, run without a browser."""

import pytest

from tests.pages.test_pages import begun, opened, texts
from ui.lessons.conditioning import EXPERIMENTS

PAGE = "pages/conditioning.py"


@pytest.mark.parametrize("experiment", EXPERIMENTS, ids=lambda experiment: experiment.title)
def test_the_link_of_an_experiment_sets_every_control(experiment) -> None:
    app = begun(PAGE, experiment)
    for name, text in experiment.link.items():
        value = app.session_state[f"conditioning.{name}"]
        assert value == type(value)(text)


def test_row_D3_is_what_the_page_opens_with() -> None:
    app = opened(PAGE)
    assert "**x = (1, 0)** becomes **(0.34, 0.97)**" in texts(app)
    table = app.dataframe[0].value
    assert table["exact"].tolist()[0].startswith("1622.9993838568")
    assert [metric.value for metric in app.metric][2] == "×\u00a01236"


@pytest.mark.parametrize(
    "link",
    [
        {"matrix": "laplacian", "n": "2"},
        {"matrix": "laplacian", "n": "7"},
        {"A": "0 0\n0 0"},
        {"A": "1 2\n2 4", "b": "0 0"},
        {"A": "1 0\n0 1", "b": "0 0", "db": "0, 0"},
        {"A": "1e30 1e-30\n1e-30 1e30"},
        {"matrix": "near_singular", "n": "12", "dial0": "30"},
        {"matrix": "random", "n": "12", "dial0": "18.0"},
        {"matrix": "vandermonde", "n": "12", "factors": "bfloat16", "residual": "float16", "working": "float16"},
    ],
    ids=str,
)
def test_any_matrix_is_drawn_or_explained(link) -> None:
    app = opened(PAGE, **link)
    assert not app.exception
    assert not app.error


@pytest.mark.parametrize(
    ("link", "told"),
    [
        ({"A": "1 2\n3 foo"}, "row 2"),
        ({"A": "<script>alert(1)</script>"}, "row 1"),
        ({"A": "5"}, "two rows"),
        ({"b": "1, 2, 3"}, "2 numbers"),
        ({"db": "$$"}, "2 numbers"),
    ],
)
def test_bad_input_is_told_and_kept(link, told: str) -> None:
    app = opened(PAGE, **link)
    assert not app.exception
    assert told in app.error[0].value.replace("\\", "")
    [(name, text)] = link.items()
    assert app.session_state[f"conditioning.{name}"] == text
    assert "Check yourself" in [heading.value for heading in app.header]


def test_a_named_matrix_becomes_one_s_own() -> None:
    app = opened(PAGE, matrix="hilbert", n="3")
    next(button for button in app.button if button.label == "Edit these numbers").click().run()
    assert not app.exception
    assert not app.error
    assert app.text_area(key="conditioning.A").value.splitlines()[1] == "0.5 1/3 0.25"
