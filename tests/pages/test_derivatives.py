"""The page of derivatives, run without a browser."""

import pytest

from tests.pages.test_pages import opened, texts
from ui.lessons.derivatives import EXPERIMENTS
from ui.links import text_of

PAGE = "pages/derivatives.py"


@pytest.mark.parametrize("experiment", EXPERIMENTS, ids=lambda experiment: experiment.title)
def test_the_link_of_an_experiment_sets_every_control(experiment) -> None:
    app = opened(PAGE, **experiment.link)
    assert not app.exception
    assert not [warning.value for warning in app.warning if "cannot be" in warning.value]
    for name, text in experiment.link.items():
        if f"derivatives.{name}" in app.session_state:
            assert text_of(app.session_state[f"derivatives.{name}"]) == text
        else:
            values = [app.session_state[f"derivatives.{name}.{k}"] for k in range(text.count(",") + 1)]
            assert text_of(values) == text
    kink = experiment.link["f"] == "|x|"
    assert [bool("no derivative" in error.value) for error in app.error if "slope" not in error.value] == [True] * kink


def test_row_D6_the_cube_and_the_plane_on_the_page() -> None:
    """Row D6: 3 and 6 for x³ at 1; (2, -1) for 2x - y. Row A2: slope and gradient are read."""
    app = opened(PAGE, f="x^3", at="1")
    assert [metric.value for metric in app.metric] == ["1", "3", "6"]
    assert "3 x^{2}" in app.latex[-2].value or any("3 x^{2}" in formula.value for formula in app.latex)
    app = opened(PAGE, f="2x - y", at="1,1")
    assert {metric.label: metric.value for metric in app.metric} == {
        "f": "1", "∂f/∂x": "2", "∂f/∂y": "-1", "‖∇f‖": "2.2361",
    }  # fmt: skip


def test_row_C3_the_steepest_way_down_is_told() -> None:
    app = opened(PAGE, f="x^2 + 5y^2", at="2,1", angle="200")
    told = texts(app)
    assert "at 68.2°, with slope 10.77" in told
    assert "at 248.2°, with slope -10.77" in told
    assert "‖∇f‖₁ = 14 ε" in told
    assert "= 116 ε" in told


@pytest.mark.parametrize(
    "text",
    ["3", "0x", "sqrt(x) + log(y)", "1/(x^2+y^2)", "exp(exp(x))", "x1+x2^2+x3^2", "log(-1-x^2)", "where(x<0, -x, x^2)",
     "a θ^2", "gamma(x)", "max(x, y)", "prod(sin(i x), i, 1, 60)"],
)  # fmt: skip
def test_any_function_is_drawn_or_explained(text: str) -> None:
    app = opened(PAGE, f=text)
    assert not app.exception
    assert not [error.value for error in app.error if "on our side" in error.value]


@pytest.mark.parametrize(
    ("text", "at"),
    [("1/x", "0"), ("1/x", "1e-6"), ("sqrt(x)", "0"), ("x^40", "1e6"), ("exp(x)", "-1e6"), ("exp(x)", "1e6")],
)
def test_any_point_is_survived(text: str, at: str) -> None:
    app = opened(PAGE, f=text, at=at)
    assert not app.exception
    assert not [error.value for error in app.error if "on our side" in error.value]


def test_junk_in_a_link_gives_defaults_and_notices() -> None:
    junk = {"at": "x", "angle": "400", "by": "q", "format": "float7", "compare": "apples", "broken": "7", "rate": "-1"}
    app = opened(PAGE, **junk)
    assert not app.exception
    assert app.warning[0].value.count("cannot be") == len(junk)


def test_every_format_stands_in_the_table_of_formats() -> None:
    app = opened(PAGE, f="sin(x)", at="1", compare="formats")
    table = next(frame.value for frame in app.dataframe if "format" in frame.value)
    digits = dict(zip(table["format"], table["digits"].astype(float), strict=True))
    assert digits["float64 (double)"] > 10 > digits["float32 (single)"] > digits["float16 (half)"]


def test_what_is_not_analytic_has_no_complex_step() -> None:
    app = opened(PAGE, f="|x|", at="1")
    assert any("No complex step" in info.value for info in app.info)


def test_a_broken_gradient_is_found_out() -> None:
    assert any("is right" in message.value for message in opened(PAGE).success)
    broken = opened(PAGE, broken="0.01")
    assert any("is wrong" in message.value for message in broken.error)
