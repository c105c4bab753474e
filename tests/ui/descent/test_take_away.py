"""The section to take a run away: what it offers for which run, and how its files are called."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import numerics as nm
from numerics.gallery import GALLERY
from ui.descent.take_away import file_stem
from ui.function_input import Function

ROOT = Path(__file__).parents[3]
ROSENBROCK = nm.Objective.parse("(1 - x)^2 + 100(y - x^2)^2")


def opened(**address: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    app.switch_page("pages/descent.py")
    for name, text in address.items():
        app.query_params[name] = text
    return app.run()


def downloads(app: AppTest) -> dict[str, bool]:
    """Label of every button for a file → whether it can be pressed."""
    return {button.proto.label: not button.proto.disabled for button in app.get("download_button")}


def codes(app: AppTest) -> list[str]:
    return [element.value for element in app.code]


def test_nothing_is_made_until_it_is_asked_for(monkeypatch) -> None:
    for name in ("script", "notebook", "csv", "json_text", "snippets"):
        monkeypatch.setattr(nm.export, name, lambda run: pytest.fail("made"))
    app = opened()
    assert not app.exception
    assert not app.error
    assert downloads(app) == dict.fromkeys(["Python script", "Notebook", "CSV", "JSON"], True)


def test_the_code_is_shown_for_the_library_that_is_chosen() -> None:
    app = opened(methods="newton,adam", export="Adam", steps="7", **{"adam.learning_rate": "0.125"})
    run = nm.minimize(ROSENBROCK, [-1.2, 1], "adam", steps=7, learning_rate=0.125)
    choice = app.button_group(key="_code.adam")
    assert choice.options == ["Python script", "PyTorch", "JAX"]
    choice.set_value("PyTorch").run()
    assert codes(app) == [nm.export.snippets(run)["PyTorch"].rstrip()]
    app.button_group(key="_code.adam").set_value("Python script").run()
    assert "learning_rate: float = 0.125" in codes(app)[0]
    assert "STEPS = 7 " in codes(app)[0]


def test_a_method_that_took_no_step_has_no_script() -> None:
    app = opened(f="x^4 - x", methods="levenberg_marquardt")
    assert downloads(app) == {"Python script": False, "Notebook": False, "CSV": True, "JSON": True}
    assert any("no script" in caption.value for caption in app.caption)


def test_a_library_without_the_function_says_so() -> None:
    app = opened(f="gamma(x + 3)", methods="adam")
    app.button_group(key="_code.adam").set_value("PyTorch").run()
    assert any("PyTorch lacks a function" in message.value for message in app.info)
    assert not codes(app)


def test_another_run_offers_what_it_has() -> None:
    app = opened(methods="adam,bfgs", export="Adam")
    app.button_group(key="_code.adam").set_value("JAX").run()
    app.selectbox(key="descent.export").set_value("BFGS").run()
    assert not app.exception
    assert app.button_group(key="_code.bfgs").options == ["Python script", "SciPy"]


@pytest.mark.parametrize("text", ["../../etc/passwd", "a\nb", "x²/𝜃: <con>|?*", "", "x" * 500, "..", "NUL"])
def test_files_have_plain_names(text: str) -> None:
    f = replace(ROSENBROCK, text=text)
    name = file_stem(nm.minimize(f, [1, 1], "adam", steps=1), Function(f, None))
    assert re.fullmatch(r"adam(-[a-z0-9]+)*", name)
    assert len(name) < 60
    known = Function(f, GALLERY["rosenbrock"])
    assert file_stem(nm.minimize(f, [1, 1], "gradient_descent", steps=1), known) == "gradient-descent-rosenbrock"
