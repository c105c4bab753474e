"""The page on stochastic descent without a browser: its experiments, data good and bad, and what it says."""

import re

import numpy as np
import pytest

from numerics.learning import SQUARED, Risk
from numerics.numbers import format_number
from tests.pages.test_pages import begun, opened, texts
from ui.lessons import stochastic
from ui.links import text_of

PAGE = "pages/stochastic.py"


@pytest.mark.parametrize("experiment", stochastic.EXPERIMENTS, ids=lambda experiment: experiment.title)
def test_the_link_of_an_experiment_sets_every_control(experiment) -> None:
    app = begun(PAGE, experiment)
    for name, text in experiment.link.items():
        assert text_of(app.session_state[f"stochastic.{name}"]) == text


def test_the_page_trains_what_the_lesson_checks() -> None:
    """The numbers on a card are those of the check of the claim, so that the claim is about what is shown."""
    experiment = next(each for each in stochastic.EXPERIMENTS if each.title == "Adam learns by heart")
    ends = stochastic.BY_HEART.trained(stochastic.ADAM)
    told = f"Train {format_number(ends.train[-1])}, test {format_number(ends.test[-1])}"
    page = texts(begun(PAGE, experiment))
    assert told in page
    assert "learns by heart** after epoch" in page


def test_row_B2_the_page_tells_the_noise_of_a_batch_and_when_the_batch_is_everything() -> None:
    page = texts(opened(PAGE, batch="35", methods="gradient_descent"))
    with_, without = (
        float(re.search(rf"{re.escape(name)} = ([\d.]+)", page)[1]) for name in ("σ/√m", "σ√((n−m)/(m(n−1)))")
    )
    assert without / with_ == pytest.approx(np.sqrt(105 / 139), rel=1e-3)
    page = texts(opened(PAGE, batch="140", methods="gradient_descent"))
    assert "The batch is everything" in page
    assert "0 when the batch is everything" in page


def test_row_B1_a_penalty_is_shown_beside_the_data_term() -> None:
    app = opened(PAGE, **{"lambda": "0.1", "set": "line"})
    assert "The test loss is least" in texts(app)
    app = opened(PAGE, penalty="l1", **{"lambda": "0.1"})
    assert any("kinks" in info.value for info in app.info)


def test_a_typed_rule_trains_too() -> None:
    app = opened(PAGE, rule="x ← x - eta g", methods="custom", **{"custom.eta": "0.2"})
    assert not app.exception
    assert re.search(r"Train 0\.\d+, test", texts(app))


def test_hostile_sizes_in_a_link_are_refused_with_a_sentence() -> None:
    junk = {
        "batch": "0", "points": "1000000000", "epochs": "1000000000", "source": "moon", "lambda": "-1", "at": "99",
        "test": "nan", "seed": "x", "seen": "all",
    }  # fmt: skip
    app = opened(PAGE, **junk)
    assert not app.exception
    assert app.warning[0].value.count("cannot be") == len(junk)
    assert "steps an epoch" in texts(app), "the page lives on"


@pytest.mark.parametrize(
    ("link", "told"),
    [
        ({"points": "2000", "batch": "1", "epochs": "500"}, "700000 steps"),
        ({"set": "sparse", "seen": "polynomial", "degree": "3"}, "1771 weights"),
        ({"source": "pasted", "data": "a,b\n1,2"}, "1 row,"),
        ({"source": "pasted", "data": "x,y\n1,1\n2,2\n3,3\n4,4", "task": "classification"}, "4 different numbers"),
        ({"rule": "x ← ", "methods": "custom"}, "error in its text"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_sentence(link: dict[str, str], told: str) -> None:
    app = opened(PAGE, **link)
    assert not app.exception
    assert told in "".join(error.value for error in app.error).replace("\\", "")


@pytest.mark.parametrize(
    "link",
    [
        {"methods": ""},
        {"points": "4", "test": "0.95", "batch": "1", "epochs": "1"},
        {"source": "pasted", "data": "1e100,0\n-1e100,1\n0,1\n5,0", "methods": "adam"},
        {"source": "pasted", "data": "1e100,0\n-1e100,1\n0,1\n5,0", "seen": "plain", "standardize": "0"},
        {"source": "pasted", "data": "1,1,0\n1,1,0\n1,1,1\n1,1,1", "seen": "plain", "standardize": "0"},
        {"source": "pasted", "data": "1,2,3,4\n2,3,4,5\n3,4,5,7\n4,5,6,6", "target": "2", "methods": "lbfgs"},
    ],
)
def test_any_data_are_drawn(link: dict[str, str]) -> None:
    app = opened(PAGE, **link)
    assert not app.exception
    assert not app.error


@pytest.mark.parametrize("rate", ["10", "1000"])
def test_a_training_that_diverges_says_so(rate: str) -> None:
    """At 10 the weights are still numbers at the end, but their squares in the loss are not."""
    page = texts(opened(PAGE, set="line", methods="gradient_descent", **{"gradient_descent.learning_rate": rate}))
    assert "Diverged" in page
    assert not re.search(r"\b(inf|nan)\b", page)


def test_row_B1_the_least_test_loss_is_where_the_page_says() -> None:
    """The line's data with the bias free: ridge in closed form, at the λ that the page names."""
    page = texts(opened(PAGE, set="line"))
    told, strength = re.search(r"The test loss is least, ([\d.e-]+), at λ = ([\d.e-]+?)\.\*\*", page).groups()
    sides = stochastic.generated("line", 200, 0.5, 1).split(0.3, 1)
    map = stochastic.polynomial(sides[0].features, ("x",))
    train, test = (Risk(map(side.features), side.targets, SQUARED) for side in sides)
    design = train.design
    hessian = design.T @ design / train.examples + float(strength) * np.diag([0.0, 1.0])
    ridge = np.linalg.solve(hessian, design.T @ train.targets / train.examples)
    assert float(told) == pytest.approx(float(test.data_term(ridge)), rel=2e-3)
