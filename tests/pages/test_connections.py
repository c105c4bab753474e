"""The page on connections, run without a browser."""

import re
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.test_pages import begun, opened, texts
from ui.connections.overview import ALL, TOPICS
from ui.connections.rows import AREAS, CONNECTIONS
from ui.connections.setting import usual_spacing
from ui.lessons.connections import EXPERIMENTS
from ui.outline import lesson

PAGE = "pages/connections.py"


def cards(app: AppTest) -> list[tuple[str, dict[str, str]]]:
    """The links of the cards: what each says, and the address it opens."""
    links = [link.proto for link in app.get("page_link") if link.proto.icon == ":material/science:"]
    return [(link.label, dict(parse_qsl(link.query_string))) for link in links]


@pytest.mark.parametrize("row", CONNECTIONS, ids=lambda row: row.idea)
def test_row_A8_every_connection_opens_an_experiment_that_exists(row) -> None:
    assert row.experiment.title == row.title
    assert row.area in AREAS
    assert row.topic in TOPICS
    assert re.search(r"\b(19|20)\d\d\b", row.source), "a source has a year"


def test_row_A8_the_ideas_of_the_chapter_return() -> None:
    """The collection's own six: overflow, gradient descent, Jacobians, curvature, conditioning, constraints."""
    assert 15 <= len(CONNECTIONS) <= 40
    assert len({row.idea for row in CONNECTIONS}) == len(CONNECTIONS)
    told = {row.page for row in CONNECTIONS}
    assert {"softmax", "overflow", "descent", "jacobian", "critical_points", "ill_conditioned_descent"} <= told
    assert {"least_squares", "constraints", "connections"} <= told


def test_row_A8_all_links_of_the_page_are_those_of_the_experiments() -> None:
    wanted = [(f"{row.title} ({lesson(row.page).title})", dict(row.experiment.link)) for row in CONNECTIONS]
    app = opened(PAGE, topic=ALL, f="x^2 + y^2")
    assert cards(app) == wanted[:-1]
    [own] = [
        button for button in app.button if button.label == CONNECTIONS[-1].title
    ]  # an experiment of this very page
    app.selectbox(key="connections.method").select("Gradient descent")  # as AppTest knows its choices
    own.click().run()
    assert app.text_input(key="connections.f").value == wanted[-1][1]["f"]
    assert "cannot leave (-1, 1)" in texts(app)


def test_a_card_opens_its_experiment_with_what_to_watch() -> None:
    app = opened(PAGE, topic="Rounding")
    row = next(row for row in CONNECTIONS if row.page == "softmax")
    app.switch_page("pages/softmax.py")
    app.query_params.clear()
    for name, text in row.experiment.link.items():
        app.query_params[name] = text
    app.run()
    assert not app.exception
    assert any(row.experiment.watch in message.value for message in app.info)
    app = opened("pages/softmax.py", **row.experiment.link)
    assert not any(row.experiment.watch in message.value for message in app.info), "a link from elsewhere"


def test_a_topic_and_an_area_choose_the_cards() -> None:
    app = opened(PAGE)
    assert len(cards(app)) == sum(row.topic == TOPICS[0] for row in CONNECTIONS)
    app = opened(PAGE, topic=ALL, area="Number formats")
    assert {label.rsplit(" (")[1] for label, _ in cards(app)} <= {
        "Number formats)",
        "Where numbers die)",
        "Low precision)",
    }
    app = opened(PAGE, topic="Constraints", area="Losses")
    assert not cards(app)
    assert "No idea" in app.info[0].value


@pytest.mark.parametrize("experiment", EXPERIMENTS, ids=lambda experiment: experiment.title)
def test_the_link_of_an_experiment_sets_every_control(experiment) -> None:
    app = begun(PAGE, experiment)
    assert dict(app.query_params).items() <= experiment.link.items()  # the defaults are left out


def test_what_is_told_is_what_the_grid_has() -> None:
    app = opened(PAGE)
    told = texts(app)
    assert "cannot leave (-1, 1), f = 4, after 5 looks" in told
    assert "f(0, 0) = 1" in told
    assert "**5 local minima**: 1 a minimum of f" in told
    assert "reached from 12 of its 25 points" in told
    table = app.dataframe[0].value
    assert table["at"].tolist() == ["(1, 1)", "(0, 0)", "(-1, 1)", "(2, 3)", "(-2, 3)"]
    assert table["what it is to f"].tolist()[:3] == ["a minimum of f", "of the grid alone", "of the grid alone"]
    app = opened(PAGE, neighbours="8", restarts="10")
    assert "makes 2 moves from (-1, 1) to (1, 1), f = 0" in texts(app)
    assert "Every start leads to the lowest value of the grid, f(1, 1) = 0" in texts(app)
    assert "Of 10 restarts 10 reached it, number 1 first" in texts(app)


@pytest.mark.parametrize(
    "f",
    ["x^2", "3", "log(x) + 1/x", "log(-1 - x^2)", "1/(x^2 + y^2)", "x y z + x^2 + y^2 + z^2", "exp(exp(x)) + y",
     "|x| + |y|", "sum((x_i - i)^2, i, 1, 10)", "a x^2 + y^2"],
)  # fmt: skip
def test_any_function_is_climbed_or_explained(f: str) -> None:
    app = opened(PAGE, f=f)
    assert not app.exception
    assert not app.error
    assert "What to notice" in [header.value for header in app.subheader]


@pytest.mark.parametrize(
    ("link", "told"),
    [
        ({"spacing": "0.001,0.001"}, "at most 10000"),
        ({"spacing": "1000000,1"}, "fewer than two"),
        ({"window": "-1000000,1000000,-1000000,1000000", "spacing": "1,1"}, "at most 10000"),
    ],
)
def test_a_grid_that_is_too_large_or_too_small_is_refused_with_a_sentence(link: dict[str, str], told: str) -> None:
    app = opened(PAGE, **link)
    assert not app.exception
    assert len(app.error) == 1
    assert told in app.error[0].value
    assert len(cards(app)), "the rest of the page lives on"


def test_a_wide_or_narrow_window_begins_with_a_grid_that_fits() -> None:
    for window in ("-1000000,1000000,0,1e-3", "0.2,0.4,-7,900"):
        app = opened(PAGE, f="x^2 + y^2", window=window)
        assert not app.exception
        assert not app.error
    assert [usual_spacing(ends) for ends in ((-2, 2), (-20, 20), (-21, 21), (0.2, 0.4), (-1e6, 1e6))] == [
        1, 1, 2, 0.01, 1e5,
    ]  # fmt: skip


def test_junk_in_a_link_gives_defaults_and_notices() -> None:
    junk = {"topic": "Cooking", "area": "x", "spacing": "0,1", "neighbours": "5", "rule": "up", "doubling": "maybe",
            "restarts": "1000000000", "seed": "-1", "start": "nan,0", "method": "magic", "steps": "0"}  # fmt: skip
    app = opened(PAGE, **junk)
    assert not app.exception
    assert not app.error
    assert app.warning[0].value.count("cannot be") == len(junk)
