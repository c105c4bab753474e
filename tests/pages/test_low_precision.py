"""The page on low precision without a browser: its experiments, hostile numbers, and what it says."""

import pytest

from tests.pages.test_pages import begun, opened, texts
from ui.lessons.low_precision import EXPERIMENTS
from ui.links import text_of

PAGE = "pages/low_precision.py"


@pytest.mark.parametrize("experiment", EXPERIMENTS, ids=lambda experiment: experiment.title)
def test_the_link_of_an_experiment_sets_every_control(experiment) -> None:
    app = begun(PAGE, experiment)
    for name, text in experiment.link.items():
        if name not in ("f", "start", "formats", "window"):
            assert text_of(app.session_state[f"low_precision.{name}"]) == text


def test_the_first_picture_is_a_run_that_stands_still_beside_one_that_goes_on() -> None:
    app = opened(PAGE)
    assert "vanishes for the first time" in texts(app)
    assert "no weight moves any more" in texts(app)
    low, exact = (float(metric.value) for metric in app.metric[:2])
    assert low > 1.2 * exact
    table = app.dataframe[0].value
    assert list(table["format"]) == ["float64 (double)", "bfloat16", "float8 E4M3"]
    assert table["loss"][2] > 1.3 * table["loss"][0]


@pytest.mark.parametrize(
    ("link", "labels"),
    [
        ({"weights": "float33", "scaling": "dynamic", "k": "1000", "every": "0"}, ["Weights", "k at first", "Doubles"]),
        (
            {"stochastic": "1", "seed": "-1", "epochs": "1e6", "rate": "inf", "start": "nan,1"},
            ["Seed", "Epochs", "rate"],
        ),
    ],
)
def test_hostile_numbers_are_refused_with_a_sentence(link: dict[str, str], labels: list[str]) -> None:
    app = opened(PAGE, method="gradient_descent", steps="5", **link)
    assert not app.exception
    assert not app.error
    for label in labels:
        assert any(label in warning.value for warning in app.warning)


@pytest.mark.parametrize(
    "link",
    [{"f": "log(x)", "start": "-1"}, {"f": "|x| + z + w^4", "rule": "x ← x - 0.1 g", "method": "custom"},
     {"f": "x y", "method": "levenberg_marquardt"},
     {"f": "exp(exp(x))", "method": "nelder_mead", "weights": "float8_e4m3fn", "master": "float64", "stochastic": "1"}],
)  # fmt: skip
def test_any_function_and_method_is_run_or_explained(link: dict[str, str]) -> None:
    app = opened(PAGE, steps="5", **link)
    assert not app.exception
    assert not app.error
    assert app.metric or app.warning
