"""The page on checkpointing, run without a browser."""

import json

import pytest

from tests.pages.test_pages import begun, opened, texts
from ui.lessons.checkpointing import EXPERIMENTS

PAGE = "pages/checkpointing.py"


def test_row_B13_the_page_opens_on_root_segments_beside_the_optimum() -> None:
    app = opened(PAGE)
    assert "**7 of 16 units** in memory" in texts(app)
    assert "no layer more than twice" in texts(app)
    assert "**the same in every bit**" in texts(app)
    table = app.dataframe[0].value.set_index("schedule")
    assert table.loc["√L segments", ["units", "cost"]].tolist() == [7, "25"]
    assert table.loc["hold everything", ["units", "cost"]].tolist() == [16, "16"]
    assert table.loc["least memory", ["units", "cost"]].tolist() == [2, "121"]


@pytest.mark.parametrize("experiment", EXPERIMENTS, ids=lambda experiment: experiment.title)
def test_the_link_of_an_experiment_sets_every_control(experiment) -> None:
    app = begun(PAGE, experiment)
    assert dict(app.query_params).items() <= experiment.link.items()  # the defaults are left out


@pytest.mark.parametrize(("layers", "hold"), [("1", "optimum"), ("1", "mine"), ("2", "optimum"), ("64", "everything")])
def test_any_number_of_layers_has_its_page(layers: str, hold: str) -> None:
    app = opened(PAGE, L=layers, hold=hold)
    assert not app.exception
    assert not app.error
    assert not app.warning
    assert "**the same in every bit**" in texts(app)


def test_the_optimum_is_told_beside_the_formula() -> None:
    app = opened(PAGE, L="10", hold="optimum", memory="4")
    assert "Dynamic programming found 16 evaluations" in texts(app)
    assert "gives 16 for 4 values" in texts(app)


def test_checkpoints_of_a_longer_chain_give_way_when_it_is_shortened() -> None:
    app = opened(PAGE, L="16", hold="mine", checkpoints="3,15")
    assert app.multiselect(key="checkpointing.checkpoints").value == [3, 15]
    app.number_input(key="checkpointing.L").set_value(9).run()
    assert not app.exception
    assert app.multiselect(key="checkpointing.checkpoints").value == [3, 6]


@pytest.mark.parametrize(
    ("costs", "sizes", "told"),
    [
        ("1 2", "1", "2 costs and 1 sizes"),
        ("1 1e400", "1 1", "above 0"),
        ("1 2", "1 inf", "whole number"),
        ("1 2", "1 1e300", "from 1 to 256"),
        ("1 " * 65, "1 " * 65, "At most 64 numbers"),
    ],
)
def test_bad_lists_are_explained_and_kept_and_the_page_lives_on(costs: str, sizes: str, told: str) -> None:
    app = opened(PAGE, layers="own", costs=costs, sizes=sizes)
    assert not app.exception
    assert told in app.error[0].value.replace("\\", "")
    assert app.text_input(key="checkpointing.costs").value == costs
    assert "of 90 units" in texts(app)


def test_row_B13_a_million_layers_are_refused_with_a_sentence() -> None:
    app = opened(PAGE, L="1000000", hold="everywhere", layers="none")
    assert not app.exception
    assert "allowed: 1 to 64" in app.warning[0].value
    assert app.warning[0].value.count("cannot be") == 3
    assert "of 16 units" in texts(app)


def test_row_B13_a_training_is_interrupted_and_resumed_number_for_number() -> None:
    app = opened(PAGE, part="training")
    assert not app.exception
    assert "**equals the unbroken one in every bit**" in texts(app)
    table = app.dataframe[0].value.set_index("file")
    assert table["equal in every bit"].tolist() == ["–", "yes", "no", "no", "no", "no"]
    assert table.loc["everything saved", "distance of θ at the end"] == "0"
    assert table.loc["everything saved", "best kept"] == table.loc["(not interrupted)", "best kept"]
    saved = json.loads(app.code[0].value)
    assert (saved["epoch"], saved["place"], len(saved["method_state"]["m"]["numbers"])) == (22, 3, 21)
    sizes = app.dataframe[1].value.set_index("in the file")["bytes"]
    assert sizes["method_state"] > 2 * sizes["parameters"] - 100
    assert "no layer" not in texts(app)


@pytest.mark.parametrize(
    "link",
    [{"rate": "1000", "method": "gradient_descent"}, {"batch": "40", "epochs": "1"}, {"batch": "4", "epochs": "100"},
     {"batch": "40", "after": "3"}],
)  # fmt: skip
def test_short_long_and_diverging_trainings_are_told(link: dict[str, str]) -> None:
    app = opened(PAGE, part="training", **link)
    assert not app.exception
    assert not app.error
    assert "**equals the unbroken one in every bit**" in texts(app)


def test_junk_for_a_training_gives_the_defaults_and_a_notice() -> None:
    junk = {
        "rate": "-1",
        "batch": "0",
        "epochs": "1000000000",
        "seed": "x",
        "data": "mars",
        "method": "newton",
        "after": "0",
    }
    app = opened(PAGE, part="training", **junk)
    assert not app.exception
    assert app.warning[0].value.count("cannot be") == len(junk)
    assert "**equals the unbroken one in every bit**" in texts(app)
