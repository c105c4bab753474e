"""The page on deep gradients, run without a browser."""

import re

import pytest

from numerics.rules.templates import TEMPLATES
from tests.pages.test_pages import begun, links, opened, texts
from ui import patience
from ui.lessons.deep_gradients import EXPERIMENTS
from ui.links import text_of

PAGE = "pages/deep_gradients.py"
SMALL = {"depth": "6", "width": "16", "seeds": "2"}


@pytest.mark.parametrize("experiment", EXPERIMENTS, ids=lambda experiment: experiment.title)
def test_the_link_of_an_experiment_sets_every_control(experiment) -> None:
    app = begun(PAGE, experiment)
    for name, text in experiment.link.items():
        assert text_of(app.session_state[f"deep_gradients.{name}"]) == text


@pytest.mark.parametrize(
    "link",
    [
        {"norm": "batch", "batch": "1"},
        {"norm": "layer", "residual": "1", "loss": "squared", "phi": "typed", "phi.formula": "z sigmoid(3z)"},
        {"init": "normal", "scale": "100", "depth": "300"},
        {"depth": "1", "width": "8", "batch": "1", "seeds": "1", "phi": "typed", "phi.formula": "1/z"},
        {"part": "scales", "format": "bfloat16", "scale": "0.001", "norm": "layer"},
        {"part": "scales", "range": "100,0.001", "deepest": "10"},
        {"part": "time", "drive": "0.0", "kind": "shear", "time.phi": "relu"},
        {
            "part": "clipping",
            "of": "function",
            "f": "log(x) + y z",
            "rate": "5.0",
            "ways": "none,norm,value",
            "c": "10",
        },
    ],
    ids=str,
)
def test_any_setting_is_shown_or_explained(link) -> None:
    app = opened(PAGE, **{**SMALL, **link})
    assert not app.exception
    assert "Check yourself" in [heading.value for heading in app.header]


def test_the_story_has_the_run_s_own_numbers() -> None:
    told = texts(opened(PAGE, depth="20", width="16", phi="linear", init="orthogonal", scale="0.5", seeds="1"))
    assert "**vanishes**, with a factor of 9.54e-7 in all, 0.5 a layer" in told
    assert "Theory for infinite width: 9.54e-7." in told


@pytest.mark.parametrize(
    ("link", "told"),
    [
        ({"part": "time", "time.phi": "typed", "time.phi.formula": "log(z)"}, "no number any more** 1 step back"),
        ({"phi": "typed", "phi.formula": "log(z)"}, "**cannot be followed**"),
        ({"part": "clipping", "of": "function", "f": "log(-1 - x^2)"}, "not defined at the start"),
    ],
)
def test_where_a_function_is_undefined_the_page_says_so(link, told) -> None:
    page = texts(opened(PAGE, **{**SMALL, **link}))
    assert told in page
    assert not re.search(r"\b(inf|nan)\b", page)


def test_the_clipped_descent_opens_in_the_descent_laboratory_as_a_rule() -> None:
    app = opened(PAGE, part="clipping", c="0.25", steps="30")
    [address] = links(app)
    descent = opened("pages/descent.py", **address)
    assert not descent.exception
    assert not descent.error
    assert descent.number_input(key="descent.custom.c").value == 0.25
    assert descent.number_input(key="descent.custom.learning_rate").value == 0.9
    assert descent.text_area(key="descent.rule").value == TEMPLATES["Clipped gradient"]
    assert descent.text_input(key="descent.f").value == "0.1(x + 1)^2 + 0.1y^2 + 5sigmoid(-25x)"


@pytest.mark.parametrize(
    ("link", "told"),
    [
        ({"depth": "1000000", "width": "100000"}, ["Depth", "Width"]),
        ({"part": "time", "time": "1e9", "units": "0"}, ["Steps T", "Units n"]),
        ({"part": "clipping", "c": "1000", "rate": "-1"}, ["Longest gradient", "Learning rate"]),
    ],
    ids=str,
)
def test_hostile_sizes_give_the_default_and_a_notice(link, told) -> None:
    app = opened(PAGE, **link)
    assert not app.exception
    for label in told:
        assert label in app.warning[0].value


def test_more_work_than_is_allowed_is_refused_with_a_sentence_and_the_page_lives_on() -> None:
    app = opened(PAGE, depth="300", width="512")
    assert not app.exception
    assert "fewer layers" in app.error[0].value
    assert "Experiments" in [heading.value for heading in app.header]


def test_a_bad_activation_is_kept_and_explained_and_another_is_shown() -> None:
    text = "x y"
    app = opened(PAGE, **SMALL, phi="typed", **{"phi.formula": text})
    assert not app.exception
    assert app.error
    assert app.text_input(key="deep_gradients.phi.formula").value == text
    assert "What to notice" in [heading.value for heading in app.header]


def test_what_takes_too_long_is_told_with_a_remedy(monkeypatch) -> None:
    monkeypatch.setattr(patience, "DEADLINE", 0.0)
    app = opened(PAGE, part="scales", depth="7", width="16", seed="77")
    assert not app.exception
    assert "choose fewer layers" in app.error[0].value
