"""The page of number formats, run without a browser."""

import pytest

from numerics.formats import FORMATS, decode
from tests.pages.test_pages import begun, opened, texts
from ui.lessons.rounding import EXPERIMENTS, SURPRISES

PAGE = "pages/rounding.py"


def stored(app) -> str:
    """The exact value as the page shows it."""
    return app.code[0].value


@pytest.mark.parametrize("experiment", EXPERIMENTS, ids=lambda experiment: experiment.title)
def test_the_link_of_an_experiment_sets_every_control(experiment) -> None:
    app = begun(PAGE, experiment)
    for name, text in experiment.link.items():
        assert str(app.session_state[f"rounding.{name}"]) == text


def test_a_click_begins_an_experiment_and_says_what_to_watch() -> None:
    app = opened(PAGE)
    app.button(key=f"_experiment.rounding.{EXPERIMENTS[1].title}").click().run()
    assert app.text_input(key="rounding.x").value == "16777217"
    assert stored(app) == "16777216"
    assert any("half-way" in message.value for message in app.info)
    app.text_input(key="rounding.x").set_value("3").run()
    assert not any("half-way" in message.value for message in app.info)


@pytest.mark.parametrize(
    ("number", "format", "value"),
    [
        ("0.1", "float64", "0.1000000000000000055511151231257827021181583404541015625"),
        ("0.1", "float32", "0.100000001490116119384765625"),
        ("1/3", "float16", "0.333251953125"),
        ("70000", "float16", "inf"),
        ("500", "float8_e4m3fn", "nan"),
        ("-1e-5000", "bfloat16", "-0"),
        ("0x3f800000", "float32", "1"),
        ("0b0 01111 0000000001", "float16", "1.0009765625"),
        ("1e5000", "float64", "inf"),
    ],
)
def test_a_typed_number_is_stored(number: str, format: str, value: str) -> None:
    app = opened(PAGE, x=number, format=format)
    assert not app.exception
    assert not app.error
    assert stored(app) == value


@pytest.mark.parametrize(
    "number",
    [
        "",
        "abc",
        "1e99999",
        "9" * 1250,
        "٣.٥",
        "1/0",
        "0x12345",
        "<script>alert(1)</script>",
        "$$",
        "1,5",
        "[a](http://b)",
    ],
)
def test_what_is_no_number_gets_one_sentence_and_is_kept(number: str) -> None:
    app = opened(PAGE, x=number)
    assert not app.exception
    assert len(app.error) == 1
    assert "went wrong on our side" not in app.error[0].value
    assert app.text_input(key="rounding.x").value == number
    assert app.text_input(key="rounding.left").value == "0.1 + 0.2", "the rest of the page lives on"


def test_junk_in_a_link_gives_defaults_and_notices() -> None:
    junk = {"x": "1" * 1400, "format": "float7", "mode": "sideways", "via": "nowhere", "around": "3", "when": "x"}
    app = opened(PAGE, **junk)
    assert not app.exception
    assert not app.error
    assert app.warning[0].value.count("cannot be") == len(junk)
    app = opened(PAGE, format="custom", **{"format.exponent": "99", "format.fraction": "-1"})
    assert app.warning[0].value.count("cannot be") == 2
    assert app.number_input(key="rounding.format.exponent").value == 4


def test_one_number_after_the_other() -> None:
    app = opened(PAGE, x="1", format="float16")
    app.button(key="_Next larger").click().run()
    assert app.text_input(key="rounding.x").value == "1.0009765625"
    app.button(key="_Next smaller").click().run()
    app.button(key="_Next smaller").click().run()
    assert stored(app) == "0.99951171875"
    app.button(key="_landmark.largest").click().run()
    assert stored(app) == "65504"
    assert app.button(key="_Next larger").disabled
    app.button(key="_landmark.NaN").click().run()
    assert stored(app) == "nan"
    assert app.button(key="_Next larger").disabled


def test_the_same_number_in_every_format() -> None:
    app = opened(PAGE, x="1.0039062500009", format="custom", **{"format.exponent": "5", "format.fraction": "3"})
    table = app.dataframe[0].value.set_index("format")
    assert len(table) == len(FORMATS) + 1
    for format in FORMATS.values():
        assert float(table.loc[format.title, "stored"]) == decode("1.0039062500009", format).value
    assert table.loc["bfloat16", "cast from float64"] == "1"  # rounded twice by the library
    assert table.loc["float32 (single)", "cast from float64"] == "the same"


def test_rounding_twice_is_told() -> None:
    app = opened(PAGE, x="3.4028235677973366e38", format="float32", via="float64")
    assert any("rounding twice" in warning.value for warning in app.warning)
    app = opened(PAGE, x="0.5", format="float32", via="float16")
    assert any("the same as directly" in message.value for message in app.info)


def test_row_D1_on_the_page() -> None:
    app = opened(PAGE)
    verdict = app.warning[0].value.replace("\\", "")
    assert "False" in verdict
    assert "0.30000000000000004" in verdict
    steps = app.dataframe[-1].value.set_index("step")
    assert steps.loc["0.1 + 0.2", "rounding"] == "+0.5 ulp, a tie"
    assert steps.loc["0.1 + 0.2", "bits"] == decode(0.1 + 0.2, "float64").bits


def test_surprises_are_set_and_explained() -> None:
    app = opened(PAGE, left="1", right="2", when="after", decimals="3")
    for surprise in SURPRISES:
        app.button(key=f"_surprise.{surprise.title}").click().run()
        assert not app.exception
        assert not app.error
        assert app.text_input(key="rounding.left").value == surprise.link["left"]
        assert app.selectbox(key="rounding.when").value == surprise.link.get("when", "never")
        assert surprise.claim in texts(app)


@pytest.mark.parametrize("formula", ["x + 1", "0.1 +", "sqrt(2)", "", "1/0", "9" * 200, "((((", "0.1 = 0.1"])
def test_what_is_no_arithmetic_gets_one_sentence(formula: str) -> None:
    app = opened(PAGE, left=formula)
    assert not app.exception
    assert len(app.error) == 1
    assert "went wrong on our side" not in app.error[0].value
    assert app.text_input(key="rounding.left").value == formula


def test_digits_that_are_enough() -> None:
    app = opened(PAGE, x="1/3", format="float16")
    table = app.dataframe[1].value.set_index("digits")
    assert table.loc[3, "read again, it is"] != "the same number"
    assert table.loc[5, "read again, it is"] == "the same number"
