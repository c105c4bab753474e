"""The microscope's page: what it tells, what a link sets, and what it says to what it cannot look at."""

import pytest

from tests.pages.test_pages import opened, texts
from ui.lessons.microscope import EXPERIMENTS
from ui.microscope import results as microscope_results

PAGE = "pages/microscope.py"
BY_TITLE = {experiment.title: experiment for experiment in EXPERIMENTS}


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is found does not depend on the speed of the machine; nor is a result kept that was cut short."""
    for name in ("SECONDS_TO_EXAMINE", "SECONDS_TO_SEARCH", "SECONDS_FOR_A_FEW"):
        monkeypatch.setattr(microscope_results, name, 60.0)


def metrics(app) -> dict[str, str]:
    return {metric.label: metric.value for metric in app.metric}


@pytest.mark.parametrize(
    "title", ["A root minus a root", "A difference of squares", "Rump's example", "Muller's recurrence"]
)
def test_the_link_of_an_experiment_sets_every_control(title: str) -> None:
    link = BY_TITLE[title].link
    app = opened(PAGE, **link)
    assert not app.exception
    assert not app.error
    assert not [warning.value for warning in app.warning if "cannot be" in warning.value]
    assert app.text_input(key="microscope.f").value == link["f"]
    ends = [app.number_input(key=f"microscope.range.{at}").value for at in range(link["range"].count(",") + 1)]
    assert ends == [float(end) for end in link["range"].split(",")]
    assert app.selectbox(key="microscope.format").value == link.get("format", "float64")
    assert app.selectbox(key="microscope.sequence").value == "muller"


def test_the_formula_is_blamed_and_another_one_offered() -> None:
    app = opened(PAGE, **BY_TITLE["A root minus a root"].link)
    told = texts(app)
    assert "The formula is to blame" in told
    assert "multiply by the conjugate" in told
    assert float(metrics(app)["Mean error"].split()[0]) > 20
    assert float(metrics(app)["The problem's own"].split()[0]) < 1
    assert "1/(sqrt(x + 1) + sqrt(x))" in [code.value for code in app.code]
    app.button(key="_use.0").click().run()
    assert app.text_input(key="microscope.f").value == "1/(sqrt(x + 1) + sqrt(x))"
    assert "Nothing to mend" in texts(app)


def test_a_harmless_function_leads_to_one_that_fails() -> None:
    app = opened(PAGE)
    assert "Nothing to mend" in texts(app)
    app.button(key="_fails").click().run()
    assert app.text_input(key="microscope.f").value == EXPERIMENTS[0].link["f"]
    assert "The formula is to blame" in texts(app)


def test_a_sensitive_problem_is_told_from_a_bad_formula() -> None:
    app = opened(PAGE, f="sin(x)", range="1,1e15")
    assert float(metrics(app)["The problem's own"].split()[0]) > 20
    assert float(metrics(app)["Mean error"].split()[0]) < 1


def test_the_point_is_taken_apart_operation_by_operation() -> None:
    app = opened(PAGE, f="(1 - cos(x))/x^2", range="1e-9,1", at="1.2e-08")
    steps, formats = app.dataframe[0].value, app.dataframe[1].value
    assert steps["operation"].tolist() == ["cos(x)", "1 - cos(x)", "x^2", "(1 - cos(x))/x^2"]
    assert steps["computed"].tolist()[-1].startswith("0.7709")
    assert steps["exact, rounded once"].tolist()[-1] == "0.5"
    assert formats["format"].tolist()[0] == "float64 (double)"
    assert len(formats) == 7


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ({"f": "x1 + x2 + x3 + x4"}, "one to 3 variables"),
        ({"f": "log(-1 - x^2)"}, "no real value"),
        ({"f": "x^2", "range": "3,3"}, "two finite ends"),
        ({"f": "x^2", "where": "x >"}, "after"),
        ({"f": "x^2", "where": "y > 0"}, "y"),
        ({"f": "x^2", "where": "x > 100"}, "No sample"),
        ({"f": "x^2", "range": "a,b"}, "cannot be"),
    ],
)
def test_what_cannot_be_looked_at_gets_a_sentence_and_the_page_lives_on(address, told) -> None:
    app = opened(PAGE, **address)
    assert not app.exception
    notes = [element.value for kind in (app.error, app.warning, app.info) for element in kind]
    assert any(told in note.replace("\\", "") for note in notes), notes
    assert any("Try it" in button.label for button in app.button)


@pytest.mark.parametrize(
    "address",
    [
        {"f": "3 + 0x"},
        {"f": "x"},
        {"f": "where(x < 0, -x, x^2) + y", "view": "Curve", "along": "y"},
        {"f": "a x^2 + b - c y z", "view": "Map", "over": "y-z", "format": "float8_e4m3fn"},
        {"f": "sum(sin(i*x)/i, i, 1, 30)", "spread": "floats", "format": "bfloat16"},
        {"f": "exp(exp(exp(x)))", "range": "-1e300,1e300", "spread": "floats", "samples": "1000"},
        {"f": "sqrt(x - y) + 1/x", "where": "x > y", "spread": "values", "seed": "7", "sequence": "integral"},
    ],
)
def test_any_expression_is_looked_at(address) -> None:
    app = opened(PAGE, **address)
    assert not app.exception
    assert not app.error
    assert metrics(app)["Defined"]
