"""A method is one file: found by itself, complete, and with validated knobs."""

import importlib
import pkgutil
import sys

import numpy as np
import pytest

from numerics import methods
from numerics.errors import NumericsError
from numerics.methods import METHODS, Method, choose_method, knobs_of
from numerics.methods.adam import Adam
from numerics.methods.gradient_descent import GradientDescent
from numerics.methods.newton import Newton

EVERY = sorted(METHODS)


def test_every_file_of_the_folder_is_found():
    files = {entry.name for entry in pkgutil.iter_modules(methods.__path__)} - {"base"}
    assert {"gradient_descent", "momentum", "adam", "newton"} <= set(METHODS) <= files


def test_a_new_file_is_a_new_method(tmp_path, monkeypatch):
    (tmp_path / "toy_method.py").write_text(
        "from numerics.methods.base import Method\n"
        "class Toy(Method):\n"
        "    name, title, equations, source = 'toy', 'Toy', 'x', 'here'\n"
    )
    monkeypatch.setattr(methods, "__path__", [*methods.__path__, str(tmp_path)])
    try:
        assert set(methods._discover()) == {*METHODS, "toy"}
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
    for knob in knobs_of(method):
        assert knob.low <= knob.default <= knob.high
        assert knob.meaning
        assert not knob.log or knob.low > 0


@pytest.mark.parametrize("name", EVERY)
def test_knobs_are_plain_numbers_in_their_range(name):
    for knob in knobs_of(METHODS[name]):
        for value in (knob.low, knob.high):
            assert choose_method(name, **{knob.name: value}).knobs[knob.name] == value
        given = np.bool_(knob.default) if isinstance(knob.default, bool) else np.float64(knob.default)
        assert type(choose_method(name, **{knob.name: given}).knobs[knob.name]) is type(knob.default)
        for value in (float("nan"), float("inf"), knob.low - 1, knob.high + 1, "0.5", None):
            with pytest.raises(NumericsError, match=knob.name):
                choose_method(name, **{knob.name: value})


def test_a_switch_is_no_number():
    with pytest.raises(NumericsError, match="true or false"):
        Adam(bias_correction=1)
    with pytest.raises(NumericsError, match="learning_rate"):
        Adam(learning_rate=True)


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
