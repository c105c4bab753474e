"""The page of the basins of attraction, run without a browser."""

import pytest

import numerics as nm
from numerics.methods import METHODS
from tests.pages.test_pages import begun, links, opened, texts
from ui import patience
from ui.basins import views as basin_views
from ui.lessons.basins import EXPERIMENTS

PAGE = "pages/basins.py"
SMALL = {"f": "(x^2 + y - 11)^2 + (x + y^2 - 7)^2", "window": "-5,5,-5,5", "resolution": "25"}


def test_the_page_tells_where_newton_ends() -> None:
    app = opened(PAGE, **SMALL)
    assert not app.exception
    assert not app.error
    assert "9 attractors" in texts(app)
    assert "end at no minimum" in texts(app)
    assert len(app.dataframe[0].value) == 9
    assert set(app.dataframe[0].value["kind"]) == {"a minimum", "a saddle", "a maximum"}


def test_two_methods_are_compared() -> None:
    app = opened(PAGE, compare="1", other="gradient_descent", **SMALL, **{"other.learning_rate": "0.01"})
    assert "different attractors" in texts(app)
    assert len(links(app)) == len(app.dataframe) == 2
    first = opened(PAGE, compare="1", show="0", **SMALL)
    assert not first.error


def test_the_followed_start_opens_in_the_descent_lab_number_for_number() -> None:
    app = opened(
        PAGE, start="0.1,-1.25", method="momentum", steps="77", **SMALL,
        **{"method.learning_rate": "0.0123", "method.momentum": "0.7", "method.schedule": "inverse_time"},
    )  # fmt: skip
    [address] = links(app)
    assert address["f"] == SMALL["f"]
    descent = opened("pages/descent.py", **address)
    assert not descent.exception
    assert not [warning.value for warning in descent.warning if "cannot be" in warning.value]
    assert descent.number_input(key="descent.start.0").value == 0.1
    assert descent.number_input(key="descent.momentum.learning_rate").value == 0.0123
    assert descent.number_input(key="descent.momentum.momentum").value == 0.7
    assert descent.selectbox(key="descent.momentum.schedule").value == "inverse_time"
    assert descent.slider(key="descent.steps").value == 77


@pytest.mark.parametrize("experiment", EXPERIMENTS, ids=lambda experiment: experiment.title)
def test_the_link_of_an_experiment_sets_every_control(experiment) -> None:
    app = begun(PAGE, experiment)
    assert app.select_slider(key="basins.resolution").value == int(experiment.link["resolution"])
    assert app.selectbox(key="basins.method").value == experiment.link.get("method", "newton")
    assert app.toggle(key="basins.compare").value == ("compare" in experiment.link)
    for name, text in experiment.link.items():
        if name.startswith(("method.", "other.")):
            assert app.number_input(key=f"basins.{name}").value == float(text)


@pytest.mark.parametrize("method", ["adam", "bfgs", "levenberg_marquardt", "nelder_mead", "trust_region"])
def test_methods_of_all_kinds_have_basins_or_says_why_not(method) -> None:
    app = opened(PAGE, f="x^3 - 3x + y^2 + x y", method=method, resolution="25", steps="20")
    assert not app.exception
    if METHODS[method]().refusal(nm.Objective.parse("x^3 - 3x + y^2 + x y")):
        assert "cannot be used here" in app.error[0].value
    else:
        assert not app.error
        assert "What to notice" in [heading.value for heading in app.header]


@pytest.mark.parametrize(
    "text",
    [
        "3x + y",
        "log(x) + log(y)",
        "1/(x^2 + y^2)",
        "exp(exp(x y))",
        "|x| + |y|",
        "x^4 + y^4",
        "sum((x_i - i)^2, i, 1, 6)",
    ],
)
def test_awkward_functions_are_drawn(text: str) -> None:
    app = opened(PAGE, f=text, resolution="25", method="gradient_descent")
    assert not app.exception
    assert not app.error


def test_a_function_of_one_variable_is_sent_elsewhere() -> None:
    app = opened(PAGE, f="x^4 - x^2")
    assert not app.exception
    assert "over two variables" in app.info[0].value
    assert "Check yourself" in [heading.value for heading in app.header]


def test_so_costly_a_map_gets_fewer_starts_and_says_so(monkeypatch) -> None:
    monkeypatch.setattr(basin_views, "SECONDS", 0.02)
    app = opened(PAGE, f="x^2 + y^2 + 0.1x y", method="adam", steps="300", resolution="300")
    assert not app.exception
    [told] = [caption.value for caption in app.caption if "instead of 300 × 300" in caption.value]
    fewer = int(told.split("drawn from ")[1].split(" ×")[0])
    assert 20 <= fewer < 300
    assert f"{fewer} × {fewer}" in told


@pytest.mark.parametrize(("module", "name"), [(basin_views, "SECONDS"), (patience, "DEADLINE")])
def test_a_map_that_takes_too_long_is_refused_with_a_remedy(monkeypatch, module, name) -> None:
    monkeypatch.setattr(module, name, 0.0)
    app = opened(PAGE, f=f"x^2 + y^2 + 0.{len(name)}x y", method="adam", steps="301")
    assert not app.exception
    assert "Take fewer steps" in app.error[0].value
    assert "Check yourself" in [heading.value for heading in app.header]


def test_junk_in_the_link_falls_back_with_a_notice() -> None:
    app = opened(PAGE, f=SMALL["f"], resolution="7000", method="sorcery", steps="-3")
    assert not app.exception
    told = "\n".join(warning.value for warning in app.warning)
    for word in ("7000", "sorcery", "-3"):
        assert word in told.replace("\\", "")
