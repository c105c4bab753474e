"""The page on automatic differentiation, run without a browser."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.test_pages import begun, opened, texts
from ui.lessons.autodiff import EXPERIMENTS, NEURON_AT

PAGE = "pages/autodiff.py"


def table(app: AppTest, column: str) -> dict[str, dict[str, str]]:
    """The first table with this column: its rows by their first cell."""
    found = next(frame.value for frame in app.dataframe if column in frame.value.columns)
    return {str(row.iloc[0]): {name: str(cell) for name, cell in row.items()} for _, row in found.iterrows()}


def test_row_B10_the_page_opens_on_the_product_and_the_sum() -> None:
    """Row B10: f = x·y + x at (2, 3): f = 8, ∂x = 4, ∂y = 2, by both modes and by the formula."""
    app = opened(PAGE)
    rows = table(app, "reverse mode")
    for mode in ("reverse mode", "forward mode", "from the formula"):
        assert (rows["∂f/∂x"][mode], rows["∂f/∂y"][mode]) == ("4", "2")
    assert table(app, "tangent")["v2"]["value"] == "8"
    assert table(app, "tangent")["x"]["what the adjoint is made of"] == "1 from v2 + 3 from v1"
    assert table(app, "with +=")["x"]["with = (wrong)"] == "3"
    assert "16.0 of 16.0 decimal digits" in texts(app)
    assert "2 times as cheap" in texts(app)
    assert not app.warning


@pytest.mark.parametrize("experiment", EXPERIMENTS, ids=lambda experiment: experiment.title)
def test_the_link_of_an_experiment_opens_it(experiment) -> None:
    app = begun(PAGE, experiment)
    assert app.text_input(key="autodiff.f").value == experiment.link["f"]


def test_the_numbers_of_the_neuron_go_to_their_letters() -> None:
    [neuron] = [experiment for experiment in EXPERIMENTS if "neuron" in experiment.title]
    app = opened(PAGE, **neuron.link)
    assert {box.label: box.value for box in app.number_input if box.label.startswith("at ")} == {
        f"at {name}": value for name, value in NEURON_AT.items()
    }


def test_several_outputs_have_a_row_each_and_weights() -> None:
    app = opened(PAGE, f="x*y", more="sin(x*y), z^2", at="2,3,4", weights="1,0,2")
    rows = table(app, "reverse mode")
    assert (rows["∂f1/∂x"]["reverse mode"], rows["∂f3/∂z"]["reverse mode"]) == ("3", "8")
    assert table(app, "with +=")["z"]["with +="] == "16"
    assert not app.warning


def test_the_bug_shows_in_the_tape() -> None:
    tape = table(opened(PAGE, bug="1"), "tangent")
    assert (tape["x"]["adjoint"], tape["x"]["what the adjoint is made of"]) == ("3", "1 from v2, replaced by 3 from v1")
    assert "no error at all" in texts(opened(PAGE, f="x*y"))


@pytest.mark.parametrize(
    ("link", "told"),
    [
        ({"f": "|x|", "at": "0"}, "mean of both sides"),
        ({"f": "log(x)", "at": "-1"}, "no real value here"),
        ({"f": "1/x", "at": "0"}, "is infinite here"),
        ({"f": "sqrt(x)", "at": "0"}, "no finite derivative"),
        ({"f": "where(x < 1, x, x^2)", "at": "1"}, "border of two cases"),
    ],
)
def test_kinks_and_ends_of_domains_are_told(link, told: str) -> None:
    app = opened(PAGE, **link)
    assert not app.exception
    assert told in app.warning[0].value


@pytest.mark.parametrize(
    "link",
    [
        {"f": "3"},
        {"f": "x"},
        {"f": "x", "more": "x"},
        {"f": "a x^2 + θ", "p.a": "2"},
        {"f": "sum((x_i - i)^2, i, 1, 10)"},
        {"f": "norm(a, b, c)", "more": "3"},
        {"f": "gamma(x)", "at": "-1"},
        {"f": "exp(exp(x))", "at": "1000000"},
        {"f": "x*y", "format": "float8_e4m3fn", "at": "1000000,1"},
        {"f": "x*y", "format": "custom", "format.exponent": "2", "format.fraction": "1"},
    ],
    ids=str,
)
def test_any_computation_is_shown(link) -> None:
    app = opened(PAGE, **link)
    assert not app.exception
    assert not app.error
    assert table(app, "tangent")


def test_a_graph_that_is_too_large_for_a_picture_has_its_table() -> None:
    app = opened(PAGE, f="sum(sin(i x)*cos(i y), i, 1, 40)")
    assert "more than the 40" in app.info[0].value
    assert len(table(app, "tangent")) > 200


@pytest.mark.parametrize(
    ("link", "told"),
    [
        ({"more": "x +"}, ""),
        ({"more": "foo(x)"}, "foo"),
        ({"more": "x, y, x, y"}, "At most 4 outputs"),
        ({"more": "a+b+c+d+g+h+k+l+m"}, "at most 10 variables"),
        ({"more": "<script>alert(1)</script>"}, ""),
    ],
)
def test_further_outputs_that_cannot_be_read_are_told_and_kept(link, told: str) -> None:
    app = opened(PAGE, **link)
    assert not app.exception
    assert told in app.error[0].value.replace("\\", "")
    assert app.text_input(key="autodiff.more").value == link["more"]
    assert table(app, "reverse mode")["∂f/∂x"]["reverse mode"] == "4"
