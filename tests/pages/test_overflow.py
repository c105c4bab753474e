"""The page on where numbers die, without a browser: its parts, experiments and controls."""

import pytest

from numerics.formats import FORMATS
from numerics.primitives import PRIMITIVES
from numerics.summation import DATA
from numerics.thresholds import ELEMENTARY
from tests.pages.test_pages import opened, texts
from ui.lessons.overflow import EXPERIMENTS
from ui.links import text_of

PAGE = "pages/overflow.py"


@pytest.mark.parametrize("experiment", EXPERIMENTS, ids=lambda experiment: experiment.title)
def test_the_link_of_an_experiment_sets_every_control(experiment) -> None:
    app = opened(PAGE, **experiment.link)
    assert not app.exception
    assert not app.error
    assert not app.warning
    for name, text in experiment.link.items():
        assert text_of(app.session_state[f"overflow.{name}"]) == text


@pytest.mark.parametrize("name", ELEMENTARY)
def test_every_function_has_its_table(name: str) -> None:
    app = opened(PAGE, function=name)
    assert not app.exception
    table = app.dataframe[0].value
    assert list(table["format"]) == [format.title for format in FORMATS.values()]
    if name == "exp":
        assert list(table["exp(x)"])[1] == "inf"
        assert table["finite up to x ="][0] == "709.782712893384"


@pytest.mark.parametrize("format", ["float8_e4m3fn", "custom"])
@pytest.mark.parametrize("name", PRIMITIVES)
def test_every_formula_runs_at_its_telling_place_and_far_out(name: str, format: str) -> None:
    for t in ({}, {"t": "1100"}):
        app = opened(PAGE, part="formulas", formula=name, format=format, form="stable", **t)
        assert not app.exception
        assert not app.warning


@pytest.mark.parametrize("data", DATA)
def test_all_data_are_summed(data: str) -> None:
    app = opened(PAGE, part="sums", data=data, format="bfloat16", relative="sum", n="800")
    assert not app.exception
    assert not app.warning
    assert list(app.dataframe[0].value["way"]) == ["from left to right", "pairwise", "Kahan", "Neumaier"]


def test_a_product_that_stops_is_told() -> None:
    app = opened(PAGE, part="products", p="0.9", n="400")
    assert "float16 (half) at 2.38e-7" in texts(app)
    app = opened(PAGE, part="products", probabilities="random", seed="3", n="1")
    assert not app.exception


@pytest.mark.parametrize(
    "link",
    [{"part": "everything"}, {"function": "sinh"}, {"x": "1e9"}, {"part": "products", "p": "2"},
     {"part": "sums", "n": "7"}],
)  # fmt: skip
def test_junk_in_a_link_gives_a_default_and_a_notice(link: dict[str, str]) -> None:
    app = opened(PAGE, **link)
    assert not app.exception
    assert "cannot be" in app.warning[0].value
