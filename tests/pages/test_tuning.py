"""The page of the hyper-parameter maps, run without a browser."""

import pytest

from tests.pages.test_pages import begun, links, opened, texts
from ui import patience
from ui.lessons.tuning import EXPERIMENTS
from ui.tuning import views as tuning_views

PAGE = "pages/tuning.py"
BOWL = {"f": "x^2 + 5y^2", "start": "1,1", "side": "10"}


def test_the_page_names_the_best_and_runs_it_beside_the_map() -> None:
    app = opened(PAGE, **BOWL)
    assert not app.exception
    assert not app.error
    assert "**Best:** learning rate = " in texts(app)
    rate = app.number_input(key="tuning.shown.across").value
    assert links(app)[0]["momentum.learning_rate"] == repr(rate)


def test_a_chosen_cell_is_the_run_that_opens() -> None:
    app = opened(PAGE, **BOWL, **{"shown.across": "0.05", "shown.up": "0.25"})
    [address] = links(app)
    assert (address["momentum.learning_rate"], address["momentum.momentum"]) == ("0.05", "0.25")
    descent = opened("pages/descent.py", **address)
    assert not descent.exception
    assert descent.number_input(key="descent.momentum.momentum").value == 0.25
    assert descent.number_input(key="descent.start.0").value == 1


@pytest.mark.parametrize("experiment", EXPERIMENTS, ids=lambda experiment: experiment.title)
def test_the_link_of_an_experiment_sets_every_control(experiment) -> None:
    app = begun(PAGE, experiment)
    link = experiment.link
    assert app.selectbox(key="tuning.method").value == link.get("method", "momentum")
    assert (app.selectbox(key="tuning.across").value, app.selectbox(key="tuning.up").value) == (
        link["across"],
        link["up"],
    )
    for name in (link["across"], link["up"]):
        ends = [app.number_input(key=f"tuning.range.{name}.{end}").value for end in (0, 1)]
        assert ends == list(map(float, link[f"range.{name}"].split(",")))


@pytest.mark.parametrize("method", ["gradient_descent_wolfe", "lbfgs", "levenberg_marquardt", "newton", "rmsprop"])
def test_methods_of_all_kinds_have_maps(method) -> None:
    app = opened(PAGE, f="(x - 1)^2 + 3(y + x^2)^2", start="0.5,0.5", method=method, side="10", steps="20")
    assert not app.exception
    assert not app.error
    assert "What to notice" in [heading.value for heading in app.header]


def test_one_variable_and_one_knob_make_a_map() -> None:
    app = opened(PAGE, f="x^4 - x^2", method="gradient_descent", side="10")
    assert not app.exception
    assert app.selectbox(key="tuning.up").value == "start.x"
    nothing = opened(PAGE, f="x^4 - x^2", method="newton")
    assert not nothing.exception
    assert "nothing for a second axis" in nothing.info[0].value


def test_another_method_brings_its_own_knobs() -> None:
    app = opened(PAGE, **BOWL)
    app.selectbox(key="tuning.method").select("Adam").run()
    assert not app.exception
    assert (app.selectbox(key="tuning.across").value, app.selectbox(key="tuning.up").value) == (
        "learning_rate",
        "beta1",
    )


def test_ends_that_are_none_get_a_sentence() -> None:
    app = opened(PAGE, **BOWL, **{"range.learning_rate": "0.5,0.1"})
    assert not app.exception
    assert "ascending" in app.error[0].value


def test_so_costly_a_map_has_fewer_runs_and_says_so(monkeypatch) -> None:
    monkeypatch.setattr(tuning_views, "SECONDS", 0.5)
    app = opened(PAGE, **{**BOWL, "side": "100"}, method="bfgs", steps="60")
    assert not app.exception
    [told] = [caption.value for caption in app.caption if "instead of 100 × 100" in caption.value]
    assert 5 <= int(told.split("drawn from ")[1].split(" ×")[0]) < 100


@pytest.mark.parametrize(("module", "name"), [(tuning_views, "SECONDS"), (patience, "DEADLINE")])
def test_a_map_that_takes_too_long_is_refused_with_a_remedy(monkeypatch, module, name) -> None:
    monkeypatch.setattr(module, name, 0.0)
    app = opened(PAGE, f=f"x^2 + y^2 + 0.{len(name)}x y", side="10", steps="301")
    assert not app.exception
    assert "Take fewer steps" in app.error[0].value
    assert "Check yourself" in [heading.value for heading in app.header]
