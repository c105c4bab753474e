"""Every method's script, run apart from the laboratory, gives the same iterates, bit for bit."""

import ast
import json
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import pytest

import numerics as nm
from numerics.export import notebook, script, snippets
from numerics.methods import METHODS
from numerics.methods.adam import Adam
from numerics.methods.adam import State as Inner
from numerics.methods.base import Array, Method, knob
from numerics.schedules import SCHEDULES

ROSENBROCK = nm.Objective.parse("(1 - x)^2 + 100(y - x^2)^2")
FUNCTIONS = {
    "valley": (ROSENBROCK, [-1.2, 1]),
    "one": (nm.Objective.parse("(x^2 - 2)^2 + (sin(3x))^2/10"), [3]),
    "four": (nm.Objective.parse("sum((x_i - i)^2, i, 1, 4) + (x1 x2 - x3^3)^2"), [1, -1, 0.5, 2]),
    "kink": (nm.Objective.parse("a |x - 1|^3 + max(x, -b y)^2 + (y/3)^2", parameters={"a": 2.5, "b": 0.1}), [3, -2]),
    "special": (nm.Objective.parse("erf(x - y)^2 + (gamma(y^2 + 1) - 2)^2 + sigmoid(x)^2"), [1.5, 1.1]),
}
SCIPY = {"special"}


def test_every_script_repeats_its_run_with_numpy_alone(run_alone, assert_repeats):
    runs = {
        (name, which): nm.minimize(f, start, name, steps=9)
        for which, (f, start) in FUNCTIONS.items()
        for name in METHODS
    }
    skipped = {(name, which) for name, which in runs if METHODS[name]().refusal(FUNCTIONS[which][0])}
    assert skipped == {("levenberg_marquardt", "kink")}
    for packages in ([], ["scipy"]):
        wanted = {key: run for key, run in runs.items() if key not in skipped and (key[1] in SCIPY) == bool(packages)}
        left = run_alone({"/".join(key): script(run) for key, run in wanted.items()}, *packages)
        for key, run in wanted.items():
            assert_repeats(left["/".join(key)], run)
    assert sum(run.steps > 3 for run in runs.values()) > 80


def test_every_schedule_and_every_ending_is_repeated(run_alone, assert_repeats):
    quadratic = nm.Objective.parse("x^2 + 5y^2")
    runs = {name: nm.minimize(ROSENBROCK, [-1.2, 1], "adam", steps=30, schedule=name) for name in SCHEDULES}
    runs |= {
        "converged": nm.minimize(quadratic, [1, 1], steps=200, learning_rate=0.15),
        "all steps": nm.minimize(quadratic, [1, 1], steps=20, tolerance=None),
        "diverged": nm.minimize(quadratic, [1, 1], steps=500, learning_rate=1.0),
        "far": nm.minimize(quadratic, [1, 1], steps=40, learning_rate=1.0),
        "stalled": nm.minimize(nm.Objective.parse("exp(x) - x/3"), [1], steps=900, tolerance=0, learning_rate=0.5),
        "left": nm.minimize(nm.Objective.parse("log(x) + y^2"), [1, 1], steps=50, learning_rate=0.9),
        "no step": nm.minimize(nm.Objective.parse("x + y^2"), [1, 1], "newton"),
        "undefined": nm.minimize(nm.Objective.parse("log(x)"), [-1], "momentum"),
        "budget": nm.minimize(ROSENBROCK, [-1.2, 1], "gradient_descent_wolfe", steps=1000, budget=50),
    }
    assert {run.outcome for run in runs.values()} == set(nm.Outcome) - {nm.Outcome.NOT_APPLICABLE}
    left = run_alone({name: script(run) for name, run in runs.items()})
    for name, run in runs.items():
        assert_repeats(left[name], run)


def test_turned_knobs_and_numbers_are_in_the_script():
    run = nm.minimize(ROSENBROCK, [0.1 + 0.2, 1 / 3], "adam", steps=7, learning_rate=0.125, bias_correction=False)
    text = script(run)
    for part in ("learning_rate: float = 0.125", "bias_correction: bool = False", "beta1: float = 0.9"):
        assert part in text
    assert "START = [0.30000000000000004, 0.3333333333333333]" in text
    assert "STEPS = 7 " in text


def test_a_script_reads_like_one():
    text = script(nm.minimize(ROSENBROCK, [-1.2, 1], "newton", steps=3))
    assert "# f(x, y) = (1 - x)^2 + 100(y - x^2)^2\n" in text
    assert "def hessian(point):" in text
    assert "Solve H(x) p = -∇f(x);  x ← x + p." in text
    for absent in ("numerics", "knob", "title", "equations =", "contraction", "type: ignore", "Schedule", "residuals"):
        assert absent not in text
    assert "def hessian" not in script(nm.minimize(ROSENBROCK, [-1.2, 1], "adam", steps=3))


