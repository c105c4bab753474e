"""The page of least squares without a browser: its experiments, tables good and bad, models, and what it says."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.test_pages import begun, opened, texts
from ui.lessons.least_squares import EXPERIMENTS
from ui.links import text_of

PAGE = "pages/least_squares.py"


def rows(app: AppTest, place: int) -> dict[str, dict[str, str]]:
    """A table of the page by its first column."""
    table = app.dataframe[place].value
    return table.set_index(table.columns[0]).to_dict("index")


@pytest.mark.parametrize("experiment", EXPERIMENTS, ids=lambda experiment: experiment.title)
def test_the_link_of_an_experiment_sets_every_control(experiment) -> None:
    app = begun(PAGE, experiment)
    for name, text in experiment.link.items():
        if name == "interval":
            assert text_of([app.session_state[f"least_squares.interval.{end}"] for end in (0, 1)]) == text
        else:
            assert text_of(app.session_state[f"least_squares.{name}"]) == text


def test_the_first_picture_is_a_line_and_five_ways() -> None:
    app = opened(PAGE)
    assert r"y \approx 1.0162 + 1.9551 \cdot x" in app.latex[0].value
    ways = rows(app, 0)
    assert list(ways)[:2] == ["Normal equations", "QR"]
    assert float(ways["QR"]["digits, float64"]) > 14
    assert ways["QR"]["w1: x"][:9] == ways["Exact arithmetic"]["w1: x"][:9]
    assert all(row["holds"] == "✓" for row in rows(app, 1).values())
    assert rows(app, 2)["Filip"]["Normal equations"] == "failed"
    assert "weight decay 2λ" in texts(app)


def test_row_D11_noise_free_data_on_the_page() -> None:
    """Row D11: 1 + 2x + 3x² gives (1, 2, 3)."""
    app = opened(PAGE, truth="1 + 2x + 3x^2", noise="0", model="polynomial")
    assert app.latex[0].value == "$$\ny \\approx 1 + 2 \\cdot x + 3 \\cdot x^{2}\n$$"
    assert "satisfies all of them" in texts(app)


def test_the_failure_of_the_normal_equations_is_said() -> None:
    app = opened(PAGE, source="nist", set="Filip")
    assert rows(app, 0)["Normal equations"]["digits, float64"] == "failed"
    assert "not positive definite" in texts(app).replace("\\", "")
    app = opened(PAGE, model="typed", basis="1, x, 2x")
    assert "Many solutions" in texts(app)
    assert "rank 2" in texts(app)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ("", "empty"),
        ("name,colour\nanna,red", "Line 2"),
        ("1,2\n3\n4,x", "2 of 3 rows"),
        ("1\n2\n3", "one column"),
        ("1,2", "one row"),
        (",".join("1" * 12) + "\n" + ",".join("2" * 12), "12 columns"),
        ("<script>alert(1)</script>\n[a](http://b)", "cannot be read"),
    ],
)
def test_a_bad_table_gets_one_sentence_and_is_kept(data: str, told: str) -> None:
    app = opened(PAGE, source="pasted", data=data, model="polynomial", degree="3")
    assert not app.exception
    assert len(app.error) == 1
    assert told in app.error[0].value.replace("\\", "")
    assert app.text_area(key="least_squares.data").value == data
    assert app.slider(key="least_squares.degree").value == 3
    assert "equations" in texts(app), "the rest of the page lives on"


@pytest.mark.parametrize(
    "link",
    [
        {"source": "pasted", "data": "1e-200,1\n2e-200,3\n4e-200,1"},
        {"model": "polynomial", "degree": "12", "interval": "-1e6,1e6", "points": "500"},
    ],
)
def test_a_condition_beyond_every_number_promises_no_digit(link: dict[str, str]) -> None:
    page = texts(opened(PAGE, **link))
    assert "no digit can be promised" in page
    assert not re.search(r"\b(inf|nan)\b", page)


def test_numbers_too_large_for_the_ball_are_told() -> None:
    app = opened(PAGE, source="pasted", data="1e100,1e100\n2e99,-1e100\n0,1")
    assert not app.exception
    assert any("too large to draw" in info.value for info in app.info)


def test_rows_that_cannot_be_read_are_named_and_left_out() -> None:
    app = opened(PAGE, source="pasted", data="x,y\n1,2\n2,oops\n3,6\n4,8\n")
    assert not app.error
    assert "1 row is left out" in app.warning[0].value
    assert "Line 3" in app.warning[0].value
    assert r"2 \cdot x" in app.latex[0].value


def test_several_columns_become_several_predictors() -> None:
    data = "a,b,c\n1,0,3\n0,1,4\n1,1,7\n2,1,10"
    app = opened(PAGE, source="pasted", data=data)
    assert "x_{1}" in app.latex[0].value
    app.selectbox(key="least_squares.y").set_value(1).run()
    assert not app.exception
    assert any("x1 is b" in caption.value.replace("\\", "") for caption in app.caption)


@pytest.mark.parametrize(
    ("link", "told"),
    [
        ({"truth": "foo(x"}, "foo"),
        ({"truth": "x + y"}, "y"),
        ({"truth": "log(x)"}, "no value at x = 0"),
        ({"interval": "3,1"}, "interval is empty"),
        ({"model": "typed", "basis": "1, log(x)"}, "log(x) has no finite value"),
        ({"model": "typed", "basis": ",".join(["x"] * 20)}, "At most 13"),
        ({"model": "typed", "basis": "1, z"}, "z"),
    ],
)
def test_a_bad_formula_gets_one_sentence_and_is_kept(link: dict[str, str], told: str) -> None:
    app = opened(PAGE, **link)
    assert not app.exception
    assert len(app.error) == 1
    assert told in app.error[0].value.replace("\\", "")
    for name in link.keys() - {"interval", "model"}:
        assert app.text_input(key=f"least_squares.{name}").value == link[name]
    assert "equations" in texts(app)


@pytest.mark.parametrize(
    "link",
    [
        {"truth": "0", "noise": "0"},
        {"points": "2", "model": "polynomial", "degree": "12"},
        {"interval": "0,100", "model": "polynomial", "degree": "12"},
        {"truth": "1e30 x^9", "interval": "0,1000000"},
        {"truth": "1e-30 x", "noise": "0"},
        {"interval": "5,5.000001"},
        {"source": "pasted", "data": "1e100,1\n-1e100,2\n0,1e100"},
        {"source": "pasted", "data": "1,1\n1,1\n1,1"},
        {"source": "pasted", "data": "0,1\n0,2", "model": "typed", "basis": "x"},
        {"model": "polynomial", "degree": "0"},
        {"model": "typed", "basis": "x^100 x^99 x^99, x^100 x^100 x^100"},
        {"model": "typed", "basis": "0"},
        {"source": "pasted", "data": "1e-300,1\n2e-300,2\n3e-300,4"},
        {"source": "pasted", "data": "1e-300,1\n2e-300,2\n3e-300,4", "model": "typed", "basis": "x"},
        {"source": "uploaded"},
        {"epsilon": "2.5", "steps": "10000", "delta": "-12"},
        {"radius": "1.5"},
        {"radius": "0.05", "eta": "3"},
    ],
)
def test_any_problem_is_drawn(link: dict[str, str]) -> None:
    app = opened(PAGE, **link)
    assert not app.exception
    assert not app.error


def test_junk_in_a_link_gives_defaults_and_notices() -> None:
    junk = {
        "source": "moon",
        "model": "cubist",
        "epsilon": "9",
        "delta": "x",
        "steps": "-1",
        "radius": "nan",
        "seed": "x",
    }
    app = opened(PAGE, **junk)
    assert not app.exception
    assert app.warning[0].value.count("cannot be") == len(junk)
