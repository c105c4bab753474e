"""Numbers that go out come back the same."""

import csv
import io
import json
import math

import numpy as np
import pytest

import numerics as nm
from numerics.rules import parse_rule
from numerics.schedules import SCHEDULES

ROSENBROCK = nm.Objective.parse("(a - x)^2 + 100(y - x^2)^2", parameters={"a": 1 / 3})
RUNS = {
    "adam": nm.minimize(ROSENBROCK, [-1.2, 0.1 + 0.2], "adam", steps=40, schedule="cosine", learning_rate=0.03),
    "diverged": nm.minimize(ROSENBROCK, [-1.2, 1], steps=40, tolerance=None),
    "undefined": nm.minimize(nm.Objective.parse("log(x) + θ^2"), [0, 2], "newton"),
}


@pytest.mark.parametrize("name", RUNS)
def test_csv_comes_back_number_for_number(name):
    run = RUNS[name]
    rows = list(csv.DictReader(io.StringIO(nm.export.csv(run))))
    names = run.objective.variables
    columns = {key: [row[key] for row in rows] for key in rows[0]}
    assert list(columns) == [
        "step", *names, "f", *(f"df/d{name}" for name in names), "gradient_norm", "step_length",
        "f_evaluations", "gradient_evaluations", "hessian_evaluations",
    ]  # fmt: skip
    assert columns["step"] == [str(step) for step in range(run.steps + 1)]
    for axis, variable in enumerate(names):
        np.testing.assert_array_equal([float(text) for text in columns[variable]], run.x[:, axis])
        np.testing.assert_array_equal([float(text) for text in columns[f"df/d{variable}"]], run.gradient[:, axis])
    np.testing.assert_array_equal([float(text) for text in columns["f"]], run.f)
    np.testing.assert_array_equal([float(text) for text in columns["gradient_norm"]], run.gradient_norm)
    assert columns["step_length"][0] == ""
    np.testing.assert_array_equal([float(text) for text in columns["step_length"][1:]], run.step_length)
    assert [
        [int(row[f"{what}_evaluations"]) for what in ("f", "gradient", "hessian")] for row in rows
    ] == run.cost.tolist()


def refuse(name):
    raise AssertionError(f"{name} is not JSON")


@pytest.mark.parametrize("name", RUNS)
def test_json_is_strict_and_repeats_the_run(name):
    run = RUNS[name]
    document = json.loads(nm.export.json_text(run), parse_constant=refuse)
    np.testing.assert_array_equal(np.array(document["iterates"]["x"], dtype=float), run.x)
    np.testing.assert_array_equal([float(value) for value in document["iterates"]["f"]], run.f)
    np.testing.assert_array_equal(np.array(document["iterates"]["gradient"], dtype=float), run.gradient)
    assert document["outcome"]["name"] == run.outcome.name
    function, method, schedule = document["function"], document["method"], document["schedule"]
    kind = nm.METHODS[method["name"]]
    knobs = method["knobs"] | (
        {"schedule": SCHEDULES[schedule["name"]](**schedule["knobs"])} if kind.has_learning_rate() else {}
    )
    again = nm.minimize(
        nm.Objective.parse(function["text"], function["variables"], function["parameters"]),
        document["start"],
        kind(**knobs),
        document["steps"],
        document["tolerance"],
        document["budget"],
    )
    assert again.x.tobytes() == run.x.tobytes()


def test_json_has_the_text_of_a_typed_rule():
    rule = parse_rule("x ← x - eta g")(learning_rate=0.25)
    document = json.loads(nm.export.json_text(nm.minimize(nm.Objective.parse("x^2"), [1], rule, steps=3)))
    assert document["method"] == {
        "name": "custom",
        "title": "My rule",
        "knobs": {"learning_rate": 0.25},
        "text": "x ← x - eta g",
    }


def test_what_json_lacks_is_a_string():
    document = json.loads(nm.export.json_text(RUNS["undefined"]))
    assert document["iterates"]["f"] == ["-inf"]
    assert math.isinf(float(document["iterates"]["gradient"][0][0]))