def test_a_method_without_meaning_for_f_says_so():
    run = nm.minimize(nm.Objective.parse("x^4 - x"), [1], "levenberg_marquardt")
    with pytest.raises(nm.NumericsError, match="sum of squares"):
        script(run)


# A method that this file adds: with a helper, a constant, a state, and its knobs read as a whole.

TWO = 2  # of everything


class Memory(NamedTuple):
    """The step before (..., n)."""

    step: Array


def twice(x: Array, by: float = TWO) -> Array:
    """x doubled."""
    return by * x


@dataclass(frozen=True)
class Toy(Method):
    """x ← x - η ∇f(x)/2 + ρ s."""

    name = "toy"
    title = "Toy"
    equations = r"x_{t+1} = x_t"
    source = "here, 2024"

    learning_rate: float = knob(0.001, 0.0, 1.0, "how far")
    share: float = knob(0.5, 0.0, 1.0, "of the step before")

    def init(self, oracle, x):
        return Memory(np.zeros_like(x))

    def step(self, oracle, x, gradient, state):
        rate, share = self.knobs.values()
        step = share * state.step - twice(rate) * gradient / 4
        return x + step, Memory(step)


@dataclass(frozen=True)
class Slower(Adam):
    """Adam, and half of every step taken back; its state has the name of Adam's."""

    name = "slower"

    def init(self, oracle, x):
        return value(x, super().init(oracle, x))

    def step(self, oracle, x, gradient, state):
        there, inner = super().step(oracle, x, gradient, state.inner)
        return (x + there) / 2, value(there, inner)


class State(NamedTuple):
    """Where Adam would be, and its state."""

    there: Array
    inner: Inner


def value(there: Array, inner: Inner) -> State:
    """A helper with the name of a function that scripts have."""
    return State(there, inner)


def test_a_toy_method_is_exported(run_alone, assert_repeats, monkeypatch):
    monkeypatch.setitem(METHODS, "toy", Toy)
    monkeypatch.setitem(METHODS, "slower", Slower)
    runs = {
        name: nm.minimize(ROSENBROCK, [-1.2, 1], name, steps=8, schedule=schedule)
        for name, schedule in (("toy", "constant"), ("slower", "warm_up"))
    }
    assert all(run.steps == 8 for run in runs.values())
    left = run_alone({name: script(run) for name, run in runs.items()})
    for name, run in runs.items():
        assert_repeats(left[name], run)
    assert "TWO = 2  # of everything" in script(runs["toy"])


def test_a_class_inside_a_function_cannot_be_exported():
    @dataclass(frozen=True)
    class Hidden(Toy):
        name = "hidden"

    with pytest.raises(nm.NumericsError, match="Hidden cannot be exported"):
        script(nm.minimize(ROSENBROCK, [1, 2], Hidden(), steps=1))


HOSTILE = [
    'x"""\nimport os\n"""', "x'''\nimport os", "x\nimport os", "x\rimport os", "x\u2028import os", "x\x0cimport os",
    "x\x85import os", "x\\\nimport os", "x\x00", "x\ud800", "x\u202e# ", "{x} %s {0}", "\N{LINE SEPARATOR}" * 300,
    "# -*- coding: utf-7 -*-", "# coding: latin-1\nx", "$$ </script> `` ```", "x " * 1000, "#!x", "θ² · π", "a" * 2000,
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:20]))
def test_typed_text_stays_inside_its_comment(text):
    plain = nm.minimize(ROSENBROCK, [-1.2, 1], steps=2)
    hostile = replace(plain, objective=replace(ROSENBROCK, text=text))
    pairs = [(script(plain), script(hostile)), *zip(snippets(plain).values(), snippets(hostile).values(), strict=True)]
    assert len(pairs) == 3
    for programs in ([text.encode() for text in pair] for pair in pairs):
        assert programs[0] != programs[1]
        assert len({ast.dump(ast.parse(program)) for program in programs}) == 1
        assert len({b"".join(line for line in program.splitlines() if line[:1] != b"#") for program in programs}) == 1
        assert not any(b"coding" in line for line in programs[1].splitlines()[:2])
    cells = [json.loads(notebook(run).encode())["cells"] for run in (plain, hostile)]
    assert [cell for cell in cells[0] if cell["cell_type"] == "markdown"] == [
        cell for cell in cells[1] if cell["cell_type"] == "markdown"
    ]
