"""A method is one file: found by itself, complete, and with validated knobs."""

import importlib
import pkgutil
import sys
from dataclasses import dataclass

import numpy as np
import pytest

from numerics import methods
from numerics.errors import NumericsError
from numerics.methods import METHODS, Method, choose_method, knob, knobs_of
from numerics.methods.adam import Adam
from numerics.methods.gradient_descent import GradientDescent
from numerics.methods.newton import Newton
from numerics.registry import discover

EVERY = sorted(METHODS)


def test_every_file_of_the_folder_is_found():
    files = {entry.name for entry in pkgutil.iter_modules(methods.__path__)}
    assert set(METHODS) == files - {"base", "line_search"}


def test_a_new_file_is_a_new_method(tmp_path, monkeypatch):
    (tmp_path / "toy_method.py").write_text(
        "from numerics.methods.base import Method\n"
        "class Toy(Method):\n"
        "    name, title, equations, source = 'toy', 'Toy', 'x', 'here'\n"
    )
    monkeypatch.setattr(methods, "__path__", [*methods.__path__, str(tmp_path)])
    try:
        assert set(discover(methods, Method)) == {*METHODS, "toy"}
    finally:
        sys.modules.pop("numerics.methods.toy_method")
        importlib.invalidate_caches()


@pytest.mark.parametrize("name", EVERY)
def test_a_method_says_what_it_is(name):
    method = METHODS[name]
    assert method.name == name
    assert method.title
    assert "x_{t+1}" in method.equations
    assert method.equations.count(r"\begin{") == method.equations.count(r"\end{")
    assert any(character.isdigit() for character in method.source)  # a year
    for item in knobs_of(method):
        assert item.low <= item.default <= item.high
        assert item.meaning
        assert not item.log or item.low > 0


@pytest.mark.parametrize("name", EVERY)
def test_knobs_are_plain_numbers_in_their_range(name):
    for item in knobs_of(METHODS[name]):
        for value in (item.low, item.high):
            assert choose_method(name, **{item.name: value}).knobs[item.name] == value
        given = np.bool_(item.default) if isinstance(item.default, bool) else np.float64(item.default)
        assert type(choose_method(name, **{item.name: given}).knobs[item.name]) is type(item.default)
        for value in (float("nan"), float("inf"), item.low - 1, item.high + 1, "0.5", None):
            with pytest.raises(NumericsError, match=item.name):
                choose_method(name, **{item.name: value})


def test_a_switch_is_no_number():
    with pytest.raises(NumericsError, match="true or false"):
        Adam(bias_correction=1)
    with pytest.raises(NumericsError, match="learning_rate"):
        Adam(learning_rate=True)


def test_a_whole_number_stays_one():
    @dataclass(frozen=True)
    class Remembering(Method):
        memory: int = knob(10, 1, 100, "pairs that are kept")

    assert Remembering(np.int64(5)).memory == 5
    assert type(Remembering(5.0).memory) is int
    for value in (2.5, 0, True):
        with pytest.raises(NumericsError, match="memory"):
            Remembering(value)


def test_unknown_names_get_a_suggestion():
    with pytest.raises(NumericsError, match="did you mean momentum"):
        choose_method("momentun")
    with pytest.raises(NumericsError, match="did you mean learning_rate"):
        choose_method("adam", learnin_rate=0.1)
    with pytest.raises(NumericsError, match="newton: learning_rate; known: none"):
        choose_method("newton", learning_rate=0.1)


def test_a_method_at_hand_takes_knobs_too():
    assert choose_method(Adam(beta1=0.5), learning_rate=0.25) == Adam(beta1=0.5, learning_rate=0.25)
    assert choose_method(Newton()) == Newton()


def test_methods_are_values():
    assert GradientDescent(learning_rate=1) == GradientDescent(learning_rate=1.0)
    assert len({GradientDescent(), GradientDescent(), Newton()}) == 2
    with pytest.raises(AttributeError):
        GradientDescent().learning_rate = 2
    assert issubclass(GradientDescent, Method)
