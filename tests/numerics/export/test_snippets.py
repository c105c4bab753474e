"""Snippets of other libraries: SciPy's are run, PyTorch's and JAX's compared with a record of what they print."""

import json
from pathlib import Path

import numpy as np
import pytest

import numerics as nm
from numerics.export import snippets
from numerics.methods import METHODS

RECORD = json.loads((Path(__file__).parents[2] / "data" / "snippets.json").read_text("utf-8"))
ROSENBROCK = nm.Objective.parse("(1 - x)^2 + 100(y - x^2)^2")


def run_of(case):
    f = nm.Objective.parse(case["text"], parameters=case.get("parameters"))
    return nm.minimize(f, case["start"], case["method"], case["steps"], schedule=case["schedule"], **case["knobs"])


def corrected_before_the_maximum(run):
    """AMSGrad as Optax has it, written out."""
    knobs, x, m, v, largest = run.method.knobs, run.x[0], 0, 0, 0
    for t in range(1, run.steps + 1):
        g = run.objective.gradient(x)
        m = knobs["beta1"] * m + (1 - knobs["beta1"]) * g
        v = knobs["beta2"] * v + (1 - knobs["beta2"]) * g**2
        largest = np.maximum(largest, v / (1 - knobs["beta2"] ** t))
        x = x - knobs["learning_rate"] * m / (1 - knobs["beta1"] ** t) / (np.sqrt(largest) + knobs["epsilon"])
        yield x


@pytest.mark.parametrize("case", RECORD["cases"], ids=lambda case: f"{case['method']} {case['text'][:20]}")
def test_what_pytorch_and_jax_printed_is_our_path(case):
    run = run_of(case)
    found = snippets(run)
    assert found.keys() - {"SciPy"} == case["libraries"].keys()
    for library, entry in case["libraries"].items():
        assert found[library] == entry["snippet"], "run tests/data/record_snippets.py again"
        points = np.array(entry["points"])
        if case["method"] == "lbfgs":  # another line search, and the same end
            np.testing.assert_allclose(points[-1], run.x[-1], atol=1e-5)
            continue
        path = run.x[1:]
        if case["method"] == "nesterov":
            path = path + run.method.momentum * np.diff(run.x, axis=0)
        if (case["method"], library) == ("amsgrad", "JAX"):
            path = list(corrected_before_the_maximum(run))
        # Optax counts in 32 bits, and its Adagrad has ε inside the root.
        precision = 1e-8 if library == "JAX" else 1e-13
        np.testing.assert_allclose(points, path, rtol=precision, atol=precision)


def test_the_record_covers_what_there_is():
    assert set(RECORD["made_with"]) == {"PyTorch", "JAX"}
    for library, field in (("PyTorch", "torch"), ("JAX", "jax")):
        recorded = {case["method"] for case in RECORD["cases"] if library in case["libraries"]}
        assert recorded == {name for name, method in METHODS.items() if getattr(method.elsewhere, field)}


@pytest.mark.parametrize("name", [name for name in METHODS if METHODS[name].elsewhere.scipy])
def test_scipy_comes_to_the_same_minimum(name, capsys):
    f = nm.Objective.parse("(1 - x)^2 + a (y - x^2)^2 + 0 sin(x)", parameters={"a": 100.0})
    if METHODS[name]().refusal(f):
        f = ROSENBROCK
    run = nm.minimize(f, [-1.2, 1], name, steps=1000, tolerance=1e-7)
    names = {}
    exec(compile(snippets(run)["SciPy"], "<snippet>", "exec"), names)
    np.testing.assert_allclose(names["result"].x, [1, 1], atol=1e-5)
    assert "message" in capsys.readouterr().out


def test_scipys_simplex_makes_the_same_moves():
    run = nm.minimize(ROSENBROCK, [-1.2, 1], "nelder_mead", steps=50, tolerance=None, size=0.3)
    names = {}
    exec(compile(snippets(run)["SciPy"], "<snippet>", "exec"), names)
    np.testing.assert_allclose(names["result"].x, run.x[-1], rtol=1e-12)


def test_a_function_or_method_that_a_library_lacks_has_no_snippet():
    gamma = nm.Objective.parse("gamma(x + 3) + y^2")
    assert set(snippets(nm.minimize(gamma, [1, 1], "adam", steps=1))) == {"JAX"}
    assert snippets(nm.minimize(nm.Objective.parse("3"), [1], "adam", steps=1)) == {}
    assert snippets(nm.minimize(gamma, [1, 1], "gradient_descent_armijo", steps=1)) == {}
    assert snippets(nm.minimize(gamma, [1, 1], "levenberg_marquardt", steps=1)) == {}


def test_the_nearest_method_says_where_it_differs():
    text = snippets(nm.minimize(ROSENBROCK, [-1.2, 1], "momentum", steps=3))["PyTorch"]
    assert "# PyTorch keeps b ← β b + ∇f(x)" in text
    assert "torch.optim.SGD([x], lr=0.01, momentum=0.9)" in text
